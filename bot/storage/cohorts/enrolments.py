"""Enrolments: who signed up for which cohort, as what, and with which answers."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, Text, bindparam, func, literal_column, select, type_coerce

from bot.domain.cohorts.enrolments import Answers, Preferences
from bot.domain.ids import CohortId, EnrolmentId, GuildId, UserId
from bot.domain.states import EnrolmentState, Role
from bot.storage.counters import next_id
from bot.storage.records import Records, composite
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


_ROWS = Records(
    enrolments,
    Enrolment,
    enrolments.c.cohort_id,
    enrolments.c.user_id,
    enrolments.c.role,
    parts={"answers": composite(Answers)},
)


_WISHES = type_coerce(enrolments.c.wishes, Text)
# As text, which both databases read alike: each names its functions for JSON differently.
UNCONFIRMED = (
    func.replace(_WISHES, literal_column("'\"unconfirmed\":true'"), literal_column("''")) != _WISHES
)
"""Whether someone was signed up by a moderator and hasn't confirmed it."""


_OF_PERSON = _ROWS.select.where(
    enrolments.c.guild_id == bindparam("guild"),
    enrolments.c.user_id == bindparam("user"),
    enrolments.c.state != EnrolmentState.LEFT,
)


# Built once, as is what else a list of people reads: writing it takes longer than its answer.
_OF_PEOPLE = _ROWS.select.where(
    enrolments.c.guild_id == bindparam("guild"),
    enrolments.c.cohort_id == bindparam("cohort"),
    enrolments.c.user_id.in_(bindparam("users", expanding=True)),
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
    """Save a sign-up, or new answers to an earlier one, including one that was withdrawn."""
    earlier = find(connection, guild, cohort, user, role)
    return renew(connection, earlier, guild, cohort, user, role, answers, now)


def is_in(connection: Connection, guild: GuildId, cohort: CohortId, user: UserId) -> bool:
    """Return whether someone signed up for a cohort and did not withdraw."""
    return any(each.cohort == cohort for each in list_for_person(connection, guild, user))


def count_ever(connection: Connection, guild: GuildId, cohort: CohortId) -> int:
    """Return how many people ever joined a cohort, those who left it included."""
    statement = select(func.count(enrolments.c.user_id.distinct())).where(
        enrolments.c.guild_id == guild, enrolments.c.cohort_id == cohort
    )
    return connection.execute(statement).scalar_one()


def renew(
    connection: Connection,
    earlier: Enrolment | None,
    guild: GuildId,
    cohort: CohortId,
    user: UserId,
    role: Role,
    answers: Answers,
    now: datetime,
) -> Enrolment:
    """Save a sign-up as `apply` does, where the `earlier` one is known already."""
    if earlier is None:
        number = EnrolmentId(next_id(connection, guild, "enrolment"))
        state = EnrolmentState.APPLIED
        enrolment = Enrolment(guild, number, cohort, user, role, state, answers, now)
        _ROWS.insert(connection, enrolment, adult_at=now)
        return enrolment
    enrolment = replace(earlier, state=EnrolmentState.APPLIED, answers=answers)
    key = (guild, earlier.id)
    _ROWS.change(connection, key, state=enrolment.state, answers=answers, adult_at=now)
    return enrolment


def find(
    connection: Connection, guild: GuildId, cohort: CohortId, user: UserId, role: Role
) -> Enrolment | None:
    """Return the person's enrolment in that role, in whatever state, or None."""
    return _ROWS.first(
        connection,
        enrolments.c.guild_id == guild,
        enrolments.c.cohort_id == cohort,
        enrolments.c.user_id == user,
        enrolments.c.role == role,
    )


def list_for_cohort(connection: Connection, guild: GuildId, cohort: CohortId) -> list[Enrolment]:
    """Return the enrolments of a cohort that were not withdrawn, by person."""
    return _ROWS.all(
        connection,
        enrolments.c.guild_id == guild,
        enrolments.c.cohort_id == cohort,
        enrolments.c.state != EnrolmentState.LEFT,
    )


def list_for_people(
    connection: Connection, guild: GuildId, cohort: CohortId, users: Collection[UserId]
) -> list[Enrolment]:
    """Return these people's enrolments in a cohort, in whatever state, by person."""
    return _ROWS.run(connection, _OF_PEOPLE, guild=guild, cohort=cohort, users=list(users))


def list_for_person(connection: Connection, guild: GuildId, user: UserId) -> list[Enrolment]:
    """Return the person's enrolments that were not withdrawn, by cohort."""
    return _ROWS.run(connection, _OF_PERSON, guild=guild, user=user)


def set_state(connection: Connection, enrolment: Enrolment, state: EnrolmentState) -> Enrolment:
    """Move an enrolment to `state`."""
    _ROWS.change(connection, (enrolment.guild, enrolment.id), state=state)
    return replace(enrolment, state=state)


def set_capacity(connection: Connection, enrolment: Enrolment, capacity: int) -> Enrolment:
    """Save how many mentees a mentor can take."""
    wishes = replace(enrolment.answers.wishes, places_unsaid=None)
    key = (enrolment.guild, enrolment.id)
    _ROWS.change(connection, key, capacity=capacity, wishes=wishes)
    return replace(enrolment, answers=replace(enrolment.answers, capacity=capacity, wishes=wishes))


def set_preferences(connection: Connection, enrolment: Enrolment, wishes: Preferences) -> Enrolment:
    """Save how, when, and with whom someone would like to meet."""
    _ROWS.change(connection, (enrolment.guild, enrolment.id), wishes=wishes)
    return replace(enrolment, answers=replace(enrolment.answers, wishes=wishes))


__all__ = [
    "UNCONFIRMED",
    "Answers",
    "Enrolment",
    "apply",
    "find",
    "list_for_cohort",
    "list_for_people",
    "list_for_person",
    "renew",
    "set_capacity",
    "set_preferences",
    "set_state",
]
