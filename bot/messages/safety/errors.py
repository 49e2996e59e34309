"""Error messages about concerns and safety leads."""

from collections.abc import Callable
from typing import Any

from bot.language.say import Say
from bot.messages.text import person

WORDS: dict[str, Callable[[Say, dict[str, Any]], str]] = {
    "concern.unknown": lambda say, _: "I can’t find that concern. `/concern` lists yours.",
    "concern.empty": lambda say, _: "Write at least a few words about what happened.",
    "concern.long": lambda say, f: f"That’s {f['length']} characters. The limit is {f['most']}.",
    "concern.people": lambda say, f: (
        f"Choose at most {f['most']} people. Name any others in your description."
    ),
    "concern.no_one": lambda say, _: (
        "Everyone who could read this is part of it, so I didn’t save it. Contact someone outside "
        "this server: your school, a hotline, or Discord’s own report menu. In danger, call your "
        "local emergency number (911 in the US)."
    ),
    "concern.over": lambda say, _: (
        "That concern is closed or withdrawn. Report a new one with `/concern`."
    ),
    "concern.no_other": lambda say, _: (
        "No one else may read this concern, so it stays with you. Someone with Manage Server can "
        "name another lead in `/setup`."
    ),
    "concern.no_pair": lambda say, _: "There’s no mentorship between them to change right now.",
    "leads.manage_server": lambda say, _: (
        "Only someone with Manage Server can change the safety settings. Ask an admin."
    ),
    "leads.few": lambda say, f: (
        f"Choose {f['least']} to {f['most']} safety leads, so one can step in for another. You "
        "can also choose none."
    ),
    "leads.long": lambda say, f: f"That’s {f['length']} characters. The limit is {f['most']}.",
    "leads.minor": lambda say, f: (
        f"{person(f['user'])} said that they’re under 18. Choose adults. Nothing was changed."
    ),
    "leads.bot": lambda say, _: "A bot can’t be a safety lead. Choose people.",
}
