"""Error messages about notification settings and time away."""

from collections.abc import Callable
from typing import Any

from bot.messages.text import escape, spelled_day

Words = Callable[[dict[str, Any]], str]


WORDS: dict[str, Words] = {
    "nudges.limit_bounds": lambda facts: (
        f"Choose {facts['least']} to {facts['most']} messages a week: your server’s moderators set "
        "these bounds."
    ),
    "away.unknown": lambda _: (
        "There is no such time away of yours. `/nudges` shows when you are away."
    ),
    "away.over": lambda _: "That time away is over already: you are back, and nothing is paused.",
    "away.past": lambda facts: (
        f"{spelled_day(facts['last'])} has passed, so there is nothing to pause. "
        "Please name days ahead, such as “Friday” or “Feb 14”."
    ),
    "away.reversed": lambda facts: (
        f"That would end on {spelled_day(facts['last'])}, before it begins on "
        f"{spelled_day(facts['first'])}. Please turn the two days around."
    ),
    "away.long": lambda facts: (
        f"I can hold nudges for up to {facts['most']} days. For longer, `/pair pause` rests the "
        "pair, and `/pair end` parts kindly."
    ),
    "away.overlap": lambda facts: (
        f"You are away from {spelled_day(facts['first'])} to {spelled_day(facts['last'])} already. "
        "Cancel that first, with the button below, and set the days anew."
    ),
    "away.note_long": lambda facts: f"Please keep the note to {facts['most']} characters.",
    "nudges.quiet_unreadable": lambda facts: (
        f"I can't read “{escape(facts['typed'], 40)}” as a time of day. "
        "Something like “9pm” or “21:00” works."
    ),
    "nudges.quiet_all_day": lambda _: (
        "Those hours leave less than two hours a day. Snooze or `/away` give you full peace."
    ),
    "nudges.snooze_long": lambda facts: (
        f"A snooze lasts up to {facts['most']} days. Mute what you don't need, under `/nudges`."
    ),
    "nudges.unknown_choice": lambda _: (
        "That is not one of the choices any more. Please run `/nudges` again."
    ),
}
