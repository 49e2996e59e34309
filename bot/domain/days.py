"""Days, as people type them: "Feb 1", "in two weeks", "next Friday".

Read without a clock: the caller says which day is today for the person who typed.
"""

import re
from calendar import isleap
from collections.abc import Callable
from datetime import date, timedelta

from bot.domain import spoken_words
from bot.domain.errors import DomainError

MOST_AHEAD_DAYS = 3 * 366

_MONTHS = [
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
]
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_NUMBERS = {
    "a": 1,
    "an": 1,
    "next": 1,
    "one": 1,
    "two": 2,
    "couple": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "un": 1,
    "una": 1,
    "dos": 2,
    "tres": 3,
    "cuatro": 4,
}
# Seen from today.
_PLAIN = {
    "yesterday": -1,
    "last week": -7,
    "today": 0,
    "tonight": 0,
    "tomorrow": 1,
    "overmorrow": 2,
}
_FILLER = re.compile(r"\b(?:on|the|of|by|at|until|del?|el|please)\b")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_DAY_ALONE = re.compile(r"(?:on )?(?:the )?(\d{1,2})(?:st|nd|rd|th)(?: (?:of )?this month)?")
_WEEKEND = re.compile(r"(?:(?:on|by|at|until) )?(?:this |the )?weekend")
# Ends of something whose calendar is the speaker's own.
_UNKNOWN_END = re.compile(
    r"(?:(?:at|by|before|until) )?((?:the )?(?:end|start|beginning) of (?:the |this |my |next )?"
    r"(?:(?:school|academic) )?(?:term|semester|trimester|quarter|rotation|clerkship|block|course|"
    r"season|school|classes|finals|exams?|spring|summer|fall|autumn|winter|break|holidays?|"
    r"vacation))"
)


def parse(typed: str, today: date) -> date:
    """Return the day that `typed` means, seen from `today`.

    A day without a year is its next occurrence; today itself counts. Raises `DomainError`
    ``day.unreadable``, ``day.past`` with the day that was understood, ``day.far``,
    ``day.no_such`` for 31 February, ``day.not_known`` for the end of a term, and ``day.unclear``
    with the ``days`` of a weekend.
    """
    words = spoken_words.plain(typed)
    if unknown := _UNKNOWN_END.fullmatch(words):
        raise DomainError("day.not_known", typed=typed.strip()[:60], what=unknown[1])
    if alone := _DAY_ALONE.fullmatch(words):
        return _coming(int(alone[1]), today, typed)
    if _WEEKEND.fullmatch(words):
        sunday = today + timedelta(days=6 - today.weekday())
        if sunday == today:
            return today
        saturday = sunday - timedelta(days=1)
        raise DomainError("day.unclear", typed=typed.strip()[:60], days=(saturday, sunday))
    words = " ".join(_ORDINAL.sub("", _FILLER.sub(" ", words)).split())
    for reader in _READERS:
        try:
            day = reader(words, today)
        except (ValueError, OverflowError):
            break
        if day is not None:
            return _checked(day, today, typed)
    raise DomainError("day.unreadable", typed=typed.strip()[:60])


def find(typed: str, today: date) -> date | None:
    """Return the day that `typed` means, or None where `parse` would raise."""
    try:
        return parse(typed, today)
    except DomainError:
        return None


def suggestions(today: date) -> tuple[tuple[str, date], ...]:
    """Return days worth offering to somebody who has typed nothing yet."""
    return (
        ("tomorrow", today + timedelta(days=1)),
        ("in a week", today + timedelta(days=7)),
        ("in two weeks", today + timedelta(days=14)),
        ("in a month", months_later(today, 1)),
        ("in three months", months_later(today, 3)),
    )


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or that month's last day where it has none such."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return min(date(year, month, 1) + timedelta(days=day.day - 1), last_of(year, month))


def _checked(day: date, today: date, typed: str) -> date:
    if day < today:
        raise DomainError("day.past", typed=typed.strip()[:60], day=day)
    if day > today + timedelta(days=MOST_AHEAD_DAYS):
        raise DomainError("day.far", typed=typed.strip()[:60], day=day)
    return day


def _coming(number: int, today: date, typed: str) -> date:
    """Return the next day that has this number in its month."""
    for later in range(12):
        month = months_later(today.replace(day=1), later)
        if number <= last_of(month.year, month.month).day and number:
            day = month.replace(day=number)
            if day >= today:
                return day
    raise DomainError("day.unreadable", typed=typed.strip()[:60])


