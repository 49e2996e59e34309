"""Error messages about days, times, and availability: unreadable, past, or ambiguous."""

from calendar import month_abbr
from collections.abc import Callable
from typing import Any

from bot.language.say import Say, marked
from bot.messages.text import day_name, escape, timestamp
from bot.messages.time_choices import hour_name, listed, which

FEBRUARY, LEAP_DAY = 2, 29

_TRY = {
    "day": marked("“Mar 1”, “Friday”, or “in two weeks”"),
    "deadline": marked("“Sunday 7pm”, “tomorrow noon”, “Oct 3”, or “in two weeks”"),
    "meeting": marked("“thu 6pm”, “tomorrow noon”, “Feb 1 4pm”, or “every other Tuesday 6pm”"),
    "hour": marked("“6pm” or “18:00”"),
}


def _typed(facts: dict[str, Any]) -> str:
    return f"“{escape(facts['typed'], 60)}”"


def _unreadable(say: Say, facts: dict[str, Any]) -> str:
    return say(
        "I couldn’t read {typed}. Try {words}.",
        typed=_typed(facts),
        words=say(_TRY[facts["expects"]]),
    )


def _past(say: Say, facts: dict[str, Any]) -> str:
    day, today = facts["day"], facts["today"]
    if facts["expects"] == "day":
        return say(
            "{typed} is {day}, which has passed. Pick today or a later "
            "day, like “tomorrow” or “in two weeks”.",
            typed=_typed(facts),
            day=day_name(day, today),
        )
    return say(
        "{typed} was {instant}. Did you mean {listed}?",
        typed=_typed(facts),
        instant=timestamp(facts["meant"].instant, "F"),
        listed=listed(say, facts["readings"], today),
    )


def _far(say: Say, facts: dict[str, Any]) -> str:
    day = day_name(facts["day"], facts["today"])
    if facts["expects"] == "meeting":
        return say(
            "{typed} is {day}, more than a year away. Pick an earlier day, like “in two months”.",
            typed=_typed(facts),
            day=day,
        )
    return say(
        "{typed} is {day}, more than three years away. Pick an earlier day, like “in two months”.",
        typed=_typed(facts),
        day=day,
    )


def _no_such_day(say: Say, facts: dict[str, Any]) -> str:
    if year := facts.get("next_year"):
        return say(
            "There’s no Feb 29 that year; the next one is in {year}. Try “Feb 28”, “Mar 1”, or "
            "“Feb 29 {year}”.",
            year=year,
        )
    if facts["month"] == FEBRUARY:
        return say("Feb {day} doesn’t exist. Try “Feb 28” or “Mar 1”.", day=facts["day"])
    month = month_abbr[facts["month"]]
    return say(
        "{month} {day} doesn’t exist. Try “{month} {most}”.",
        month=month,
        day=facts["day"],
        most=facts["most"],
    )


def _not_known(say: Say, facts: dict[str, Any]) -> str:
    return say(
        "I don’t know when “{what}” is for you. Type its date, like “Dec 18”.",
        what=escape(facts["what"], 60),
    )


def _gap(say: Say, facts: dict[str, Any]) -> str:
    meant, today = facts["meant"], facts["today"]
    return say(
        "Clocks go forward on {day}, so {at} doesn’t exist that day. Try {listed}.",
        day=day_name(meant.day, today),
        at=hour_name(say, meant.at),
        listed=listed(say, facts["readings"], today),
    )


def _rhythm(say: Say, facts: dict[str, Any]) -> str:
    return say(
        "I can’t repeat a meeting {typed}. Try “every Tuesday 6pm”, “every other Tuesday "
        "6pm”, or “every 3 weeks on Tuesday 6pm”.",
        typed=_typed(facts),
    )


def _monthly(say: Say, facts: dict[str, Any]) -> str:
    return say(
        "{typed} could mean the same date each month or the same weekday. Try “the 15th "
        "of every month 6pm” or “the first Monday of every month 6pm”.",
        typed=_typed(facts),
    )


WORDS: dict[str, Callable[[Say, dict[str, Any]], str]] = {
    "when.unreadable": _unreadable,
    "when.needs_hour": lambda say, f: say(
        "What time on {typed}? Add an hour, like “6pm”.", typed=_typed(f)
    ),
    "when.unclear": which,
    "when.past": _past,
    "when.far": _far,
    "when.no_such_day": _no_such_day,
    "when.not_known": _not_known,
    "when.no_meeting": lambda say, f: say(
        "You don’t have a meeting coming up. Type a day instead, like “Friday 6pm”, or schedule "
        "one with `/meet propose`."
    ),
    "when.gap": _gap,
    "when.rhythm": _rhythm,
    "when.monthly": _monthly,
    "window.unreadable": lambda say, f: say(
        "I couldn’t read “{text}” as a time slot. Try “Mon 6–8:30 PM”.", text=escape(f["text"], 60)
    ),
    "window.empty": lambda say, f: say(
        "“{text}” starts and ends at the same time. Try “Mon 6–8:30 PM”.",
        text=escape(f["text"], 60),
    ),
    "window.upside_down": lambda say, f: say(
        "“{text}” would run more than 12 hours into the next day. "
        "Are the start and end times switched?",
        text=escape(f["text"], 60),
    ),
    "window.unknown_zone": lambda say, f: say(
        "I couldn’t find the time zone “{zone}”. Try “America/New_York”.",
        zone=escape(f["zone"], 60),
    ),
}
