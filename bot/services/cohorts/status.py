"""Cohort status: who signed up, what is wanted, and what is offered."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.cohorts import cohorts as rules
from bot.domain.ids import UserId
from bot.domain.states import EnrolmentState, PairState, Role
from bot.domain.times import zones as time_zones
from bot.domain.vocabulary import Stage
from bot.services.moderation.permissions import require_moderator
from bot.services.work import Work, reads
from bot.storage import presence
from bot.storage.cohorts import cohorts, enrolments
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.cohorts.enrolments import Enrolment
from bot.storage.moderation import societies
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
    server; `gone` counts those who left it. Topics are ordered with the scarcest first. `is_past`
    says that the cohort's last day is over.
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


@reads
def get_by_name(work: Work, name: str) -> CohortStatus:
    """Return the status of the cohort called `name`; moderators only."""
    require_moderator(work)
    key = rules.name_key(name)
    cohort = cohorts.get_by_name(work.connection, work.guild, name, key)
    return count(work, cohort)


def count(work: Work, cohort: Cohort) -> CohortStatus:
    """Count who signed up, what they want and offer, and the pairs by state."""
    gone = presence.gone(work.connection, cohort.guild)
    everybody = enrolments.list_for_cohort(work.connection, cohort.guild, cohort.id)
    people = [one for one in everybody if one.user not in gone]
    mentors = [one for one in people if one.role is Role.MENTOR]
    mentees = [one for one in people if one.role is Role.MENTEE]
    waiting = [one for one in mentees if one.state is not EnrolmentState.PLACED]
    cohort_pairs = pairs.list_for_cohort(work.connection, cohort.guild, cohort.id)
    taken: Counter[UserId] = Counter()
    for pair in cohort_pairs:
        if pair.state is not PairState.ENDED:
            taken[pair.mentor] += len(pair.mentees)
    room = {one.user: max(0, one.answers.capacity - taken[one.user]) for one in mentors}
    return CohortStatus(
        cohort=cohort,
        mentors=len(mentors),
        mentees=len(mentees),
        room=sum(room.values()),
        waiting=len(waiting),
        gone=len({one.user for one in everybody} & gone),
        pairs=dict(Counter(pair.state for pair in cohort_pairs)),
        topics=_topics(waiting, mentors, room),
        stages=_stages(mentees, mentors),
        is_past=_is_past(work, cohort),
    )


def _is_past(work: Work, cohort: Cohort) -> bool:
    if cohort.plan.ends_on is None:
        return False
    zone = time_zones.zone(societies.get(work.connection, cohort.guild).time_zone)
    return work.now.astimezone(zone).date() > cohort.plan.ends_on


def _topics(
    waiting: Iterable[Enrolment], mentors: Iterable[Enrolment], room: dict[UserId, int]
) -> tuple[Balance, ...]:
    wanted = Counter(topic for one in waiting for topic in one.answers.topics)
    offered: Counter[str] = Counter()
    for one in mentors:
        for topic in one.answers.topics:
            offered[topic] += room[one.user]
    balances = [Balance(topic, wanted[topic], offered[topic]) for topic in wanted | offered]
    return tuple(sorted(balances, key=lambda one: (-one.lacking, -one.wanted, one.value)))


def _stages(mentees: Iterable[Enrolment], mentors: Iterable[Enrolment]) -> tuple[StageCount, ...]:
    asking = Counter(one.answers.stage for one in mentees)
    giving = Counter(one.answers.stage for one in mentors)
    return tuple(
        StageCount(stage, asking[stage], giving[stage])
        for stage in Stage
        if asking[stage] or giving[stage]
    )
