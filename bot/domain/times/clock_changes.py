"""When the clocks of a zone change, as the rules that calendar files are written with.

A zone database lists instants. Calendars are most reliable with a rule that repeats each year, such
as "the second Sunday of March at 2:00". Where the changes of the coming years follow such rules,
these are returned; where they don't (Morocco changes its clocks around Ramadan), each change is
listed by itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

# How many years a rule must hold to be trusted, and for how long changes are listed otherwise.
YEARS = 12
_WEEK = timedelta(days=7)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Weekly:
    """A day of a year: a `weekday` (Monday is 0) of `month`, the `nth` (-1 is the last).

    Where no number fits, `days` are the seven days of the month among which it is.
    """

    month: int
    weekday: int
    nth: int | None
    days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ClockChange:
    """From `begins`, read on the clock as it was before, the clock is `after` ahead of UTC.

    With `yearly` the same happens each year. `is_daylight` if the clock is ahead of the zone's
    other time.
    """

    begins: datetime
    before: timedelta
    after: timedelta
    name: str
    is_daylight: bool
    yearly: Weekly | None = None


def clock_changes(zone: str, first: date) -> tuple[ClockChange, ...]:
    """Return what a calendar needs to know of a zone for events from `first` on, in order."""
    tz = ZoneInfo(zone)
    start = datetime(first.year - 1, 1, 1, tzinfo=UTC)
    changes = list(_changes(tz, start, start.replace(year=start.year + YEARS)))
    rules = _rules(changes)
    if rules is not None:
        return rules
    standard = _offset(tz, start)
    # A calendar counts a zone's changes on its own wall clock.
    wall_time = start.replace(tzinfo=None)
    beginning = ClockChange(wall_time, standard, standard, _name(tz, start), is_daylight=False)
    return (beginning, *changes)


def _changes(tz: ZoneInfo, start: datetime, end: datetime) -> Iterator[ClockChange]:
    moment = start
    while moment < end:
        later = moment + _WEEK
        if _offset(tz, moment) != _offset(tz, later):
            instant = _bisected(tz, moment, later)
            before, after = _offset(tz, instant - _SECOND), _offset(tz, instant)
            yield ClockChange(
                begins=(instant + before).replace(tzinfo=None),
                before=before,
                after=after,
                name=_name(tz, instant),
                is_daylight=after > before,
            )
        moment = later


def _bisected(tz: ZoneInfo, early: datetime, late: datetime) -> datetime:
    before = _offset(tz, early)
    while late - early > _SECOND:
        middle = (early + (late - early) / 2).replace(microsecond=0)
        if _offset(tz, middle) == before:
            early = middle
        else:
            late = middle
    return late


def _offset(tz: ZoneInfo, instant: datetime) -> timedelta:
    offset = instant.astimezone(tz).utcoffset()
    assert offset is not None, "it has a zone"
    return offset


def _name(tz: ZoneInfo, instant: datetime) -> str:
    return instant.astimezone(tz).tzname() or ""


def _rules(changes: Sequence[ClockChange]) -> tuple[ClockChange, ...] | None:
    """Return two changes that repeat each year and make up all of `changes`, or None."""
    kinds = [[one for one in changes if one.is_daylight is side] for side in (True, False)]
    if any(len(same) != YEARS for same in kinds):
        return None
    rules = []
    for same in kinds:
        first = same[0]
        facts = {(one.begins.time(), one.before, one.after, one.name) for one in same}
        day = _yearly([one.begins.date() for one in same])
        if len(facts) != 1 or day is None:
            return None
        rules.append(
            ClockChange(first.begins, first.before, first.after, first.name, first.is_daylight, day)
        )
    return tuple(sorted(rules, key=lambda rule: rule.begins))


def _yearly(days: Sequence[date]) -> Weekly | None:
    """Return the rule that all these days of different years follow, or None."""
    months, weekdays = {day.month for day in days}, {day.weekday() for day in days}
    if len({day.year for day in days}) != len(days) or len(months) != 1 or len(weekdays) != 1:
        return None
    [month], [weekday] = months, weekdays
    if all((day + _WEEK).month != month for day in days):
        return Weekly(month, weekday, -1)
    low, high = min(day.day for day in days), max(day.day for day in days)
    nths = {(day.day - 1) // 7 + 1 for day in days}
    if len(nths) == 1:
        return Weekly(month, weekday, nths.pop())
    if high - low <= 6:
        return Weekly(month, weekday, None, tuple(range(high - 6, high + 1)))
    return None
