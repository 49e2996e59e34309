"""Short ids: 1, 2, 3 ... inside each society, per noun."""

from sqlalchemy import Connection, update

from bot.domain.ids import GuildId
from bot.storage.tables import counters
from bot.storage.upserts import count_one_more

# How far ids jump after a restore, so that none given out since the backup is given out again.
RESTORE_LEAP = 10_000


def next_id(connection: Connection, guild: GuildId, noun: str) -> int:
    """Hand out the next id of `noun` in `guild`; ids are never reused."""
    values = {"guild_id": guild, "noun": noun, "last": 1}
    return count_one_more(connection, counters, values, "last", "guild_id", "noun")


def leap(connection: Connection) -> None:
    """Skip ids that may have been handed out after the backup which was just restored."""
    connection.execute(update(counters).values(last=counters.c.last + RESTORE_LEAP))
