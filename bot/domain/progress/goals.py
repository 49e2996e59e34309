"""Goals: few, dated, and visible to both."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.errors import DomainError
from bot.domain.times import reader
from bot.domain.times.reader import Asker
from bot.domain.typed_text import clean

# How long before its day a goal waits on its owner; until then it is under way.
WAITS_FOR = timedelta(days=14)
MOST_OPEN = 3
LONGEST = 300
LONGEST_NOTE = 300
STEPS = (0, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class CheckedGoal:
    """A valid goal: its text, and its target date."""

    words: str
    due_on: date


def check(words: str, due: str, asker: Asker) -> CheckedGoal:
    """Return the goal trimmed and dated.

    Raises `DomainError` ``goal.empty``, ``goal.long``, ``goal.when_missing`` and ``when.*``.
    """
    words = clean(words)
    if not words:
        raise DomainError("goal.empty")
    if len(words) > LONGEST:
        raise DomainError("goal.long", most=LONGEST, length=len(words))
    if not clean(due):
        raise DomainError("goal.when_missing")
    return CheckedGoal(words, reader.day(due, asker))


def require_room(open_: int) -> None:
    """Refuse a fourth open goal."""
    if open_ >= MOST_OPEN:
        raise DomainError("goal.too_many", most=MOST_OPEN)


def check_progress(percent: int, note: str) -> str:
    """Return the note trimmed; raise ``goal.percent`` or ``goal.note_long``."""
    if not 0 <= percent <= 100:
        raise DomainError("goal.percent")
    note = clean(note)
    if len(note) > LONGEST_NOTE:
        raise DomainError("goal.note_long", most=LONGEST_NOTE)
    return note
