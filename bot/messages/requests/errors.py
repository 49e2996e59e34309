"""Error messages about requests."""

from collections.abc import Callable
from typing import Any

from bot.language.say import Say
from bot.messages.text import escape, timestamp

_FIND = "See who has room with `/mentor find`."

_MISSING = {
    "where": "**Where I am**: Add your stage and what you’re doing now, like “second-year pre-med "
    "in Chicago, applying next spring”.",
    "need": "**What I need**: Ask for one thing they can answer, like “Which of my two research "
    "offers looks better to a committee, and why?”",
    "why": "**Why you**: Say what made you think of this mentor, like their field or their path.",
    "prepared": "**What I’ve prepared**: Add what you’ve tried, read, or written, like “a draft "
    "and a list of three schools”.",
}


def _thin(say: Say, facts: dict[str, Any]) -> str:
    lines = "\n".join(f"- {_MISSING[part]}" for part in facts["missing"])
    return f"I haven’t sent it yet. A few more details will make it easier to say yes:\n{lines}"


def _settled(say: Say, facts: dict[str, Any]) -> str:
    day = timestamp(facts["at"], "D")
    match facts["state"]:
        case "accepted":
            return f"This request was accepted {day}. Check `/status` for what’s next."
        case "declined":
            return f"This request moved on {day}. There’s nothing left for you to do."
        case "expired":
            return f"This request moved on or expired {day}. There’s nothing left to do."
        case "withdrawn":
            return f"This request was withdrawn {day}, so there’s nothing to answer."
        case _:
            return f"This request was closed {day}."


WORDS: dict[str, Callable[[Say, dict[str, Any]], str]] = {
    "request.yourself": lambda say, _: f"You can’t send a request to yourself. {_FIND}",
    "request.not_open": lambda say, _: f"They’re not taking requests right now. {_FIND}",
    "request.not_free": lambda say, _: (
        "They can’t get this request: they’re full, not taking requests, or ruled out for it. "
        f"{_FIND}"
    ),
    "request.full": lambda say, _: f"They just filled up, so I didn’t send it. {_FIND}",
    "request.on_your_list": lambda say, _: (
        "You blocked that person, so I didn’t send it. You can change that in `/profile`."
    ),
    "request.many": lambda say, facts: (
        f"You have {facts['most']} open requests, the maximum. Withdraw one first with "
        "`/mentor withdraw`."
    ),
    "request.asked_already": lambda say, _: (
        "You already asked them, and your request is still open. Check `/status`."
    ),
    "request.asked_before": lambda say, _: (
        f"They couldn’t take your last request, so it’s too soon to ask again. {_FIND}"
    ),
    "request.thin": _thin,
    "request.contact": lambda say, _: (
        "Please leave out phone numbers and addresses: others may see this. Once you’re "
        "introduced, you can share them privately."
    ),
    "request.long": lambda say, facts: (
        f"That’s too long. The limit is {facts['most']} characters for each part."
    ),
    "request.empty": lambda say, _: "Your message was empty. One line is enough.",
    "request.formats": lambda say, _: "Choose from the list how they could help.",
    "request.unknown": lambda say, _: (
        "I can’t find that request. See what’s waiting with `/status`."
    ),
    "request.taken": lambda say, _: "Another mentor just took this one. Thanks anyway!",
    "request.settled": _settled,
    "request.not_your_turn": lambda say, _: (
        "This request has already moved on to another step. Check `/status`."
    ),
    "request.time_gone": lambda say, _: (
        "That time has passed. Pick the other one, or suggest new times."
    ),
    "request.two_times": lambda say, _: "Both times are the same. Suggest two different ones.",
    "request.one_time": lambda say, facts: (
        f"“{escape(facts['typed'], 60)}” repeats, and this is a single call. Try “thu 6pm”."
    ),
    "request.talk_far": lambda say, facts: (
        f"That’s too far away for a quick call. Pick times in the next {facts['days']} days."
    ),
    "opening.promise": lambda say, _: "Choose from the list how soon you’ll reply.",
    "opening.room": lambda say, facts: f"Choose between 0 and {facts['most']} spots.",
    "opening.nothing_offered": lambda say, _: (
        "First, choose what you can help with in `/profile`, so members can find you."
    ),
}
