"""Short ids: 1, 2, 3 ... inside each society, per noun."""

from sqlalchemy import Connection, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.ids import GuildId
from bot.storage.tables import counters

# How far ids jump after a restore, so that none given out since the backup is given out again.
RESTORE_LEAP = 10_000


def next_id(connection: Connection, guild: GuildId, noun: str) -> int:
    """Hand out the next id of `noun` in `guild`; ids are never reused."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = (
        insert(counters)
        .values(guild_id=guild, noun=noun, last=1)
        .on_conflict_do_update(
            index_elements=["guild_id", "noun"], set_={"last": counters.c.last + 1}
        )
        .returning(counters.c.last)
    )
    return int(connection.execute(statement).scalar_one())


def leap(connection: Connection) -> None:
    """Skip ids that may have been handed out after the backup which was just restored."""
    connection.execute(update(counters).values(last=counters.c.last + RESTORE_LEAP))
