"""The one parser of days, hours, and times: the same words mean the same in every command and file.

It uses no clock: the caller says what time it is, where the speaker is, and what is expected. It
never guesses: every plausible reading is returned, to be chosen from.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.errors import DomainError
from bot.domain.times import calendar, dates, days, hours, rhythms, written, zone_words
from bot.domain.times.civil import WEEKDAYS, CivilTime, Monthly, both, civil
from bot.domain.times.hours import TypedHour
from bot.domain.times.normalize import plain, spelled_out, with_colons
from bot.domain.times.rhythms import ONCE, Rhythm

MOST_AHEAD = timedelta(days=3 * 366)
MOST_AHEAD_OF_MEETING = timedelta(days=366)
MOST_READINGS = 4
LONGEST_SAID = 60
EVENING = time(20)
_NOON = time(12)
LAST_MINUTE = time(23, 59)
_PAST_NOON = re.compile(r"\b(?:1[3-9]|[23]\d)\b")
_MINUTE_BEFORE_NOON = time(11, 59)
# Until then, "tomorrow" may be the day that has just begun.
_SMALL_HOURS = 4
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
# The end of a part of the day, as a deadline means it; "end of day" may be that of work.
_PARTS = {
    "morning": (time(12),),
    "afternoon": (time(17),),
    "evening": (EVENING,),
    "night": (EVENING,),
    "eod": (time(17), EVENING, LAST_MINUTE),
    "firstthing": (time(8), time(9)),
}
_CHANGE = re.compile(r"\b(before|after) (?:the )?(?:clocks? (?:go|goes|change|changes)|change)\b.*")
_LED = re.compile(
    r"(?:(?P<lead>by|until|till|before|due(?: on| by)?|no later than|not later than) )?(?P<rest>.*)"
)
# "Friday by noon" and "tomorrow before 5": the hour follows the day that it is on.
_HOUR_LED = re.compile(
    r"(?<=\w)(?<!quarter)(?<!minutes)(?<!\bday)(?<!\bdays)(?<!\bweek)(?<!weeks) "
    r"(?:by|before|no later than) (?:at )?"
    r"(?=(?:(?:\d{1,2}(?::\d{2})?|\d{3,4}) ?(?:am|pm|o'clock|h)?|noon|midnight|cob|eod)$)"
)
_CHOICE = re.compile(r" (?:or|and|oder|und|&) |(?<=[a-z])/(?=[a-z])| ?, ?|(?<=[a-z]) / (?=[a-z])")
_NEIGHBOURS = re.compile(rf"\b({'|'.join(WEEKDAYS)}) (?=(?:{'|'.join(WEEKDAYS)})\b)")


class Expects(Enum):
    """What the words should name."""

    DAY = "day"
    DEADLINE = "deadline"
    MEETING = "meeting"
    HOUR = "hour"


Value = date | CivilTime | time


@dataclass(frozen=True, slots=True)
class Understood:
    """The one thing that was meant."""

    value: Value


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Two or more possible meanings, soonest first, each complete."""

    readings: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing usable: the reason, with facts and alternatives to offer."""

    code: str
    facts: dict[str, Any]


Outcome = Understood | Ambiguous | Refused


@dataclass(frozen=True, slots=True)
class Asker:
    """Who typed: the moment, their zone and language, and when their next meeting starts.

    `said_on` is their day if they named a zone where it may be another one.
    """

    now: datetime
    zone: str
    language: str = ""
    next_meeting: datetime | None = None
    said_on: date | None = None

    @property
    def today(self) -> date:
        """Return which day it is for them."""
        return self.said_on or self.now.astimezone(ZoneInfo(self.zone)).date()


def read(typed: str, expects: Expects, asker: Asker) -> Outcome:
    """Return what `typed` means.

    A refusal's code is ``when.unreadable``, ``when.needs_hour``, ``when.past``, ``when.far``,
    ``when.no_such_day``, ``when.not_known``, ``when.gap``, ``when.rhythm``, ``when.monthly`` or
    ``when.no_meeting``; its facts hold ``typed``, ``expects``, and ``readings`` to offer.
    """
    facts: dict[str, Any] = {
        "typed": typed.strip()[:LONGEST_SAID],
        "expects": expects.value,
        "readings": (),
        "today": asker.today,
    }
    try:
        readings = _READERS[expects](typed, asker)
    except DomainError as error:
        code = error.code if error.code.startswith("when.") else "when.unreadable"
        return Refused(code, {**facts, **error.facts})
    except (ValueError, OverflowError):
        return Refused("when.unreadable", facts)
    return (
        Understood(readings[0])
        if len(readings) == 1
        else Ambiguous(tuple(readings[:MOST_READINGS]))
    )


def require(typed: str, expects: Expects, asker: Asker) -> Value:
    """Return the one thing that `typed` means; raise `DomainError` as `read` refuses.

    Ambiguous words raise ``when.unclear`` with their ``readings``.
    """
    match read(typed, expects, asker):
        case Understood(value):
            return value
        case Ambiguous(readings):
            raise DomainError(
                "when.unclear",
                typed=typed.strip()[:LONGEST_SAID],
                expects=expects.value,
                readings=readings,
                today=asker.today,
            )
        case Refused(code, facts):
            raise DomainError(code, **facts)


def day(typed: str, asker: Asker) -> date:
    """Return the day that was typed, today or later; raise as `require` does."""
    reading = require(typed, Expects.DAY, asker)
    assert isinstance(reading, date), "a day was expected"
    return reading


def deadline(typed: str, asker: Asker) -> CivilTime:
    """Return until when something is due, always in the future; raise as `require` does."""
    reading = require(typed, Expects.DEADLINE, asker)
    assert isinstance(reading, CivilTime), "a time was expected"
    return reading


def meeting(typed: str, asker: Asker) -> CivilTime:
    """Return when someone wants to meet, always in the future; raise as `require` does."""
    reading = require(typed, Expects.MEETING, asker)
    assert isinstance(reading, CivilTime), "a time was expected"
    return reading


def hours_of(typed: str, language: str = "") -> tuple[time, ...]:
    """Return the hours that what was typed may mean; empty if it names none."""
    words = plain(typed, language)
    if words.isascii() and words.isdecimal() and len(words) <= 2:
        words = f"at {words}"
    hour = hours.find(words)
    if not hour.said:
        hour = next(
            (typed_hour for typed_hour in hours.beside_day(words) if not typed_hour.rest), hour
        )
    return () if not hour.said or hour.rest.strip() else hour.times


# --- days ---------------------------------------------------------------------------------------


def _read_day(typed: str, asker: Asker) -> list[date]:
    if written.is_exact(typed):
        return [_ahead_day(written.exactly(typed, asker.zone)[0].day, asker)]
    words = spelled_out(plain(typed, asker.language))
    days = _days_of(words, asker)
    ahead = [day for day in days if day >= asker.today]
    if not ahead:
        raise DomainError("when.past", day=days[-1])
    return [_ahead_day(day, asker) for day in ahead]


def _ahead_day(day: date, asker: Asker) -> date:
    if day < asker.today:
        raise DomainError("when.past", day=day)
    if day > asker.today + MOST_AHEAD:
        raise DomainError("when.far", day=day)
    return day


def _days_of(words: str, asker: Asker) -> list[date]:
    """Return every day that the words may mean, ignoring a time of day."""
    if "nextmeeting" in words:
        return [civil(_next_meeting(asker), asker.zone).day]
    try:
        return _meanings(words, asker)
    except DomainError as error:
        refusal = error
    if refusal.code != "when.unreadable":
        raise refusal
    choices = _CHOICE.split(words)
    if len(choices) > 1:
        return sorted({day for each in choices for day in _meanings(each, asker)})
    numbered = dates.beside_weekday(words, asker.today)
    if numbered is not None:
        return numbered
    hour = _hour_of(words, asker)
    if not hour.rest:
        raise refusal
    readings = _meanings(hour.rest, asker)
    return [day + _DAY for day in readings] if hour.next_day else readings


def _meanings(words: str, asker: Asker) -> list[date]:
    day_first = asker.language.startswith("es") or asker.language in ("en-GB",)
    readings = days.meanings(words, asker.today, asker.zone, day_first=day_first)
    local = asker.now.astimezone(ZoneInfo(asker.zone))
    if words == "tomorrow" and local.hour < _SMALL_HOURS:
        # Someone still up at one in the morning may call the same day tomorrow.
        return [asker.today, *readings]
    return readings


# --- hours alone --------------------------------------------------------------------------------


def _read_hour(typed: str, asker: Asker) -> list[time]:
    times = hours_of(typed, asker.language)
    if not times:
        raise DomainError("when.unreadable")
    return sorted(times)


# --- times --------------------------------------------------------------------------------------


def _read_meeting(typed: str, asker: Asker) -> list[CivilTime]:
    if exact := written.exactly(typed, asker.zone):
        return _only(exact, asker, MOST_AHEAD_OF_MEETING)
    words = spelled_out(plain(typed, asker.language))
    if soon := written.soon(words, asker.now, asker.zone):
        return [soon]
    moments = [moment for each in _zoned(words, asker) for moment in _of_meeting(*each)]
    return _only(moments, asker, MOST_AHEAD_OF_MEETING)


def _of_meeting(words: str, asker: Asker) -> list[CivilTime]:
    words, which = _take_change(words)
    words, found_rhythms = rhythms.take(words)
    moments = []
    for rhythm in found_rhythms:
        moments += _in_rhythm(f"{rhythm.day} {words}".strip(), rhythm, asker)
    return [each for moment in moments for each in both(moment, which)]


def _in_rhythm(words: str, rhythm: Rhythm, asker: Asker) -> list[CivilTime]:
    hour = _hour_of(words, asker)
    if not hour.times:
        raise DomainError("when.unreadable")
    moments = [
        replace(moment, every_days=rhythm.every_days, monthly=rhythm.monthly)
        for moment in _combine(hour, rhythm, asker)
    ]
    if not hour.said:
        if not hour.rest and not hour.part and rhythm == ONCE:
            raise DomainError("when.unreadable")
        raise DomainError("when.needs_hour", readings=_ahead(moments, asker.now))
    return moments


def _read_deadline(typed: str, asker: Asker) -> list[CivilTime]:
    if exact := written.exactly(typed, asker.zone):
        return _only(exact, asker)
    words = _HOUR_LED.sub(" at ", spelled_out(plain(typed, asker.language)))
    if "nextmeeting" in words:
        return _only([civil(_next_meeting(asker), asker.zone)], asker)
    if soon := written.soon(_led(words)[1], asker.now, asker.zone):
        return [soon]
    try:
        moments = [moment for each in _zoned(words, asker) for moment in _of_deadline(*each)]
    except DomainError as error:
        parts = _several(words, asker) if error.code == "when.unreadable" else ()
        if len(parts) < 2:
            raise
        moments = [
            moment
            for part in parts
            for each in _zoned(part, asker)
            for moment in _of_deadline(*each)
        ]
    return _only(moments, asker)


def _of_deadline(words: str, asker: Asker) -> list[CivilTime]:
    words, which = _take_change(words)
    lead, rest = _led(words)
    if not rest:
        raise DomainError("when.unreadable")
    try:
        readings = _meanings(words, asker)
    except DomainError as error:
        if error.code in ("when.no_such_day", "when.not_known"):
            raise
    else:
        ends = _PARTS["eod"] if rest == "eod" else (EVENING,)
        return [_by_evening(day, at, asker) for day in readings for at in ends]
    # A bare number after "by" is an hour.
    rest = f"at {rest}" if re.fullmatch(r"\d{1,2}", rest) else rest
    hour = _hour_of(rest, asker)
    numbered = dates.beside_weekday(rest, asker.today) if _PAST_NOON.search(rest) else None
    if numbered and not hour.said:
        return [_by_evening(day, EVENING, asker) for day in numbered]
    if hour.times == (_MINUTE_BEFORE_NOON,) and LAST_MINUTE in hour.unlikely:
        # What is due at 11:59 is most often due before midnight.
        hour = replace(hour, times=(_MINUTE_BEFORE_NOON, LAST_MINUTE), unlikely=())
    if hour.said:
        if not hour.times:
            raise DomainError("when.unreadable")
        named = hour.rest
        if lead == "before" and named and not _names_day(named, asker):
            raise DomainError("when.unreadable")
        found_times = _combine(hour, ONCE, asker)
        if numbered and len(numbered) == 1:
            # "Tue 13" is the 13th where that is a Tuesday, or an hour of the coming one.
            found_times.append(_by_evening(numbered[0], EVENING, asker))
        return [each for moment in found_times for each in both(moment, which)]
    if not hour.part:
        raise DomainError("when.unreadable")
    if hour.rest or hour.part == "eod":
        days_named = _meanings(hour.rest, asker) if hour.rest else [asker.today]
        return [_by_evening(day, at, asker) for day in days_named for at in _PARTS[hour.part]]
    return [
        CivilTime(asker.today + shift * _DAY, at, asker.zone)
        for shift in (0, 1)
        for at in _PARTS[hour.part]
    ]


def _led(words: str) -> tuple[str, str]:
    """Return the leading preposition, if any, and the rest."""
    match = _LED.fullmatch(words)
    return (match["lead"] or "", match["rest"]) if match else ("", words)


def _by_evening(day: date, at: time, asker: Asker) -> CivilTime:
    """Return the end of the day as a deadline means it: later, if said in the evening."""
    meant = CivilTime(day, at, asker.zone)
    if at >= EVENING and day == asker.today and meant.instant <= asker.now:
        return CivilTime(day, LAST_MINUTE, asker.zone)
    return meant


def several(typed: str, asker: Asker) -> tuple[str, ...]:
    """Return "thu 6pm, fri 5pm" as two times, and a single time as it is.

    A day in an earlier one, an hour in a later one, or a zone or an interval in any applies to the
    others too.
    """
    if written.is_exact(typed):
        return (typed,)
    marked = re.sub(r"\s*[,;\n]\s*(?:(?:or|and)\s)?", " or ", with_colons(typed))
    whole = spelled_out(plain(typed, asker.language))
    if _is_one(whole, asker):
        return (typed,)
    for words in (whole, spelled_out(plain(marked, asker.language))):
        parts = _several(words, asker)
        if len(parts) > 1:
            return parts
    return (typed,)


def _several(words: str, asker: Asker) -> tuple[str, ...]:
    """Return the several times in one phrase, each complete; else nothing."""
    _, named_zone = zone_words.take(words, asker.zone)
    zone_said = "" if named_zone == (asker.zone,) else _zone_text(words, asker.zone)
    bare = zone_words.take(words, asker.zone)[0]
    try:
        rest, readings = rhythms.take(_led(bare)[1])
    except DomainError:
        return ()
    rhythm = _rhythm_text(readings)
    if rhythm is None:
        return ()
    parts = [part for part in _CHOICE.split(_NEIGHBOURS.sub(r"\1 or ", rest)) if part.strip()]
    if len(parts) < 2:
        return ()
    split = [_split(part, asker) for part in parts]
    if any(pieces is None for pieces in split):
        return ()
    wholes = []
    said_days = _shared_back(parts, split)
    for number, pieces in enumerate(split):
        assert pieces is not None
        said_days = pieces[0] or said_days
        later = (other[1] for other in split[number:] if other and other[1])
        earlier = (other[1] for other in reversed(split[:number]) if other and other[1])
        hour = next(later, "") or next(earlier, "")
        wholes.append(" ".join(f"{rhythm} {said_days} {hour} {zone_said}".split()))
    return tuple(dict.fromkeys(wholes))


def _shared_back(parts: Sequence[str], split: Sequence[tuple[str, str] | None]) -> str:
    """Return the day of "3pm or 4pm fri", which follows the hours and applies to both."""
    for part, pieces in zip(parts, split, strict=True):
        if pieces and pieces[0]:
            is_behind = pieces[1] and part.strip().endswith(pieces[0])
            return pieces[0] if is_behind else ""
    return ""


def _rhythm_text(rhythms: tuple[Rhythm, ...]) -> str | None:
    """Return words for a weekly interval, nothing for once, and None if it can't be shared."""
    if len(rhythms) != 1 or rhythms[0].monthly:
        return None
    every = rhythms[0].every_days
    if not every:
        return ""
    return "weekly on" if every == 7 else f"every {every // 7} weeks on"


