"""Error messages about outside mentors."""

from collections.abc import Callable
from typing import Any

WORDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "outreach.unknown": lambda _: (
        "You have nobody like that on your list. `/outreach list` shows it."
    ),
    "outreach.nobody": lambda _: "Whom would you like to write to? A name is enough to begin with.",
    "outreach.long": lambda facts: (
        f"That has {facts['length']} characters; please keep it to {facts['most']}."
    ),
    "outreach.address": lambda _: (
        "That is neither an email address nor a web page. “name@hospital.org” or "
        "“hospital.org/people” works, or leave it empty for now."
    ),
    "outreach.too_many": lambda facts: (
        f"That is a long list already: there is room for {facts['most']}. `/outreach close` makes "
        "more."
    ),
    "outreach.phone": lambda _: (
        "That is not a phone number: 7 to 15 digits, such as “+1 312 555 0142”."
    ),
    "outreach.permission": lambda _: (
        "A number counts only with its owner's permission: choose text or phone, and say on which "
        "day they allowed it, such as “today”, “yesterday” or “2026-03-01”. Until then, use email."
    ),
    "outreach.permission_ahead": lambda _: (
        "That day is still to come. Please ask them first; with a year it is clearer, such as "
        "“2026-03-01”."
    ),
    "outreach.draft_empty": lambda _: (
        "There is nothing in it to answer yet. One small question is enough."
    ),
    "outreach.draft_long": lambda facts: (
        f"That is longer than {facts['most']} characters, more than anybody reads from somebody "
        "new. Keep one question, and two or three sentences around it."
    ),
    "outreach.over": lambda _: (
        "That one is behind you, and nothing is left to do. `/outreach add` begins another."
    ),
    "outreach.enough": lambda _: (
        "You have followed up twice, which is kind and enough: let it rest. If they do answer, "
        "`/outreach log` takes it up again."
    ),
}
