"""Commitments: a promise in plain words, due at a civil time, and what may become of it.

An honest move or drop before the due date is no failure, so each end has a state of its own. Only
a promise that is past its time and about which nothing was said for three days has lapsed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain import dues, spoken_promises
from bot.domain.dues import Due
from bot.domain.errors import DomainError
from bot.domain.ids import CommitmentId, GuildId, UserId
from bot.domain.pings import Pings

LONGEST = 300
LONGEST_PLAN = 300
MOST_OPEN = 25
LAPSES_AFTER = timedelta(days=3)
NEVER_ASKED_AFTER = timedelta(days=14)
LATELY = timedelta(days=28)
# Which of the two nudges about a promise: one ahead, one when it is due.
AHEAD, AT_DUE = 1, 2
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
    """How much somebody has taken on, beside what they finished in the last four weeks."""

    open_: int
    kept_lately: int

    @property
    def is_heavy(self) -> bool:
        """Whether they take on more than they finished lately."""
        return self.open_ > max(ALWAYS_FINE, self.kept_lately)


def check(typed: TypedCommitment, now: datetime, zone: str) -> CheckedCommitment:
    """Return the promise trimmed and dated, its time read in `zone`.

    Raises `DomainError` ``commitment.empty``, ``commitment.long``, ``commitment.when_missing``,
    ``commitment.past``, ``due.unreadable`` and ``due.unclear``.
    """
    words = typed.words.strip()
    if len(words) > LONGEST + 60:
        raise DomainError("commitment.long", most=LONGEST, length=len(words))
    if typed.due.strip():
        due = read_due(typed.due, now, zone)
    else:
        words, due = split(words, now, zone)
    if not words:
        raise DomainError("commitment.empty")
    obstacle, plan_b = typed.obstacle.strip(), typed.plan_b.strip()
    longest = max(len(obstacle), len(plan_b))
    if len(words) > LONGEST:
        raise DomainError("commitment.long", most=LONGEST, length=len(words))
    if longest > LONGEST_PLAN:
        raise DomainError("commitment.long", most=LONGEST_PLAN, length=longest)
    return CheckedCommitment(words, obstacle, plan_b, typed.shown, due)


def split(words: str, now: datetime, zone: str) -> tuple[str, Due]:
    """Take ``draft it by Sunday 7pm`` apart into what and when.

    Raises `DomainError` ``commitment.empty`` and ``commitment.past``, and as
    `spoken_promises.split` does.
    """
    if not words:
        raise DomainError("commitment.empty")
    what, due = spoken_promises.split(words, now, zone)
    return what, _ahead(due, words, now)


def read_due(typed: str, now: datetime, zone: str) -> Due:
    """Return when a promise is due; raise ``due.unreadable`` or ``commitment.past``."""
    return _ahead(dues.parse(typed, now, zone), typed, now)


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

    The days count from the moment they were asked. Somebody who could not be asked at all, since
    they were away or nothing could reach them, has two weeks.
    """
    if now < due_at:
        return False
    said = heard_at if heard_at and heard_at >= due_at else due_at
    if asked_at is None:
        return now >= said + NEVER_ASKED_AFTER
    return now >= max(asked_at, said) + LAPSES_AFTER


@dataclass(frozen=True, slots=True)
class CommitmentDue:
    """Remind somebody of their promise, `ahead` of its time or at it.

    In the thread a promise that the partner does not see is named by nothing (`hidden`).
    """

    guild: GuildId
    commitment: CommitmentId
    owner: UserId
    words: str
    plan_b: str
    due_at: datetime
    ahead: bool
    hidden: bool

    @property
    def pings(self) -> Pings:
        """Ping the one who promised."""
        return Pings((self.owner,))
