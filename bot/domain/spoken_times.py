"""Times, as people say them: "thu 6pm", "tomorrow noon", "every other Tuesday 18:00".

Read without a clock: the caller says what time it is, and where the speaker is. What may mean two
things is never guessed: the readings come with the refusal, to be offered as buttons.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain import days, spoken_hours, time_zones
from bot.domain.errors import DomainError
from bot.domain.schedule import instant_of
from bot.domain.spoken_hours import SpokenHour

MOST_AHEAD_DAYS = 366
MOST_READINGS = 4
LONGEST_RHYTHM_WEEKS = 8

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_WEEKDAY = r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*"
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMES = (
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    *("tues", "weds", "thur", "thurs"),
    *_WEEKDAYS,
)
_NUMBERS = {"a": 1, "one": 1, "two": 2, "couple": 2, "three": 3, "four": 4, "six": 6, "eight": 8}
# What `CivilTime.__str__` writes.
_WRITTEN = re.compile(
    r"(\d{4}-\d{2}-\d{2})[ t](\d{2}:\d{2})(?: every (\d{1,2}) days)?(?: \[([\w/+-]+)\])?", re.I
)
_SOON = re.compile(
    r"in (?:(?P<half>half an)|(?P<many>\d{1,3}|an?|one|two|three|four)) "
    r"(?P<unit>hours?|h|minutes?|mins?)"
)
_RHYTHM = re.compile(
    r"\b(?:(?P<other>every (?:other|second|2nd) (?:week\b)?|biweekly\b|bi-weekly\b|fortnightly\b|"
    r"every fortnight\b)|every (?P<weeks>\w+) weeks\b|(?P<week>every week\b|weekly\b|every ))"
    r"(?: ?on\b)? ?"
)
_OTHER_RHYTHM = re.compile(
    r"\b(?:daily|monthly|yearly|(?:every|each) (?:day|month|weekday|year))\b"
)
_ZONE = re.compile(
    r" ?\(?\b(?:in )?(?P<zone>[ecmp][sd]?t|eastern|central|mountain|pacific|alaska|hawaii|hst|gmt|"
    r"utc|bst|cet|ist|[a-z]+/[a-z_/+-]+)(?: time)?\)?$"
)
_AROUND = re.compile(r"[,;?!~]|\b(?:how about|what about|maybe|perhaps|around|about|let's say)\b")
# Where people write the month first. Elsewhere 3/4 may be either, and is asked about.
_MONTH_FIRST = re.compile(
    r"America/(?:New_York|Chicago|Denver|Los_Angeles|Phoenix|Anchorage|Boise|Detroit|Indiana/.*|"
    r"Kentucky/.*|North_Dakota/.*|Puerto_Rico)|Pacific/Honolulu|US/.*"
)


@dataclass(frozen=True, slots=True)
class CivilTime:
    """A wall time as it was meant; with `every_days` it is the first of a series."""

    day: date
    at: time
    zone: str
    every_days: int | None = None

    @property
    def instant(self) -> datetime:
        """Return the instant, UTC; see `schedule.instant_of` for gaps and repeated hours."""
        return instant_of(self.day, self.at, self.zone)

    @property
    def exists(self) -> bool:
        """Whether clocks show this time on that day, and don't jump over it."""
        shown = self.instant.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)
        return shown == datetime.combine(self.day, self.at)

    def __str__(self) -> str:
        rhythm = f" every {self.every_days} days" if self.every_days else ""
        return f"{self.day.isoformat()} {self.at:%H:%M}{rhythm} [{self.zone}]"


def civil(instant: datetime, zone: str, every_days: int | None = None) -> CivilTime:
    """Return what a clock in `zone` shows at `instant`, to the minute."""
    local = instant.astimezone(ZoneInfo(zone))
    return CivilTime(local.date(), time(local.hour, local.minute), zone, every_days)


