"""Error messages about requests."""

from collections.abc import Callable
from typing import Any

from bot.language.say import Say, marked
from bot.messages.text import escape, timestamp

_FIND = marked("See who has room with `/mentor find`.")

_MISSING = {
    "where": marked(
        "**Where I am**: Add your stage and what you’re doing now, like “second-year pre-med "
        "in Chicago, applying next spring”."
    ),
    "need": marked(
        "**What I need**: Ask for one thing they can answer, like “Which of my two research "
        "offers looks better to a committee, and why?”"
    ),
    "why": marked(
        "**Why you**: Say what made you think of this mentor, like their field or their path."
    ),
    "prepared": marked(
        "**What I’ve prepared**: Add what you’ve tried, read, or written, like “a draft "
        "and a list of three schools”."
    ),
}


def _thin(say: Say, facts: dict[str, Any]) -> str:
    lines = "\n".join(f"- {say(_MISSING[part])}" for part in facts["missing"])
    return say(
        "I haven’t sent it yet. A few more details will make it easier to say yes:\n{lines}",
        lines=lines,
    )


def _settled(say: Say, facts: dict[str, Any]) -> str:
    day = timestamp(facts["at"], "D")
    match facts["state"]:
        case "accepted":
            return say("This request was accepted {day}. Check `/status` for what’s next.", day=day)
        case "declined":
            return say("This request moved on {day}. There’s nothing left for you to do.", day=day)
        case "expired":
            return say(
                "This request moved on or expired {day}. There’s nothing left to do.", day=day
            )
        case "withdrawn":
            return say("This request was withdrawn {day}, so there’s nothing to answer.", day=day)
        case _:
            return say("This request was closed {day}.", day=day)


WORDS: dict[str, Callable[[Say, dict[str, Any]], str]] = {
    "request.yourself": lambda say, _: say(
        "You can’t send a request to yourself. {words}", words=say(_FIND)
    ),
    "request.not_open": lambda say, _: say(
        "They’re not taking requests right now. {words}", words=say(_FIND)
    ),
    "request.not_free": lambda say, _: say(
        "They can’t get this request: they’re full, not taking requests, or ruled out for it. "
        "{words}",
        words=say(_FIND),
    ),
    "request.full": lambda say, _: say(
        "They just filled up, so I didn’t send it. {words}", words=say(_FIND)
    ),
    "request.on_your_list": lambda say, _: say(
        "You blocked that person, so I didn’t send it. You can change that in `/profile`."
    ),
    "request.many": lambda say, facts: say(
        "You have {most} open requests, the maximum. Withdraw one first with `/mentor withdraw`.",
        most=facts["most"],
    ),
    "request.asked_already": lambda say, _: say(
        "You already asked them, and your request is still open. Check `/status`."
    ),
    "request.asked_before": lambda say, _: say(
        "They couldn’t take your last request, so it’s too soon to ask again. {words}",
        words=say(_FIND),
    ),
    "request.thin": _thin,
    "request.contact": lambda say, _: say(
        "Please leave out phone numbers and addresses: others may see this. Once you’re "
        "introduced, you can share them privately."
    ),
    "request.long": lambda say, facts: say(
        "That’s too long. The limit is {most} characters for each part.", most=facts["most"]
    ),
    "request.empty": lambda say, _: say("Your message was empty. One line is enough."),
    "request.formats": lambda say, _: say("Choose from the list how they could help."),
    "request.unknown": lambda say, _: say(
        "I can’t find that request. See what’s waiting with `/status`."
    ),
    "request.taken": lambda say, _: say("Another mentor just took this one. Thanks anyway!"),
    "request.settled": _settled,
    "request.not_your_turn": lambda say, _: say(
        "This request has already moved on to another step. Check `/status`."
    ),
    "request.time_gone": lambda say, _: say(
        "That time has passed. Pick the other one, or suggest new times."
    ),
    "request.two_times": lambda say, _: say("Both times are the same. Suggest two different ones."),
    "request.one_time": lambda say, facts: say(
        "“{typed}” repeats, and this is a single call. Try “thu 6pm”.",
        typed=escape(facts["typed"], 60),
    ),
    "request.talk_far": lambda say, facts: say(
        "That’s too far away for a quick call. Pick times in the next {days} days.",
        days=facts["days"],
    ),
    "opening.promise": lambda say, _: say("Choose from the list how soon you’ll reply."),
    "opening.room": lambda say, facts: say(
        "Choose between 0 and {most} spots.", most=facts["most"]
    ),
    "opening.nothing_offered": lambda say, _: say(
        "First, choose what you can help with in `/profile`, so members can find you."
    ),
}
