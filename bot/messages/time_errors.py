"""Error messages about days, times, and availability: unreadable, past, or ambiguous."""

from calendar import month_name
from collections.abc import Callable
from typing import Any

from bot.messages.text import escape, timestamp
from bot.messages.time_choices import day_name, hour_name, listed, which

FEBRUARY, LEAP_DAY = 2, 29

_TRY = {
    "day": "“Mar 1”, “Friday” or “in two weeks”",
    "deadline": "“Sunday 7pm”, “tomorrow noon”, “Oct 3” or “in two weeks”",
    "meeting": "“thu 6pm”, “tomorrow noon”, “Feb 1 4pm” or “every other Tuesday 18:00”",
    "hour": "“6pm” or “18:00”",
}


def _typed(facts: dict[str, Any]) -> str:
    return f"“{escape(facts['typed'], 60)}”"


def _unreadable(facts: dict[str, Any]) -> str:
    what = "day" if facts["expects"] == "day" else "time"
    return f"I couldn’t read {_typed(facts)} as a {what}. Try {_TRY[facts['expects']]}."


def _past(facts: dict[str, Any]) -> str:
    day, today = facts["day"], facts["today"]
    if facts["expects"] == "day":
        return (
            f"{_typed(facts)} is {day_name(day, today)}, which has passed. Pick a day from today "
            "on, such as “tomorrow” or “in two weeks”."
        )
    return (
        f"{_typed(facts)} was {timestamp(facts['meant'].instant, 'F')}. Did you mean "
        f"{listed(facts['readings'], today)}?"
    )


def _far(facts: dict[str, Any]) -> str:
    most = "a year" if facts["expects"] == "meeting" else "three years"
    return (
        f"{_typed(facts)} is {day_name(facts['day'], facts['today'])}, more than {most} away. "
        "Pick a nearer day, such as “in two months”."
    )


def _no_such_day(facts: dict[str, Any]) -> str:
    name = month_name[facts["month"]]
    if year := facts.get("next_year"):
        return (
            f"{name} {facts['day']} doesn’t come this time: {year} is the next year with a "
            f"{name[:3]} {facts['day']}. Try “{name[:3]} 28”, “Mar 1” or “{name[:3]} 29 {year}”."
        )
    if facts["month"] == FEBRUARY:
        return f"February has no {_ordinal(facts['day'])}. Try “Feb 28” or “Mar 1”."
    most = facts["most"]
    return (
        f"{name} has {most} days, so there’s no {_ordinal(facts['day'])}. Try “{name[:3]} {most}”."
    )


def _ordinal(day: int) -> str:
    last = day % 10 if day // 10 != 1 else 0
    return f"{day}{('th', 'st', 'nd', 'rd')[last] if last < 4 else 'th'}"


def _not_known(facts: dict[str, Any]) -> str:
    return (
        f"I don’t know your calendar, so I can’t tell when “{escape(facts['what'], 60)}” is. Type "
        "its date, such as “Dec 18”."
    )


def _gap(facts: dict[str, Any]) -> str:
    meant, today = facts["meant"], facts["today"]
    return (
        f"On {day_name(meant.day, today)}, clocks jump over {hour_name(meant.at)}, so that time "
        f"doesn’t exist. The next one that does is {listed(facts['readings'], today)}."
    )


def _rhythm(facts: dict[str, Any]) -> str:
    return (
        f"{_typed(facts)} is a rhythm I can’t keep. Try “every Tuesday 6pm”, “every other Tuesday "
        "6pm” or “every 3 weeks on Tuesday 6pm”."
    )


def _monthly(facts: dict[str, Any]) -> str:
    return (
        f"{_typed(facts)} could be the same date each month or the same weekday. Try “the 15th of "
        "every month 6pm” or “the first Monday of every month 6pm”."
    )


WORDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "when.unreadable": _unreadable,
    "when.needs_hour": lambda f: (
        f"{_typed(f)} names the day. At what time? Add one, such as “6pm”."
    ),
    "when.unclear": which,
    "when.past": _past,
    "when.far": _far,
    "when.no_such_day": _no_such_day,
    "when.not_known": _not_known,
    "when.no_meeting": lambda f: (
        f"{_typed(f)}: you have no meeting coming up. Type a day instead, such as “Friday 6pm”, or "
        "arrange one with `/meet propose`."
    ),
    "when.gap": _gap,
    "when.rhythm": _rhythm,
    "when.monthly": _monthly,
    "window.unreadable": lambda f: (
        f"“{escape(f['text'], 60)}” is no window. Write it like this: mon 18:00-20:30."
    ),
    "window.empty": lambda f: f"“{escape(f['text'], 60)}” starts when it ends.",
    "window.upside_down": lambda f: (
        f"“{escape(f['text'], 60)}” would last more than twelve hours into the next day. "
        "Are its ends the wrong way round?"
    ),
    "window.unknown_zone": lambda f: (
        f"“{escape(f['zone'], 60)}” is no time zone. Write it like this: America/New_York."
    ),
}
