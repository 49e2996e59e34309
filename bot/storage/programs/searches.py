"""Searches: what someone asked, so that the buttons under the answer work days later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete

from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, ProgramId, SearchId, UserId
from bot.storage.counters import next_id
from bot.storage.records import Records
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.tables import searches

KEPT_FOR = timedelta(days=7)

Values = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Search:
    """One question, or one profile's preferences, or one program to find similar ones for.

    By facet: `wished` comes from the profile and ranks, `chosen` was set by hand and filters,
    `dropped` was understood and then removed.
    """

    guild: GuildId
    id: SearchId
    user: UserId
    question: str
    wished: Values
    chosen: Values
    dropped: Values
    like: ProgramId | None


_ROWS = Records(searches, Search, parts={"like": "like_program"})


def add(
    connection: Connection,
    guild: GuildId,
    user: UserId,
    *,
    question: str = "",
    wished: Values | None = None,
    chosen: Values | None = None,
    like: ProgramId | None = None,
    now: datetime,
) -> Search:
    """Save a search; those older than a week are deleted."""
    purge(connection, now - KEPT_FOR)
    search = SearchId(next_id(connection, guild, "search"))
    _ROWS.add(
        connection,
        guild=guild,
        id=search,
        user=user,
        question=question,
        wished=_plain(wished or {}),
        chosen=_plain(chosen or {}),
        dropped={},
        like=like,
        asked_at=now,
    )
    return get(connection, guild, search, user)


def get(connection: Connection, guild: GuildId, search: SearchId, user: UserId) -> Search:
    """Return this person's search; raise `DomainError` ``search.gone``."""
    row = _ROWS.find(connection, guild, search)
    if row is None or row.user != user:
        raise DomainError("search.gone")
    return row


def refine(connection: Connection, search: Search) -> None:
    """Save the current filters and removed facets."""
    _ROWS.change(
        connection,
        (search.guild, search.id),
        wished=_plain(search.wished),
        chosen=_plain(search.chosen),
        dropped=_plain(search.dropped),
    )


def purge(connection: Connection, before: datetime) -> int:
    """Delete searches that were made before then; return how many.

    What people asked is private: it is kept only as long as its buttons are useful.
    """
    return connection.execute(
        delete(searches).where(IN_EVERY_SOCIETY, searches.c.asked_at < before)
    ).rowcount


def _plain(values: Values) -> dict[str, list[str]]:
    return {str(facet): list(chosen) for facet, chosen in values.items()}