def _zone_text(words: str, zone: str) -> str:
    """Return the words that name the zone."""
    left_words = zone_words.take(words, zone)[0].split()
    left = []
    for word in words.split():
        if left_words and left_words[0] == word:
            left_words.pop(0)
        else:
            left.append(word)
    return " ".join(left)


def _split(part: str, asker: Asker) -> tuple[str, str] | None:
    """Return the day's words and the hour's of a part; None if it is neither."""
    part = part.strip()
    if re.fullmatch(r"\d{1,2}(?::\d{2})?", part):
        return "", f"at {part}"
    if _names_day(part, asker) and not hours.is_range(part):
        return part, ""
    hour = _hour_of(part, asker)
    if not hour.said and not hour.part:
        return None
    if hour.rest and not _names_day(hour.rest, asker):
        return None
    words, left_words = [], hour.rest.split()
    for word in part.split():
        if left_words and left_words[0] == word:
            left_words.pop(0)
        else:
            words.append(word)
    return hour.rest, " ".join(words)


def _is_one(words: str, asker: Asker) -> bool:
    try:
        for each in _zoned(words, asker):
            _of_meeting(*each)
    except DomainError as error:
        return error.code != "when.unreadable" and not _CHOICE.search(words)
    return True


# --- parts of a time ----------------------------------------------------------------------------


