"""Error messages about days, times, and availability: unreadable, past, or ambiguous."""

from calendar import month_abbr
from collections.abc import Callable
from typing import Any

from bot.language.say import Say
from bot.messages.text import day_name, escape, timestamp
from bot.messages.time_choices import hour_name, listed, which

FEBRUARY, LEAP_DAY = 2, 29

_TRY = {
    "day": "“Mar 1”, “Friday”, or “in two weeks”",
    "deadline": "“Sunday 7pm”, “tomorrow noon”, “Oct 3”, or “in two weeks”",
    "meeting": "“thu 6pm”, “tomorrow noon”, “Feb 1 4pm”, or “every other Tuesday 6pm”",
    "hour": "“6pm” or “18:00”",
}


def _typed(facts: dict[str, Any]) -> str:
    return f"“{escape(facts['typed'], 60)}”"


def _unreadable(say: Say, facts: dict[str, Any]) -> str:
    return f"I couldn’t read {_typed(facts)}. Try {_TRY[facts['expects']]}."


def _past(say: Say, facts: dict[str, Any]) -> str:
    day, today = facts["day"], facts["today"]
    if facts["expects"] == "day":
        return (
            f"{_typed(facts)} is {day_name(day, today)}, which has passed. Pick today or a later "
            "day, like “tomorrow” or “in two weeks”."
        )
    return (
        f"{_typed(facts)} was {timestamp(facts['meant'].instant, 'F')}. Did you mean "
        f"{listed(say, facts['readings'], today)}?"
    )


def _far(say: Say, facts: dict[str, Any]) -> str:
    day = day_name(facts["day"], facts["today"])
    if facts["expects"] == "meeting":
        return (
            f"{_typed(facts)} is {day}, more than a year away. Pick an earlier day, like “in two "
            "months”."
        )
    return (
        f"{_typed(facts)} is {day}, more than three years away. Pick an earlier day, like “in two "
        "months”."
    )


def _no_such_day(say: Say, facts: dict[str, Any]) -> str:
    if year := facts.get("next_year"):
        return (
            f"There’s no Feb 29 that year; the next one is in {year}. Try “Feb 28”, “Mar 1”, or "
            f"“Feb 29 {year}”."
        )
    if facts["month"] == FEBRUARY:
        return f"Feb {facts['day']} doesn’t exist. Try “Feb 28” or “Mar 1”."
    month = month_abbr[facts["month"]]
    return f"{month} {facts['day']} doesn’t exist. Try “{month} {facts['most']}”."


def _not_known(say: Say, facts: dict[str, Any]) -> str:
    return (
        f"I don’t know when “{escape(facts['what'], 60)}” is for you. Type its date, like “Dec 18”."
    )


def _gap(say: Say, facts: dict[str, Any]) -> str:
    meant, today = facts["meant"], facts["today"]
    return (
        f"Clocks go forward on {day_name(meant.day, today)}, so {hour_name(say, meant.at)} doesn’t "
        f"exist that day. Try {listed(say, facts['readings'], today)}."
    )


def _rhythm(say: Say, facts: dict[str, Any]) -> str:
    return (
        f"I can’t repeat a meeting {_typed(facts)}. Try “every Tuesday 6pm”, “every other Tuesday "
        "6pm”, or “every 3 weeks on Tuesday 6pm”."
    )


def _monthly(say: Say, facts: dict[str, Any]) -> str:
    return (
        f"{_typed(facts)} could mean the same date each month or the same weekday. Try “the 15th "
        "of every month 6pm” or “the first Monday of every month 6pm”."
    )


WORDS: dict[str, Callable[[Say, dict[str, Any]], str]] = {
    "when.unreadable": _unreadable,
    "when.needs_hour": lambda say, f: f"What time on {_typed(f)}? Add an hour, like “6pm”.",
    "when.unclear": which,
    "when.past": _past,
    "when.far": _far,
    "when.no_such_day": _no_such_day,
    "when.not_known": _not_known,
    "when.no_meeting": lambda say, f: (
        "You don’t have a meeting coming up. Type a day instead, like “Friday 6pm”, or schedule "
        "one with `/meet propose`."
    ),
    "when.gap": _gap,
    "when.rhythm": _rhythm,
    "when.monthly": _monthly,
    "window.unreadable": lambda say, f: (
        f"I couldn’t read “{escape(f['text'], 60)}” as a time slot. Try “Mon 6–8:30 PM”."
    ),
    "window.empty": lambda say, f: (
        f"“{escape(f['text'], 60)}” starts and ends at the same time. Try “Mon 6–8:30 PM”."
    ),
    "window.upside_down": lambda say, f: (
        f"“{escape(f['text'], 60)}” would run more than 12 hours into the next day. "
        "Are the start and end times switched?"
    ),
    "window.unknown_zone": lambda say, f: (
        f"I couldn’t find the time zone “{escape(f['zone'], 60)}”. Try “America/New_York”."
    ),
}
