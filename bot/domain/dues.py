"""When a promise is due, as people type it: "Sunday 7pm", "tomorrow noon", "Oct 3".

A day alone is meant until that evening; an hour alone is its next occurrence. An hour that may be
of the morning or of the evening is asked about, and never guessed.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain import days
from bot.domain.errors import DomainError
from bot.domain.schedule import instant_of

EVENING = time(20)
_SPOKEN = {
    "noon": time(12),
    "midday": time(12),
    "lunch": time(12),
    "morning": time(9),
    "afternoon": time(15),
    "evening": time(19),
    "night": EVENING,
    "tonight": EVENING,
    "end of day": EVENING,
    "eod": EVENING,
}
_WORD = re.compile(rf"\b(?:at |in the |this )?({'|'.join(_SPOKEN)})\b")
_CLOCK = re.compile(
    r"(?:\b(at|@) ?)?(?<![\d/.-])(\d{1,2})(?:[:h.](\d{2}))?"
    r" ?(a\.?m\.?|p\.?m\.?|o'?clock)?(?![\d/.-])"
)
_DAY_BEFORE = re.compile(r"yesterday|(?:last|past) \w+|\d+ (?:day|week|month)s? ago")


@dataclass(frozen=True, slots=True)
class Due:
    """A civil time in the zone it was meant in, and the instant (UTC) that it falls on."""

    day: date
    at: time
    zone: str

    @property
    def instant(self) -> datetime:
        """Return the instant, through gaps and repeated hours as `schedule.instant_of` does."""
        return instant_of(self.day, self.at, self.zone)


def parse(typed: str, now: datetime, zone: str) -> Due:
    """Return the time that `typed` means for somebody in `zone`; it may be over.

    Raises `DomainError` ``due.unreadable``, and ``due.ambiguous`` with the two readings.
    """
    words = " ".join(typed.casefold().replace(",", " ").split())[:80]
    today = now.astimezone(ZoneInfo(zone)).date()
    if _DAY_BEFORE.fullmatch(words):
        return Due(today - timedelta(days=1), EVENING, zone)
    rest, at = _take_time(words, typed)
    day = _day(rest, today)
    if day is None:
        # Nothing but a time: today's, or tomorrow's where that is over.
        if rest or at is None:
            _require_no_bare_hour(rest, today, typed)
            raise DomainError("due.unreadable", typed=typed.strip()[:60])
        due = Due(today, at, zone)
        return due if due.instant > now else Due(today + timedelta(days=1), at, zone)
    return Due(day, at or EVENING, zone)


def find(typed: str, now: datetime, zone: str) -> Due | None:
    """Return the time that `typed` means, or None where it is none."""
    try:
        return parse(typed, now, zone)
    except DomainError as error:
        if error.code == "due.ambiguous":
            raise
        return None


def _take_time(words: str, typed: str) -> tuple[str, time | None]:
    """Return the words without their time of day, and that time."""
    if words in ("tonight", "this evening"):
        return "today", _SPOKEN["tonight"]
    if found := _WORD.search(words):
        return _without(words, found), _SPOKEN[found[1]]
    for found in _CLOCK.finditer(words):
        marker, hour, minute, half = found.groups()
        if minute is None and half is None and marker is None:
            continue  # A bare number belongs to the day: "Oct 3", "in 2 weeks".
        at = _clock(int(hour), int(minute or 0), (half or "")[:1], typed)
        return _without(words, found), at
    return words, None


def _clock(hour: int, minute: int, half: str, typed: str) -> time:
    if half in ("a", "p") and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif half not in ("a", "p") and 1 <= hour <= 11 and minute == 0:
        raise DomainError("due.ambiguous", typed=typed.strip()[:60], hour=hour)
    if hour > 23 or minute > 59:
        raise DomainError("due.unreadable", typed=typed.strip()[:60])
    return time(hour, minute)


def _require_no_bare_hour(words: str, today: date, typed: str) -> None:
    """Ask which half of the day is meant by the 7 of "friday 7"."""
    found = re.fullmatch(r"(?:(.*) )?(\d{1,2})", words)
    if found and 1 <= int(found[2]) <= 11 and (not found[1] or _day(found[1], today)):
        raise DomainError("due.ambiguous", typed=typed.strip()[:60], hour=int(found[2]))


def _without(words: str, found: re.Match[str]) -> str:
    rest = f"{words[: found.start()]} {words[found.end() :]}"
    return re.sub(r"\b(?:at|by|around)\s*$", "", " ".join(rest.split())).strip(" @")


def _day(words: str, today: date) -> date | None:
    if not words:
        return None
    try:
        return days.parse(words, today)
    except DomainError as error:
        past: date | None = error.facts.get("day") if error.code == "day.past" else None
        return past
