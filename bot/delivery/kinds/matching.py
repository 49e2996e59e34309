"""Nudges about matching: how it stands with those who have no match.

They are promised to hear, so someone who takes no direct messages reads it in a thread of their
own. Nothing is lost if one can't be sent: /status shows it.
"""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.decision import Cancel, Receipt, Send, Verdict
from bot.delivery.kind_hooks import ClaimedNudge, after_giving_up, after_sending, decides
from bot.delivery.nudges import own_threads
from bot.domain.ids import CohortId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import Waitlisted, WaitNews
from bot.domain.states import CohortState, EnrolmentState
from bot.services.nudges.own_threads import want_thread
from bot.storage.cohorts import cohorts, enrolments
from bot.storage.cohorts.enrolments import Enrolment
from bot.storage.matching import waitlist
from bot.storage.outbox import Nudge


@decides(NudgeKind.WAITLISTED)
def waitlisted(claimed: ClaimedNudge) -> Verdict:
    """Tell someone without a match how it stands, privately."""
    connection, guild, person = claimed.connection, claimed.guild, claimed.recipient
    cohort = cohorts.get(connection, guild, CohortId(claimed.nudge.subject_id))
    news = WaitNews(claimed.nudge.subject_version)
    has_ended = cohort.state is CohortState.ENDED
    # Sign-up for a cohort that was deleted is over as well.
    is_closed = news is WaitNews.CLOSED and cohort.deleted_at is not None
    if has_ended != (news is WaitNews.ENDED) and not is_closed:
        return Cancel("the cohort has ended" if has_ended else "the cohort goes on")
    theirs = [
        enrolment
        for enrolment in enrolments.list_for_person(connection, guild, person)
        if enrolment.cohort == cohort.id
    ]
    if news is WaitNews.CLOSED:
        if theirs or cohort.state is CohortState.ENROLLING:
            return Cancel("they signed up after all, or still can")
    elif not any(_is_told(enrolment, news) for enrolment in theirs):
        return Cancel("not waiting any more")
    want_thread(connection, guild, person)
    place = claimed.privately(person)
    waits = [waitlist.find(connection, guild, enrolment.id) for enrolment in theirs]
    wait = next((wait for wait in waits if wait is not None), None)
    facts = Waitlisted(
        guild=guild,
        cohort=cohort.id,
        cohort_name=cohort.name,
        person=person,
        reason=wait.reason if wait else None,
        next_round_at=wait.next_round_at if wait else None,
        news=news,
    )
    return Send(facts, place, person=person)


def _is_told(enrolment: Enrolment, news: WaitNews) -> bool:
    """Return whether the news is for this enrolment; of a round, for those waitlisted alone."""
    if news is WaitNews.ROUND:
        return enrolment.state is EnrolmentState.WAITLISTED
    return enrolment.state is not EnrolmentState.PLACED


@after_sending(NudgeKind.WAITLISTED)
def _told(connection: Connection, nudge: Nudge, receipt: Receipt, _now: datetime) -> None:
    """Remember the thread that it came in."""
    own_threads.remember(connection, nudge, receipt)


after_giving_up(NudgeKind.WAITLISTED)(own_threads.try_again)
