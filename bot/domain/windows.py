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
from bot.domain.times.civil import WEEKDAYS

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
    day = next((n for n, name in enumerate(WEEKDAYS) if name.startswith(match["day"])), None)
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


def _minutes(text: str) -> int | None:
    hours, minutes = (int(part) for part in text.split(":"))
    value = hours * 60 + minutes
    return value if minutes < 60 and value <= DAY else None


def parse_windows(text: str) -> tuple[Window, ...]:
    """Read a ``;`` separated list of windows; an empty text means flexible and gives ``()``."""
    return tuple(sorted({parse_window(part) for part in text.split(";") if part.strip()}))


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
