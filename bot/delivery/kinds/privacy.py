"""Nudges about personal data: an erased person's words leave what was posted; unused profiles.

Nothing is lost if the question about a profile is never sent: then the profile stays.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.delivery.decision import Cancel, Edit, Receipt, Reschedule, Send, Verdict
from bot.delivery.kind_hooks import ClaimedNudge, after_giving_up, after_sending, decides
from bot.delivery.nudges import own_threads
from bot.domain.ids import OutboxId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.privacy.nudges import ProfileUnused, WordsRemoved
from bot.storage import outbox
from bot.storage.cohorts import profiles
from bot.storage.nudges import pings
from bot.storage.outbox import Nudge
from bot.storage.privacy import posted_words

# Discord limits how many old messages may be edited in a while, and says so as if they were gone.
AGAIN_AFTER = timedelta(hours=1)
_SENT_BY_THEN = timedelta(minutes=1)


@decides(NudgeKind.WORDS_REMOVED)
def words_removed(claimed: ClaimedNudge) -> Verdict:
    """Take the words out of a message that was sent."""
    sent = outbox.find(claimed.connection, OutboxId(claimed.nudge.subject_id))
    if sent is not None and posted_words.is_on_its_way(claimed.connection, sent):
        return Reschedule(claimed.now + _SENT_BY_THEN, "the message is being sent")
    facts = WordsRemoved(claimed.guild)
    doubted = posted_words.find_in_doubt(claimed.connection, sent) if sent else None
    if sent is not None and doubted is not None and doubted.channel is not None:
        since = min(doubted.due_at, doubted.first_attempt_at or doubted.due_at)
        return Edit(facts, doubted.channel, None, sent.ref, since)
    if sent is None or sent.message is None or sent.channel is None:
        return Cancel("there is no message to change")
    if claimed.nudge.reason == outbox.NO_MESSAGE:
        if claimed.nudge.last_error == outbox.TOO_MANY_EDITS:
            return Reschedule(claimed.now + AGAIN_AFTER, outbox.TOO_MANY_EDITS)
        return Cancel(outbox.NO_MESSAGE)
    return Edit(facts, sent.channel, sent.message, sent.ref)


@decides(NudgeKind.PROFILE_UNUSED)
def profile_unused(claimed: ClaimedNudge) -> Verdict:
    """Ask someone, privately, whether the profile that they don't use should stay."""
    if profiles.find(claimed.connection, claimed.guild, claimed.recipient) is None:
        return Cancel("the profile was deleted")
    acted_at = pings.last_act(claimed.connection, claimed.guild, claimed.recipient)
    if acted_at is not None and acted_at >= claimed.nudge.created_at:
        return Cancel("they use it again")
    place = claimed.privately(claimed.recipient)
    # The subject's version is the term in days, so that what is said is what is done.
    erased_at = claimed.now + timedelta(days=claimed.nudge.subject_version)
    facts = ProfileUnused(claimed.guild, claimed.recipient, erased_at)
    return Send(facts, place, person=claimed.recipient)


@after_sending(NudgeKind.PROFILE_UNUSED)
def _asked(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Record since when the person may answer."""
    own_threads.remember(connection, nudge, receipt)
    assert nudge.recipient is not None, "someone is asked"
    profiles.record_asked(connection, nudge.guild, nudge.recipient, now)


after_giving_up(NudgeKind.PROFILE_UNUSED)(own_threads.try_again)
