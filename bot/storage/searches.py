"""Searches: what somebody asked, so that the buttons under the answer work days later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, ProgramId, SearchId, UserId
from bot.storage.counters import next_id
from bot.storage.tables import searches

KEPT_FOR = timedelta(days=7)

Values = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Search:
    """One question with what was set by hand (`chosen`) and taken back (`dropped`), by facet."""

    guild: GuildId
    id: SearchId
    user: UserId
    question: str
    chosen: Values
    dropped: Values
    like: ProgramId | None


def add(
    connection: Connection,
    guild: GuildId,
    user: UserId,
    *,
    question: str,
    chosen: Values,
    like: ProgramId | None = None,
    now: datetime,
) -> Search:
    """Keep a search; those that are older than a week go."""
    connection.execute(delete(searches).where(searches.c.asked_at < now - KEPT_FOR))
    search = SearchId(next_id(connection, guild, "search"))
    connection.execute(
        insert(searches).values(
            guild_id=guild,
            id=search,
            user_id=user,
            question=question,
            chosen={facet: list(values) for facet, values in chosen.items()},
            dropped={},
            like_program=like,
            asked_at=now,
        )
    )
    return Search(guild, search, user, question, chosen, {}, like)


def get(connection: Connection, guild: GuildId, search: SearchId, user: UserId) -> Search:
    """Return this person's search; raise `DomainError` ``search.gone``."""
    row = connection.execute(
        select(searches).where(
            searches.c.guild_id == guild, searches.c.id == search, searches.c.user_id == user
        )
    ).one_or_none()
    if row is None:
        raise DomainError("search.gone")
    return Search(
        guild=row.guild_id,
        id=row.id,
        user=row.user_id,
        question=row.question,
        chosen=row.chosen,
        dropped=row.dropped,
        like=row.like_program,
    )


def refine(connection: Connection, search: Search) -> None:
    """Keep what is chosen and dropped now."""
    connection.execute(
        update(searches)
        .where(searches.c.guild_id == search.guild, searches.c.id == search.id)
        .values(
            chosen={facet: list(values) for facet, values in search.chosen.items()},
            dropped={facet: list(values) for facet, values in search.dropped.items()},
        )
    )
