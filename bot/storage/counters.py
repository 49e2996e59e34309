"""Short IDs: 1, 2, 3 ... inside each society, for each noun."""

from sqlalchemy import Connection, update

from bot.domain.ids import GuildId
from bot.storage.tables import counters
from bot.storage.upserts import count_one_more

# How far IDs jump after a restore, so that none given out since the backup is given out again.
RESTORE_LEAP = 10_000


def next_id(connection: Connection, guild: GuildId, noun: str) -> int:
    """Generate the next ID of `noun` in `guild`; IDs are never reused."""
    values = {"guild_id": guild, "noun": noun, "last": 1}
    return count_one_more(connection, counters, values, "last", "guild_id", "noun")


def leap(connection: Connection) -> None:
    """Skip IDs that may have been given out after the backup that was just restored."""
    connection.execute(update(counters).values(last=counters.c.last + RESTORE_LEAP))
