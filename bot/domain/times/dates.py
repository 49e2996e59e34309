"""Dates: the 3rd of June however it is written, and 3/4 in either order."""

import re
from calendar import isleap
from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.errors import DomainError
from bot.domain.times import holidays
from bot.domain.times.calendar import DAY, coming, last_of, months_later
from bot.domain.times.civil import WEEKDAYS

_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEBRUARY, _LEAP_DAY = 2, 29
_NEAR = timedelta(days=183)
_W = "|".join(WEEKDAYS)
_NUMBERED_WEEKDAY = re.compile(
    rf"(?:(?:on|by|due|until|till|the|this|next|coming) )*"
    rf"(?:(?P<day>{_W}) (?P<behind>\d{{1,2}})|(?P<before>\d{{1,2}}) (?P<later>{_W}))"
)


def in_numbers(words: str, today: date, zone: str, *, day_first: bool) -> list[date] | None:
    """Return the days of 3/4 and 3/4/2027, in both orders if both are valid.

    If people in the zone write the month first, only that order counts.
    """
    match = re.fullmatch(
        r"(\d{1,2})(?P<by>[/.-])(\d{1,2})(?:(?P<dot>\.)|(?P=by)(\d{4}|\d{2}))?", words
    )
    if match is None:
        return None
    first, second, year = int(match[1]), int(match[3]), match[5]
    by_month = (first, second) if 1 <= first <= 12 else None
    by_day = (second, first) if 1 <= second <= 12 else None
    # With dots, the day comes first everywhere.
    if match["dot"] or (match["by"] == "." and year):
        orders = [by_day]
    # In the United States people write the month first; elsewhere it is asked about.
    elif holidays.USA.fullmatch(zone) and not day_first and match["by"] != ".":
        orders = [by_month or by_day]
    else:
        orders = [by_month, by_day]
    return _dates(orders, year, today)


def _dates(
    orders: Sequence[tuple[int, int] | None], year: str | None, today: date
) -> list[date] | None:
    """Return the days of (month, day) in any order that makes one."""
    days, refusal = [], None
    for order in dict.fromkeys(orders):
        if order is None:
            continue
        try:
            days.append(in_year(*order, year, today))
        except DomainError as error:
            refusal = refusal or error
        except ValueError:
            continue
    if not days and refusal:
        raise refusal
    return days or None


def beside_weekday(words: str, today: date) -> list[date] | None:
    """Return what "tue 13" may mean if a day is expected; None for other words.

    It is the next 13th if that is a Tuesday, else either is plausible.
    """
    phrase = _NUMBERED_WEEKDAY.fullmatch(words)
    if phrase is None:
        return None
    number = int(phrase["behind"] or phrase["before"])
    weekday = WEEKDAYS.index(phrase["day"] or phrase["later"])
    if not 1 <= number <= 31:
        raise DomainError("when.unreadable")
    months = (months_later(today.replace(day=1), later) for later in range(12))
    numbered = [
        month.replace(day=number)
        for month in months
        if number <= last_of(month.year, month.month).day and month.replace(day=number) >= today
    ]
    near = [day for day in numbered[:2] if day.weekday() == weekday]
    return near[:1] or sorted({numbered[0], coming(weekday, today - DAY)})


def require_named(month: int, day: int) -> None:
    """Raise ``when.no_such_day`` for "aug 32", which is no other number as 8/32 may be."""
    if day > _LONGEST[month - 1]:
        raise DomainError("when.no_such_day", month=month, day=day, most=_LONGEST[month - 1])


def require_day(month: int, day: int, year: int | None) -> None:
    """Raise ``when.no_such_day`` with how many days the month has, for 31 April or 29 February."""
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return
    require_named(month, day)
    if (month, day) == (_FEBRUARY, _LEAP_DAY) and year is not None and not isleap(year):
        leap = next(later for later in range(year, year + 9) if isleap(later))
        raise DomainError("when.no_such_day", month=month, day=day, most=28, next_year=leap)


def in_year(month: int, day: int, year: str | None, today: date) -> date:
    """Return the day in its year, or if that is missing its next occurrence.

    Raises ``when.no_such_day`` as `require_day` does.
    """
    if year is not None:
        number = int(year) + (2000 if len(year) == 2 else 0)
        require_day(month, day, number)
        return date(number, month, day)
    require_day(month, day, None)
    if (month, day) == (_FEBRUARY, _LEAP_DAY):
        # Only a February that is near is meant without its year.
        near = today.year if today <= last_of(today.year, _FEBRUARY) else today.year + 1
        if near > today.year and date(near, _FEBRUARY, 1) - today > _NEAR:
            near = today.year if not isleap(today.year) else near
        require_day(month, day, near)
        return date(near, month, day)
    this_year = date(today.year, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)
