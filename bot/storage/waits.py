"""Waits: what somebody without a partner was told, and who comes first in the next round."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.ids import CohortId, EnrolmentId, GuildId
from bot.domain.matching.result import Note
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


def put_first(connection: Connection, guild: GuildId, enrolment: EnrolmentId) -> None:
    """Promise that this enrolment is placed before others in the next round."""
    _save(connection, guild, enrolment, priority=True)


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
