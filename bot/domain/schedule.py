"""Civil time: the day and hour that were meant, and the instant they fall on.

A pair that has its check-in on Tuesdays at 18:00 means 18:00 on both sides of a clock change. So
the local date identifies a check-in, and instants are computed from it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One occurrence of a schedule: the day it belongs to, and its instant (UTC)."""

    local_date: date
    instant: datetime


def instant_of(day: date, at: time, zone: str) -> datetime:
    """Return the instant of a local time, in UTC.

    A time that a spring change skips becomes the next minute that exists; one that an autumn change
    repeats is its first occurrence. So every date has exactly one.
    """
    tz = ZoneInfo(zone)
    wall = datetime.combine(day, at)
    instant = wall.replace(tzinfo=tz).astimezone(UTC)
    if instant.astimezone(tz).replace(tzinfo=None) == wall:
        return instant
    return _first_minute_after_gap(wall, tz)


def day_after(moment: datetime, zone: str) -> datetime:
    """Return when the day after that of `moment` begins in the zone."""
    day = moment.astimezone(ZoneInfo(zone)).date()
    return instant_of(day + timedelta(days=1), time(0), zone)


def wall_time(day: date, at: time, zone: str, instant: datetime) -> time:
    """Return `at` as it was meant: the second of the two if clocks that go back show it twice.

    Tables store the local time and the instant; which of the two it was follows from both together.
    """
    second = at.replace(fold=1)
    meant = instant_of(day, at, zone) != instant == instant_of(day, second, zone)
    return second if meant else at


def _first_minute_after_gap(wall: datetime, tz: ZoneInfo) -> datetime:
    # Inside a gap, fold 0 reads the clock as before the change and fold 1 as after it: the change
    # itself is between the two instants, where the offset changes.
    early = wall.replace(tzinfo=tz, fold=1).astimezone(UTC)
    late = wall.replace(tzinfo=tz, fold=0).astimezone(UTC)
    after = late.astimezone(tz).utcoffset()
    while late - early > _MINUTE:
        middle = early + (late - early) // 2
        middle = middle.replace(second=0, microsecond=0)
        if middle.astimezone(tz).utcoffset() == after:
            late = middle
        else:
            early = middle
    return late


def occurrences(
    first: date, every_days: int, at: time, zone: str, after: datetime, until: datetime
) -> Iterator[Occurrence]:
    """Yield the occurrences with `after` <= instant <= `until`, in order.

    The series begins on `first` and is never shifted by what happened to an earlier occurrence.
    """
    # A day early, since a local date may begin up to 14 hours before or after UTC's.
    skipped = max(0, ((after - 2 * _DAY).date() - first) // _DAY // every_days)
    day = first + timedelta(days=skipped * every_days)
    while (instant := instant_of(day, at, zone)) <= until:
        if instant >= after:
            yield Occurrence(day, instant)
        day += timedelta(days=every_days)


def day_of(instant: datetime) -> str:
    """Return the day of an instant as cases store it: ``2027-04-06``."""
    return instant.date().isoformat()
