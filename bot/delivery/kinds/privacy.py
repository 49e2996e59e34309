"""Nudges about personal data: the words of someone who was erased leave what was posted."""

from datetime import timedelta

from bot.delivery.decision import Cancel, Edit, Reschedule, Verdict
from bot.delivery.kind_hooks import ClaimedNudge, decides
from bot.domain.ids import OutboxId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.privacy.nudges import WordsRemoved
from bot.storage import outbox
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
    if sent is None or sent.message is None or sent.channel is None:
        return Cancel("there is no message to change")
    if claimed.nudge.reason == outbox.NO_MESSAGE:
        if claimed.nudge.last_error == outbox.TOO_MANY_EDITS:
            return Reschedule(claimed.now + AGAIN_AFTER, outbox.TOO_MANY_EDITS)
        return Cancel(outbox.NO_MESSAGE)
    return Edit(WordsRemoved(claimed.guild), sent.channel, sent.message, sent.ref)
