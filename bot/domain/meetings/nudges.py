"""The facts of nudges about meetings.

`people` are those the message is for. Where buttons name times, `zones` are the pair's time zones,
theirs first.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from bot.domain.ids import GuildId, MeetingId, MeetingTimeId, PairId, UserId
from bot.domain.pings import PingsNobody, PingsPeople
from bot.domain.times.civil import Interval


@dataclass(frozen=True, slots=True)
class ProposedTime:
    """A proposed time; with `interval` it begins a series. `away` are those who are away then.

    `paused` says that the pair is paused then.
    """

    id: MeetingTimeId
    starts_at: datetime
    interval: Interval | None
    away: tuple[UserId, ...] = ()
    paused: bool = False
    yes: tuple[UserId, ...] = ()
    no: tuple[UserId, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One version of a meeting's calendar entry; all times are UTC."""

    uid: str
    sequence: int
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class CalendarSeries:
    """One version of a series' calendar entry: a local time in a zone that repeats.

    `left_out` are its days without a meeting, `moved` those whose meeting is at another instant.
    """

    uid: str
    sequence: int
    first_day: date
    at: time
    zone: str
    interval: Interval
    left_out: tuple[date, ...]
    moved: tuple[tuple[date, datetime], ...]


@dataclass(frozen=True, slots=True)
class CircleProposal:
    """How a circle decides: who has not answered, and the deadline with its quorum, if any."""

    mentor: UserId
    waiting: tuple[UserId, ...]
    decide_at: datetime | None
    quorum: int


@dataclass(frozen=True, slots=True)
class MeetingProposed(PingsPeople):
    """Show times to the person who may accept; `instead_of` is the time they would replace.

    With `ends_interval` one of them would end the series that the pair has in that interval. One
    that `moves_alone` belongs to a series, which stays as it is.
    """

    guild: GuildId
    pair: PairId
    meeting: MeetingId
    round: int
    proposer: UserId
    people: tuple[UserId, ...]
    times: tuple[ProposedTime, ...]
    zones: tuple[str, ...]
    agenda: tuple[str, ...]
    instead_of: datetime | None
    ends_interval: Interval | None = None
    circle: CircleProposal | None = None
    moves_alone: bool = False


class ProposalOutcome(StrEnum):
    """What became of proposed times, or of the meeting that they led to."""

    ACCEPTED = "accepted"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    PASSED = "passed"
    BEGUN = "begun"
    MOVED = "moved"
    CANCELLED = "cancelled"
    HELD = "held"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class ProposalClosed(PingsNobody):
    """Say in the place of proposed times, or of a meeting, what became of them.

    The pair meets, met, or would have met at `starts_at`. A message that doesn't hold anything else
    is corrected whenever that changes.
    """

    guild: GuildId
    pair: PairId
    meeting: MeetingId
    outcome: ProposalOutcome
    starts_at: datetime | None
    holds_else: bool = True


@dataclass(frozen=True, slots=True)
class MeetingConfirmed(PingsPeople):
    """Show a confirmed time, with a calendar file; a `moved` one updates the entry.

    One `moved_alone` belongs to a series, which stays as it is.

    `people` are told of it; those who said `yes` are named, and those who can't come after all are
    `absent`. Where a series has begun with a single
    meeting, it `replaces` that one's entry. Those who are `away` then are not reminded. Those
    `missing` had not said yes when a circle's deadline passed. The `reminders` that are still to
    come are so many hours before it. The meetings `back` had been left out of their series for a
    time away or a pause. The `names` of the `members` are for the calendar; whoever sends it knows
    them.
    """

    guild: GuildId
    pair: PairId
    meeting: MeetingId
    people: tuple[UserId, ...]
    starts_at: datetime
    interval: Interval | None
    moved: bool
    place: str
    agenda: tuple[str, ...]
    entry: CalendarEntry | CalendarSeries
    replaces: CalendarEntry | None
    written_at: datetime
    away: tuple[UserId, ...] = ()
    missing: tuple[UserId, ...] = ()
    reminders: tuple[int, ...] = ()
    members: tuple[UserId, ...] = ()
    names: tuple[str, ...] = ()
    back: tuple[datetime, ...] = ()
    yes: tuple[UserId, ...] = ()
    absent: tuple[UserId, ...] = ()
    moved_alone: bool = False


