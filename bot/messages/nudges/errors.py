"""Error messages about notification settings and time away."""

from collections.abc import Callable
from typing import Any

from bot.language.say import Say
from bot.messages.text import day_name, escape
from bot.messages.time_choices import span_name

Words = Callable[[Say, dict[str, Any]], str]


WORDS: dict[str, Words] = {
    "nudges.limit_bounds": lambda say, facts: say(
        "Choose {least} to {most} messages a week. Your moderators set these limits.",
        least=facts["least"],
        most=facts["most"],
    ),
    "away.unknown": lambda say, _: say("I can’t find that time away. See yours in `/nudges`."),
    "away.over": lambda say, _: say("That time away is already over, so nothing is paused."),
    "away.past": lambda say, facts: say(
        "{last} has passed. Pick days ahead, like “Friday” or “Feb 14”.",
        last=day_name(facts["last"], facts["today"]),
    ),
    "away.reversed": lambda say, facts: say(
        "That ends on {last}, before it starts on {first}. Switch the two days.",
        last=day_name(facts["last"], facts["today"]),
        first=day_name(facts["first"], facts["today"]),
    ),
    "away.long": lambda say, facts: say(
        "Time away can last up to {most} days. For longer, use `/pair pause` or `/pair end`.",
        most=facts["most"],
    ),
    "away.overlap": lambda say, facts: say(
        "You’re already away {span_name}. Cancel that first, then set the new days.",
        span_name=span_name(facts["first"], facts["last"], facts["today"]),
    ),
    "away.note_long": lambda say, facts: say(
        "Keep the note to {most} characters or fewer.", most=facts["most"]
    ),
    "nudges.quiet_unreadable": lambda say, facts: say(
        "I couldn’t read “{typed}” as a time of day. Try “9pm” or “21:00”.",
        typed=escape(facts["typed"], 40),
    ),
    "nudges.quiet_all_day": lambda say, _: say(
        "Leave at least 2 hours a day outside your quiet hours. To take a break, use `/away`."
    ),
    "nudges.snooze_long": lambda say, facts: say(
        "You can snooze for up to {most} days. To stop one kind of message, mute it in `/nudges`.",
        most=facts["most"],
    ),
    "nudges.unknown_choice": lambda say, _: say("That option has changed. Run `/nudges` again."),
}
