"""When a promise is due, as people type it: "Sunday 7pm", "tomorrow noon", "Oct 3", "in May".

A day alone is meant until that evening. Everything else is read as any other time is; what may mean
two things is asked about, and never guessed.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain import days, spoken_days, spoken_times, spoken_zones
from bot.domain.errors import DomainError
from bot.domain.schedule import instant_of
from bot.domain.spoken_times import CivilTime
from bot.domain.spoken_words import plain

EVENING = time(20)
MID_MONTH = 15
_DAY = timedelta(days=1)
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
_LEAD = re.compile(r"(?:(by|until|till|before|due(?: on)?|no later than|in|during|on) )?(.*)")
_CHOICE = re.compile(r" (?:or|and|oder|und) |(?<=[a-z])/(?=[a-z])")


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

    Raises `DomainError` ``due.unreadable``, ``due.unclear`` and ``due.needs_day`` with the readings
    to choose from, ``due.no_such_day`` for 31 February, and ``due.not_known`` for the end of a
    term.
    """
    if spoken_times.is_exact(typed):
        readings = _spoken(typed, typed, now, zone)
    else:
        choices = _CHOICE.split(plain(typed))
        readings = [one for each in choices for one in _readings(each, typed, now, zone)]
    # By instant, since an hour that comes twice reads alike.
    ahead = tuple({one.instant: one for one in readings if one.instant > now}.values())
    if len(ahead) > 1:
        most = spoken_times.MOST_READINGS
        raise DomainError("due.unclear", typed=typed.strip()[:60], readings=ahead[:most])
    found = (ahead or readings)[0]
    return Due(found.day, found.at, found.zone)


def _readings(words: str, typed: str, now: datetime, zone: str) -> list[CivilTime]:
    """Return every time that one wording may mean."""
    words, zone = spoken_zones.take(words, zone)
    today = now.astimezone(ZoneInfo(zone)).date()
    lead, rest = _led(words)
    if not rest:
        raise DomainError("due.unreadable", typed=typed.strip()[:60])
    if last := days.month_end(rest, today):
        return [CivilTime(_of_month(last, lead, typed, zone, now), EVENING, zone)]
    part = _PART.search(rest)
    day = " ".join(_PART.sub(" ", rest, count=1).split())
    try:
        named = spoken_days.meanings(day or "today", today, zone)
    except DomainError as error:
        if error.code in ("day.no_such", "day.not_known"):
            raise _refusal(error, typed) from error
    else:
        return [CivilTime(one, _PARTS[part[1]] if part else EVENING, zone) for one in named]
    # A bare number after "by" is an hour.
    hour = f"at {rest}" if rest.isdecimal() else rest
    return _spoken(words if lead == "in" else hour, typed, now, zone)


def _led(words: str) -> tuple[str, str]:
    """Return the preposition that leads, if any, and what it leads."""
    found = _LEAD.fullmatch(words)
    return (found[1] or "", found[2]) if found else ("", words)


def _of_month(last: date, lead: str, typed: str, zone: str, now: datetime) -> date:
    """Return the day that a month's name means: "by May" and "in May" last, alone it is none.

    Of a month that is over it is the last as well: there is nothing left to choose from.
    """
    if lead == "before":
        return last.replace(day=1) - _DAY
    if lead not in ("", "on"):
        return last
    days_of_it = (last.replace(day=1), last.replace(day=MID_MONTH), last)
    readings = (CivilTime(day, EVENING, zone) for day in days_of_it)
    ahead = tuple(one for one in readings if one.instant > now)
    if not ahead:
        return last
    raise DomainError("due.needs_day", typed=typed.strip()[:60], readings=ahead)


def _spoken(words: str, typed: str, now: datetime, zone: str) -> list[CivilTime]:
    try:
        return [spoken_times.parse(words, now, zone)]
    except DomainError as error:
        match error.code:
            case "time.unclear":
                return list(error.facts["readings"])
            case "time.past" | "time.gap":
                return [error.facts["meant"]]
        raise _refusal(error, typed) from error


def _refusal(error: DomainError, typed: str) -> DomainError:
    facts = {**error.facts, "typed": typed.strip()[:60]}
    facts.pop("readings", None)
    match error.code:
        case "day.no_such" | "time.no_such_day":
            return DomainError("due.no_such_day", **facts)
        case "day.not_known" | "time.not_known":
            return DomainError("due.not_known", **facts)
    return DomainError("due.unreadable", typed=facts["typed"])
