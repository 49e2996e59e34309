"""Nudges to the advisors of people under 18."""

from bot.delivery.decision import Cancel, Send, Verdict
from bot.delivery.kind_hooks import ClaimedNudge, after_giving_up, after_sending, decides
from bot.delivery.nudges import own_threads
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import MeetingState
from bot.domain.youth.weekly import LookedAfter, YouthWeekly
from bot.storage.meetings import meetings
from bot.storage.youth import supervision, youth


@decides(NudgeKind.YOUTH_WEEKLY)
def youth_weekly(claimed: ClaimedNudge) -> Verdict:
    """List the threads that an advisor looks after now, privately."""
    connection, guild, advisor = claimed.connection, claimed.guild, claimed.recipient
    if advisor not in youth.advisors(connection, guild, claimed.now):
        return Cancel("they are no advisor anymore")
    theirs = supervision.of_advisor(connection, guild, advisor)
    if not theirs:
        return Cancel("they look after no thread")
    meets_at = {
        meeting.pair: meeting.starts_at
        for meeting in meetings.open_of_pairs(connection, guild, [pair.id for pair, _ in theirs])
        if meeting.state is MeetingState.CONFIRMED
        and meeting.starts_at is not None
        and meeting.starts_at > claimed.now
    }
    threads = tuple(
        LookedAfter(pair.thread, one.closed_at is not None, meets_at.get(pair.id))
        for pair, one in theirs
        if pair.thread is not None
    )
    facts = YouthWeekly(guild, advisor, threads)
    return Send(facts, claimed.privately(advisor), person=advisor)


after_sending(NudgeKind.YOUTH_WEEKLY)(
    lambda connection, nudge, receipt, _now: own_threads.remember(connection, nudge, receipt)
)
after_giving_up(NudgeKind.YOUTH_WEEKLY)(own_threads.try_again)
