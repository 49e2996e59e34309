"""Days and times that an ambiguous input may mean: named in a sentence, and offered as buttons."""

from collections.abc import Callable, Sequence
from datetime import date, time
from typing import Any

from bot.domain.times import zones
from bot.domain.times.civil import CivilTime, which_of_two
from bot.language.say import Say
from bot.messages.outgoing import Button, Row, Style
from bot.messages.text import day_name, escape, join_list, place_name, repeated

_NOON = 12


Reading = date | CivilTime


def hour_name(say: Say, at: time) -> str:
    """Return an hour as *6 PM* or *6:30 PM*, and noon and midnight by name."""
    if (at.hour, at.minute) in ((0, 0), (_NOON, 0)):
        return "midnight" if at.hour == 0 else "noon"
    minute = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % _NOON or _NOON}{minute} {'AM' if at.hour < _NOON else 'PM'}"


def span_name(first: date, last: date, today: date) -> str:
    """Return a span of days: ``Tue, Mar 3 – Fri, Mar 6``, or one day."""
    if first == last:
        return day_name(first, today)
    return f"{day_name(first, today)} – {day_name(last, today)}"


def named(say: Say, reading: Reading, today: date, *, zone: bool = False) -> str:
    """Return a reading in the time zone that was meant, with that zone's place if `zone`."""
    if not isinstance(reading, CivilTime):
        return day_name(reading, today)
    when = f"{day_name(reading.day, today)}, {hour_name(say, reading.at)}"
    if reading.comes_twice:
        when = f"{when}, {which_of_two(reading)}"
    return repeated(say, f"{when} ({place_name(reading.zone)})" if zone else when, reading.interval)


def zone_said(say: Say, zone: str) -> str:
    """Return a zone's name; for a fixed offset it adds that it never changes."""
    is_offset = zones.is_fixed(zone) and zone != "UTC"
    return say("{zone}, without daylight saving time", zone=place_name(zone)) if is_offset else zone


def listed(say: Say, readings: Sequence[Reading], today: date) -> str:
    """List all of them in one sentence, with their time zone."""
    clocks = {reading.zone for reading in readings if isinstance(reading, CivilTime)}
    names = join_list(
        [f"“{named(say, reading, today, zone=len(clocks) > 1)}”" for reading in readings], last="or"
    )
    return (
        say("{names} ({pop} time)", names=names, pop=place_name(clocks.pop()))
        if len(clocks) == 1
        else names
    )


def which(say: Say, facts: dict[str, Any]) -> str:
    """Ask which of them is meant, and say why."""
    readings: Sequence[Reading] = facts["readings"]
    first, today = readings[0], facts["today"]
    if isinstance(first, CivilTime) and _is_one_hour(readings):
        return say(
            "Clocks go back {day}, so {at} comes twice. Which one do you mean: {listed}?",
            day=day_name(first.day, today),
            at=hour_name(say, first.at),
            listed=listed(say, readings, today),
        )
    day = first.day if isinstance(first, CivilTime) else first
    return say(
        "“{typed}” could be {listed}. Which one do you "
        "mean? You can also type a date, like “{day}”.",
        typed=escape(facts["typed"], 60),
        listed=listed(say, readings, today),
        day=day_name(day, today),
    )


def _is_one_hour(readings: Sequence[Reading]) -> bool:
    times = [reading for reading in readings if isinstance(reading, CivilTime)]
    return (
        len(
            {
                (moment.day, moment.at.replace(fold=0), moment.zone, moment.repeats)
                for moment in times
            }
        )
        == 1
    )


def row(say: Say, readings: Sequence[Reading], today: date, custom_id: Callable[[int], str]) -> Row:
    """Offer each as a button; `custom_id` returns that of a number."""
    clocks = {reading.zone for reading in readings if isinstance(reading, CivilTime)}
    return tuple(
        Button(
            named(say, reading, today, zone=len(clocks) > 1)[:80], custom_id(number), Style.PRIMARY
        )
        for number, reading in enumerate(readings)
    )
