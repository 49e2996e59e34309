"""What is said when a sign-up, a profile or a cohort's plan can't be kept as it was typed."""

from collections.abc import Callable
from typing import Any

from bot.messages.text import joined, said

_MENUS = {"stage": "where you are now", "fields": "a field", "topics": "a topic"}


def _full(facts: dict[str, Any]) -> str:
    return (
        f"“{said(facts['cohort'], 80)}” has all the {facts['role']}s it can take. "
        "`/program suggest` finds programs that fit you now, and a moderator can make more room."
    )


def _choose_first(facts: dict[str, Any]) -> str:
    missing = joined([_MENUS[name] for name in facts["missing"]])
    return f"Please choose {missing} in the menus first. What you chose so far is kept."


WORDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "enrolment.choose_first": _choose_first,
    "enrolment.hours": lambda f: (
        f"“{said(f['typed'], 60)}” is no number of hours a month between 1 and {f['most']}. "
        "A plain number such as 4 works, and it may stay empty."
    ),
    "enrolment.place": lambda f: (
        f"“{said(f['typed'], 60)}” is not a state's two letters, such as IL. It may stay empty."
    ),
    "enrolment.windows_many": lambda f: (
        f"Please name at most {f['most']} windows: the ones that suit you best are enough."
    ),
    "cohort.full": _full,
}
