"""Rules for meetings: times, whose turn it is, reminders, and the outcome."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.domain.errors import DomainError
from bot.domain.ids import UserId
from bot.domain.nudges.policy import NotificationPolicy, quiet_end
from bot.domain.schedule import Occurrence, instant_of, occurrences
from bot.domain.states import MeetingAnswer, MeetingState
from bot.domain.times.civil import CivilTime, Interval, Monthly, civil
from bot.domain.typed_text import clean, one_line

MOST_TIMES = 3
FOUR_WEEKS = 28
MOST_ITEMS = 12
LONGEST_ITEM = 200
LONGEST_PLACE = 300
LENGTH = timedelta(hours=1)
# Buttons in an archived thread may fail on a phone, and Discord archives threads after seven days:
# anyone who has not answered by then is not asked anymore.
ANSWER_WITHIN = timedelta(days=6)
# How far ahead the meetings of a series are created, so that every interval has a next one.
SERIES_AHEAD = timedelta(days=60)
# Not every month has a 31st, nor a fifth Friday: up to 62 days or 17 weeks lie between two.
FIFTH, FIFTH_AHEAD, MONTHS_AHEAD = 5, timedelta(days=120), timedelta(days=63)
A_DAY = timedelta(days=1)
# Someone asked less long ago is not reminded yet.
SHORT_NOTICE = timedelta(hours=3)
# How soon a new time is to be found for a meeting that did not take place.
NEW_TIME_WITHIN = timedelta(days=3)
BEFORE_QUIET = timedelta(minutes=15)
# From this long before it on, a message about a meeting may be sent even at night.
LAST_CALL = timedelta(hours=1)

# How long before the first of its times a circle's deadline has to be: the planner needs an hour,
# and people need to hear of it.
DECIDED_BEFORE = timedelta(hours=3)

# How many hours check-ins keep from the hour of a series, and when they come at the earliest.
CHECK_IN_APART = 2
EARLIEST_CHECK_IN = 9


# --- typed input ------------------------------------------------------------------------------


def distinct(times: Sequence[CivilTime]) -> tuple[CivilTime, ...]:
    """Return the times, soonest first, without duplicates.

    Raise ``meeting.no_time``, ``.many_times``.
    """
    by_start = {(moment.instant, moment.interval): moment for moment in times}
    if not by_start:
        raise DomainError("meeting.no_time")
    if len(by_start) > MOST_TIMES:
        raise DomainError("meeting.many_times", most=MOST_TIMES)
    return tuple(
        sorted(by_start.values(), key=lambda moment: (moment.instant, str(moment.interval)))
    )


def require_time_to_decide(decide_at: datetime, first: datetime) -> None:
    """Raise ``meeting.late_deadline`` if a deadline leaves no time before the first of the times.

    The quorum could decide nothing anymore, although everyone is told that it does.
    """
    if decide_at > first - DECIDED_BEFORE:
        raise DomainError("meeting.late_deadline", decide_at=decide_at, first=first)


def agenda_of(typed: str) -> tuple[str, ...]:
    """Return the items that were typed, one per line; raise ``agenda.long``, ``agenda.many``."""
    items, left_over = fitting_agenda(typed)
    if left_over:
        raise DomainError("agenda.many", most=MOST_ITEMS)
    return items


def fitting_agenda(typed: str, already: int = 0) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the typed items that still fit on an agenda of that size, and those that don't.

    Raises ``agenda.long``, and ``agenda.many`` if none fits.
    """
    lines = (one_line(line).lstrip("-*• ") for line in clean(typed).splitlines())
    items = tuple(line for line in lines if line)
    if any(len(item) > LONGEST_ITEM for item in items):
        raise DomainError("agenda.long", most=LONGEST_ITEM)
    room = max(0, MOST_ITEMS - already)
    if items and not room:
        raise DomainError("agenda.many", most=MOST_ITEMS)
    return items[:room], items[room:]


def place_of(typed: str) -> str:
    """Return a meeting link or the text for a place; raise ``place.long``, ``place.link``."""
    place = one_line(typed)
    if len(place) > LONGEST_PLACE:
        raise DomainError("place.long", most=LONGEST_PLACE)
    if "://" in place and link_of(place) is None:
        raise DomainError("place.link", typed=place[:60])
    return place


