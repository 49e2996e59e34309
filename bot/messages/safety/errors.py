"""Error messages about concerns and safety leads."""

from collections.abc import Callable
from typing import Any

from bot.messages.text import person

WORDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "concern.unknown": lambda _: "I can’t find that concern. `/concern` lists yours.",
    "concern.empty": lambda _: "Write at least a few words about what happened.",
    "concern.long": lambda f: f"That’s {f['length']} characters. The limit is {f['most']}.",
    "concern.people": lambda f: (
        f"Choose at most {f['most']} people. Name any others in your description."
    ),
    "concern.no_one": lambda _: (
        "Everyone who could read this is part of it, so I didn’t save it. Contact someone outside "
        "this server: your school, a hotline, or Discord’s own report menu. In danger, call your "
        "local emergency number (911 in the US)."
    ),
    "concern.over": lambda _: (
        "That concern is closed or withdrawn. Report a new one with `/concern`."
    ),
    "concern.no_other": lambda _: (
        "No one else may read this concern, so it stays with you. Someone with Manage Server can "
        "name another lead in `/setup`."
    ),
    "concern.no_pair": lambda _: "There’s no mentorship between them to change right now.",
    "leads.manage_server": lambda _: (
        "Only someone with Manage Server can change the safety settings. Ask an admin."
    ),
    "leads.few": lambda f: (
        f"Choose {f['least']} to {f['most']} safety leads, so one can step in for another. You "
        "can also choose none."
    ),
    "leads.long": lambda f: f"That’s {f['length']} characters. The limit is {f['most']}.",
    "leads.minor": lambda f: (
        f"{person(f['user'])} said that they’re under 18. Choose adults. Nothing was changed."
    ),
    "leads.bot": lambda _: "A bot can’t be a safety lead. Choose people.",
}
