"""Error messages about pairs, and about contact outside Discord."""

from collections.abc import Callable
from typing import Any

from bot.messages.pairs.contacts import NAMES
from bot.messages.text import channel, join_list

WORDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "pair.unknown": lambda _: "There is no such pair here. `/status` shows yours.",
    "pair.not_yours": lambda _: "That belongs to another pair. `/status` shows yours.",
    "pair.ended": lambda _: (
        "This mentorship has ended, so nothing in it can be changed anymore. `/update history` "
        "shows what you did, and `/join` signs you up for the next cohort."
    ),
    "pair.none": lambda _: (
        "You have no partner yet. `/join` signs you up for a cohort, and "
        "`/program suggest` finds programs that fit you."
    ),
    "pair.which": lambda facts: (
        "You have more than one pair. Please use this command in the thread of the one you mean: "
        f"{join_list([channel(thread) for thread in facts['threads']], last='or')}."
    ),
    "circle.unknown": lambda _: "There is no such question here. `/status` shows what’s waiting.",
    "circle.closed": lambda facts: (
        "This is no longer open, because what it was about has changed."
        if facts["agreed"] is None
        else "This is already decided: your circle agreed."
        if facts["agreed"]
        else "This is already decided: not enough of your circle agreed."
    ),
    "pair.pause_days": lambda facts: f"A pause lasts from 1 to {facts['most']} days.",
    "pair.not_a_circle": lambda _: "There are only two of you now. `/pair end` ends it for both.",
    "pair.not_paused": lambda _: "You are not paused: check-ins go on in the usual rhythm.",
    "pair.held": lambda _: (
        "Your mentorship is on hold, because someone in it isn’t in the server anymore. A "
        "moderator decides what comes next, and I won’t ask anything of you until then. If they "
        "come back, it resumes."
    ),
    "introduction.done": lambda _: "They have met meanwhile, so there is nothing to try again.",
    "pulse.unknown": lambda _: (
        "That question was for somebody else, or it is over. `/status` shows what waits for you."
    ),
    "agreement.unknown_choice": lambda _: (
        "One of those choices is not on the list. Please open the form again and pick from it."
    ),
    "agreement.empty": lambda _: (
        "Please say in a few words what it is about and until when. What is off limits may stay "
        "empty."
    ),
    "agreement.long": lambda facts: f"Please keep each answer to {facts['most']} characters.",
    "agreement.first_part": lambda _: (
        "The first three answers are missing still. `/pair agreement` opens them."
    ),
    "agreement.not_revealed": lambda _: (
        "Not everybody has answered yet, so there is nothing to agree to. `/pair agreement` shows "
        "whose turn it is."
    ),
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