def is_channel(place: str) -> bool:
    """Return whether a place is a channel of the server, as Discord writes one."""
    return re.fullmatch(r"<#\d{1,20}>", place) is not None


def meant_link(place: str) -> str | None:
    """Return the https link that text such as ``zoom.us/j/1`` seems to mean, or None."""
    if link_of(place) is not None or not re.fullmatch(r"[\w-]+(\.[\w-]+)+/\S*", place):
        return None
    return f"https://{place}" if link_of(f"https://{place}") else None


def looks_like_link(place: str) -> bool:
    """Return whether a place that isn't a link starts like one, such as ``javascript:...``."""
    return link_of(place) is None and re.match(r"[A-Za-z][A-Za-z0-9+.-]*:\S", place) is not None


def link_of(place: str) -> tuple[str, str] | None:
    """Return the host and the address of a place that is an https link, or None."""
    if not re.fullmatch(r"https://[!-~]+", place):
        return None
    try:
        parts = urlsplit(place)
        host = parts.hostname or ""
    except ValueError:
        return None
    # Anyone who reads the host must be sure that the link leads there.
    plain = re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host) is not None
    return (host, place) if plain and "@" not in parts.netloc and len(host) <= 60 else None


# --- whose turn it is -------------------------------------------------------------------------


def finder(taken_by: UserId | None, mentor: UserId, mentees: Sequence[UserId]) -> UserId:
    """Return who finds a new time: whoever had proposed the old one, and of a series the mentee.

    In a circle the first mentee stands for all.
    """
    return mentor if taken_by is not None and taken_by != mentor else mentees[0]


def check_in_beside(check_in: tuple[int, time], zone: str, meeting: CivilTime) -> time | None:
    """Return another hour for check-ins that would come in the very hour of a series' meetings.

    `check_in` is their weekday and time in `zone`. None if they don't meet then.
    """
    local = civil(meeting.instant, zone)
    weekday, at = check_in
    apart = abs(_minutes(local.at) - _minutes(at))
    if local.day.weekday() != weekday or apart >= _minutes_of(LENGTH):
        return None
    earlier = at.hour - CHECK_IN_APART
    hour = earlier if earlier >= EARLIEST_CHECK_IN else at.hour + CHECK_IN_APART
    return at.replace(hour=hour)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _minutes_of(length: timedelta) -> int:
    return int(length.total_seconds()) // 60


def require_open(state: MeetingState, starts_at: datetime | None, now: datetime) -> None:
    """Raise unless a meeting can still be cancelled or moved to another time.

    ``meeting.cancelled``, ``meeting.over`` with the state, ``meeting.begun``.
    """
    if state is MeetingState.CANCELLED:
        raise DomainError("meeting.cancelled")
    if state.is_over:
        raise DomainError("meeting.over", state=state, starts_at=starts_at)
    if state is MeetingState.CONFIRMED and starts_at is not None and starts_at <= now:
        raise DomainError("meeting.begun", starts_at=starts_at)


# --- when messages about it are sent ----------------------------------------------------------


def reminder_due(
    starts_at: datetime, ahead: timedelta, policy: NotificationPolicy, since: datetime
) -> datetime:
    """Return when someone is reminded: `ahead` of the meeting, or before their quiet hours.

    Someone who confirmed it `since` those hours began is awake, and is reminded at the hour itself.
    """
    due = starts_at - ahead
    if quiet_end(policy, due) is None:
        return due
    evening = quiet_start(policy, due) - BEFORE_QUIET
    return evening if evening > since else due


def answer_reminders(asked_at: datetime, first: datetime, last: datetime) -> tuple[datetime, ...]:
    """Return when someone is reminded of times, from `first` to `last`, that wait for them.

    A day after they were asked, and a day before the first time if that is another day. For a
    proposal at short notice there is one reminder, halfway to it, or none.
    """
    if first - asked_at >= 3 * A_DAY:
        return (asked_at + A_DAY, first - A_DAY)
    if last - asked_at >= 2 * A_DAY:
        return (asked_at + A_DAY,)
    half_way = asked_at + (first - asked_at) / 2
    return (half_way,) if half_way - asked_at >= SHORT_NOTICE else ()


def question_due(starts_at: datetime, after: timedelta, policy: NotificationPolicy) -> datetime:
    """Return when someone is asked whether they met: never in their quiet hours."""
    due = starts_at + after
    return quiet_end(policy, due) or due


