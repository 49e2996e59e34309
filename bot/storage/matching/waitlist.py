"""The waitlist: what an unmatched person was told, and who has priority in the next round."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from bot.domain.ids import CohortId, EnrolmentId, GuildId, UserId
from bot.domain.matching.result import Note
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import WaitNews
from bot.domain.states import EnrolmentState
from bot.storage import outbox
from bot.storage.records import Records
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.tables import enrolments, waits
from bot.storage.upserts import put


@dataclass(frozen=True, slots=True)
class Wait:
    """One enrolment on the waitlist; `priority` places it before others."""

    enrolment: EnrolmentId
    priority: bool
    reason: Note | None
    next_round_at: datetime | None


_ROWS = Records(waits, Wait)


def find(connection: Connection, guild: GuildId, enrolment: EnrolmentId) -> Wait | None:
    """Return the waitlist entry, or None if there is none."""
    return _ROWS.find(connection, guild, enrolment)


def list_for_cohort(
    connection: Connection, guild: GuildId, cohort: CohortId
) -> dict[EnrolmentId, Wait]:
    """Return the waitlist of a cohort by enrolment."""
    statement = _ROWS.select.join(
        enrolments,
        (enrolments.c.guild_id == waits.c.guild_id) & (enrolments.c.id == waits.c.enrolment_id),
    ).where(waits.c.guild_id == guild, enrolments.c.cohort_id == cohort)
    return {wait.enrolment: wait for wait in _ROWS.run(connection, statement)}


def explain(
    connection: Connection,
    guild: GuildId,
    enrolment: EnrolmentId,
    reason: Note | None,
    next_round_at: datetime | None,
) -> None:
    """Save why someone is waitlisted and when the next round is; their priority stays as it was."""
    _save(connection, guild, enrolment, reason=reason, next_round_at=next_round_at)


def put_first(
    connection: Connection,
    guild: GuildId,
    enrolment: EnrolmentId,
    next_round_at: datetime | None,
) -> None:
    """Give this enrolment priority in the next round."""
    _save(connection, guild, enrolment, priority=True, next_round_at=next_round_at)


def due(connection: Connection, now: datetime) -> list[tuple[GuildId, CohortId]]:
    """Return the cohorts, of all societies, whose announced next round is due or late."""
    statement = (
        select(enrolments.c.guild_id, enrolments.c.cohort_id)
        .join(
            waits,
            (enrolments.c.guild_id == waits.c.guild_id) & (enrolments.c.id == waits.c.enrolment_id),
        )
        .where(
            IN_EVERY_SOCIETY,
            waits.c.next_round_at <= now,
            enrolments.c.state.in_((EnrolmentState.APPLIED, EnrolmentState.WAITLISTED)),
        )
        .distinct()
    )
    return [(row.guild_id, row.cohort_id) for row in connection.execute(statement)]


def next_round(
    connection: Connection, guild: GuildId, cohort: CohortId, now: datetime
) -> datetime | None:
    """Return the soonest day to come that someone unmatched was promised a round by."""
    statement = (
        select(waits.c.next_round_at)
        .join(
            enrolments,
            (enrolments.c.guild_id == waits.c.guild_id) & (enrolments.c.id == waits.c.enrolment_id),
        )
        .where(
            waits.c.guild_id == guild,
            enrolments.c.cohort_id == cohort,
            enrolments.c.state.in_((EnrolmentState.APPLIED, EnrolmentState.WAITLISTED)),
            waits.c.next_round_at > now,
        )
        .order_by(waits.c.next_round_at)
        .limit(1)
    )
    return connection.execute(statement).scalar_one_or_none()


def postpone(
    connection: Connection, guild: GuildId, cohort: CohortId, now: datetime, until: datetime
) -> list[UserId]:
    """Move the announced date of a cohort whose round is late; return who was told the old one."""
    late = select(enrolments.c.id).where(
        enrolments.c.guild_id == guild, enrolments.c.cohort_id == cohort
    )
    moved = (
        waits.c.guild_id == guild,
        waits.c.enrolment_id.in_(late),
        waits.c.next_round_at <= now,
    )
    told = connection.execute(
        select(enrolments.c.user_id)
        .join(
            waits,
            (enrolments.c.guild_id == waits.c.guild_id) & (enrolments.c.id == waits.c.enrolment_id),
        )
        .where(*moved, enrolments.c.state.in_((EnrolmentState.APPLIED, EnrolmentState.WAITLISTED)))
        .distinct()
        .order_by(enrolments.c.user_id)
    ).scalars()
    users = [UserId(user) for user in told]
    connection.execute(update(waits).where(*moved).values(next_round_at=until))
    return users


def over(connection: Connection, guild: GuildId, enrolment: EnrolmentId) -> None:
    """Remove the entry, because the person was matched."""
    connection.execute(
        delete(waits).where(waits.c.guild_id == guild, waits.c.enrolment_id == enrolment)
    )


def plan_news(
    connection: Connection,
    guild: GuildId,
    cohort: CohortId,
    user: UserId,
    news: WaitNews,
    what: str,
    now: datetime,
) -> None:
    """Plan the message that tells someone unmatched how it stands; `what` tells rounds apart."""
    outbox.plan(
        connection,
        guild=guild,
        kind=NudgeKind.WAITLISTED,
        subject_type="cohort",
        subject_id=cohort,
        subject_version=news.value,
        recipient=user,
        occurrence=f"{news.name.lower()}:{what}",
        due_at=now,
    )


def _save(connection: Connection, guild: GuildId, enrolment: EnrolmentId, **values: Any) -> None:
    keys = {"guild_id": guild, "enrolment_id": enrolment}
    put(connection, waits, {**keys, **values}, *keys)
