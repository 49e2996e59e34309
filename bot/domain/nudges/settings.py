"""Read notification settings from what people typed or picked."""

from datetime import datetime, time, timedelta

from bot.domain.errors import DomainError
from bot.domain.nudges.policy import LONGEST_SNOOZE
from bot.domain.schedule import instant_of
from bot.domain.times import reader
from bot.domain.times.reader import Asker

# With less than this of a day outside quiet hours, hardly any moment would be left.
LEAST_OPEN = timedelta(hours=2)
SNOOZE_DAYS = (1, 3, 7, 14)
WAKE_AT = time(8)
_DAY = timedelta(days=1)


def read_quiet(typed_from: str, typed_until: str) -> tuple[time, time]:
    """Return the quiet hours that someone typed; the same time twice means none at all.

    Raises `DomainError` ``nudges.quiet_unreadable``, ``nudges.quiet_all_day``.
    """
    # If an hour may be either half of the day, quiet hours begin in the evening and end in the
    # morning.
    start = max(_times(typed_from))
    end = min(_times(typed_until))
    return require_some_open(start, end)


def require_some_open(start: time, end: time) -> tuple[time, time]:
    """Return the quiet hours, unless they leave next to nothing of a day."""
    open_ = (_since_midnight(start) - _since_midnight(end)) % _DAY
    if start != end and open_ < LEAST_OPEN:
        raise DomainError("nudges.quiet_all_day")
    return start, end


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute)


def _times(typed: str) -> tuple[time, ...]:
    number = typed.strip()
    if number.isascii() and number.isdecimal() and int(number) < 24:
        # Quiet hours are in the evening and at night; other bare hours are in the daytime.
        hour = int(number)
        return (time(hour), time(hour + 12)) if 1 <= hour <= 11 else (time(hour),)
    times = reader.hours_of(typed)
    if not times:
        raise DomainError("nudges.quiet_unreadable", typed=typed.strip()[:40])
    return times


def snooze_end(now: datetime, length: timedelta) -> datetime:
    """Return when a snooze of this length ends; raise ``nudges.snooze_long``."""
    if not timedelta(0) < length <= LONGEST_SNOOZE:
        raise DomainError("nudges.snooze_long", most=LONGEST_SNOOZE.days)
    return now + length


def read_snooze(typed: str, asker: Asker, quiet_until: time) -> datetime:
    """Return the morning of the day that someone typed, in their time zone.

    A snooze for today lasts until their quiet hours end tomorrow. Raises `DomainError` as
    `reader.require` does, and ``nudges.snooze_long``.
    """
    day = reader.day(typed, asker)
    if day == asker.today:
        until = instant_of(day + _DAY, quiet_until, asker.zone)
    else:
        until = instant_of(day, WAKE_AT, asker.zone)
    return snooze_end(asker.now, until - asker.now)
