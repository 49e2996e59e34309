"""The list of erasures in the database, each as a keyed digest."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from bot.domain.ids import GuildId
from bot.storage.records import Records
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.tables import erasures
from bot.storage.upserts import insert_unless_known


@dataclass(frozen=True, slots=True)
class Erasure:
    """Someone was erased from a society; the digest doesn't say who."""

    guild: GuildId
    digest: str
    erased_at: datetime


_ROWS = Records(erasures, Erasure, erasures.c.erased_at, erasures.c.digest)


def record(connection: Connection, erasure: Erasure) -> None:
    """Save that someone was erased, unless it is known; its bytes are still to be removed."""
    insert_unless_known(
        connection, erasures, _ROWS.values(erasure), "guild_id", "digest", "erased_at"
    )


def list_all(connection: Connection) -> list[Erasure]:
    """Return every erasure of all societies, oldest first."""
    return _ROWS.all(connection, IN_EVERY_SOCIETY)


def unscrubbed(connection: Connection) -> list[Erasure]:
    """Return the erasures of which something may be left in the bot's files, oldest first."""
    return _ROWS.all(connection, IN_EVERY_SOCIETY, erasures.c.scrubbed_at.is_(None))


def count(connection: Connection) -> tuple[int, int]:
    """Return how many erasures there are, and of how many something may be left."""
    counts = select(func.count(), func.count(erasures.c.scrubbed_at)).where(IN_EVERY_SOCIETY)
    row = connection.execute(counts).one()
    return row[0], row[0] - row[1]


def last_scrubbed(connection: Connection) -> datetime | None:
    """Return when the bot last removed what was left in its files; None if never."""
    column = erasures.c.scrubbed_at
    last = select(func.max(column, type_=column.type)).where(IN_EVERY_SOCIETY)
    found: datetime | None = connection.execute(last).scalar_one()
    return found


def record_scrubbed(connection: Connection, scrubbed: Iterable[Erasure], now: datetime) -> None:
    """Save that nothing is left of these."""
    for one in scrubbed:
        connection.execute(
            update(erasures)
            .where(
                erasures.c.guild_id == one.guild,
                erasures.c.digest == one.digest,
                erasures.c.erased_at == one.erased_at,
            )
            .values(scrubbed_at=now)
        )
