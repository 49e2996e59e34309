"""Cohort status: who signed up, what is wanted, and what is offered."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.cohorts import cohorts as rules
from bot.domain.ids import UserId
from bot.domain.moderation.acts import RESTORE_WITHIN
from bot.domain.moderation.case_lists import entries
from bot.domain.moderation.cases import CaseKind, is_waiting
from bot.domain.states import CohortState, EnrolmentState, MatchRunState, PairState, Role
from bot.domain.times import zones as time_zones
from bot.domain.vocabulary import Stage
from bot.services.matching.runs import made_of, outdated_in
from bot.services.moderation import acts
from bot.services.moderation.case_lists import list_of
from bot.services.moderation.permissions import require_moderator
from bot.services.work import Work, reads
from bot.storage import presence
from bot.storage.cohorts import cohorts, enrolments
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.cohorts.enrolments import Enrolment
from bot.storage.matching import runs
from bot.storage.moderation import cases, societies
from bot.storage.pairs import pairs


@dataclass(frozen=True, slots=True)
class Balance:
    """Demand for one topic, and the free places with mentors who offer it."""

    value: str
    wanted: int
    offered: int

    @property
    def lacking(self) -> int:
        """Return how many unmatched mentees there are beyond the free places."""
        return max(0, self.wanted - self.offered)


@dataclass(frozen=True, slots=True)
class StageCount:
    """How many mentees and mentors are at one stage."""

    stage: str
    mentees: int
    mentors: int


@dataclass(frozen=True, slots=True)
class CohortStatus:
    """Counts that describe a cohort.

    `waiting` counts unmatched mentees and `room` free places, both of people who are still in the
    server, and nothing once the cohort has ended; `unmatched` counts mentees then too. `gone`
    counts those who left the server. `pairs` are those that were introduced, by state, and
    `to_introduce` is how many wait for that. `proposed` pairs wait for approval, and `outdated`
    people in them can't be matched as proposed anymore. `open_cases` wait for a decision now;
    `snoozed_cases` come back later. Topics are ordered with the scarcest first. `is_past` says
    that the last day is over, and `restore_until` until when its end can be taken back.
    """

    cohort: Cohort
    mentors: int
    mentees: int
    room: int
    waiting: int
    gone: int
    pairs: dict[PairState, int]
    topics: tuple[Balance, ...]
    stages: tuple[StageCount, ...]
    is_past: bool
    unmatched: int = 0
    to_introduce: int = 0
    proposed: int = 0
    outdated: int = 0
    open_cases: int = 0
    snoozed_cases: int = 0
    restore_until: datetime | None = None


@reads
def get_by_name(work: Work, name: str) -> CohortStatus:
    """Return the status of the cohort called `name`; moderators only."""
    require_moderator(work)
    key = rules.name_key(name)
    cohort = cohorts.get_by_name(work.connection, work.guild, name, key)
    return count(work, cohort)


def count(work: Work, cohort: Cohort) -> CohortStatus:
    """Count who signed up, what they want and offer, and the pairs by state."""
    departed = presence.departed(work.connection, cohort.guild)
    everyone = enrolments.list_for_cohort(work.connection, cohort.guild, cohort.id)
    people = [enrolment for enrolment in everyone if enrolment.user not in departed]
    mentors = [enrolment for enrolment in people if enrolment.role is Role.MENTOR]
    mentees = [enrolment for enrolment in people if enrolment.role is Role.MENTEE]
    unmatched = [enrolment for enrolment in mentees if enrolment.state is not EnrolmentState.PLACED]
    has_ended = cohort.state is CohortState.ENDED
    waiting = [] if has_ended else unmatched
    ending = acts.find_ending(work, cohort.id) if has_ended else None
    cohort_pairs = pairs.list_approved(work.connection, cohort.guild, cohort.id)
    taken: Counter[UserId] = Counter()
    for pair in cohort_pairs:
        if pair.state is not PairState.ENDED:
            taken[pair.mentor] += len(pair.mentees)
    room = {
        enrolment.user: max(0, enrolment.answers.capacity - taken[enrolment.user])
        for enrolment in mentors
    }
    if has_ended:
        room = dict.fromkeys(room, 0)
    open_cases, snoozed_cases = _open_cases(work, cohort)
    proposed, outdated = _proposed(work, cohort)
    introduced = [pair for pair in cohort_pairs if pair.introduced_at is not None]
    return CohortStatus(
        cohort=cohort,
        mentors=len(mentors),
        mentees=len(mentees),
        room=sum(room.values()),
        waiting=len(waiting),
        gone=len({enrolment.user for enrolment in everyone} & departed),
        pairs=dict(Counter(pair.state for pair in introduced)),
        topics=_topics(waiting, mentors, room),
        stages=_stages(mentees, mentors),
        is_past=_is_past(work, cohort),
        unmatched=len(unmatched),
        to_introduce=sum(
            pair.introduced_at is None and pair.state is not PairState.ENDED
            for pair in cohort_pairs
        ),
        proposed=proposed,
        outdated=outdated,
        open_cases=open_cases,
        snoozed_cases=snoozed_cases,
        restore_until=ending.done_at + RESTORE_WITHIN if ending and ending.done_at else None,
    )


def _proposed(work: Work, cohort: Cohort) -> tuple[int, int]:
    """Count the pairs of the newest proposal to approve, and the people changed since it."""
    run = runs.find_latest(work.connection, cohort.guild, cohort.id)
    if run is None or run.state is not MatchRunState.PROPOSED:
        return 0, 0
    made = made_of(work.connection, run)
    proposed = sum(pair.mentee not in made for pair in run.result.pairs)
    return proposed, len(outdated_in(work.connection, cohort, run))


def _open_cases(work: Work, cohort: Cohort) -> tuple[int, int]:
    """Count the lines about a cohort that wait for a decision, and those that are snoozed.

    A setting that stopped working concerns every cohort that goes on.
    """
    known = list_of(work.connection, work.guild, cases.open_in(work.connection, work.guild))
    own = [
        case
        for case in known
        if case.cohort == cohort.id
        or (case.weighed.kind == CaseKind.SETTING and cohort.state is not CohortState.ENDED)
    ]
    waiting = [case for case in own if is_waiting(case.weighed, work.now)]
    later = [case for case in own if not is_waiting(case.weighed, work.now)]
    return len(entries(waiting, work.now)), len(entries(later, work.now))


def _is_past(work: Work, cohort: Cohort) -> bool:
    if cohort.plan.ends_on is None:
        return False
    zone = time_zones.zone(societies.get(work.connection, cohort.guild).time_zone)
    return work.now.astimezone(zone).date() > cohort.plan.ends_on


def _topics(
    waiting: Iterable[Enrolment], mentors: Iterable[Enrolment], room: dict[UserId, int]
) -> tuple[Balance, ...]:
    wanted = Counter(topic for enrolment in waiting for topic in enrolment.answers.topics)
    offered: Counter[str] = Counter()
    for enrolment in mentors:
        for topic in enrolment.answers.topics:
            offered[topic] += room[enrolment.user]
    balances = [Balance(topic, wanted[topic], offered[topic]) for topic in wanted | offered]
    return tuple(
        sorted(balances, key=lambda balance: (-balance.lacking, -balance.wanted, balance.value))
    )


def _stages(mentees: Iterable[Enrolment], mentors: Iterable[Enrolment]) -> tuple[StageCount, ...]:
    asking = Counter(enrolment.answers.stage for enrolment in mentees)
    giving = Counter(enrolment.answers.stage for enrolment in mentors)
    return tuple(
        StageCount(stage, asking[stage], giving[stage])
        for stage in Stage
        if asking[stage] or giving[stage]
    )
