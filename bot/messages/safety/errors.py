"""Error messages about concerns and safety leads."""

from collections.abc import Callable
from typing import Any

from bot.language.say import Say
from bot.messages.text import person

WORDS: dict[str, Callable[[Say, dict[str, Any]], str]] = {
    "concern.unknown": lambda say, _: say("I can’t find that concern. `/concern` lists yours."),
    "concern.empty": lambda say, _: say("Write at least a few words about what happened."),
    "concern.long": lambda say, f: say(
        "That’s {length} characters. The limit is {most}.", length=f["length"], most=f["most"]
    ),
    "concern.people": lambda say, f: say(
        "Choose at most {most} people. Name any others in your description.", most=f["most"]
    ),
    "concern.no_one": lambda say, _: say(
        "Everyone who could read this is part of it, so I didn’t save it. Contact someone outside "
        "this server: your school, a hotline, or Discord’s own report menu. In danger, call your "
        "local emergency number (911 in the US)."
    ),
    "concern.over": lambda say, _: say(
        "That concern is closed or withdrawn. Report a new one with `/concern`."
    ),
    "concern.no_other": lambda say, _: say(
        "No one else may read this concern, so it stays with you. Someone with Manage Server can "
        "name another lead in `/setup`."
    ),
    "concern.no_pair": lambda say, _: say(
        "There’s no mentorship between them to change right now."
    ),
    "leads.manage_server": lambda say, _: say(
        "Only someone with Manage Server can change the safety settings. Ask an admin."
    ),
    "leads.few": lambda say, f: say(
        "Choose {least} to {most} safety leads, so one can step in for another. You "
        "can also choose none.",
        least=f["least"],
        most=f["most"],
    ),
    "leads.long": lambda say, f: say(
        "That’s {length} characters. The limit is {most}.", length=f["length"], most=f["most"]
    ),
    "leads.minor": lambda say, f: say(
        "{user} said that they’re under 18. Choose adults. Nothing was changed.",
        user=person(f["user"]),
    ),
    "leads.bot": lambda say, _: say("A bot can’t be a safety lead. Choose people."),
}
