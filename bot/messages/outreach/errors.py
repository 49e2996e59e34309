"""Error messages about outside mentors."""

from collections.abc import Callable
from typing import Any

from bot.language.say import Say

WORDS: dict[str, Callable[[Say, dict[str, Any]], str]] = {
    "outreach.unknown": lambda say, _: say(
        "I can’t find that person. See your list with `/outreach list`."
    ),
    "outreach.nobody": lambda say, _: say(
        "Who would you like to write to? A name is enough for now."
    ),
    "outreach.long": lambda say, facts: say(
        "That’s {length} characters. The limit is {most}.",
        length=facts["length"],
        most=facts["most"],
    ),
    "outreach.address": lambda say, _: say(
        "That isn’t an email address or a web page. Try “name@hospital.org” or "
        "“hospital.org/people”, or leave it empty for now."
    ),
    "outreach.too_many": lambda say, facts: say(
        "Your list is full, with {most} people. Use `/outreach close` to make room.",
        most=facts["most"],
    ),
    "outreach.phone": lambda say, _: say(
        "That doesn’t look like a phone number. Use 7 to 15 digits, like “+1 312 555 0142”."
    ),
    "outreach.permission": lambda say, _: say(
        "You need their permission for this. Choose text or phone, and add the day they allowed "
        "it, like “yesterday” or “2026-03-01”. Until then, use email."
    ),
    "outreach.permission_ahead": lambda say, _: say(
        "That day is in the future. Ask them first, or add the year, like “2026-03-01”."
    ),
    "outreach.draft_empty": lambda say, _: say(
        "Your message is empty. One small question is enough."
    ),
    "outreach.draft_long": lambda say, facts: say(
        "That’s more than {most} characters, too long for a first message. Keep one "
        "question and a few sentences around it.",
        most=facts["most"],
    ),
    "outreach.over": lambda say, _: say("That one’s closed. Use `/outreach add` to start another."),
    "outreach.enough": lambda say, _: say(
        "You’ve followed up twice, and that’s enough. If they reply, log it with `/outreach log`."
    ),
}
