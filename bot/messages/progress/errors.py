"""Error messages about goals, commitments, wins, updates, and cases."""

from collections.abc import Callable
from typing import Any

from bot.language.say import Say
from bot.messages.text import escape, timestamp

_ENDED = {
    "kept": "“{words}” is already done.",
    "moved": "“{words}” was already moved.",
    "dropped": "“{words}” was already dropped.",
    "done": "“{words}” is already reached.",
    "let-go": "“{words}” was already dropped.",
}


def _settled(say: Say, facts: dict[str, Any]) -> str:
    words = escape(facts["words"], 80)
    if facts.get("due"):
        return say(
            "“{words}” was already moved to {due}.", words=words, due=timestamp(facts["due"], "F")
        )
    return _ENDED[facts["state"]].format(words=words)


def _too_long(say: Say, facts: dict[str, Any]) -> str:
    return say(
        "That’s {length} characters. The limit is {most}.",
        length=facts["length"],
        most=facts["most"],
    )


WORDS: dict[str, Callable[[Say, dict[str, Any]], str]] = {
    "commitment.empty": lambda say, _: say("What will you do? A few words are enough."),
    "commitment.long": _too_long,
    "commitment.when_missing": lambda say, _: say(
        "When is it due? Add a time at the end, like “draft my personal statement by Sunday 7pm”."
    ),
    "commitment.past": lambda say, facts: say(
        "“{typed}” was {due}. Pick a time in the "
        "future, like “tomorrow noon”. If it’s already done, share it with `/win`.",
        typed=escape(facts["typed"], 60),
        due=timestamp(facts["due"], "F"),
    ),
    "commitment.too_many": lambda say, facts: say(
        "You have {most} open commitments, the maximum. Finish, move, or drop one in "
        "`/commit list` first.",
        most=facts["most"],
    ),
    "commitment.unknown": lambda say, _: say(
        "I can’t find that commitment. See yours with `/commit list`."
    ),
    "commitment.not_yours": lambda say, _: say(
        "That’s someone else’s commitment. See yours with `/commit list`."
    ),
    "commitment.settled": _settled,
    "goal.empty": lambda say, _: say("What are you working toward? One sentence is enough."),
    "goal.long": _too_long,
    "goal.when_missing": lambda say, _: say("Add a target date, like “Mar 1” or “in two months”."),
    "goal.too_many": lambda say, facts: say(
        "You have {most} open goals, the maximum. Finish or drop one in `/goal list` first.",
        most=facts["most"],
    ),
    "goal.percent": lambda say, _: say("Choose a number from 0 to 100."),
    "goal.note_long": lambda say, facts: say(
        "Keep the note to {most} characters or fewer.", most=facts["most"]
    ),
    "goal.unknown": lambda say, _: say("I can’t find that goal. See your goals with `/goal list`."),
    "goal.not_yours": lambda say, _: say(
        "That’s someone else’s goal, so only they can update it. See all goals with `/goal list`."
    ),
    "goal.settled": _settled,
    "win.empty": lambda say, _: say("What went well? A few words are enough."),
    "win.long": _too_long,
    "update.not_your_message": lambda say, _: say(
        "That’s someone else’s message, so only they can log it. Use `/update log` for your own."
    ),
    "case.no_request": lambda say, _: say(
        "This case has no open request, so there’s nothing to send."
    ),
    "case.no_pair": lambda say, _: say(
        "This case has no active pair, so there’s no one to write to or match again."
    ),
    "case.no_retry": lambda say, _: say("There’s nothing in this case to send again."),
    "case.none_left": lambda say, _: say(
        "None of these cases fit that anymore. See what’s open with `/case list`."
    ),
    "case.note_empty": lambda say, _: say("Your note was empty. One line is enough."),
    "case.note_long": _too_long,
}