def quiet_start(policy: NotificationPolicy, moment: datetime) -> datetime:
    """Return when the quiet hours that contain `moment` began."""
    local = moment.astimezone(ZoneInfo(policy.zone))
    over_midnight = policy.quiet_from > policy.quiet_until
    before_midnight = over_midnight and local.time() < policy.quiet_until
    day = local.date() - timedelta(days=1) if before_midnight else local.date()
    return instant_of(day, policy.quiet_from, policy.zone)


# --- series -----------------------------------------------------------------------------------

Span = tuple[datetime, datetime]
"""A stretch in which someone is away or the pair is paused: from, until."""


def series_occurrences(
    first: date,
    interval: Interval,
    at: time,
    zone: str,
    unavailable: Sequence[Span],
    after: datetime,
    until: datetime,
) -> Iterator[Occurrence]:
    """Yield the meetings of a series with `after` <= instant <= `until`, without skipped ones.

    Each stays at its local time. A meeting during a pause or absence is skipped and shifts nothing.
    A month without the series' day, such as a 31st, has no meeting.
    """
    if isinstance(interval, Monthly):
        turns = _monthly(first, interval, at, zone, after, until)
    else:
        turns = occurrences(first, interval, at, zone, after, until)
    for occurrence in turns:
        if occurrence.local_date >= first and not is_within(occurrence.instant, unavailable):
            yield occurrence


def _monthly(
    first: date, interval: Monthly, at: time, zone: str, after: datetime, until: datetime
) -> Iterator[Occurrence]:
    months = first.year * 12 + first.month - 1
    while True:
        year, month = divmod(months, 12)
        if datetime(year, month + 1, 1, tzinfo=UTC) > until + A_DAY:
            return
        day = interval.day_in(year, month + 1)
        if day is not None and after <= (instant := instant_of(day, at, zone)) <= until:
            yield Occurrence(day, instant)
        months += 1


def series_reach(interval: Interval) -> timedelta:
    """Return how far ahead the meetings of a series are created, so that the next always exists."""
    if isinstance(interval, Monthly):
        return FIFTH_AHEAD if interval.nth == FIFTH else MONTHS_AHEAD
    return max(SERIES_AHEAD, timedelta(days=days_between(interval)))


def days_between(interval: Interval) -> int:
    """Return how many days lie between two meetings of a series; by the month, at least."""
    return FOUR_WEEKS if isinstance(interval, Monthly) else interval


def is_within(instant: datetime, spans: Sequence[Span]) -> bool:
    """Return whether `instant` is in one of `spans`."""
    return any(begin <= instant < end for begin, end in spans)


# --- outcome ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of the answers so far; `differ` says that they can't all be true."""

    state: MeetingState
    differ: bool = False


_AGREE: dict[frozenset[MeetingAnswer], MeetingState] = {
    frozenset({MeetingAnswer.MET}): MeetingState.HAPPENED,
    frozenset({MeetingAnswer.MOVED}): MeetingState.MOVED,
    frozenset({MeetingAnswer.MOVED, MeetingAnswer.COULD_NOT}): MeetingState.MOVED,
    frozenset({MeetingAnswer.COULD_NOT}): MeetingState.MISSED,
    frozenset({MeetingAnswer.NOT_THERE}): MeetingState.MISSED,
    frozenset({MeetingAnswer.NOT_THERE, MeetingAnswer.COULD_NOT}): MeetingState.MISSED,
}


def outcome(answers: Mapping[UserId, MeetingAnswer], *, circle: bool = False) -> Outcome:
    """Return the outcome of a meeting; without an answer it is `unknown`, never `missed`.

    Each answered privately. If two answers can't both be true, neither person is believed over the
    other: it is `unknown`, and a moderator may ask. Two who each waited in vain differ as well.
    A `circle` meets without one who could not come.
    """
    given = frozenset(answers.values())
    if circle and MeetingAnswer.MET in given:
        given -= {MeetingAnswer.COULD_NOT}
    waited = sum(answer is MeetingAnswer.NOT_THERE for answer in answers.values())
    if waited > 1:
        return Outcome(MeetingState.UNKNOWN, differ=True)
    if not given:
        return Outcome(MeetingState.UNKNOWN)
    state = _AGREE.get(given)
    return Outcome(state) if state else Outcome(MeetingState.UNKNOWN, differ=True)
