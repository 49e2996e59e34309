"""What is said of days that do not exist, and of days that only their speaker knows."""

from calendar import month_name
from collections.abc import Callable
from typing import Any

from bot.messages.text import joined, said

FEBRUARY = 2
# No month lacks a day before its 29th, so this alone of those missing ends in "st".
LAST = 31


def _no_such_day(facts: dict[str, Any]) -> str:
    name = month_name[facts["month"]]
    if facts["month"] == FEBRUARY:
        leap = " that year" if facts["day"] == 29 else ""
        return f"February has no {_ordinal(facts['day'])}{leap}. Which day do you mean?"
    return (
        f"{name} has {facts['most']} days, and no {_ordinal(facts['day'])}. Which day do you mean?"
    )


def _ordinal(day: int) -> str:
    return f"{day}{'st' if day == LAST else 'th'}"


def _not_known(facts: dict[str, Any]) -> str:
    return (
        f"I don't know your calendar, so I can't tell when “{said(facts['what'], 60)}” is. Please "
        "give its date, such as “Dec 18”."
    )


def _unclear(facts: dict[str, Any]) -> str:
    names = joined([f"{one:%A} {one.day} {one:%B}" for one in facts["days"]], last="or")
    return f"“{said(facts['typed'], 60)}” may mean {names}. Please say which."


WORDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "day.no_such": _no_such_day,
    "time.no_such_day": _no_such_day,
    "due.no_such_day": _no_such_day,
    "day.unclear": _unclear,
    "day.not_known": _not_known,
    "time.not_known": _not_known,
    "due.not_known": _not_known,
}
