"""Moderators' acts: shown before they are done, and logged."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from bot.domain.errors import DomainError
from bot.domain.ids import ActId, CohortId, GuildId, UserId
from bot.domain.moderation.acts import UNLISTED, ActFacts, ActKind
from bot.storage.counters import next_id
from bot.storage.records import Records
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.tables import moderator_acts


@dataclass(frozen=True, slots=True)
class Act:
    """One act; with `done_at` None it was only shown, and with `ended_at` it no longer holds."""

    guild: GuildId
    id: ActId
    cohort: CohortId
    kind: ActKind
    moderator: UserId
    facts: ActFacts
    shown_at: datetime
    done_at: datetime | None
    ended_at: datetime | None


_COLUMNS = moderator_acts.c
_ROWS = Records(moderator_acts, Act, _COLUMNS.done_at.desc(), _COLUMNS.id.desc())


def add(
    connection: Connection,
    guild: GuildId,
    cohort: CohortId,
    kind: ActKind,
    moderator: UserId,
    facts: ActFacts,
    now: datetime,
    *,
    is_done: bool,
) -> Act:
    """Save an act that was done, or is shown for now."""
    act = Act(
        guild,
        ActId(next_id(connection, guild, "act")),
        cohort,
        kind,
        moderator,
        facts,
        shown_at=now,
        done_at=now if is_done else None,
        ended_at=None,
    )
    _ROWS.insert(connection, act)
    return act


def get(connection: Connection, guild: GuildId, act: ActId) -> Act:
    """Return the act; raise `DomainError` ``act.unknown``."""
    row = _ROWS.find(connection, guild, act)
    if row is None:
        raise DomainError("act.unknown")
    return row


def record_done(
    connection: Connection,
    act: Act,
    moderator: UserId,
    facts: ActFacts,
    now: datetime,
    *,
    cohort: CohortId | None = None,
) -> None:
    """Record that an act that was shown is done, by whom, and whom it touched.

    `cohort` is given for an act that belonged to none before it was done.
    """
    of_cohort = act.cohort if cohort is None else cohort
    _ROWS.change(
        connection,
        (act.guild, act.id),
        moderator=moderator,
        facts=facts,
        done_at=now,
        cohort=of_cohort,
    )


def end(connection: Connection, act: Act, now: datetime) -> None:
    """Record that an act no longer holds."""
    _ROWS.change(connection, (act.guild, act.id), ended_at=now)


def holding(connection: Connection, guild: GuildId, cohort: CohortId, *kinds: ActKind) -> list[Act]:
    """Return the acts of these kinds that were done and still hold, newest first."""
    return _ROWS.all(
        connection,
        _COLUMNS.guild_id == guild,
        _COLUMNS.cohort_id == cohort,
        _COLUMNS.kind.in_(kinds),
        _COLUMNS.done_at.is_not(None),
        _COLUMNS.ended_at.is_(None),
    )


def log(
    connection: Connection, guild: GuildId, cohort: CohortId | None, page: int, per_page: int
) -> tuple[list[Act], int]:
    """Return one page of the acts that were done, newest first, and how many there are.

    Without a cohort, those of the whole society.
    """
    done = [
        _COLUMNS.guild_id == guild,
        _COLUMNS.done_at.is_not(None),
        _COLUMNS.kind.not_in(UNLISTED),
    ]
    if cohort is not None:
        done.append(_COLUMNS.cohort_id == cohort)
    statement = _ROWS.select.where(*done).limit(per_page).offset(page * per_page)
    total = connection.execute(select(func.count()).select_from(moderator_acts).where(*done))
    return _ROWS.run(connection, statement), total.scalar_one()


def purge_shown(connection: Connection, before: datetime) -> int:
    """Delete acts that were shown before then and never done; return how many."""
    statement = delete(moderator_acts).where(
        IN_EVERY_SOCIETY, _COLUMNS.done_at.is_(None), _COLUMNS.shown_at < before
    )
    return connection.execute(statement).rowcount