def _zoned(words: str, asker: Asker) -> list[tuple[str, Asker]]:
    """Return the words without the zone that they name, for each zone that it may be.

    If it is another day there, "tomorrow" may be counted from either.
    """
    rest, names = zone_words.take(words, asker.zone)
    there = [replace(asker, zone=name) for name in names]
    here = [replace(each, said_on=asker.today) for each in there if each.today != asker.today]
    return [(rest, each) for each in (*there, *here)]


def _hour_of(words: str, asker: Asker) -> TypedHour:
    """Read "thu 6", "fri 1830" and "feb 1 4"; the 1 of "feb 1" is a day and no hour."""
    hour = hours.find(words)
    if hour.said or _names_day(words, asker):
        return hour
    for beside in hours.beside_day(words):
        if not beside.rest or _names_day(beside.rest, asker):
            return beside
    return hour


def _names_day(words: str, asker: Asker) -> bool:
    try:
        return bool(words and _meanings(words, asker))
    except DomainError:
        return False


def _combine(hour: TypedHour, rhythm: Rhythm, asker: Asker) -> list[CivilTime]:
    """Return every time that the words may mean, in order, past ones included."""
    if rhythm.monthly:
        named = _monthly_days(rhythm.monthly, hour, asker)
    else:
        named = _days_beside(hour, rhythm, asker)
    if hour.is_midnight:
        named = [day + shift * _DAY for day in named for shift in (0, 1)]
    if hour.next_day:
        named = [day + _DAY for day in named]
    moments = [CivilTime(day, at, asker.zone) for day in named for at in hour.times]
    others = [CivilTime(day, at, asker.zone) for day in named for at in hour.unlikely]
    if hour.times == (_NOON,) and asker.now.astimezone(ZoneInfo(asker.zone)).hour < _SMALL_HOURS:
        # Someone who works at night may mean midnight by 12.
        moments = [
            each for moment in others for each in (moment, replace(moment, day=moment.day + _DAY))
        ] + moments
    if not hour.rest and hour.said and rhythm == ONCE:
        return _next_of(hour, moments, others, asker)
    if rhythm == ONCE and not _ahead(moments, asker.now) and (left := _ahead(others, asker.now)):
        # "Today 11:30" said at 23:00 is half past eleven at night.
        return list(left[:1]) if named[0] == asker.today else sorted(set(moments), key=_order)
    return sorted(set(moments), key=_order)


