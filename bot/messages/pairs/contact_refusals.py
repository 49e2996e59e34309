"""What is refused around contact outside Discord, and what to do about it."""

from collections.abc import Callable
from typing import Any

from bot.messages.pairs.contacts import NAMES

WORDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "contact.unknown": lambda _: "There is no such question for you. `/contact share` shows yours.",
    "contact.settled": lambda _: (
        "That was answered or taken back already. `/contact share` shows how it stands now."
    ),
    "contact.not_shared": lambda _: (
        "It is not shared any more, which needs no reason. Your thread is always there."
    ),
    "contact.nothing_shared": lambda _: "You share nothing here, so there is nothing to take back.",
    "contact.asked_already": lambda facts: (
        f"You have asked for their {NAMES[facts['channel']]} already. `/contact share` shows how "
        "it stands."
    ),
    "contact.asked_lately": lambda facts: (
        f"They said not now to {NAMES[facts['channel']]} a short while ago, so I let it rest for a "
        "month. Your thread is always there."
    ),
    "contact.not_an_email": lambda _: (
        "That does not look like an email address, such as name@example.org. Please look at it "
        "once more."
    ),
    "contact.not_a_number": lambda _: (
        "That does not look like a phone number, such as +1 312 555 0100: digits, with the area "
        "code. Please look at it once more."
    ),
}
