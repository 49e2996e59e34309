"""Error messages about goals, commitments, wins, updates, and cases."""

from collections.abc import Callable
from typing import Any

from bot.messages.text import escape, timestamp

_ENDED = {
    "kept": "kept already",
    "moved": "moved already",
    "dropped": "let go already",
    "done": "reached already",
    "let-go": "let go already",
}


def _commitment_settled(facts: dict[str, Any]) -> str:
    now = f", to {timestamp(facts['due'], 'F')}" if facts["due"] else ""
    return f"“{escape(facts['words'], 80)}” was {_ENDED[facts['state']]}{now}. Nothing was changed."


WORDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "commitment.empty": lambda _: "What will you do? A few words are enough.",
    "commitment.long": lambda facts: (
        f"That has {facts['length']} characters; please keep each part to {facts['most']}. A "
        "commitment that fits into a sentence is kept more often."
    ),
    "commitment.when_missing": lambda _: (
        "By when? Put it at the end, such as “draft my personal statement by Sunday 7pm”."
    ),
    "commitment.past": lambda facts: (
        f"“{escape(facts['typed'], 60)}” is over: that was {timestamp(facts['due'], 'F')}. "
        "Choose a time "
        "ahead, such as “tomorrow noon” or “Friday 6pm”; if it is done, tell it with `/win`."
    ),
    "commitment.too_many": lambda facts: (
        f"You have {facts['most']} commitments open, which is as many as a list can show. Finish, "
        "move or drop one with `/commit list` first."
    ),
    "commitment.unknown": lambda _: "I know no such commitment. `/commit list` shows yours.",
    "commitment.not_yours": lambda _: (
        "That one is someone else’s, and only they can change it. `/commit list` shows yours."
    ),
    "commitment.settled": _commitment_settled,
    "goal.empty": lambda _: "What do you work towards? A sentence is enough.",
    "goal.long": lambda facts: (
        f"That has {facts['length']} characters; please keep a goal to {facts['most']}. One "
        "sentence is easier to come back to."
    ),
    "goal.when_missing": lambda _: "By which day? Such as “Mar 1” or “in two months”.",
    "goal.too_many": lambda facts: (
        f"You have {facts['most']} goals open, and few are reached more often than many. Reach "
        "one or let one go with `/goal list` first."
    ),
    "goal.percent": lambda _: "Please choose between 0 and 100 percent.",
    "goal.note_long": lambda facts: f"Please keep the note to {facts['most']} characters.",
    "goal.unknown": lambda _: "I know no such goal. `/goal list` shows those of your mentorship.",
    "goal.not_yours": lambda _: (
        "That goal is someone else’s, and only they say how far it is. `/goal list` shows all of "
        "them."
    ),
    "goal.settled": lambda facts: (
        f"“{escape(facts['words'], 80)}” was {_ENDED[facts['state']]}. Nothing was changed."
    ),
    "win.empty": lambda _: "What went well? A few words are enough.",
    "win.long": lambda facts: (
        f"That has {facts['length']} characters; please keep a win to {facts['most']}."
    ),
    "update.not_your_message": lambda _: (
        "That message is somebody else's. Logging it is up to them; `/update log` is for yours."
    ),
    "case.no_request": lambda _: "This case is about no request that goes on, so nothing was done.",
    "case.no_pair": lambda _: (
        "That case is about no pair that goes on, so there is nobody to write to or to match anew."
    ),
    "case.no_retry": lambda _: "This case is about nothing that could be sent once more.",
    "case.none_left": lambda _: (
        "None of these cases fit that. `/case list` shows what still waits."
    ),
    "case.note_empty": lambda _: "The note was empty. A line is enough.",
    "case.note_long": lambda facts: (
        f"That has {facts['length']} characters; please keep it to {facts['most']}."
    ),
}