def _next_of(
    hour: TypedHour, moments: list[CivilTime], others: list[CivilTime], asker: Asker
) -> list[CivilTime]:
    """Return the next occurrence of an hour alone, of each that it may be.

    The unlikely half of the day counts if it comes first, and still before the next day.
    """
    comings = [
        min(_ahead(moments, asker.now, of=at), default=None, key=_order) for at in hour.times
    ]
    likely = [moment for moment in comings if moment]
    first = min(likely, default=None, key=_order)
    soon = [
        moment
        for moment in _ahead(others, asker.now)
        if (first is None or moment.instant < first.instant)
        and (moment.day == asker.today or moment.at.hour < _SMALL_HOURS)
    ]
    return sorted({*likely, *soon[:1]}, key=_order)


def _days_beside(hour: TypedHour, rhythm: Rhythm, asker: Asker) -> list[date]:
    if not re.sub(r"\b(?:on|at|the|by|due)\b", "", hour.rest).strip():
        if rhythm.every_days:
            raise DomainError("when.unreadable")
        if hour.next_day:
            return [asker.today]
        return [asker.today, asker.today + _DAY]
    if days.month_named(hour.rest.removeprefix("in "), asker.today):
        # The May of "May 5 pm" is not a day.
        raise DomainError("when.unreadable")
    readings = _meanings(hour.rest, asker)
    if rhythm.every_days and len(readings) > 1:
        # "Every tuesday" said on a Tuesday begins today if that is still ahead.
        ahead = [day for day in readings if _begins_ahead(day, hour, asker)]
        return ahead[:1] or readings[-1:]
    return readings


