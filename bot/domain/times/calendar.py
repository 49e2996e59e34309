"""Calendar arithmetic: months later, the last of a month, the second Tuesday, holidays."""

from datetime import date, timedelta

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
SATURDAY = 5


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or that month's last day if it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return min(date(year, month, 1) + timedelta(days=day.day - 1), last_of(year, month))


def last_of(year: int, month: int) -> date:
    """Return the last day of a month."""
    after = date(year + month // 12, month % 12 + 1, 1)
    return after - DAY


def monday_of(day: date) -> date:
    """Return the Monday of the week that contains `day`."""
    return day - day.weekday() * DAY


def coming(weekday: int, today: date) -> date:
    """Return the first `weekday` (Monday is 0) after `today`."""
    return today + ((weekday - today.weekday() - 1) % 7 + 1) * DAY


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> date | None:
    """Return the `nth` such weekday of a month (-1 is the last), or None if there is none."""
    if nth < 0:
        last = last_of(year, month)
        return last - (last.weekday() - weekday) % 7 * DAY
    first = date(year, month, 1)
    day = first + ((weekday - first.weekday()) % 7 + 7 * (nth - 1)) * DAY
    return day if day.month == month else None


def working_days_later(day: date, number: int) -> date:
    """Return the day that lies so many days from Monday to Friday after `day`."""
    while number > 0:
        day += DAY
        number -= day.weekday() < SATURDAY
    return day


def easter(year: int) -> date:
    """Return Easter Sunday by the Gregorian rule (Meeus, Jones and Butcher)."""
    a, b, c = year % 19, *divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
