"""Error messages about requests."""

from collections.abc import Callable
from typing import Any

from bot.messages.text import escape, timestamp

_FIND = "`/mentor find` shows who has room now."

_MISSING = {
    "where": "**Where I am**: a line about your stage and what you are in the middle of, such as "
    "“second year pre-med in Chicago, applying next spring”.",
    "need": "**What I need**: one thing that can be answered, such as “tell me which of my two "
    "research offers says more to a committee, and why”.",
    "why": "**Why you**: what made you think of this mentor, such as their field or their path.",
    "prepared": "**What I have prepared**: what you tried, read or wrote, such as “a draft, and "
    "three schools on a list”.",
}


def _thin(facts: dict[str, Any]) -> str:
    lines = "\n".join(f"- {_MISSING[part]}" for part in facts["missing"])
    return (
        "Not sent yet: a little more, and it is much easier to say yes to. What would help:\n"
        f"{lines}"
    )


def _settled(facts: dict[str, Any]) -> str:
    return (
        _SETTLED.get(facts["state"], "That request is settled.")
        + f" ({timestamp(facts['at'], 'D')})"
    )


_SETTLED = {
    "accepted": "This request was accepted already; `/status` leads on from there.",
    "declined": "You are done with this request, and it went on. Nothing is left to do.",
    "expired": "This request has moved on or rests now. Nothing is left to do.",
    "withdrawn": "This request was withdrawn, so there is nothing to answer. Thank you.",
}

WORDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "request.yourself": lambda _: f"Asking oneself is short work. {_FIND}",
    "request.not_open": lambda _: f"They are not taking requests just now. {_FIND}",
    "request.not_free": lambda _: (
        "They can't be asked for this one: they take no requests, are full, or are ruled out for "
        "it. `/mentor find` shows who has room."
    ),
    "request.full": lambda _: f"They have just filled up, so I did not send it. {_FIND}",
    "request.on_your_list": lambda _: (
        "That person is on your own private list, so I did not send it. `/profile` changes it."
    ),
    "request.many": lambda facts: (
        f"You have {facts['most']} requests open, which is the most at a time. "
        "`/mentor withdraw` takes one back."
    ),
    "request.asked_already": lambda _: (
        "You have asked them already, and it is under way. `/status` shows where it stands."
    ),
    "request.asked_before": lambda _: (
        f"They could not take your last request up, so let us not ask again so soon. {_FIND}"
    ),
    "request.thin": _thin,
    "request.contact": lambda _: (
        "Please leave phone numbers and addresses out for now: others may read along. Once you "
        "are introduced you can share them in private."
    ),
    "request.long": lambda facts: f"Please keep each part to {facts['most']} characters.",
    "request.empty": lambda _: "There were no words in it. One line is enough here.",
    "request.formats": lambda _: "Please choose from the list how they could help best.",
    "request.unknown": lambda _: (
        "There is no such request for you. `/status` shows what waits for you."
    ),
    "request.taken": lambda _: (
        "Somebody else was a moment faster and has taken it up. Thank you; nothing is left to do."
    ),
    "request.settled": _settled,
    "request.not_your_turn": lambda _: (
        "It waits for something else now, so nothing was changed. `/status` shows whose turn it is."
    ),
    "request.time_gone": lambda _: (
        "That time has passed already. Please pick the other one, or propose new ones."
    ),
    "request.two_times": lambda _: "Those are the same time. Two different ones give a choice.",
    "request.one_time": lambda facts: (
        f"“{escape(facts['typed'], 60)}” repeats, and this is one short conversation. Try "
        "“thu 6pm”."
    ),
    "request.talk_far": lambda facts: (
        f"Please propose times within the next {facts['days']} days: it is only a short talk."
    ),
    "opening.promise": lambda _: "Please pick from the list how soon you answer.",
    "opening.room": lambda facts: f"Please choose between 0 and {facts['most']} mentees.",
    "opening.nothing_offered": lambda _: (
        "Say first what you can help with, so that members can find you: `/profile` has a menu."
    ),
}
