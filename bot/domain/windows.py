"""Weekly availability, and the hours that two people share.

A window is civil time ("mon 18:00-20:30" where that person lives). To compare two people, windows
become minutes of a UTC week, with the offsets of one reference day: the cohort's start. The week is
a circle, so a window may pass midnight, and Sunday's may run into Monday.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.errors import DomainError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 24 * 60
WEEK = 7 * DAY
LONGEST_NIGHT = 12 * 60
"""Minutes. A longer window past midnight is one whose ends were swapped."""

_WINDOW = re.compile(
    r"(?P<day>[a-z]+)\.?\s+(?P<start>\d{1,2}:\d{2})\s*[-\u2013]\s*(?P<end>\d{1,2}:\d{2})"
)

Span = tuple[int, int]
"""Minutes of a UTC week, half open; the start lies in the week, the end may lie past it."""


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """One weekly window: `day` 0 is Monday; minutes of that day; `end` may pass midnight."""

    day: int
    start: int
    end: int

    def __str__(self) -> str:
        return f"{DAYS[self.day]} {_clock(self.start)}-{_clock(self.end)}"


def _clock(minutes: int) -> str:
    if minutes > DAY:
        minutes -= DAY
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def parse_window(text: str) -> Window:
    """Parse ``mon 18:00-20:30``; raise `DomainError` with ``window.*`` if it is not valid."""
    match = _WINDOW.fullmatch(text.strip().casefold())
    if match is None or len(match["day"]) < 3:
        raise DomainError("window.unreadable", text=text.strip())
    day = next((n for n, name in enumerate(_LONG_DAYS) if name.startswith(match["day"])), None)
    start, end = _minutes(match["start"]), _minutes(match["end"])
    if day is None or start is None or end is None or start == DAY:
        raise DomainError("window.unreadable", text=text.strip())
    if start == end:
        raise DomainError("window.empty", text=text.strip())
    if end < start:
        end += DAY
        if end - start > LONGEST_NIGHT:
            raise DomainError("window.upside_down", text=text.strip())
    return Window(day, start, end)


_LONG_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _minutes(text: str) -> int | None:
    hours, minutes = (int(part) for part in text.split(":"))
    value = hours * 60 + minutes
    return value if minutes < 60 and value <= DAY else None


def parse_windows(text: str) -> tuple[Window, ...]:
    """Read a ``;`` separated list of windows; an empty text means flexible and gives ``()``."""
    return tuple(sorted({parse_window(part) for part in text.split(";") if part.strip()}))


def read_windows(text: str) -> tuple[Window, ...]:
    """Parse windows as people type them: ``Mon 6pm-8:30pm, wed 18-20`` or one per line.

    Several days may share their hours: ``mon, wed and fri 6-8pm``, ``tue/thu evenings``,
    ``weekdays 18-20``. Raises as `parse_window` does, with the part that could not be read.
    """
    windows: set[Window] = set()
    days: list[str] = []
    for line in _LINES.split(text):
        days = []
        for part in filter(None, map(str.strip, _BETWEEN.split(line))):
            named, hours = _split(part)
            days = [*days, *named] if named else days
            if not hours and named:
                continue
            if not days or (named and not hours):
                raise DomainError("window.unreadable", text=part)
            windows |= {parse_window(_plain(f"{day} {hours}")) for day in days}
            days = []
        if days:
            raise DomainError("window.unreadable", text=line.strip())
    return tuple(sorted(windows))


_LINES = re.compile(r"[;\n]")
_BETWEEN = re.compile(r",|\band\b|\by\b|&", re.IGNORECASE)
_HOURS = re.compile(
    r"^(?P<days>\D*?)\s*(?P<hours>\d.*|(?:mornings?|afternoons?|evenings?|mañanas?|tardes?|noches?))?$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(\w+)\s*(?:[-\u2013\u2014]|\bto\b|\bthrough\b|\bthru\b|\ba\b)\s*(\w+)")
_FILLERS = re.compile(r"^(?:every|on|in the|los|las|el|por la)\s+|\s+(?:in the|por la|from|de)$")
_GROUPS = {
    **dict.fromkeys(("weekdays", "weekday", "entre semana"), DAYS[:5]),
    **dict.fromkeys(("weekends", "weekend", "fines de semana", "fin de semana"), DAYS[5:]),
    **dict.fromkeys(("daily", "day", "any day", "all days", "todos los días", "días"), DAYS),
}
_SPANISH = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
_PARTS_OF_DAY = {
    ("morning", "mañana"): "08:00-12:00",
    ("afternoon", "tarde"): "12:00-17:00",
    ("evening", "noche"): "17:00-21:00",
}


def _split(part: str) -> tuple[list[str], str]:
    """Return the days that a part names, as `parse_window` calls them, and the words of its hours.

    Raises ``window.unreadable`` if what stands before the hours is no day.
    """
    match = _HOURS.match(part)
    words = (match["days"] if match else part).casefold().strip(" .:")
    hours = (match["hours"] or "") if match else ""
    before = None
    while before != words:
        before, words = words, _FILLERS.sub("", words).strip()
    for names, span in _PARTS_OF_DAY.items():
        if hours.casefold().startswith(names):
            hours = span
    if not words:
        return [], hours
    if words in _GROUPS:
        return list(_GROUPS[words]), hours
    if (ends := _RANGE.fullmatch(words)) and (named := [_day(ends[1]), _day(ends[2])]):
        first, last = named
        if first is not None and last is not None:
            return [DAYS[(first + n) % 7] for n in range((last - first) % 7 + 1)], hours
    numbers = [_day(word) for word in re.split(r"[\s/+]+", words)]
    if None in numbers:
        raise DomainError("window.unreadable", text=part)
    return [DAYS[day] for day in numbers if day is not None], hours


def _day(word: str) -> int | None:
    """Return the weekday that a word names, in English or Spanish, from three letters on."""
    plain = _without_accents(word.strip("."))
    for names in (_LONG_DAYS, tuple(map(_without_accents, _SPANISH))):
        for number, name in enumerate(names):
            if len(plain) >= 3 and (name.startswith(plain) or plain == f"{name}s"):
                return number
    return None


def _without_accents(word: str) -> str:
    return word.translate(str.maketrans("áéíóú", "aeiou"))


_HOUR = re.compile(r"(?<![\d:])(\d{1,2})(?::(\d{2}))?\s*([ap])\.?m?\b\.?", re.IGNORECASE)
_BARE_HOUR = re.compile(r"(?<![\d:])(\d{1,2})(?![\d:])")
_BEFORE_DAY = re.compile(r"^(?:every|on)\s+", re.IGNORECASE)
_PLURAL_DAY = re.compile(r"^([a-z]+day)s\b", re.IGNORECASE)
_TO = re.compile(r"\s*(?:\bto\b|\buntil\b|[-\u2013\u2014])\s*", re.IGNORECASE)


def _plain(part: str) -> str:
    """Return one window in the spelling that `parse_window` reads."""
    part = _TO.sub("-", _PLURAL_DAY.sub(r"\1", _BEFORE_DAY.sub("", part)))
    # "6-8pm": pm applies to both ends.
    part = re.sub(r"(\d)-(\d[\d:]*)\s*(pm?)\b", r"\1 \3-\2 \3", part, flags=re.IGNORECASE)
    return _BARE_HOUR.sub(r"\1:00", _HOUR.sub(_of_the_clock, part))


def _of_the_clock(match: re.Match[str]) -> str:
    hours = int(match[1]) % 12 + (12 if match[3].casefold() == "p" else 0)
    return f"{hours:02d}:{match[2] or '00'}" if int(match[1]) <= 12 else match[0]


def format_windows(windows: Iterable[Window]) -> str:
    """Write windows as `parse_windows` reads them."""
    return ";".join(str(window) for window in windows)


def zone_of(name: str) -> ZoneInfo:
    """Return the IANA zone called `name`, or raise ``window.unknown_zone``."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise DomainError("window.unknown_zone", zone=name) from error


