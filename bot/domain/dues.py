"""When a promise is due, as people type it: "Sunday 7pm", "tomorrow noon", "Oct 3".

A day alone is meant until that evening. Everything else is read as any other time is; what may mean
two things is asked about, and never guessed.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain import days, spoken_times
from bot.domain.errors import DomainError
from bot.domain.schedule import instant_of

EVENING = time(20)
_DAY_BEFORE = re.compile(r"yesterday|(?:last|past) \w+|\d+ (?:day|week|month)s? ago")
# By the end of a part of the day, as a promise means it.
_PARTS = {
    "morning": time(12),
    "afternoon": time(17),
    "evening": EVENING,
    "night": EVENING,
    "end of day": EVENING,
    "end of the day": EVENING,
    "eod": EVENING,
}
_PART = re.compile(rf"\b(?:in the |the |this )?({'|'.join(sorted(_PARTS, reverse=True))})\b")


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

    Raises `DomainError` ``due.unreadable``, and ``due.unclear`` with the readings to choose from.
    """
    words = " ".join(typed.casefold().split())[:80]
    today = now.astimezone(ZoneInfo(zone)).date()
    if _DAY_BEFORE.fullmatch(words):
        return Due(today - timedelta(days=1), EVENING, zone)
    part = _PART.search(words)
    rest = " ".join(_PART.sub(" ", words, count=1).split())
    named = _day(rest or "today", today)
    if named is not None:
        return Due(named, _PARTS[part[1]] if part else EVENING, zone)
    try:
        # A bare number after "by" is an hour.
        found = spoken_times.parse(f"at {words}" if words.isdecimal() else typed, now, zone)
    except DomainError as error:
        meant = error.facts.get("meant")
        if meant is None:
            raise _refusal(error, typed) from error
        found = meant
    return Due(found.day, found.at, found.zone)


def find(typed: str, now: datetime, zone: str) -> Due | None:
    """Return the time that `typed` means, or None where it is none; raise ``due.unclear``."""
    try:
        return parse(typed, now, zone)
    except DomainError as error:
        if error.code == "due.unclear":
            raise
        return None


def _refusal(error: DomainError, typed: str) -> DomainError:
    said = typed.strip()[:60]
    if error.code == "time.unclear":
        return DomainError("due.unclear", typed=said, readings=error.facts["readings"])
    return DomainError("due.unreadable", typed=said)


def _day(words: str, today: date) -> date | None:
    try:
        return days.parse(words, today)
    except DomainError as error:
        past: date | None = error.facts.get("day") if error.code == "day.past" else None
        return past
