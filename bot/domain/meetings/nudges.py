"""What is said unasked about a meeting, as facts.

`people` are those whom the message is for, and `zones` where the pair's clocks are, theirs first.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from bot.domain.ids import GuildId, MeetingId, MeetingTimeId, PairId, UserId
from bot.domain.pings import PingsPeople


@dataclass(frozen=True, slots=True)
class ProposedTime:
    """One time to say yes to; with `every_days` it begins a series. `away` are those who are then.

    `paused` says that the pair is.
    """

    id: MeetingTimeId
    starts_at: datetime
    every_days: int | None
    away: tuple[UserId, ...] = ()
    paused: bool = False


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One version of a meeting's place in people's calendars; all times are UTC."""

    uid: str
    sequence: int
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class CalendarSeries:
    """One version of a whole series' place in calendars: a wall time in a zone that comes again.

    `left_out` are its days on which there is no meeting, `moved` those whose meeting is at another
    instant.
    """

    uid: str
    sequence: int
    first_day: date
    at: time
    zone: str
    every_days: int
    left_out: tuple[date, ...]
    moved: tuple[tuple[date, datetime], ...]


@dataclass(frozen=True, slots=True)
class MeetingProposed(PingsPeople):
    """Show times to the one who may say yes; `instead_of` is the time that they would replace.

    With `ends_every_days` one of them would end the series that the pair has in that rhythm.
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
    ends_every_days: int | None = None


@dataclass(frozen=True, slots=True)
class MeetingConfirmed(PingsPeople):
    """Say when a pair meets, with a calendar file; a `moved` one updates the entry it had.

    Where a series has begun with a single meeting, it `replaces` that one's entry. Those who are
    `away` then are not reminded.
    """

    guild: GuildId
    pair: PairId
    meeting: MeetingId
    people: tuple[UserId, ...]
    starts_at: datetime
    zones: tuple[str, ...]
    every_days: int | None
    moved: bool
    place: str
    agenda: tuple[str, ...]
    entry: CalendarEntry | CalendarSeries
    replaces: CalendarEntry | None
    written_at: datetime
    away: tuple[UserId, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingCancelled(PingsPeople):
    """Say that a meeting is off, or that proposed times were taken back; `by` may be nobody.

    The entry of a whole series is its next version, without this meeting.
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


@dataclass(frozen=True, slots=True)
class MeetingReminder(PingsPeople):
    """Remind of a meeting; the one that is not `soon` brings the agenda and a question."""

    guild: GuildId
    pair: PairId
    meeting: MeetingId
    people: tuple[UserId, ...]
    starts_at: datetime
    zones: tuple[str, ...]
    place: str
    agenda: tuple[str, ...]
    first: bool
    soon: bool


@dataclass(frozen=True, slots=True)
class MetQuestion(PingsPeople):
    """Ask each, to be answered alone, whether the meeting took place."""

    guild: GuildId
    pair: PairId
    meeting: MeetingId
    people: tuple[UserId, ...]
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class FirstMeetingDue(PingsPeople):
    """Remind the one whose turn it is of a first meeting; `times` wait for them, if any do.

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


@dataclass(frozen=True, slots=True)
class TimesWaiting(PingsPeople):
    """Remind the one who has to answer that times wait; `instead_of` is what they would replace."""

    guild: GuildId
    pair: PairId
    meeting: MeetingId
    round: int
    proposer: UserId
    people: tuple[UserId, ...]
    times: tuple[ProposedTime, ...]
    zones: tuple[str, ...]
    instead_of: datetime | None


@dataclass(frozen=True, slots=True)
class TimesPassed(PingsPeople):
    """Tell the proposer that every time went by unanswered; the meeting of `stands` is kept."""

    guild: GuildId
    pair: PairId
    people: tuple[UserId, ...]
    partners: tuple[UserId, ...]
    stands: datetime | None


@dataclass(frozen=True, slots=True)
class TimesWithdrawn(PingsPeople):
    """Say that a meeting is not to be moved after all."""

    guild: GuildId
    pair: PairId
    meeting: MeetingId
    people: tuple[UserId, ...]
    stands: datetime


@dataclass(frozen=True, slots=True)
class NewTimeDue(PingsPeople):
    """Remind of the new time for a meeting that did not take place when it was to."""

    guild: GuildId
    pair: PairId
    people: tuple[UserId, ...]
    partners: tuple[UserId, ...]
    starts_at: datetime
