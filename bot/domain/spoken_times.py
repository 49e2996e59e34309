"""Times, as people say them: "thu 6pm", "tomorrow noon", "every other Tuesday 18:00".

Read without a clock: the caller says what time it is, and where the speaker is. What may mean two
things is never guessed: the readings come with the refusal, to be offered as buttons.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain import days, spoken_days, spoken_hours, spoken_zones, time_zones
from bot.domain.errors import DomainError
from bot.domain.schedule import instant_of
from bot.domain.spoken_days import WEEKDAYS
from bot.domain.spoken_hours import SpokenHour
from bot.domain.spoken_words import plain

MOST_AHEAD_DAYS = 366
MOST_READINGS = 4
LONGEST_RHYTHM_WEEKS = 8

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_PLURAL = re.compile(rf"\b({'|'.join(WEEKDAYS)})s\b")
# What `CivilTime.__str__` writes.
_WRITTEN = re.compile(
    r"(\d{4}-\d{2}-\d{2})[ t](\d{2}:\d{2})(?:,? (before|after) the clocks go back)?"
    r"(?: every (\d{1,2}) days)?(?: \[([\w/+-]+)\])?",
    re.I,
)
# What Discord writes for an instant.
_STAMP = re.compile(r"<t:(-?\d{1,11})(?::[tTdDfFR])?>")
_CHANGE = re.compile(r"\b(before|after) (?:the )?(?:clocks? (?:go|goes|change|changes)|change)\b.*")
_SOON = re.compile(
    r"in (?:(?P<half>half an)|(?P<many>\d{1,3}|an?)) (?P<unit>hours?|h|minutes?|mins?)"
)
_RHYTHM = re.compile(
    r"\b(?:(?P<other>every (?:other|second|2nd) (?:week\b)?|biweekly\b|bi-weekly\b|fortnightly\b|"
    r"every fortnight\b)|every (?P<weeks>\d{1,2}|couple) weeks\b|(?P<week>every week\b|weekly\b|"
    r"every (?!\d)))(?: ?on\b)? ?"
)
_OTHER_RHYTHM = re.compile(
    r"\b(?:daily|monthly|yearly|(?:every|each) (?:day|month|weekday|year))\b"
)
_BETWEEN = re.compile(r"\s*(?:[,;\n]|\bor\b|\band\b|\boder\b)\s*", re.I)


@dataclass(frozen=True, slots=True)
class CivilTime:
    """A wall time as it was meant; with `every_days` it is the first of a series.

    Where the clocks go back, an hour comes twice; the second of the two has `at.fold`.
    """

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

    @property
    def comes_twice(self) -> bool:
        """Whether clocks show this time twice on that day, since they go back then."""
        first, second = (
            instant_of(self.day, self.at.replace(fold=fold), self.zone) for fold in (0, 1)
        )
        return first != second

    def __str__(self) -> str:
        rhythm = f" every {self.every_days} days" if self.every_days else ""
        which = f", {which_of_two(self)}" if self.comes_twice else ""
        return f"{self.day.isoformat()} {self.at:%H:%M}{which}{rhythm} [{self.zone}]"


def which_of_two(one: CivilTime) -> str:
    """Say which is meant of the two times that show the same on the clock."""
    return f"{'after' if one.at.fold else 'before'} the clocks go back"


def civil(instant: datetime, zone: str, every_days: int | None = None) -> CivilTime:
    """Return what a clock in `zone` shows at `instant`, to the minute."""
    local = instant.astimezone(ZoneInfo(zone))
    at = time(local.hour, local.minute, fold=local.fold)
    return CivilTime(local.date(), at, zone, every_days)


def parse(typed: str, now: datetime, zone: str) -> CivilTime:
    """Return the time that `typed` means, said at `now` by somebody in `zone`.

    Raises `DomainError` with ``typed`` and with ``readings``, the times to offer instead:
    ``time.unreadable``, ``time.needs_hour``, ``time.unclear``, ``time.past``, ``time.far``,
    ``time.rhythm``, ``time.no_such_day`` and ``time.not_known`` as `days.parse`, and ``time.gap``
    for an hour that a spring change leaves out.
    """
    if written := _WRITTEN.fullmatch(typed.strip()):
        meant = _as_written(written, zone, typed)
        return _only([meant] if written[3] else _both(meant), now, typed)
    if stamp := _STAMP.search(typed):
        return _checked(_at_stamp(int(stamp[1]), zone, typed), now, typed)
    words = plain(typed)
    if soon := _SOON.fullmatch(words):
        return civil(_rounded_up(now + _span(soon)), zone)
    if _OTHER_RHYTHM.search(words):
        raise DomainError("time.rhythm", typed=typed.strip()[:60], readings=())
    words, which = _take_change(words)
    words, zone = spoken_zones.take(words, zone)
    words, every_days = _take_rhythm(words, typed)
    hour = spoken_hours.find(words)
    if not hour.said:
        hour = _hour_beside_day(words, hour, now, zone)
    if not hour.times:
        raise DomainError("time.unreadable", typed=typed.strip()[:60], readings=())
    found = [
        one for each in _combine(hour, every_days, now, zone, typed) for one in _both(each, which)
    ]
    if not hour.said:
        if not hour.rest:
            raise DomainError("time.unreadable", typed=typed.strip()[:60], readings=())
        raise DomainError("time.needs_hour", typed=typed.strip()[:60], readings=_ahead(found, now))
    return _only(found, now, typed)


def is_exact(typed: str) -> bool:
    """Whether it is written as `CivilTime.__str__` or Discord writes a time."""
    return bool(_WRITTEN.fullmatch(typed.strip()) or _STAMP.search(typed))


def several(typed: str, now: datetime, zone: str) -> tuple[str, ...]:
    """Return "thu 6pm, fri 5pm" as two times, and what is one time as it is.

    What an earlier one says of the day, a later one of the hour, or any of the zone, is said of
    the others too.
    """
    parts = [part for part in _BETWEEN.split(typed.strip()) if part]
    if len(parts) < 2 or _is_one(typed, now, zone):
        return (typed,)
    _, named = spoken_zones.take(plain(typed), zone)
    days_said: list[str] = []
    for part in parts:
        words, _ = spoken_zones.take(plain(part), named)
        days_said.append(spoken_hours.find(words).rest or (days_said[-1] if days_said else ""))
    found, said = [], ""
    for part, day in zip(reversed(parts), reversed(days_said), strict=True):
        words, _ = spoken_zones.take(plain(part), named)
        said = " ".join(word for word in words.split() if word not in day.split()) or said
        one = f"{day} {said}".strip()
        found.append(one if named == zone else f"{one} {named}")
    if all(_is_one(one, now, zone) for one in found):
        return tuple(reversed(found))
    return (typed,)


def _is_one(typed: str, now: datetime, zone: str) -> bool:
    try:
        parse(typed, now, zone)
    except DomainError as error:
        return error.code != "time.unreadable"
    return True


def _both(one: CivilTime, which: str = "") -> list[CivilTime]:
    """Return the two times that a clock shows alike when it goes back, or the one there is.

    A series is meant by its wall time, and begins with the first of the two.
    """
    if one.every_days or not one.comes_twice:
        return [one]
    folds = {"before": (0,), "after": (1,)}.get(which, (0, 1))
    return [replace(one, at=one.at.replace(fold=fold)) for fold in folds]


def _take_change(words: str) -> tuple[str, str]:
    """Take "after the clocks go back" out of the words, and say which it is."""
    found = _CHANGE.search(words)
    return (words[: found.start()].strip(), found[1]) if found else (words, "")


def _at_stamp(seconds: int, zone: str, typed: str) -> CivilTime:
    try:
        return civil(datetime.fromtimestamp(seconds, UTC), zone)
    except (ValueError, OverflowError, OSError) as error:
        raise DomainError("time.unreadable", typed=typed.strip()[:60], readings=()) from error


def _as_written(written: re.Match[str], zone: str, typed: str) -> CivilTime:
    try:
        day, at = date.fromisoformat(written[1]), time.fromisoformat(written[2])
    except ValueError as error:
        raise DomainError("time.unreadable", typed=typed.strip()[:60], readings=()) from error
    if written[5]:
        zone = time_zones.resolve(written[5])
    every_days = int(written[4]) if written[4] else None
    return CivilTime(day, at.replace(fold=written[3] == "after"), zone, every_days)


def _rounded_up(instant: datetime) -> datetime:
    past = timedelta(minutes=instant.minute % 5, seconds=instant.second)
    whole = instant.replace(second=0, microsecond=0)
    return whole if not past else whole - timedelta(minutes=instant.minute % 5 - 5)


def _span(soon: re.Match[str]) -> timedelta:
    if soon["half"]:
        return timedelta(minutes=30)
    word = soon["many"]
    many = int(word) if word.isdecimal() else 1
    return timedelta(hours=many) if soon["unit"].startswith("h") else timedelta(minutes=many)


def _take_rhythm(words: str, typed: str) -> tuple[str, int | None]:
    found = _RHYTHM.search(words)
    if found is None:
        plural = _PLURAL.search(words)
        if plural is None:
            return words, None
        return words[: plural.end() - 1] + words[plural.end() :], 7
    weeks = 2 if found["other"] else 1
    if word := found["weeks"]:
        weeks = int(word) if word.isdecimal() else 2
    if not 1 <= weeks <= LONGEST_RHYTHM_WEEKS:
        raise DomainError("time.rhythm", typed=typed.strip()[:60], readings=())
    rest = f"{words[: found.start()]} {words[found.end() :]}"
    return " ".join(_PLURAL.sub(r"\1", rest).split()), 7 * weeks


def _hour_beside_day(words: str, offered: SpokenHour, now: datetime, zone: str) -> SpokenHour:
    """Read "thu 6", "fri 1830" and "feb 1 4"; the 1 of "feb 1" is a day and no hour."""
    today = now.astimezone(ZoneInfo(zone)).date()
    if days.find(words, today):
        return offered
    for hour in spoken_hours.beside_day(words):
        if not hour.rest or _names_day(hour.rest, today, zone):
            return hour
    return offered


def _names_day(words: str, today: date, zone: str) -> bool:
    try:
        return bool(words and spoken_days.meanings(words, today, zone))
    except DomainError:
        return False


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
    if not re.sub(r"\b(?:on|at|the)\b", "", words).strip():
        if every_days:
            raise DomainError("time.unreadable", typed=typed.strip()[:60], readings=())
        return [today, today + _DAY]
    if days.month_end(words.removeprefix("in "), today):
        # The May of "May 5 pm" is no day.
        raise DomainError("time.unreadable", typed=typed.strip()[:60], readings=())
    try:
        return spoken_days.meanings(words, today, zone, again=bool(every_days))
    except DomainError as error:
        raise _refusal(error, typed) from error


def _refusal(error: DomainError, typed: str) -> DomainError:
    said = typed.strip()[:60]
    match error.code:
        case "day.far":
            return DomainError("time.far", typed=said, readings=())
        case "day.no_such":
            return DomainError("time.no_such_day", **error.facts, typed=said, readings=())
        case "day.not_known":
            return DomainError("time.not_known", **{**error.facts, "typed": said, "readings": ()})
    return DomainError("time.unreadable", typed=said, readings=())


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