def last_of(year: int, month: int) -> date:
    """Return the last day of a month."""
    after = date(year + month // 12, month % 12 + 1, 1)
    return after - timedelta(days=1)


def _plain(words: str, today: date) -> date | None:
    if words in _PLAIN:
        return today + timedelta(days=_PLAIN[words])
    return None


def _end(words: str, today: date) -> date | None:
    """Read "end of month", "end of next month", "end of year", "end of May" and "in May"."""
    found = re.fullmatch(r"(?:end|in|during|within) (?:this )?(.+)", words)
    if found is None:
        return None
    match found[1]:
        case "month":
            return last_of(today.year, today.month)
        case "next month":
            after = months_later(today.replace(day=1), 1)
            return last_of(after.year, after.month)
        case "year":
            return date(today.year, 12, 31)
    return month_end(found[1], today)


def month_end(words: str, today: date) -> date | None:
    """Return the last day of the month that `words` name, with its year or the next such one."""
    name, _, year = words.partition(" ")
    month = _named(name, _MONTHS)
    if month is None or (year and not re.fullmatch(r"\d{4}", year)):
        return None
    number = int(year) if year else today.year + (month + 1 < today.month)
    return last_of(number, month + 1)


def _relative(words: str, today: date) -> date | None:
    """Read "in 3 days", "two weeks from now", "a month", "next week"."""
    found = re.fullmatch(
        r"(?:in |en |dentro )?(?:a )?(\d{1,4}|[a-z]+) (day|dia|week|semana|month|mes|year|ano)"
        r"(?:e?s)?(?: from (?:now|today)| later| time)?",
        words,
    )
    if found is None:
        return None
    number = _number(found[1])
    if number is None:
        return None
    match found[2]:
        case "day" | "dia":
            return today + timedelta(days=number)
        case "week" | "semana":
            return today + timedelta(weeks=number)
        case "month" | "mes":
            return months_later(today, number)
    return months_later(today, 12 * number)


def _number(word: str) -> int | None:
    return int(word) if word.isdecimal() else _NUMBERS.get(word)


def _weekday(words: str, today: date) -> date | None:
    """Read "friday", "this fri" and "next friday": the coming one, never today."""
    name = words.removeprefix("this ").removeprefix("next ").removeprefix("coming ")
    number = _named(name, _WEEKDAYS)
    if number is None:
        return None
    return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)


def _over(words: str, today: date) -> date | None:
    """Read "3 days ago" and "last friday": days that are refused, as what they are."""
    if words.endswith(" ago"):
        ahead = _relative(words.removesuffix(" ago"), today)
        return None if ahead is None else today - (ahead - today)
    name = words.removeprefix("last ").removeprefix("past ")
    number = _named(name, _WEEKDAYS) if name != words else None
    return (
        None if number is None else today - timedelta(days=(today.weekday() - number - 1) % 7 + 1)
    )


def _iso(words: str, _today: date) -> date | None:
    found = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", words)
    return date(int(found[1]), int(found[2]), int(found[3])) if found else None


def _dotted(words: str, today: date) -> date | None:
    """Read 10.9. and 10.9.2026, which are written so only where the day comes first."""
    found = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})?", words)
    return _in_year(int(found[2]), int(found[1]), found[3], today) if found else None


def _numbers(words: str, today: date) -> date | None:
    """Read 2/1 and 2/1/2027 with the month first, unless only the other order makes a day."""
    found = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?", words)
    if found is None:
        return None
    month, day = int(found[1]), int(found[2])
    if month > 12:
        month, day = day, month
    return _in_year(month, day, found[3], today)


def _spelled(words: str, today: date) -> date | None:
    """Read "feb 1", "1 february 2027" and "february": its first day."""
    found = re.fullmatch(r"([a-z]{3,9}) ?(\d{1,2})?(?: (\d{4}))?", words) or re.fullmatch(
        r"(?P<day>\d{1,2}) ?(?P<month>[a-z]{3,9})(?: (\d{4}))?", words
    )
    if found is None:
        return None
    named = found.groupdict()
    month = _named(named["month"] if named else found[1], _MONTHS)
    if month is None:
        return None
    day = (named["day"] if named else found[2]) or "1"
    return _in_year(month + 1, int(day), found[3], today)


def _in_year(month: int, day: int, year: str | None, today: date) -> date:
    if 1 <= month <= 12 and _LONGEST[month - 1] < day <= 31:
        raise DomainError("day.no_such", month=month, day=day, most=_LONGEST[month - 1])
    if year is not None:
        number = int(year) + (2000 if len(year) == 2 else 0)
        if (month, day) == (2, 29) and not isleap(number):
            raise DomainError("day.no_such", month=month, day=day, most=28)
        return date(number, month, day)
    # Four years hold a February 29.
    for later in range(9):
        if (month, day) == (2, 29) and not isleap(today.year + later):
            continue
        found = date(today.year + later, month, day)
        if found >= today:
            return found
    return date(today.year, month, day)


def _named(word: str, names: list[str]) -> int | None:
    """Return the number of the name that `word` is, or shortens to three letters or more."""
    matching = [
        number for number, name in enumerate(names) if len(word) >= 3 and name.startswith(word)
    ]
    if word == "sept":
        return 8 if len(names) == 12 else None
    return matching[0] if len(matching) == 1 else None


_READERS: tuple[Callable[[str, date], date | None], ...] = (
    _plain,
    _end,
    _relative,
    _over,
    _weekday,
    _iso,
    _dotted,
    _numbers,
    _spelled,
)
