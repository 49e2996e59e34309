"""What follows a sign-up: say more about it, and withdraw it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.app import App
from bot.domain.cohorts import cohorts as cohort_rules
from bot.domain.cohorts import enrolments as rules
from bot.domain.cohorts.enrolments import Wishes
from bot.domain.errors import DomainError
from bot.domain.ids import CohortId
from bot.domain.states import EnrolmentState, Role
from bot.services.actor import Actor
from bot.services.cohorts.sign_up import Joined, enrolling
from bot.storage import interactions
from bot.storage.cohorts import cohorts, enrolments
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.cohorts.enrolments import Enrolment

NEAR, FAR = "near", "far"
WELCOME, UNWELCOME = "welcome", "unwelcome"


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody withdrew from a cohort."""

    cohort: Cohort
    roles: tuple[Role, ...]


async def find_open(app: App, actor: Actor, name: str) -> Cohort:
    """Return the cohort called `name` if it takes sign-ups."""

    def look(connection: Connection) -> Cohort:
        return enrolling(connection, actor, _named(connection, actor, name).id)

    return await app.database.read(look)


async def find_by_name(app: App, actor: Actor, name: str) -> Cohort:
    """Return the cohort called `name`, in whatever state."""
    return await app.database.read(_named, actor, name)


async def names(app: App, actor: Actor, typed: str) -> list[str]:
    """Return up to 25 names of cohorts that the person can withdraw from."""
    key = cohort_rules.name_key(typed)

    def look(connection: Connection) -> list[str]:
        waiting = {
            enrolment.cohort
            for enrolment in enrolments.of_person(connection, actor.guild, actor.user)
            if enrolment.state is not EnrolmentState.PLACED
        }
        found = [cohorts.get(connection, actor.guild, cohort).name for cohort in sorted(waiting)]
        return [name for name in found if key in cohort_rules.name_key(name)][:25]

    return await app.database.read(look)


async def set_capacity(app: App, actor: Actor, cohort: CohortId, capacity: int) -> Joined:
    """Keep how many mentees a mentor can take, 0 to 10; 0 means no more than they have."""

    def change(connection: Connection, enrolment: Enrolment) -> Enrolment:
        rules.require_capacity(capacity)
        return enrolments.set_capacity(connection, enrolment, capacity)

    return await _change(app, actor, cohort, Role.MENTOR, change)


async def wish(
    app: App, actor: Actor, cohort: CohortId, role: Role, part: str, values: Sequence[str]
) -> Joined:
    """Keep a wish: `part` is ``roles``, ``distance`` (near, far) or ``field`` (welcome or not).

    No value at all takes the wish back.
    """

    def change(connection: Connection, enrolment: Enrolment) -> Enrolment:
        wishes = wished(enrolment.answers.wishes, part, values)
        return enrolments.set_wishes(connection, enrolment, wishes)

    return await _change(app, actor, cohort, role, change)


def wished(wishes: Wishes, part: str, values: Sequence[str]) -> Wishes:
    """Return `wishes` with one part chosen anew; refuse what no menu of ours offers."""
    first = next(iter(values), "")
    match part:
        case "roles":
            rules.require_roles(values)
            return replace(wishes, roles=tuple(values))
        case "distance":
            rules.require_among(values, (NEAR, FAR, "any"))
            return replace(wishes, near_peer={NEAR: True, FAR: False}.get(first))
        case _:
            rules.require_among(values, (WELCOME, UNWELCOME, "any"))
            return replace(wishes, out_of_field={WELCOME: True, UNWELCOME: False}.get(first))


async def _change(
    app: App,
    actor: Actor,
    cohort: CohortId,
    role: Role,
    change: Callable[[Connection, Enrolment], Enrolment],
) -> Joined:
    def keep(connection: Connection) -> Joined:
        interactions.record(connection, actor.interaction, actor.guild, app.clock.now())
        found = enrolling(connection, actor, cohort)
        enrolment = enrolments.find(connection, actor.guild, cohort, actor.user, role)
        if enrolment is None or enrolment.state is EnrolmentState.LEFT:
            raise DomainError("enrolment.unknown", cohort=found.name)
        return Joined(found, change(connection, enrolment), changed=True)

    return await app.database.write(keep)


async def leave(app: App, actor: Actor, cohort: CohortId) -> Left:
    """Withdraw from a cohort, at any time; a place with a partner is ended as a pair instead.

    Raises `DomainError` ``enrolment.unknown`` and ``enrolment.placed``.
    """
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
    waiting = [one for one in theirs if one.state is not EnrolmentState.PLACED]
    if not waiting:
        raise DomainError("enrolment.placed", cohort=found.name)
    for enrolment in waiting:
        enrolments.set_state(connection, enrolment, EnrolmentState.LEFT)
    return Left(found, tuple(enrolment.role for enrolment in waiting))


def _named(connection: Connection, actor: Actor, name: str) -> Cohort:
    key = cohort_rules.name_key(name)
    return cohorts.get_by_name(connection, actor.guild, name, key)
