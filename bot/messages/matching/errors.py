"""What is said when pairs can't be proposed, changed, approved or taken back as asked."""

from collections.abc import Callable
from typing import Any

from bot.messages.text import joined, said

_COHORT_STATES = {
    "draft": "a draft still",
    "closing": "closing",
    "ended": "over",
}


def _changed(facts: dict[str, Any]) -> str:
    people = [f"<@{user}>" for user in facts["people"]]
    shown = people[:5] if len(people) < 6 else [*people[:5], f"{len(people) - 5} more"]
    return (
        f"Since that proposal something changed for {joined(shown)}: other answers, a withdrawal, "
        "or another pair. Nothing was approved. Run `/match preview` for pairs that hold; locks "
        "are kept."
    )


WORDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "match.unknown": lambda _: "There is no such match run. `/match preview` makes a new one.",
    "match.none": lambda f: (
        f"Nothing is proposed for “{said(f['cohort'], 80)}” yet. Run `/match preview` first."
    ),
    "match.nobody": lambda f: (
        f"Nobody waits for a partner in “{said(f['cohort'], 80)}”: there are "
        f"{f['mentees']} mentees waiting and {f['mentors']} mentors with room."
    ),
    "match.not_matchable": lambda f: (
        f"“{said(f['cohort'], 80)}” is {_COHORT_STATES[f['state']]}, so no pairs are made."
    ),
    "match.approved": lambda _: "Already done: these pairs are approved.",
    "match.superseded": lambda _: (
        "That proposal was replaced by a newer one, or taken back. `/match review` shows where it "
        "stands. Nothing was changed."
    ),
    "match.stale": lambda f: (
        f"There is a newer proposal, number {f['run']} by <@{f['by']}>, that you have not seen. "
        "Look at it with `/match review`, then try again. Nothing was changed."
    ),
    "match.changed": _changed,
    "match.no_such_pair": lambda f: (
        f"There is no pair {f['number']}: this proposal has pairs 1 to {f['most']}."
    ),
    "match.numbers": lambda f: (
        f"I can't read “{said(f['typed'], 60)}”. Write pairs such as `1, 3-5`, or leave it out "
        "for all of them."
    ),
    "match.nothing_to_undo": lambda f: (
        f"No pair of “{said(f['cohort'], 80)}” came from an approval that is still in force, so "
        "there is nothing to take back."
    ),
}
