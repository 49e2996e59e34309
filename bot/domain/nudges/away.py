"""Time away: reading its days, and the time they cover."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.domain.errors import DomainError
from bot.domain.nudges.policy import Stretch
from bot.domain.schedule import instant_of
from bot.domain.times import reader
from bot.domain.times.reader import Asker
from bot.domain.typed_text import clean

LONGEST_DAYS = 92
NOTE_LIMIT = 300
DAY = timedelta(days=1)
_WEEKDAY = re.compile(r"(?:(?:on|this|next|coming) )?(?:mon|tue|wed|thu|fri|sat|sun)")
# Nothing becomes due on the day of the return itself.
GRACE = timedelta(days=2)
WELCOME_AT = time(9)


@dataclass(frozen=True, slots=True)
class Absence:
    """The first and the last day, on the person's own calendar."""

    first: date
    last: date
    zone: str

    @property
    def back_on(self) -> date:
        """Return the day of the return."""
        return self.last + DAY

    @property
    def due_from(self) -> date:
        """Return the day on which what fell into it becomes due instead."""
        return self.last + GRACE

    @property
    def welcome_at(self) -> datetime:
        """Return when the welcome-back message is sent."""
        return instant_of(self.back_on, WELCOME_AT, self.zone)

    def stretch(self, now: datetime) -> Stretch:
        """Return the interval it covers, from now at the earliest."""
        begins = instant_of(self.first, time(0), self.zone)
        return Stretch(max(begins, now), instant_of(self.back_on, time(0), self.zone))

    def shared_with(self, other: "Absence") -> tuple[date, date] | None:
        """Return the days that both absences share, or None."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return (first, last) if first <= last else None


def read(typed_from: str, typed_until: str, asker: Asker) -> Absence:
    """Return the days that someone typed.

    A first day in the past means today. Raises `DomainError` ``away.past``, ``away.reversed``,
    ``away.long``, and as `reader.require` does, then with the ``field`` that it is about.
    """
    first = _day(typed_from, "from", asker)
    last = _last_day(typed_until, first, asker)
    if last < first:
        raise DomainError("away.reversed", first=first, last=last, today=asker.today)
    if last < asker.today:
        raise DomainError("away.past", last=last, today=asker.today)
    first = max(first, asker.today)
    if (last - first).days >= LONGEST_DAYS:
        raise DomainError("away.long", most=LONGEST_DAYS)
    return Absence(first, last, asker.zone)


def _day(typed: str, field: str, asker: Asker, since: date = date.min) -> date:
    """Return the day that was typed, even a past one.

    Of several readings only those `since` count.
    """
    try:
        return reader.day(typed, asker)
    except DomainError as error:
        if error.code == "when.past":
            past: date = error.facts["day"]
            return past
        left = [day for day in error.facts.get("readings", ()) if day >= since]
        if len(left) == 1:
            only: date = left[0]
            return only
        raise DomainError(error.code, **error.facts, field=field) from error


def _last_day(typed: str, first: date, asker: Asker) -> date:
    """Read the last day: "for a week" counts from the first, "Sunday" is the one after it."""
    words = typed.strip().casefold()
    from_first = replace(asker, now=instant_of(max(first, asker.today), WELCOME_AT, asker.zone))
    if words.startswith("for "):
        return _day(words.removeprefix("for "), "until", from_first) - DAY
    last = _day(typed, "until", asker, first)
    if last >= first:
        return last
    # A weekday before the first day means the next one after it; a date is a typo.
    return _day(typed, "until", from_first) if _WEEKDAY.match(words) else last


def check_note(note: str) -> str:
    """Return the note for the partner; raise `DomainError` ``away.note_long``."""
    note = clean(note)
    if len(note) > NOTE_LIMIT:
        raise DomainError("away.note_long", most=NOTE_LIMIT)
    return note
