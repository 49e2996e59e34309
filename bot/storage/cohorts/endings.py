"""End a cohort: who is touched by that, and what follows for its pairs and for those who wait."""

from datetime import datetime

from sqlalchemy import Connection

from bot.domain.ids import ActId, UserId
from bot.domain.moderation.acts import ActFacts
from bot.domain.moderation.cases import KEPT_AFTER_COHORT
from bot.domain.nudges.nudges import WaitNews
from bot.domain.states import CohortState, EndReason, EnrolmentState, PairState
from bot.storage import live_buttons, presence
from bot.storage.cohorts import cohorts, enrolments
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.matching import waitlist
from bot.storage.moderation import cases
from bot.storage.moderation.case_cohorts import cohorts_of
from bot.storage.moderation.cases import Case
from bot.storage.pairs import endings as pair_endings
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair


def facts_of_end(connection: Connection, cohort: Cohort) -> ActFacts:
    """Return whom the end would touch now: pairs that have not ended, and those who wait."""
    live = _live(connection, cohort)
    paused = tuple(
        (pair.id, int(pair.paused_until.timestamp()) if pair.paused_until else 0)
        for pair in live
        if pair.state is PairState.PAUSED
    )
    return ActFacts(
        pairs=tuple((pair.mentor, *pair.mentees) for pair in live),
        pair_ids=tuple(pair.id for pair in live),
        waiting=waiting(connection, cohort),
        before=cohort.state.value,
        paused=paused,
        cases=tuple(case.id for case in _cases(connection, cohort)),
    )


def end(connection: Connection, cohort: Cohort, facts: ActFacts, act: ActId, now: datetime) -> None:
    """End a cohort, its cases, and its pairs with a goodbye; who waits hears that it ended."""
    cohorts.set_state(connection, cohort.guild, cohort.id, CohortState.ENDED)
    live_buttons.take_of_cohort(connection, cohort.guild, cohort.id, now)
    live_buttons.renew_panels(connection, cohort.guild, cohort.id, f"ended:{act}", now)
    for pair in _live(connection, cohort):
        pair_endings.close(connection, pair, EndReason.COHORT_ENDED, now)
    for case in _cases(connection, cohort):
        cases.resolve_by_bot(connection, case, now)
    for user in facts.waiting:
        news = WaitNews.ENDED
        waitlist.plan_news(connection, cohort.guild, cohort.id, user, news, str(act), now)


def waiting(connection: Connection, cohort: Cohort) -> tuple[UserId, ...]:
    """Return who signed up, is still here, and was not matched in either role."""
    everyone = enrolments.list_for_cohort(connection, cohort.guild, cohort.id)
    placed = {each.user for each in everyone if each.state is EnrolmentState.PLACED}
    departed = presence.departed(connection, cohort.guild)
    return tuple(sorted({each.user for each in everyone} - placed - departed))


def _cases(connection: Connection, cohort: Cohort) -> list[Case]:
    """Return the open cases that are over with the cohort; whoever asked still gets an answer."""
    open_cases = cases.open_in(connection, cohort.guild)
    own = cohorts_of(connection, cohort.guild, open_cases)
    return [
        case
        for case in open_cases
        if own.get(case.id) == cohort.id and case.kind not in KEPT_AFTER_COHORT
    ]


def _live(connection: Connection, cohort: Cohort) -> list[Pair]:
    every = pairs.list_for_cohort(connection, cohort.guild, cohort.id)
    return [pair for pair in every if pair.state is not PairState.ENDED]
