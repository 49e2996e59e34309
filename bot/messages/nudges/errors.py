"""Error messages about notification settings and time away."""

from collections.abc import Callable
from typing import Any

from bot.language.say import Say
from bot.messages.text import day_name, escape
from bot.messages.time_choices import span_name

Words = Callable[[Say, dict[str, Any]], str]


WORDS: dict[str, Words] = {
    "nudges.limit_bounds": lambda say, facts: (
        f"Choose {facts['least']} to {facts['most']} messages a week. Your moderators set these "
        "limits."
    ),
    "away.unknown": lambda say, _: "I can’t find that time away. See yours in `/nudges`.",
    "away.over": lambda say, _: "That time away is already over, so nothing is paused.",
    "away.past": lambda say, facts: (
        f"{day_name(facts['last'], facts['today'])} has passed. Pick days ahead, like “Friday” or "
        "“Feb 14”."
    ),
    "away.reversed": lambda say, facts: (
        f"That ends on {day_name(facts['last'], facts['today'])}, before it starts on "
        f"{day_name(facts['first'], facts['today'])}. Switch the two days."
    ),
    "away.long": lambda say, facts: (
        f"Time away can last up to {facts['most']} days. For longer, use `/pair pause` or "
        "`/pair end`."
    ),
    "away.overlap": lambda say, facts: (
        f"You’re already away {span_name(facts['first'], facts['last'], facts['today'])}. Cancel "
        "that first, then set the new days."
    ),
    "away.note_long": lambda say, facts: f"Keep the note to {facts['most']} characters or fewer.",
    "nudges.quiet_unreadable": lambda say, facts: (
        f"I couldn’t read “{escape(facts['typed'], 40)}” as a time of day. Try “9pm” or “21:00”."
    ),
    "nudges.quiet_all_day": lambda say, _: (
        "Leave at least 2 hours a day outside your quiet hours. To take a break, use `/away`."
    ),
    "nudges.snooze_long": lambda say, facts: (
        f"You can snooze for up to {facts['most']} days. To stop one kind of message, mute it in "
        "`/nudges`."
    ),
    "nudges.unknown_choice": lambda say, _: "That option has changed. Run `/nudges` again.",
}