def parse(typed: str, now: datetime, zone: str) -> CivilTime:
    """Return the time that `typed` means, said at `now` by somebody in `zone`.

    Raises `DomainError` with ``typed`` and with ``readings``, the times to offer instead:
    ``time.unreadable``, ``time.needs_hour``, ``time.unclear``, ``time.past``, ``time.far``,
    ``time.rhythm``, and ``time.gap`` for an hour that a spring change leaves out.
    """
    if written := _WRITTEN.fullmatch(typed.strip()):
        return _checked(_as_written(written, zone, typed), now, typed)
    words = _folded(typed)
    if soon := _SOON.fullmatch(words):
        return civil(_rounded_up(now + _span(soon)), zone)
    if _OTHER_RHYTHM.search(words):
        raise DomainError("time.rhythm", typed=typed.strip()[:60], readings=())
    words, zone = _take_zone(words, zone, typed)
    words, every_days = _take_rhythm(words, typed)
    hour = spoken_hours.find(words)
    if not hour.said:
        hour = _hour_at_end(words, hour, now, zone)
    if not hour.times:
        raise DomainError("time.unreadable", typed=typed.strip()[:60], readings=())
    found = _combine(hour, every_days, now, zone, typed)
    if not hour.said:
        if not hour.rest:
            raise DomainError("time.unreadable", typed=typed.strip()[:60], readings=())
        raise DomainError("time.needs_hour", typed=typed.strip()[:60], readings=_ahead(found, now))
    return _only(found, now, typed)


def _as_written(written: re.Match[str], zone: str, typed: str) -> CivilTime:
    try:
        day, at = date.fromisoformat(written[1]), time.fromisoformat(written[2])
    except ValueError as error:
        raise DomainError("time.unreadable", typed=typed.strip()[:60], readings=()) from error
    if written[4]:
        zone = time_zones.resolve(written[4])
    return CivilTime(day, at, zone, int(written[3]) if written[3] else None)


def _folded(typed: str) -> str:
    text = typed.casefold().replace("\u2013", "-").replace("\u2019", "'")
    return " ".join(_AROUND.sub(" ", text).split())[:100]


def _rounded_up(instant: datetime) -> datetime:
    past = timedelta(minutes=instant.minute % 5, seconds=instant.second)
    whole = instant.replace(second=0, microsecond=0)
    return whole if not past else whole - timedelta(minutes=instant.minute % 5 - 5)


def _span(soon: re.Match[str]) -> timedelta:
    if soon["half"]:
        return timedelta(minutes=30)
    word = soon["many"]
    many = int(word) if word.isdecimal() else _NUMBERS.get(word, 1)
    return timedelta(hours=many) if soon["unit"].startswith("h") else timedelta(minutes=many)


def _take_zone(words: str, zone: str, typed: str) -> tuple[str, str]:
    found = _ZONE.search(words)
    if found is None:
        return words, zone
    try:
        named = time_zones.resolve(found["zone"])
    except DomainError as error:
        raise DomainError("time.unreadable", typed=typed.strip()[:60], readings=()) from error
    return words[: found.start()].strip(), named


def _take_rhythm(words: str, typed: str) -> tuple[str, int | None]:
    found = _RHYTHM.search(words)
    if found is None:
        plural = re.search(rf"\b({'|'.join(_NAMES[:7])})s\b", words)
        if plural is None:
            return words, None
        return words[: plural.end() - 1] + words[plural.end() :], 7
    weeks = 2 if found["other"] else 1
    if word := found["weeks"]:
        weeks = int(word) if word.isdecimal() else _NUMBERS.get(word, 0)
    if not 1 <= weeks <= LONGEST_RHYTHM_WEEKS:
        raise DomainError("time.rhythm", typed=typed.strip()[:60], readings=())
    rest = f"{words[: found.start()]} {words[found.end() :]}"
    rest = re.sub(rf"\b({'|'.join(_NAMES[:7])})s\b", r"\1", rest)
    return " ".join(rest.split()), 7 * weeks


def _hour_at_end(words: str, offered: SpokenHour, now: datetime, zone: str) -> SpokenHour:
    """Read "thu 6" and "feb 1 4"; the 1 of "feb 1" is a day and no hour."""
    today = now.astimezone(ZoneInfo(zone)).date()
    hour = spoken_hours.last_number(words)
    if hour is None or days.find(words, today) or not days.find(hour.rest, today):
        return offered
    return hour


def _combine(
    hour: SpokenHour, every_days: int | None, now: datetime, zone: str, typed: str
) -> list[CivilTime]:
    """Return every time that the words may mean, in order, past ones included."""
    today = now.astimezone(ZoneInfo(zone)).date()
    named = _days(hour.rest, today, every_days, zone, typed)
    if hour.is_midnight:
        named = [day + shift * _DAY for day in named for shift in (0, 1)]
    found = {CivilTime(day, at, zone, every_days) for day in named for at in hour.times}
    if not hour.rest and hour.said:
        # An hour alone is its next occurrence.
        coming = [min(_ahead([*found], now, of=at), default=None, key=_order) for at in hour.times]
        return sorted((one for one in coming if one), key=_order)
    return sorted(found, key=_order)


