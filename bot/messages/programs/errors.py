"""Error messages about programs."""

from collections.abc import Callable
from typing import Any

from bot.language.say import Say
from bot.messages.text import escape, join_list


def _unknown_program(say: Say, facts: dict[str, Any]) -> str:
    names = join_list([f"“{escape(name, 80)}”" for name in facts["close"]], last="or")
    typed = escape(facts["typed"], 80)
    if names:
        return f"I can’t find a program called “{typed}”. Did you mean {names}?"
    return f"I can’t find a program called “{typed}”. Try `/program search` in your own words."


def _unknown_value(say: Say, facts: dict[str, Any]) -> str:
    name = {"place": "state"}.get(facts["facet"], facts["facet"])
    return (
        f"I don’t know “{escape(facts['typed'], 60)}” as a {name}. Pick one from the list, or "
        "leave it out and say it in your question."
    )


def _invalid(say: Say, facts: dict[str, Any]) -> str:
    problems = facts["problems"]
    lines = [f"- `{each.field}` {escape(each.reason, 200)}" for each in problems[:8]]
    if len(problems) > 8:
        lines.append(f"… and {len(problems) - 8} more")
    return "\n".join(["I didn’t save this entry. Please fix:", *lines])


WORDS: dict[str, Callable[[Say, dict[str, Any]], str]] = {
    "program.unknown": _unknown_program,
    "program.gone": lambda say, _: (
        "That program isn’t in this server’s catalog anymore. Try `/program search`."
    ),
    "program.invalid": _invalid,
    "search.gone": lambda say, _: (
        "That search has expired, or it’s someone else’s. Search again with `/program search`."
    ),
    "search.unknown_value": _unknown_value,
    "day.over": lambda say, facts: (
        f"I send reminders at {facts['at']}, which has passed today. Try “tomorrow”."
    ),
    "saved_program.unknown": lambda say, _: (
        "That’s not on your list anymore. See your list with `/program saved`."
    ),
    "saved_program.too_many": lambda say, facts: (
        f"Your list is full ({facts['most']} programs). Remove one in `/program saved` first."
    ),
    "correction.empty": lambda say, _: (
        "Your correction was empty. Say in a few words what’s right."
    ),
    "correction.too_many": lambda say, facts: (
        f"You have {facts['most']} corrections waiting for the moderators, the maximum. Try again "
        "once they’ve reviewed some."
    ),
    "correction.unknown": lambda say, _: (
        "I can’t find that correction. See all of them in `/catalogue review`."
    ),
    "correction.decided": lambda say, facts: (
        "That correction was already accepted."
        if facts["state"] == "accepted"
        else "That correction was already rejected."
    ),
    "catalogue.taken": lambda say, facts: (
        f"There’s already an entry called “{escape(facts['name'], 80)}”. Change it with "
        "`/catalogue edit`."
    ),
    "catalogue.not_own": lambda say, _: (
        "Your server hasn’t changed that entry, so it’s already the original version."
    ),
    "catalogue.full": lambda say, facts: (
        f"That’s more than {facts['most']:,} entries of your own, the maximum. Nothing was changed."
    ),
    "catalogue.draft_gone": lambda say, _: (
        "That preview has expired, or it was already imported or discarded. Run `/catalogue "
        "import` again."
    ),
    "catalogue.export_large": lambda say, facts: (
        f"That file would be larger than {facts['most']} MB, Discord’s limit. Export only your own "
        "entries."
    ),
    "catalogue.file_large": lambda say, facts: (
        f"That file is larger than {facts['most']} MB. Split it into smaller files."
    ),
    "catalogue.file_binary": lambda say, _: (
        "I couldn’t read that file as text. Save it as CSV (UTF-8) or TOML. To get a file to start "
        "from, use `/catalogue export`."
    ),
    "catalogue.file_empty": lambda say, _: (
        "That file is empty. To get a file to start from, use `/catalogue export`."
    ),
    "catalogue.file_long": lambda say, facts: (
        f"That file has more than {facts['most']:,} entries. Split it into smaller files."
    ),
    "catalogue.file_columns": lambda say, facts: (
        f"Add these columns to the first line: {', '.join(facts['missing'])}. To get a file with "
        "all of them, use `/catalogue export`."
    ),
}
