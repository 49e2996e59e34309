"""After a sign-up: add preferences, or withdraw."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.cohorts import cohorts as cohort_rules
from bot.domain.cohorts import enrolments as rules
from bot.domain.cohorts.enrolments import Preferences
from bot.domain.errors import DomainError
from bot.domain.ids import CohortId
from bot.domain.states import EnrolmentState, Role
from bot.services.cohorts.sign_up import SignedUp, enrolling
from bot.services.work import Work, reads, writes
from bot.storage.cohorts import cohorts, enrolments
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.cohorts.enrolments import Enrolment

NEAR, FAR = "near", "far"
WELCOME, UNWELCOME = "welcome", "unwelcome"


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Someone withdrew from a cohort."""

    cohort: Cohort
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Someone agreed to a sign-up; `unsaid` if it doesn't say how many mentees they can take."""

    cohort: Cohort
    unsaid: Enrolment | None = None


@reads
def find_open(work: Work, name: str) -> Cohort:
    """Return the cohort called `name` if it takes sign-ups."""
    return enrolling(work, _named(work, name).id)


@reads
def find_by_name(work: Work, name: str) -> Cohort:
    """Return the cohort called `name`, in whatever state."""
    return _named(work, name)


@reads
def names(work: Work, typed: str) -> list[str]:
    """Return up to 25 names of cohorts that the person can withdraw from."""
    key = cohort_rules.name_key(typed)
    waiting = {
        enrolment.cohort
        for enrolment in enrolments.list_for_person(work.connection, work.guild, work.user)
        if enrolment.state is not EnrolmentState.PLACED
    }
    every = [cohorts.get(work.connection, work.guild, cohort).name for cohort in sorted(waiting)]
    return [name for name in every if key in cohort_rules.name_key(name)][:25]


@writes
def set_capacity(work: Work, cohort_id: CohortId, capacity: int) -> SignedUp:
    """Save how many more mentees a mentor can take, 0 to 10.

    0 means none beyond their present ones.
    """
    cohort, enrolment = _require_own(work, cohort_id, Role.MENTOR)
    rules.require_capacity(capacity)
    changed = enrolments.set_capacity(work.connection, enrolment, capacity)
    return SignedUp(cohort, changed, changed=True)


@writes
def wish(work: Work, cohort_id: CohortId, role: Role, part: str, values: Sequence[str]) -> SignedUp:
    """Save a preference: `part` is ``roles``, ``distance`` (near, far), or ``field`` (yes or no).

    Without a value, the preference is cleared.
    """
    cohort, enrolment = _require_own(work, cohort_id, role)
    wishes = wished(enrolment.answers.wishes, part, values)
    changed = enrolments.set_preferences(work.connection, enrolment, wishes)
    return SignedUp(cohort, changed, changed=True)


def wished(wishes: Preferences, part: str, values: Sequence[str]) -> Preferences:
    """Return `wishes` with one part replaced; refuse values that no menu of ours offers."""
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


def _require_own(work: Work, cohort_id: CohortId, role: Role) -> tuple[Cohort, Enrolment]:
    cohort = enrolling(work, cohort_id)
    enrolment = enrolments.find(work.connection, work.guild, cohort_id, work.user, role)
    if enrolment is None or enrolment.state is EnrolmentState.LEFT:
        raise DomainError("enrolment.unknown", cohort=cohort.name)
    return cohort, enrolment


@writes
def confirm(work: Work, cohort_id: CohortId) -> Confirmed:
    """Save that someone whom a moderator signed up agrees.

    Raises `DomainError` ``enrolment.unknown`` if they are not signed up anymore.
    """
    cohort = cohorts.get(work.connection, work.guild, cohort_id)
    own = [
        enrolment
        for enrolment in enrolments.list_for_person(work.connection, work.guild, work.user)
        if enrolment.cohort == cohort_id
    ]
    if not own:
        raise DomainError("enrolment.unknown", cohort=cohort.name)
    for enrolment in own:
        wishes = replace(enrolment.answers.wishes, unconfirmed=None)
        enrolments.set_preferences(work.connection, enrolment, wishes)
    unsaid = (each for each in own if each.answers.wishes.places_unsaid)
    return Confirmed(cohort, next(unsaid, None))


@writes
def leave(work: Work, cohort_id: CohortId) -> Withdrawn:
    """Withdraw from a cohort, at any time; someone already matched ends the pair instead.

    Raises `DomainError` ``enrolment.unknown`` and ``enrolment.placed``.
    """
    cohort = cohorts.get(work.connection, work.guild, cohort_id)
    own = [
        enrolment
        for enrolment in enrolments.list_for_person(work.connection, work.guild, work.user)
        if enrolment.cohort == cohort_id
    ]
    if not own:
        raise DomainError("enrolment.unknown", cohort=cohort.name)
    waiting = [enrolment for enrolment in own if enrolment.state is not EnrolmentState.PLACED]
    if not waiting:
        raise DomainError("enrolment.placed", cohort=cohort.name)
    for enrolment in waiting:
        enrolments.set_state(work.connection, enrolment, EnrolmentState.LEFT)
    return Withdrawn(cohort, tuple(enrolment.role for enrolment in waiting))


def _named(work: Work, name: str) -> Cohort:
    key = cohort_rules.name_key(name)
    return cohorts.get_by_name(work.connection, work.guild, name, key)
