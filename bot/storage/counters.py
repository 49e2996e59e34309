"""Short IDs: 1, 2, 3 ... inside each society, for each noun."""

import secrets

from sqlalchemy import Connection, update

from bot.domain.ids import GuildId
from bot.storage import meta
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.tables import counters
from bot.storage.upserts import count_one_more

# How far IDs jump after a restore. The distance is drawn anew each time: after a second restore of
# the same backup, IDs are others than after the first.
SHORTEST_LEAP = 10_000
LONGEST_LEAP = 99_999
_SKIPPED = "ids-skipped"


def next_id(connection: Connection, guild: GuildId, noun: str) -> int:
    """Generate the next ID of `noun` in `guild`; IDs are never reused."""
    values = {"guild_id": guild, "noun": noun, "last": _skipped(connection) + 1}
    return count_one_more(connection, counters, values, "last", "guild_id", "noun")


def leap(connection: Connection) -> None:
    """Skip IDs that may have been given out after the backup that was just restored.

    Also those of nouns and societies that had none yet when it was made.
    """
    distance = SHORTEST_LEAP + secrets.randbelow(LONGEST_LEAP - SHORTEST_LEAP + 1)
    meta.save(connection, _SKIPPED, str(_skipped(connection) + distance))
    connection.info.pop(_SKIPPED)
    connection.execute(
        update(counters).where(IN_EVERY_SOCIETY).values(last=counters.c.last + distance)
    )


def _skipped(connection: Connection) -> int:
    """Return how many IDs every restore so far has skipped; it changes in no running bot."""
    skipped: int | None = connection.info.get(_SKIPPED)
    if skipped is None:
        skipped = connection.info[_SKIPPED] = int(meta.find(connection, _SKIPPED) or 0)
    return skipped