@dataclass(frozen=True, slots=True)
class MeetingCancelled(PingsPeople):
    """Announce a cancelled meeting, or withdrawn times; `by` may be None.

    The entry of a whole series is its next version, without this meeting, or without those
    `left_out` because someone is `away` or the mentorship `is_paused`.
    """

    guild: GuildId
    pair: PairId
    meeting: MeetingId
    people: tuple[UserId, ...]
    by: UserId | None
    starts_at: datetime | None
    series_ended: bool
    entry: CalendarEntry | CalendarSeries | None
    written_at: datetime
    place: str = ""
    left_out: tuple[datetime, ...] = ()
    away: tuple[UserId, ...] = ()
    is_paused: bool = False
    members: tuple[UserId, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingAbsence(PingsNobody):
    """Tell a circle that one of it can't come to a meeting, or can after all; it goes on."""

    guild: GuildId
    pair: PairId
    meeting: MeetingId
    person: UserId
    starts_at: datetime
    comes: bool


@dataclass(frozen=True, slots=True)
class MeetingReminder(PingsPeople):
    """Remind of a meeting; one that is not `brief` has the agenda and a question.

    `before` counts the pair's meetings before it, so that each brings another question.
    """

    guild: GuildId
    pair: PairId
    meeting: MeetingId
    people: tuple[UserId, ...]
    starts_at: datetime
    place: str
    agenda: tuple[str, ...]
    before: int
    soon: bool
    brief: bool


@dataclass(frozen=True, slots=True)
class MetQuestion(PingsNobody):
    """Ask each person privately whether the meeting took place, on its card: no one is notified.

    With `again` it is one of several things in a message.
    """

    guild: GuildId
    pair: PairId
    meeting: MeetingId
    people: tuple[UserId, ...]
    starts_at: datetime
    again: bool = False


@dataclass(frozen=True, slots=True)
class FirstMeetingDue(PingsPeople):
    """Remind whoever has the turn of a first meeting; `times` wait for them, if any.

    `days` is how long after the introduction the reminder was meant for.
    """

    guild: GuildId
    pair: PairId
    days: int
    people: tuple[UserId, ...]
    partners: tuple[UserId, ...]
    proposer: UserId | None
    times: tuple[ProposedTime, ...]
    zones: tuple[str, ...]
    meeting: MeetingId | None
    round: int
    circle: bool = False


@dataclass(frozen=True, slots=True)
class TimesWaiting(PingsPeople):
    """Remind whoever has to answer proposed times; `instead_of` is what they would replace."""

    guild: GuildId
    pair: PairId
    meeting: MeetingId
    round: int
    proposer: UserId
    people: tuple[UserId, ...]
    times: tuple[ProposedTime, ...]
    zones: tuple[str, ...]
    instead_of: datetime | None
    circle: bool = False


@dataclass(frozen=True, slots=True)
class TimesPassed(PingsPeople):
    """Tell the proposer that every time went by unanswered; the meeting of `stands` is kept.

    With `undecided` times, everyone of a circle has answered, and none of these works for all.
    """

    guild: GuildId
    pair: PairId
    people: tuple[UserId, ...]
    partners: tuple[UserId, ...]
    stands: datetime | None
    undecided: tuple[ProposedTime, ...] = ()


@dataclass(frozen=True, slots=True)
class TimesWithdrawn(PingsNobody):
    """Announce that a meeting won't be moved after all."""

    guild: GuildId
    pair: PairId
    meeting: MeetingId
    people: tuple[UserId, ...]
    stands: datetime


@dataclass(frozen=True, slots=True)
class NewTimeDue(PingsPeople):
    """Remind to set a new time for a meeting that did not take place."""

    guild: GuildId
    pair: PairId
    people: tuple[UserId, ...]
    partners: tuple[UserId, ...]
    starts_at: datetime