def offset_on(zone: str, day: date) -> int:
    """Return the minutes that `zone` is ahead of UTC at local noon of `day`."""
    offset = datetime.combine(day, time(12), tzinfo=zone_of(zone)).utcoffset()
    assert offset is not None
    return round(offset.total_seconds() / 60)


def week_spans(windows: Sequence[Window], zone: str, day: date) -> tuple[Span, ...]:
    """Return `windows` as disjoint spans of a UTC week, joined where they touch.

    Joining matters: 18:00-18:30 and 18:30-19:00 are one unbroken hour, also across Sunday night.
    """
    offset = offset_on(zone, day) if windows else 0
    starts = sorted(
        ((window.day * DAY + window.start - offset) % WEEK, window.end - window.start)
        for window in windows
    )
    joined: list[list[int]] = []
    for start, length in starts:
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], start + length)
        else:
            joined.append([start, start + length])
    while len(joined) > 1 and joined[-1][1] >= joined[0][0] + WEEK:
        first = joined.pop(0)
        joined[-1][1] = max(joined[-1][1], first[1] + WEEK)
    if joined and joined[-1][1] - joined[-1][0] >= WEEK:
        return ((0, WEEK),)
    return tuple((start, end) for start, end in joined)


def common_spans(ours: Sequence[Span], theirs: Sequence[Span]) -> list[Span]:
    """Return the spans that are in both, in order, each with its start inside the week."""
    whole = (0, WEEK)
    if whole in ours or whole in theirs:
        return sorted(theirs if whole in ours else ours)
    common = set()
    for a, b in ours:
        for c, d in theirs:
            for turn in (-WEEK, 0, WEEK):
                start, end = max(a, c + turn), min(b, d + turn)
                if start < end:
                    common.add((start % WEEK, start % WEEK + end - start))
    return sorted(common)


def common_minutes(ours: Sequence[Span], theirs: Sequence[Span]) -> int:
    """Return how many minutes a week are in both."""
    return sum(end - start for start, end in common_spans(ours, theirs))


def longest_common(ours: Sequence[Span], theirs: Sequence[Span]) -> int:
    """Return the longest unbroken stretch that is in both, in minutes."""
    return max((end - start for start, end in common_spans(ours, theirs)), default=0)
