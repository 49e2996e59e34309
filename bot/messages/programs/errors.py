"""Error messages about programs."""

from collections.abc import Callable
from typing import Any

from bot.messages.text import escape, join_list, plural


def _unknown_program(facts: dict[str, Any]) -> str:
    names = join_list([f"“{escape(name, 80)}”" for name in facts["close"]], last="or")
    hint = f" The closest I have: {names}." if names else ""
    return (
        f"I know no program called “{escape(facts['typed'], 80)}”.{hint} "
        "`/program search` finds one from what you want, in your own words."
    )


def _unknown_value(facts: dict[str, Any]) -> str:
    name = {"place": "state"}.get(facts["facet"], facts["facet"])
    return (
        f"I don't know “{escape(facts['typed'], 60)}” as a {name}. Please pick one from the list, "
        "or leave it out and say it in your question."
    )


def _invalid(facts: dict[str, Any]) -> str:
    problems = facts["problems"]
    lines = [
        f"- {each.field.replace('_', ' ')} {escape(each.reason, 200)}" for each in problems[:8]
    ]
    more = f"\n… and {len(problems) - 8} more" if len(problems) > 8 else ""
    wrong = plural(len(problems), "thing does not hold", "things do not hold")
    return f"{wrong} in this entry, so I kept nothing:\n" + "\n".join(lines) + more


WORDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "program.unknown": _unknown_program,
    "program.gone": lambda _: (
        "That program is not in this society's catalogue any more. "
        "`/program search` finds others like it."
    ),
    "program.invalid": _invalid,
    "search.gone": lambda _: (
        "I keep what a search was about for a week, and only for whoever asked. "
        "Please ask again with `/program search`."
    ),
    "search.unknown_value": _unknown_value,
    "day.over": lambda facts: (
        f"Reminders come at {facts['at']}, and that has passed today. Tomorrow would do."
    ),
    "saved_program.unknown": lambda _: (
        "That is not on your list any more. `/program saved` shows what is."
    ),
    "saved_program.too_many": lambda facts: (
        f"Your list holds {facts['most']} programs and is full. Take one off with "
        "`/program saved`, then save this one."
    ),
    "correction.empty": lambda _: "Please say in a few words what is right, as far as you know.",
    "correction.too_many": lambda facts: (
        f"{facts['most']} of your corrections wait for the moderators. "
        "Please let them catch up first."
    ),
    "correction.unknown": lambda _: "There is no such correction. `/catalogue review` shows them.",
    "correction.decided": lambda facts: f"That correction was {facts['state']} already.",
    "catalogue.taken": lambda facts: (
        f"There is an entry called “{escape(facts['name'], 80)}” already; `/catalogue edit` "
        "changes it."
    ),
    "catalogue.not_own": lambda _: (
        "Your society has no version of its own of that entry: it is as it was shipped."
    ),
    "catalogue.full": lambda facts: (
        f"A society can keep {facts['most']:,} entries of its own, and this would be more. "
        "Nothing was changed."
    ),
    "catalogue.draft_gone": lambda _: (
        "That preview was used, thrown away, or is more than a day old. "
        "Run `/catalogue import` again; nothing was changed."
    ),
    "catalogue.export_large": lambda facts: (
        f"That file would be larger than the {facts['most']} MB that Discord takes. "
        "Please export your own entries alone."
    ),
    "catalogue.file_large": lambda facts: (
        f"That file is larger than {facts['most']} MB. Please split it; nothing was changed."
    ),
    "catalogue.file_binary": lambda _: (
        "I can't read that file as text. Please save it as CSV (UTF-8) or TOML; "
        "`/catalogue export` gives you one to start from."
    ),
    "catalogue.file_empty": lambda _: (
        "That file is empty. `/catalogue export` gives you one to start from."
    ),
    "catalogue.file_long": lambda facts: (
        f"That file has more than {facts['most']:,} entries. Please split it; nothing was changed."
    ),
    "catalogue.file_columns": lambda facts: (
        f"The first line must name the columns; {join_list(list(facts['missing']))} can't be "
        "found. "
        "`/catalogue export` gives you a file with all of them."
    ),
}
