"""Commitments: a promise in plain words, due at a civil time, and what may become of it.

An honest move or drop before the due date is no failure, so each end has a state of its own. Only
a promise that is past its time and about which nothing was said for three days has lapsed.
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
LATELY = timedelta(days=28)
# Which nudge about a promise: one ahead, one when it is due, and one to who was still on it then.
AHEAD, AT_DUE, ASKED_AGAIN = 1, 2, 3
# Somebody who is still on it and names no new day is asked once more then.
ASK_AGAIN_AFTER = timedelta(days=2)
# A question that comes so much later says when the promise was due.
LATE = timedelta(minutes=30)
# As many as anybody may have open without a word about it.
ALWAYS_FINE = 2


@dataclass(frozen=True, slots=True)
class TypedCommitment:
    """A promise as typed; `due` may be empty where `words` end in it: ``draft it by Sunday``."""

    words: str
    due: str = ""
    obstacle: str = ""
    plan_b: str = ""
    shown: bool = True


@dataclass(frozen=True, slots=True)
class CheckedCommitment:
    """A promise that can be kept."""

    words: str
    obstacle: str
    plan_b: str
    shown: bool
    due: Due


@dataclass(frozen=True, slots=True)
class Load:
    """How much somebody has taken on, beside what they finished in the last four weeks.

    `is_known`: they have promised for four weeks, or something of theirs has come to its end.
    """

    open_: int
    kept_lately: int
    is_known: bool = True

    @property
    def is_heavy(self) -> bool:
        """Whether they take on more than they finished lately, as far as anybody can tell."""
        return self.is_known and self.open_ > max(ALWAYS_FINE, self.kept_lately)


def check(typed: TypedCommitment, asker: Asker) -> CheckedCommitment:
    """Return the promise trimmed and dated.

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
    """Take ``draft it by Sunday 7pm`` apart into what and when.

    Raises `DomainError` ``commitment.empty`` and ``commitment.past``, and as
    `typed_commitments.split` does.
    """
    if not words:
        raise DomainError("commitment.empty")
    what, due = typed_commitments.split(words, asker)
    return what, _ahead(due, words, asker.now)


def read_due(typed: str, asker: Asker) -> Due:
    """Return when a promise is due; raise ``when.*`` or ``commitment.past``."""
    return _ahead(due_dates.parse(typed, asker), typed, asker.now)


def _ahead(due: Due, typed: str, now: datetime) -> Due:
    if due.instant <= now:
        raise DomainError("commitment.past", typed=typed.strip()[:60], due=due.instant)
    return due


def require_room(open_: int) -> None:
    """Refuse more open promises than a list can show."""
    if open_ >= MOST_OPEN:
        raise DomainError("commitment.too_many", most=MOST_OPEN)


def has_lapsed(
    due_at: datetime, asked_at: datetime | None, heard_at: datetime | None, now: datetime
) -> bool:
    """Whether an open promise is past its time, and its owner said nothing for three days.

    The days count from the latest question since they last said something. Somebody who could not
    be asked at all, since they were away or nothing could reach them, has two weeks.
    """
    if now < due_at:
        return False
    said = heard_at if heard_at and heard_at >= due_at else due_at
    if asked_at is None or asked_at < said:
        return now >= said + NEVER_ASKED_AFTER
    return now >= asked_at + LAPSES_AFTER


class NewDay(StrEnum):
    """Another day for a promise, in one click: from today on, or later than it was due."""

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
    """Return when a promise is due instead: at its own time of day, and never in the past."""
    start = now.astimezone(ZoneInfo(due.zone)).date()
    if day in LATER:
        start = max(start, due.day)
    return Due(start + timedelta(days=_DAYS[day]), due.at, due.zone)


@dataclass(frozen=True, slots=True)
class Reminders:
    """When somebody hears of their promise: ahead of it, where that still comes, and to be asked.

    `waits` says why either comes later than usual, as `policy.Held` does; "" where nothing does.
    Both are None for somebody who wants none.
    """

    ahead_at: datetime | None
    asked_at: datetime | None
    waits: str = ""


@dataclass(frozen=True, slots=True)
class CommitmentDue(PingsOwner):
    """Remind somebody of their promise, `ahead` of its time or at it.

    In the thread a promise that the partner does not see is named by nothing (`hidden`). With
    `late` its time was over a while ago.
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
