"""Check-ins: when they are due, whose turn it is, and how many went unanswered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain.ids import GuildId, PairId, UserId
from bot.domain.pings import PingsNobody
from bot.domain.schedule import Occurrence, occurrences
from bot.domain.states import CheckInState, Role

FIRST_AFTER = timedelta(days=7)
# What a pair does makes a check-in so soon after it needless.
ACTIVE_FOR = timedelta(days=7)
# Other questions of the same week come together with the check-in.
SAME_WEEK = timedelta(days=6)


class CheckInSchedule(Protocol):
    """When a pair has its check-ins, as its row says; the hour is in its own time zone."""

    @property
    def introduced_at(self) -> datetime | None:
        """Return when the pair was introduced."""

    @property
    def check_in_days(self) -> int:
        """Return how many days apart its check-ins are."""

    @property
    def check_in_weekday(self) -> int:
        """Return the weekday of the first one; Monday is 0."""

    @property
    def check_in_time(self) -> time:
        """Return their local time of day."""

    @property
    def time_zone(self) -> str:
        """Return the pair's time zone."""

    def is_paused_on(self, day: date) -> bool:
        """Return whether a pause includes this local day."""


def due_between(pair: CheckInSchedule, after: datetime, until: datetime) -> Iterator[Occurrence]:
    """Yield the check-ins of a pair that are due with `after` <= instant <= `until`, in order.

    Days in a pause, its last day included, are left out and not made up for: the day of the welcome
    is kept free. Before its introduction a pair has none.
    """
    if pair.introduced_at is None:
        return
    first = first_date(pair.introduced_at, pair.time_zone, pair.check_in_weekday)
    for occurrence in occurrences(
        first, pair.check_in_days, pair.check_in_time, pair.time_zone, after, until
    ):
        if not pair.is_paused_on(occurrence.local_date):
            yield occurrence


def with_check_in(pair: CheckInSchedule, instant: datetime) -> datetime:
    """Return when a question that is due at `instant` comes: with the check-in of that week."""
    near = due_between(pair, instant - SAME_WEEK, instant + SAME_WEEK)
    instants = (occurrence.instant for occurrence in near)
    return min(instants, key=lambda moment: abs(moment - instant), default=instant)


class ActivityKind(Enum):
    """What people of a pair do without being asked how it is going."""

    MET = "met"
    UPDATE = "update"
    COMMITMENT = "commitment"
    AGREEMENT = "agreement"


@dataclass(frozen=True, slots=True)
class Activity:
    """The latest thing that a pair did, and when."""

    kind: ActivityKind
    at: datetime

    def makes_needless(self, check_in_at: datetime) -> bool:
        """Return whether a check-in at that moment would ask about what was just seen."""
        return self.at <= check_in_at <= self.at + ACTIVE_FOR


def first_date(introduced_at: datetime, zone: str, weekday: int) -> date:
    """Return the first `weekday` (Monday is 0) at least a week after the introduction."""
    earliest = introduced_at.astimezone(ZoneInfo(zone)).date() + FIRST_AFTER
    return earliest + timedelta(days=(weekday - earliest.weekday()) % 7)


@dataclass(frozen=True, slots=True)
class PastCheckIn:
    """The outcome of one earlier check-in."""

    owner: UserId
    state: CheckInState


def next_owner(members: Sequence[tuple[UserId, Role]], earlier: Sequence[PastCheckIn]) -> UserId:
    """Return whose turn the next check-in is, given the earlier ones in order.

    It begins with the mentee (in a circle, the one with the lowest ID). In a pair of two, someone
    who did not answer keeps the turn; otherwise it passes on, mentees by ID, the mentor last.
    Check-ins that were never asked don't count, and neither does the turn of someone who is no
    longer in the pair.
    """
    order = sorted(members, key=lambda member: (member[1] is Role.MENTOR, member[0]))
    people = [user for user, _ in order]
    counted = [
        check_in
        for check_in in earlier
        if check_in.owner in people and check_in.state is not CheckInState.CANCELLED
    ]
    if not counted:
        return people[0]
    last = counted[-1]
    if last.state is not CheckInState.ANSWERED and len(people) <= 2:
        return last.owner
    return people[(people.index(last.owner) + 1) % len(people)]


def unanswered_in_a_row(earlier: Sequence[PastCheckIn]) -> int:
    """Count the latest unanswered check-ins, back to the last answer."""
    count = 0
    for check_in in reversed(earlier):
        if check_in.state is CheckInState.ANSWERED:
            break
        count += check_in.state is CheckInState.UNANSWERED
    return count


@dataclass(frozen=True, slots=True)
class CheckInLater(PingsNobody):
    """Tell the partner that no one needs to follow up, and when the next check-in comes.

    No check-in asks those who can't have a first meeting: the other person answers nothing.
    """

    guild: GuildId
    pair: PairId
    partners: tuple[UserId, ...]
    next_at: datetime | None