def _begins_ahead(day: date, hour: TypedHour, asker: Asker) -> bool:
    return any(CivilTime(day, at, asker.zone).instant > asker.now for at in hour.times)


def _monthly_days(monthly: Monthly, hour: TypedHour, asker: Asker) -> list[date]:
    """Return the first day of a monthly series that is ahead."""
    if hour.rest.strip():
        raise DomainError("when.unreadable")
    for later in range(14):
        month = calendar.months_later(asker.today.replace(day=1), later)
        if monthly.day is not None:
            last = calendar.last_of(month.year, month.month)
            first = month.replace(day=monthly.day) if monthly.day <= last.day else None
        else:
            assert monthly.nth is not None
            assert monthly.weekday is not None
            first = calendar.nth_weekday(month.year, month.month, monthly.nth, monthly.weekday)
        if first is not None and _begins_ahead(first, hour, asker):
            return [first]
    raise DomainError("when.unreadable")


def _take_change(words: str) -> tuple[str, str]:
    """Remove "after the clocks go back" from the words, and return which it is."""
    match = _CHANGE.search(words)
    return (words[: match.start()].strip(), match[1]) if match else (words, "")


def _next_meeting(asker: Asker) -> datetime:
    if asker.next_meeting is None or asker.next_meeting <= asker.now:
        raise DomainError("when.no_meeting")
    return asker.next_meeting


