"""Sign up for a cohort, change one's answers, and withdraw."""

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.app import App
from bot.domain import cohorts as cohort_rules
from bot.domain import enrolments as rules
from bot.domain.errors import DomainError
from bot.domain.ids import CohortId
from bot.domain.states import CohortState, EnrolmentState, Role
from bot.services.actor import Actor
from bot.storage import cohorts, enrolments, interactions, profiles, societies
from bot.storage.cohorts import Cohort
from bot.storage.enrolments import Answers, Enrolment


@dataclass(frozen=True, slots=True)
class SignUp:
    """What the sign-up form starts from: the cohort, and earlier answers or a fitting default."""

    cohort: Cohort
    role: Role
    earlier: Answers | None
    time_zone: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody signed up, or changed what they had said."""

    cohort: Cohort
    enrolment: Enrolment
    changed: bool


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody withdrew from a cohort."""

    cohort: Cohort
    roles: tuple[Role, ...]


async def begin(app: App, actor: Actor, cohort: CohortId, role: Role) -> SignUp:
    """Return what the form shows; raise ``cohort.not_enrolling`` when sign-up is closed."""
    return await app.database.read(_begin, actor, cohort, role)


def _begin(connection: Connection, actor: Actor, cohort: CohortId, role: Role) -> SignUp:
    found = _enrolling(connection, actor, cohort)
    earlier = enrolments.find(connection, actor.guild, cohort, actor.user, role)
    profile = profiles.find(connection, actor.guild, actor.user)
    society = societies.get(connection, actor.guild)
    return SignUp(
        cohort=found,
        role=role,
        earlier=earlier.answers if earlier else None,
        time_zone=(profile and profile.time_zone) or society.time_zone,
    )


async def find_open(app: App, actor: Actor, name: str) -> Cohort:
    """Return the cohort called `name` if it takes sign-ups."""

    def look(connection: Connection) -> Cohort:
        key = cohort_rules.name_key(name)
        cohort = cohorts.get_by_name(connection, actor.guild, name, key)
        return _enrolling(connection, actor, cohort.id)

    return await app.database.read(look)


async def join(
    app: App, actor: Actor, cohort: CohortId, role: Role, answers: rules.TypedAnswers
) -> Joined:
    """Keep a sign-up; the same person may change it until sign-up closes.

    Raises `DomainError` ``cohort.not_enrolling``, ``enrolment.under_age``, ``time_zone.unknown``.
    """
    return await app.database.write(_join, app, actor, cohort, role, answers)


def _join(
    connection: Connection,
    app: App,
    actor: Actor,
    cohort: CohortId,
    role: Role,
    typed: rules.TypedAnswers,
) -> Joined:
    now = app.clock.now()
    interactions.record(connection, actor.interaction, actor.guild, now)
    found = _enrolling(connection, actor, cohort)
    checked = rules.check(typed)
    earlier = enrolments.find(connection, actor.guild, cohort, actor.user, role)
    if earlier and earlier.state is EnrolmentState.PLACED:
        raise DomainError("enrolment.placed", cohort=found.name)
    answers = Answers(
        stage=checked.stage,
        fields=checked.fields,
        topics=checked.topics,
        capacity=earlier.answers.capacity if earlier else int(role is Role.MENTOR),
        time_zone=checked.time_zone,
        goals=checked.goals,
    )
    enrolment = enrolments.apply(connection, actor.guild, cohort, actor.user, role, answers, now)
    profiles.save(
        connection,
        actor.guild,
        actor.user,
        time_zone=answers.time_zone,
        stage=answers.stage,
        fields=answers.fields,
        topics=answers.topics,
        now=now,
    )
    changed = earlier is not None and earlier.state is not EnrolmentState.LEFT
    return Joined(found, enrolment, changed=changed)


async def set_capacity(app: App, actor: Actor, cohort: CohortId, capacity: int) -> Joined:
    """Keep how many mentees a mentor can take, 0 to 10."""
    return await app.database.write(_set_capacity, app, actor, cohort, capacity)


def _set_capacity(
    connection: Connection, app: App, actor: Actor, cohort: CohortId, capacity: int
) -> Joined:
    interactions.record(connection, actor.interaction, actor.guild, app.clock.now())
    found = _enrolling(connection, actor, cohort)
    enrolment = enrolments.find(connection, actor.guild, cohort, actor.user, Role.MENTOR)
    if enrolment is None or enrolment.state is EnrolmentState.LEFT:
        raise DomainError("enrolment.unknown", cohort=found.name)
    if not 0 <= capacity <= rules.LARGEST_CAPACITY:
        raise DomainError("enrolment.capacity", most=rules.LARGEST_CAPACITY)
    return Joined(found, enrolments.set_capacity(connection, enrolment, capacity), changed=True)


async def leave(app: App, actor: Actor, cohort: CohortId) -> Left:
    """Withdraw from a cohort; somebody placed already ends the pair instead."""
    return await app.database.write(_leave, app, actor, cohort)


def _leave(connection: Connection, app: App, actor: Actor, cohort: CohortId) -> Left:
    interactions.record(connection, actor.interaction, actor.guild, app.clock.now())
    found = cohorts.get(connection, actor.guild, cohort)
    theirs = [
        enrolment
        for enrolment in enrolments.of_person(connection, actor.guild, actor.user)
        if enrolment.cohort == cohort
    ]
    if not theirs:
        raise DomainError("enrolment.unknown", cohort=found.name)
    if any(enrolment.state is EnrolmentState.PLACED for enrolment in theirs):
        raise DomainError("enrolment.placed", cohort=found.name)
    for enrolment in theirs:
        enrolments.set_state(connection, enrolment, EnrolmentState.LEFT)
    return Left(found, tuple(enrolment.role for enrolment in theirs))


def _enrolling(connection: Connection, actor: Actor, cohort: CohortId) -> Cohort:
    found = cohorts.get(connection, actor.guild, cohort)
    if found.state is not CohortState.ENROLLING:
        raise DomainError("cohort.not_enrolling", cohort=found.name, state=found.state)
    return found
