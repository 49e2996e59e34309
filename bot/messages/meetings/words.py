"""Small pieces that every message about a meeting is made of."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.ids import UserId
from bot.domain.meetings.meetings import MOST_ITEMS
from bot.messages.text import count, people, said

TITLE = "Mentoring meeting"

_TURNED = str.maketrans("+-", "-+")

# Of what is given back, so that it fits into a message with the rest.
MOST_GIVEN_BACK = 1000

# A circle may live in many places; its members' own apps show each the stamp beside these.
MOST_CLOCKS = 4

# Something to think about before a meeting; the first is for the first one.
QUESTIONS = (
    "what would you like to be able to say about this year when it is over?",
    "what is one thing you would do differently if you began this month again?",
    "which decision are you putting off, and what would make it easier?",
    "what did you learn since last time that nobody has asked you about?",
    "where would an introduction, a reader or a second opinion help most?",
    "what takes more of your week than it should?",
    "what went well that you have told nobody yet?",
)


def place_name(zone: str) -> str:
    """Return the city of a zone, as people read it; an offset with the sign that people use."""
    if zone.startswith("Etc/GMT"):
        return "UTC" + zone.removeprefix("Etc/GMT").translate(_TURNED)
    return zone.rpartition("/")[2].replace("_", " ")


def clock_line(instant: datetime, zones: Sequence[str]) -> str:
    """Return what the clocks of `zones` show, each named: for a reader without their own app."""
    shown: dict[str, list[str]] = {}
    for zone in dict.fromkeys(zones):
        local = instant.astimezone(ZoneInfo(zone))
        shown.setdefault(f"{local:%a} {local.day} {local:%b %H:%M}", []).append(place_name(zone))
    lines = [f"{wall} in {' and '.join(places[:2])}" for wall, places in shown.items()]
    return "; ".join(lines[:MOST_CLOCKS])


def short(instant: datetime, zones: Sequence[str], every_days: int | None = None) -> str:
    """Return a time for a button, on the clock of the first of `zones`, named where they differ."""
    local = instant.astimezone(ZoneInfo(zones[0]))
    place = f" ({place_name(zones[0])})" if len(set(zones)) > 1 else ""
    again = f", {rhythm(every_days)}" if every_days else ""
    return f"{local:%a} {local.day} {local:%b %H:%M}{place}{again}"[:80]


def rhythm(every_days: int) -> str:
    """Say how often something comes again."""
    match every_days // 7:
        case 1:
            return "every week"
        case 2:
            return "every other week"
        case weeks:
            return f"every {count(weeks, 'week')}"


def agenda_lines(items: Sequence[str]) -> str:
    """Return the agenda as a list on lines of its own; nothing where it is empty."""
    if not items:
        return ""
    shown = [f"- {said(item, 140)}" for item in items[:6]]
    if len(items) > len(shown):
        shown.append(f"- and {count(len(items) - len(shown), 'more item')}")
    return "\n**To talk about**\n" + "\n".join(shown)


def absent(away: Sequence[UserId], *, paused: bool = False, every_days: int | None = None) -> str:
    """Say who is away at a time, in the line of that time; nothing where nobody is."""
    if not away and not paused:
        return ""
    they = "your pair is paused" if not away else f"{people(away)} {be(away)} away"
    then = ", so a series leaves that day out" if every_days else ""
    return f"; {they} then{then}"


def be(some: Sequence[UserId]) -> str:
    """Return the verb that goes with so many people."""
    return "is" if len(some) == 1 else "are"


def left_over(items: Sequence[str]) -> str:
    """Give back what did not fit onto the agenda, so that it can be copied."""
    if not items:
        return ""
    shown = "\n".join(items)[:MOST_GIVEN_BACK].replace("```", "'''")
    return (
        f"\nAn agenda takes {MOST_ITEMS} items. Here is what did not fit, for next time:\n"
        f"```\n{shown}\n```"
    )
