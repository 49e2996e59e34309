"""A society's own catalogue entries, and which of the shipped ones it hides or replaces."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select

from bot.domain.ids import GuildId, ProgramId, UserId
from bot.storage.counters import next_id
from bot.storage.records import Records
from bot.storage.tables import catalogue_entries, counters

_VERSION = "catalogue version"
Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One entry as plain facts; `facts` is None if a shipped entry is only hidden."""

    program: ProgramId
    facts: Facts | None
    hidden: bool
    changed_by: UserId
    changed_at: datetime


_ROWS = Records(
    catalogue_entries, CatalogueEntry, catalogue_entries.c.program_id, parts={"facts": "entry"}
)


def version(connection: Connection, guild: GuildId) -> int:
    """Return the number of changes so far; 0 while the society has nothing of its own."""
    statement = select(counters.c.last).where(
        counters.c.guild_id == guild, counters.c.noun == _VERSION
    )
    return connection.execute(statement).scalar_one_or_none() or 0


def put(
    connection: Connection,
    guild: GuildId,
    program: ProgramId,
    facts: Facts | None,
    *,
    hidden: bool,
    by: UserId,
    now: datetime,
) -> None:
    """Save an entry, replacing what the society had under this ID."""
    plain = None if facts is None else dict(facts)
    _ROWS.put(connection, CatalogueEntry(program, plain, hidden, by, now), guild_id=guild)


def remove(connection: Connection, guild: GuildId, program: ProgramId) -> bool:
    """Delete what the society had under this ID; return whether there was something."""
    removed = connection.execute(
        delete(catalogue_entries).where(
            catalogue_entries.c.guild_id == guild, catalogue_entries.c.program_id == program
        )
    )
    return removed.rowcount == 1


def changed(connection: Connection, guild: GuildId) -> int:
    """Record that the society's entries changed; return the new version."""
    return next_id(connection, guild, _VERSION)


def find(connection: Connection, guild: GuildId, program: ProgramId) -> CatalogueEntry | None:
    """Return what the society has under this id, or None."""
    return _ROWS.find(connection, guild, program)


def count(connection: Connection, guild: GuildId) -> int:
    """Return how many entries the society has."""
    statement = select(func.count()).where(catalogue_entries.c.guild_id == guild)
    return int(connection.execute(statement).scalar_one())


def page(connection: Connection, guild: GuildId, after: str, limit: int) -> list[CatalogueEntry]:
    """Return up to `limit` entries with IDs after `after`, ordered by ID.

    In pages, because decoding many rows at once would stall everything else.
    """
    rest = (catalogue_entries.c.guild_id == guild, catalogue_entries.c.program_id > after)
    return _ROWS.run(connection, _ROWS.select.where(*rest).limit(limit))


def hidden(connection: Connection, guild: GuildId) -> list[ProgramId]:
    """Return the IDs of the hidden entries."""
    statement = (
        select(catalogue_entries.c.program_id)
        .where(catalogue_entries.c.guild_id == guild, catalogue_entries.c.hidden == 1)
        .order_by(catalogue_entries.c.program_id)
    )
    return list(connection.execute(statement).scalars())