def _days(words: str, today: date, every_days: int | None, zone: str, typed: str) -> list[date]:
    words = re.sub(r"\b(?:on|at|the)\b", " ", words)
    words = " ".join(words.split())
    if not words:
        if every_days:
            raise DomainError("time.unreadable", typed=typed.strip()[:60], readings=())
        return [today, today + _DAY]
    if found := _weekday(words, today, every_days):
        return found
    if found := _named_date(words, today):
        return found
    try:
        first = days.parse(words, today)
    except DomainError as error:
        if error.code == "day.past":
            return [error.facts["day"]]
        code = "time.far" if error.code == "day.far" else "time.unreadable"
        raise DomainError(code, typed=typed.strip()[:60], readings=()) from error
    swapped = re.sub(r"^(\d{1,2})([/.-])(\d{1,2})", r"\3\2\1", words)
    other = days.find(swapped, today) if swapped != words else None
    if other in (None, first) or _MONTH_FIRST.fullmatch(zone):
        return [first]
    assert other is not None
    return [first, other]


def _weekday(words: str, today: date, every_days: int | None) -> list[date]:
    """Return the days that a weekday may mean; none when the words are no weekday.

    "Next Tuesday" is the one of next week; said on a Monday it may be tomorrow as well.
    """
    in_week = re.fullmatch(
        rf"(?:next week|in (?P<many>\w+) weeks?) (?P<first>{_WEEKDAY})"
        rf"|(?P<last>{_WEEKDAY}) (?:next week|in (?P<number>\w+) weeks?)",
        words,
    )
    if in_week:
        name = in_week["first"] or in_week["last"]
        word = in_week["many"] or in_week["number"] or "one"
        weeks = int(word) if word.isdecimal() else _NUMBERS.get(word, 0)
        if name not in _NAMES or not weeks:
            return []
        monday = today - today.weekday() * _DAY
        return [monday + weeks * _WEEK + _WEEKDAYS.index(name[:3]) * _DAY]
    prefix, _, name = words.rpartition(" ")
    if name not in _NAMES or prefix not in ("", "this", "next", "coming"):
        return []
    ahead = (_WEEKDAYS.index(name[:3]) - today.weekday()) % 7
    coming = today + (ahead or 7) * _DAY
    if prefix == "next" and not every_days:
        this_week = coming.weekday() > today.weekday()
        return [coming, coming + _WEEK] if this_week else [coming]
    if ahead == 0:
        return [today, coming]
    return [coming]


def _named_date(words: str, today: date) -> list[date]:
    """Read "thursday 3 september"; a weekday that is not that date's is asked about."""
    name, _, rest = words.partition(" ")
    named = days.find(rest, today) if name in _NAMES and rest else None
    if named is None:
        return []
    if _WEEKDAYS[named.weekday()] == name[:3]:
        return [named]
    return [named, *_weekday(name, today, None)]


def _order(one: CivilTime) -> tuple[datetime, time]:
    return (one.instant, one.at)


def _ahead(found: list[CivilTime], now: datetime, of: time | None = None) -> tuple[CivilTime, ...]:
    future = [one for one in found if one.instant > now and of in (None, one.at)]
    return tuple(sorted(future, key=_order)[:MOST_READINGS])


def _only(found: list[CivilTime], now: datetime, typed: str) -> CivilTime:
    future = _ahead(found, now)
    if len(future) > 1 and future[0].every_days and len({one.at for one in future}) == 1:
        # A series that may begin today begins today.
        future = future[:1]
    if len(future) > 1:
        raise DomainError("time.unclear", typed=typed.strip()[:60], readings=future)
    return _checked((future or tuple(found))[0], now, typed)


def _checked(one: CivilTime, now: datetime, typed: str) -> CivilTime:
    said = typed.strip()[:60]
    if one.instant <= now:
        readings = dict.fromkeys((_after(one, now, _DAY), _after(one, now, _WEEK)))
        raise DomainError("time.past", typed=said, meant=one, readings=tuple(readings))
    if one.instant > now + timedelta(days=MOST_AHEAD_DAYS):
        raise DomainError("time.far", typed=said, readings=())
    if not one.exists:
        shown = civil(one.instant, one.zone, one.every_days)
        raise DomainError("time.gap", typed=said, meant=one, readings=(shown,))
    return one


def _after(one: CivilTime, now: datetime, step: timedelta) -> CivilTime:
    """Return the same wall time on the first day after `now`, so many steps after `one`."""
    steps = max(1, (now - one.instant) // step)
    while instant_of(one.day + steps * step, one.at, one.zone) <= now:
        steps += 1
    return CivilTime(one.day + steps * step, one.at, one.zone, one.every_days)
