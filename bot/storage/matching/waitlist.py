"""Waits: what somebody without a partner was told, and who comes first in the next round."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.ids import CohortId, EnrolmentId, GuildId
from bot.domain.matching.result import Note
from bot.domain.states import EnrolmentState
from bot.storage.tables import enrolments, waits


@dataclass(frozen=True, slots=True)
class Wait:
    """One enrolment's wait for a partner; `priority` places it before others."""

    enrolment: EnrolmentId
    priority: bool
    reason: Note | None
    next_round_at: datetime | None


def find(connection: Connection, guild: GuildId, enrolment: EnrolmentId) -> Wait | None:
    """Return the wait, or None when nothing was said about it."""
    row = connection.execute(
        select(waits).where(waits.c.guild_id == guild, waits.c.enrolment_id == enrolment)
    ).one_or_none()
    return None if row is None else _from_row(row)


def of_cohort(connection: Connection, guild: GuildId, cohort: CohortId) -> dict[EnrolmentId, Wait]:
    """Return the waits of a cohort by enrolment."""
    statement = (
        select(waits)
        .join(
            enrolments,
            (enrolments.c.guild_id == waits.c.guild_id) & (enrolments.c.id == waits.c.enrolment_id),
        )
        .where(waits.c.guild_id == guild, enrolments.c.cohort_id == cohort)
    )
    return {row.enrolment_id: _from_row(row) for row in connection.execute(statement)}


def explain(
    connection: Connection,
    guild: GuildId,
    enrolment: EnrolmentId,
    reason: Note | None,
    next_round_at: datetime | None,
) -> None:
    """Keep why somebody waits and when the next round is; their priority stays as it was."""
    plain = reason.to_json() if reason else None
    _save(connection, guild, enrolment, reason=plain, next_round_at=next_round_at)


def put_first(
    connection: Connection,
    guild: GuildId,
    enrolment: EnrolmentId,
    next_round_at: datetime | None,
) -> None:
    """Promise that this enrolment is placed before others in the next round."""
    _save(connection, guild, enrolment, priority=True, next_round_at=next_round_at)


def due(connection: Connection, now: datetime) -> list[tuple[GuildId, CohortId]]:
    """Return the cohorts, of all societies, in which somebody's next round should have been."""
    statement = (
        select(enrolments.c.guild_id, enrolments.c.cohort_id)
        .join(
            waits,
            (enrolments.c.guild_id == waits.c.guild_id) & (enrolments.c.id == waits.c.enrolment_id),
        )
        .where(
            waits.c.next_round_at <= now,
            enrolments.c.state.in_((EnrolmentState.APPLIED, EnrolmentState.WAITLISTED)),
        )
        .distinct()
    )
    return [(row.guild_id, row.cohort_id) for row in connection.execute(statement)]


def postpone(
    connection: Connection, guild: GuildId, cohort: CohortId, now: datetime, until: datetime
) -> None:
    """Move what was promised for now to another day, for a cohort whose round is late."""
    late = select(enrolments.c.id).where(
        enrolments.c.guild_id == guild, enrolments.c.cohort_id == cohort
    )
    connection.execute(
        update(waits)
        .where(
            waits.c.guild_id == guild,
            waits.c.enrolment_id.in_(late),
            waits.c.next_round_at <= now,
        )
        .values(next_round_at=until)
    )


def over(connection: Connection, guild: GuildId, enrolment: EnrolmentId) -> None:
    """Forget the wait: a partner was found."""
    connection.execute(
        delete(waits).where(waits.c.guild_id == guild, waits.c.enrolment_id == enrolment)
    )


def _save(connection: Connection, guild: GuildId, enrolment: EnrolmentId, **values: Any) -> None:
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    first = {"priority": False, **values}
    connection.execute(
        insert(waits)
        .values(guild_id=guild, enrolment_id=enrolment, **first)
        .on_conflict_do_update(index_elements=["guild_id", "enrolment_id"], set_=values)
    )


def _from_row(row: Row[Any]) -> Wait:
    return Wait(
        enrolment=row.enrolment_id,
        priority=row.priority,
        reason=Note.from_json(row.reason) if row.reason else None,
        next_round_at=row.next_round_at,
    )
