"""Commitments: plain text, due at a local time, and how each may end.

Moving or dropping one before it is due is not a failure, so each end has a state of its own. Only a
commitment that is past due and about which nothing was said for three days has lapsed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.errors import DomainError
from bot.domain.ids import CommitmentId, GuildId, UserId
from bot.domain.pings import PingsOwner
from bot.domain.progress import due_dates, typed_commitments
from bot.domain.progress.due_dates import Due
from bot.domain.times.reader import Asker
from bot.domain.typed_text import clean

LONGEST = 300
LONGEST_PLAN = 300
MOST_OPEN = 25
LAPSES_AFTER = timedelta(days=3)
NEVER_ASKED_AFTER = timedelta(days=14)
LOAD_PERIOD = timedelta(days=28)
# Which nudge about a commitment: ahead, when it is due, and once more while it is in progress.
AHEAD, AT_DUE, ASKED_AGAIN = 1, 2, 3
# Someone who is still working on it and names no new day is asked once more then.
ASK_AGAIN_AFTER = timedelta(days=2)
# A question that is this late says when the commitment was due.
LATE = timedelta(minutes=30)
# As many as anyone may have open without a warning.
ALWAYS_FINE = 2


@dataclass(frozen=True, slots=True)
class TypedCommitment:
    """A commitment as typed; `due` may be empty if `words` end in it: ``draft it by Sunday``."""

    words: str
    due: str = ""
    obstacle: str = ""
    plan_b: str = ""
    shown: bool = True


@dataclass(frozen=True, slots=True)
class CheckedCommitment:
    """A valid commitment."""

    words: str
    obstacle: str
    plan_b: str
    shown: bool
    due: Due


@dataclass(frozen=True, slots=True)
class Load:
    """How much someone has taken on, compared with what they finished in the last four weeks.

    `is_known`: they have made commitments for four weeks, or one of theirs has ended.
    """

    open_: int
    done_recently: int
    is_known: bool = True

    @property
    def is_heavy(self) -> bool:
        """Whether they take on more than they finished recently, as far as that is known."""
        return self.is_known and self.open_ > max(ALWAYS_FINE, self.done_recently)


def check(typed: TypedCommitment, asker: Asker) -> CheckedCommitment:
    """Return the commitment, trimmed and dated.

    Raises `DomainError` ``commitment.empty``, ``commitment.long``, ``commitment.when_missing``,
    ``commitment.past``, ``when.*`` as `reader.require` does.
    """
    words = clean(typed.words)
    if len(words) > LONGEST + 60:
        raise DomainError("commitment.long", most=LONGEST, length=len(words))
    if clean(typed.due):
        due = read_due(typed.due, asker)
    else:
        words, due = split(words, asker)
    if not words:
        raise DomainError("commitment.empty")
    obstacle, plan_b = clean(typed.obstacle), clean(typed.plan_b)
    longest = max(len(obstacle), len(plan_b))
    if len(words) > LONGEST:
        raise DomainError("commitment.long", most=LONGEST, length=len(words))
    if longest > LONGEST_PLAN:
        raise DomainError("commitment.long", most=LONGEST_PLAN, length=longest)
    return CheckedCommitment(words, obstacle, plan_b, typed.shown, due)


def split(words: str, asker: Asker) -> tuple[str, Due]:
    """Split ``draft it by Sunday 7pm`` into what and when.

    Raises `DomainError` ``commitment.empty`` and ``commitment.past``, and as
    `typed_commitments.split` does.
    """
    if not words:
        raise DomainError("commitment.empty")
    what, due = typed_commitments.split(words, asker)
    return what, _ahead(due, words, asker.now)


def read_due(typed: str, asker: Asker) -> Due:
    """Return when a commitment is due; raise ``when.*`` or ``commitment.past``."""
    return _ahead(due_dates.parse(typed, asker), typed, asker.now)


def _ahead(due: Due, typed: str, now: datetime) -> Due:
    if due.instant <= now:
        raise DomainError("commitment.past", typed=typed.strip()[:60], due=due.instant)
    return due


def require_room(open_: int) -> None:
    """Refuse more open commitments than a list can show."""
    if open_ >= MOST_OPEN:
        raise DomainError("commitment.too_many", most=MOST_OPEN)


def has_lapsed(
    due_at: datetime, asked_at: datetime | None, last_answered_at: datetime | None, now: datetime
) -> bool:
    """Return whether an open commitment is past due without an answer for three days.

    The days count from the latest question since the owner last answered. Someone who could not be
    asked at all, because they were away or unreachable, has two weeks.
    """
    if now < due_at:
        return False
    silent_since = due_at
    if last_answered_at is not None:
        silent_since = max(due_at, last_answered_at)
    if asked_at is None or asked_at < silent_since:
        return now >= silent_since + NEVER_ASKED_AFTER
    return now >= asked_at + LAPSES_AFTER


class NewDay(StrEnum):
    """Another day for a commitment, in one click: from today on, or later than it was due."""

    TOMORROW = "tomorrow"
    IN_THREE = "in-three"
    NEXT_WEEK = "next-week"
    DAY_LATER = "day-later"
    THREE_LATER = "three-later"
    WEEK_LATER = "week-later"


_DAYS = {
    NewDay.TOMORROW: 1,
    NewDay.IN_THREE: 3,
    NewDay.NEXT_WEEK: 7,
    NewDay.DAY_LATER: 1,
    NewDay.THREE_LATER: 3,
    NewDay.WEEK_LATER: 7,
}
FROM_TODAY = (NewDay.TOMORROW, NewDay.IN_THREE, NewDay.NEXT_WEEK)
LATER = (NewDay.DAY_LATER, NewDay.THREE_LATER, NewDay.WEEK_LATER)


def new_due(due: Due, day: NewDay, now: datetime) -> Due:
    """Return the new due time of a commitment: at its own time of day, and never in the past."""
    start = now.astimezone(ZoneInfo(due.zone)).date()
    if day in LATER:
        start = max(start, due.day)
    return Due(start + timedelta(days=_DAYS[day]), due.at, due.zone)


@dataclass(frozen=True, slots=True)
class Reminders:
    """When someone is notified of their commitment: ahead, if that is still to come, and when due.

    `waits` says why either comes later than usual, as `policy.Deferred` does; "" if nothing does.
    Both are None for someone who muted them.
    """

    ahead_at: datetime | None
    asked_at: datetime | None
    waits: str = ""


@dataclass(frozen=True, slots=True)
class CommitmentDue(PingsOwner):
    """Remind someone of their commitment, `ahead` of its time or at it.

    In the thread, a commitment that the partner can't see is not named (`hidden`). With `late` it
    was due a while ago.
    """

    guild: GuildId
    commitment: CommitmentId
    owner: UserId
    words: str
    plan_b: str
    due_at: datetime
    ahead: bool
    hidden: bool
    late: bool = False