def _order(moment: CivilTime) -> tuple[datetime, int]:
    return (moment.instant, moment.every_days or 0)


def _ahead(
    moments: list[CivilTime], now: datetime, of: time | None = None
) -> tuple[CivilTime, ...]:
    future = {moment for moment in moments if moment.instant > now and of in (None, moment.at)}
    return tuple(sorted(future, key=_order)[:MOST_READINGS])


def _only(
    moments: list[CivilTime], asker: Asker, most_ahead: timedelta = MOST_AHEAD
) -> list[CivilTime]:
    """Return those in the future, each instant once; refuse what is past, too far, or skipped."""
    ahead = {(moment.instant, moment.every_days, moment.monthly): moment for moment in moments}
    future = sorted((moment for moment in ahead.values() if moment.instant > asker.now), key=_order)
    if not future:
        last = max(moments, key=_order)
        readings = dict.fromkeys((_after(last, asker.now, _DAY), _after(last, asker.now, _WEEK)))
        raise DomainError("when.past", meant=last, day=last.day, readings=tuple(readings))
    if future[0].instant > asker.now + most_ahead:
        raise DomainError("when.far", day=future[0].day)
    if len(future) == 1 and not future[0].exists:
        shown = civil(future[0].instant, future[0].zone, future[0].every_days)
        raise DomainError("when.gap", meant=future[0], readings=(shown,))
    return future


def _after(moment: CivilTime, now: datetime, step: timedelta) -> CivilTime:
    """Return the local time of `moment` on the first day after `now`, whole steps later."""
    steps = max(1, (now - moment.instant) // step)
    later = replace(moment, day=moment.day + steps * step)
    while later.instant <= now:
        later = replace(later, day=later.day + step)
    return later


_READERS: dict[Expects, Callable[[str, Asker], Sequence[Value]]] = {
    Expects.DAY: _read_day,
    Expects.DEADLINE: _read_deadline,
    Expects.MEETING: _read_meeting,
    Expects.HOUR: _read_hour,
}
