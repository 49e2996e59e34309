"""Enrolments: who signed up for which cohort, as what, and with which answers."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from bot.domain.cohorts.enrolments import Answers, Wishes
from bot.domain.ids import CohortId, EnrolmentId, GuildId, UserId
from bot.domain.states import EnrolmentState, Role
from bot.storage.counters import next_id
from bot.storage.tables import enrolments


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One person's place in one cohort, in one role."""

    guild: GuildId
    id: EnrolmentId
    cohort: CohortId
    user: UserId
    role: Role
    state: EnrolmentState
    answers: Answers
    applied_at: datetime


_IN_ORDER = select(enrolments).order_by(
    enrolments.c.cohort_id, enrolments.c.user_id, enrolments.c.role
)
_OF_PERSON = _IN_ORDER.where(
    enrolments.c.guild_id == bindparam("guild"),
    enrolments.c.user_id == bindparam("user"),
    enrolments.c.state != EnrolmentState.LEFT,
)


def apply(
    connection: Connection,
    guild: GuildId,
    cohort: CohortId,
    user: UserId,
    role: Role,
    answers: Answers,
    now: datetime,
) -> Enrolment:
    """Keep a sign-up, or new answers to an earlier one, including one that was withdrawn."""
    earlier = find(connection, guild, cohort, user, role)
    values = {
        "state": EnrolmentState.APPLIED,
        "stage": answers.stage,
        "fields": list(answers.fields),
        "topics": list(answers.topics),
        "capacity": answers.capacity,
        "time_zone": answers.time_zone,
        "goals": answers.goals,
        "wishes": answers.wishes.to_json(),
        "adult_at": now,
        "applied_at": earlier.applied_at if earlier else now,
    }
    if earlier is None:
        keys = {
            "guild_id": guild,
            "id": next_id(connection, guild, "enrolment"),
            "cohort_id": cohort,
            "user_id": user,
            "role": role,
        }
        connection.execute(insert(enrolments).values(**keys, **values))
    else:
        connection.execute(update(enrolments).where(*_key(earlier)).values(**values))
    found = find(connection, guild, cohort, user, role)
    assert found is not None
    return found


def find(
    connection: Connection, guild: GuildId, cohort: CohortId, user: UserId, role: Role
) -> Enrolment | None:
    """Return the person's enrolment in that role, in whatever state, or None."""
    found = _select(
        connection,
        enrolments.c.guild_id == guild,
        enrolments.c.cohort_id == cohort,
        enrolments.c.user_id == user,
        enrolments.c.role == role,
    )
    return found[0] if found else None


def of_cohort(connection: Connection, guild: GuildId, cohort: CohortId) -> list[Enrolment]:
    """Return the enrolments of a cohort that were not withdrawn, by person."""
    return _select(
        connection,
        enrolments.c.guild_id == guild,
        enrolments.c.cohort_id == cohort,
        enrolments.c.state != EnrolmentState.LEFT,
    )


def of_person(connection: Connection, guild: GuildId, user: UserId) -> list[Enrolment]:
    """Return the person's enrolments that were not withdrawn, by cohort."""
    found = connection.execute(_OF_PERSON, {"guild": guild, "user": user})
    return [_from_row(row) for row in found]


def set_state(connection: Connection, enrolment: Enrolment, state: EnrolmentState) -> Enrolment:
    """Move an enrolment to `state`."""
    connection.execute(update(enrolments).where(*_key(enrolment)).values(state=state))
    return replace(enrolment, state=state)


def set_capacity(connection: Connection, enrolment: Enrolment, capacity: int) -> Enrolment:
    """Keep how many mentees a mentor can take."""
    connection.execute(update(enrolments).where(*_key(enrolment)).values(capacity=capacity))
    return replace(enrolment, answers=replace(enrolment.answers, capacity=capacity))


def set_wishes(connection: Connection, enrolment: Enrolment, wishes: Wishes) -> Enrolment:
    """Keep how, when and with whom somebody would like to meet."""
    values = {"wishes": wishes.to_json()}
    connection.execute(update(enrolments).where(*_key(enrolment)).values(**values))
    return replace(enrolment, answers=replace(enrolment.answers, wishes=wishes))


def _key(enrolment: Enrolment) -> tuple[Any, ...]:
    return (enrolments.c.guild_id == enrolment.guild, enrolments.c.id == enrolment.id)


def _select(connection: Connection, *conditions: Any) -> list[Enrolment]:
    return [_from_row(row) for row in connection.execute(_IN_ORDER.where(*conditions))]


def _from_row(row: Row[Any]) -> Enrolment:
    return Enrolment(
        guild=row.guild_id,
        id=row.id,
        cohort=row.cohort_id,
        user=row.user_id,
        role=row.role,
        state=row.state,
        answers=Answers(
            stage=row.stage,
            fields=tuple(row.fields),
            topics=tuple(row.topics),
            capacity=row.capacity,
            time_zone=row.time_zone,
            goals=row.goals,
            wishes=Wishes.from_json(row.wishes),
        ),
        applied_at=row.applied_at,
    )


__all__ = [
    "Answers",
    "Enrolment",
    "apply",
    "find",
    "of_cohort",
    "of_person",
    "set_capacity",
    "set_state",
    "set_wishes",
]
