"""Nudges about matching: the waitlist. People who take no direct messages see it in /status."""

from bot.delivery.decision import Cancel, Send, Verdict
from bot.delivery.kind_hooks import ClaimedNudge, decides
from bot.domain.ids import CohortId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import Waitlisted, WaitNews
from bot.domain.states import CohortState, EnrolmentState
from bot.storage.cohorts import cohorts, enrolments
from bot.storage.matching import waitlist


@decides(NudgeKind.WAITLISTED)
def waitlisted(claimed: ClaimedNudge) -> Verdict:
    """Tell an unmatched member how it stands (direct message only)."""
    connection, guild, person = claimed.connection, claimed.guild, claimed.recipient
    cohort = cohorts.get(connection, guild, CohortId(claimed.nudge.subject_id))
    news = WaitNews(claimed.nudge.subject_version)
    has_ended = cohort.state is CohortState.ENDED
    if has_ended != (news is WaitNews.ENDED):
        return Cancel("the cohort has ended" if has_ended else "the cohort goes on")
    theirs = [
        enrolment
        for enrolment in enrolments.list_for_person(connection, guild, person)
        if enrolment.cohort == cohort.id
    ]
    waiting = [enrolment for enrolment in theirs if _is_told(enrolment.state, news)]
    if not waiting:
        return Cancel("not waiting any more")
    place = claimed.only_by_dm(person)
    wait = waitlist.find(connection, guild, waiting[0].id)
    facts = Waitlisted(
        guild=guild,
        cohort=cohort.id,
        cohort_name=cohort.name,
        person=person,
        reason=wait.reason if wait else None,
        next_round_at=wait.next_round_at if wait else None,
        news=news,
    )
    return Send(facts, place)


def _is_told(state: EnrolmentState, news: WaitNews) -> bool:
    """Return whether the news is for someone in this state; of a round, for its waitlist alone."""
    if news is WaitNews.ROUND:
        return state is EnrolmentState.WAITLISTED
    return state is not EnrolmentState.PLACED
