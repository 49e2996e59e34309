"""What stands where an erased person's words were."""

from bot.domain.nudges.kinds import NudgeKind
from bot.domain.privacy.nudges import WordsRemoved
from bot.messages.nudges.words import words
from bot.messages.outgoing import Message

REMOVED = "This message was removed."


@words(NudgeKind.WORDS_REMOVED, "an earlier message", "What it said was removed.")
def removed(facts: WordsRemoved, ref: str) -> Message:
    """Return what the message says from now on."""
    return Message(REMOVED)
