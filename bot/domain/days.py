"""Days, as people type them: "Feb 1", "in two weeks", "next Friday".

Read without a clock: the caller says which day is today for the person who typed.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.domain.errors import DomainError

MOST_AHEAD_DAYS = 3 * 366

_MONTHS = [
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
]
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
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
_PLAIN = {
    "yesterday": -1,
    "gestern": -1,
    "ayer": -1,
    "last week": -7,
    "today": 0,
    "tonight": 0,
    "hoy": 0,
    "tomorrow": 1,
    "tmrw": 1,
    "manana": 1,
    "overmorrow": 2,
}
_FILLER = re.compile(r"\b(?:on|the|of|by|at|until|del?|el|please)\b")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")


def parse(typed: str, today: date) -> date:
    """Return the day that `typed` means, seen from `today`.

    A day without a year is its next occurrence; today itself counts. Raises `DomainError`
    ``day.unreadable``, ``day.past`` with the day that was understood, and ``day.far``.
    """
    words = " ".join(_ORDINAL.sub("", _FILLER.sub(" ", _folded(typed))).split())
    for reader in _READERS:
        try:
            day = reader(words, today)
        except (ValueError, OverflowError):
            # Such as February 30: readable, but no day.
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
    return min(date(year, month, 1) + timedelta(days=day.day - 1), _last_of(year, month))


def _checked(day: date, today: date, typed: str) -> date:
    if day < today:
        raise DomainError("day.past", typed=typed.strip()[:60], day=day)
    if day > today + timedelta(days=MOST_AHEAD_DAYS):
        raise DomainError("day.far", typed=typed.strip()[:60], day=day)
    return day


def _folded(typed: str) -> str:
    text = typed.casefold().replace("ñ", "n").replace(",", " ")
    return re.sub(r"(?<=[a-z])\.", " ", text)[:80]


def _last_of(year: int, month: int) -> date:
    after = date(year + month // 12, month % 12 + 1, 1)
    return after - timedelta(days=1)


def _plain(words: str, today: date) -> date | None:
    if words in _PLAIN:
        return today + timedelta(days=_PLAIN[words])
    if words in ("end month", "end this month"):
        return _last_of(today.year, today.month)
    return None


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
    if year is not None:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    # Four years hold a February 29.
    for later in range(9):
        try:
            found = date(today.year + later, month, day)
        except ValueError:
            continue
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
    _relative,
    _over,
    _weekday,
    _iso,
    _numbers,
    _spelled,
)
