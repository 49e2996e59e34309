"""Error messages about programs."""

from collections.abc import Callable
from typing import Any

from bot.language.say import Say
from bot.messages.text import escape, join_list


def _unknown_program(say: Say, facts: dict[str, Any]) -> str:
    names = join_list([f"“{escape(name, 80)}”" for name in facts["close"]], last="or")
    typed = escape(facts["typed"], 80)
    if names:
        return say(
            "I can’t find a program called “{typed}”. Did you mean {names}?",
            typed=typed,
            names=names,
        )
    return say(
        "I can’t find a program called “{typed}”. Try `/program search` in your own words.",
        typed=typed,
    )


def _unknown_value(say: Say, facts: dict[str, Any]) -> str:
    name = {"place": "state"}.get(facts["facet"], facts["facet"])
    return say(
        "I don’t know “{typed}” as a {name}. Pick one from the list, or "
        "leave it out and say it in your question.",
        typed=escape(facts["typed"], 60),
        name=name,
    )


def _invalid(say: Say, facts: dict[str, Any]) -> str:
    problems = facts["problems"]
    lines = [f"- `{each.field}` {escape(each.reason, 200)}" for each in problems[:8]]
    if len(problems) > 8:
        lines.append(say("… and {problems} more", problems=len(problems) - 8))
    return "\n".join([say("I didn’t save this entry. Please fix:"), *lines])


WORDS: dict[str, Callable[[Say, dict[str, Any]], str]] = {
    "program.unknown": _unknown_program,
    "program.gone": lambda say, _: say(
        "That program isn’t in this server’s catalog anymore. Try `/program search`."
    ),
    "program.invalid": _invalid,
    "search.gone": lambda say, _: say(
        "That search has expired, or it’s someone else’s. Search again with `/program search`."
    ),
    "search.unknown_value": _unknown_value,
    "day.over": lambda say, facts: say(
        "I send reminders at {at}, which has passed today. Try “tomorrow”.", at=facts["at"]
    ),
    "saved_program.unknown": lambda say, _: say(
        "That’s not on your list anymore. See your list with `/program saved`."
    ),
    "saved_program.too_many": lambda say, facts: say(
        "Your list is full ({most} programs). Remove one in `/program saved` first.",
        most=facts["most"],
    ),
    "correction.empty": lambda say, _: say(
        "Your correction was empty. Say in a few words what’s right."
    ),
    "correction.too_many": lambda say, facts: say(
        "You have {most} corrections waiting for the moderators, the maximum. Try again "
        "once they’ve reviewed some.",
        most=facts["most"],
    ),
    "correction.unknown": lambda say, _: say(
        "I can’t find that correction. See all of them in `/catalogue review`."
    ),
    "correction.decided": lambda say, facts: (
        say("That correction was already accepted.")
        if facts["state"] == "accepted"
        else say("That correction was already rejected.")
    ),
    "catalogue.taken": lambda say, facts: say(
        "There’s already an entry called “{name}”. Change it with `/catalogue edit`.",
        name=escape(facts["name"], 80),
    ),
    "catalogue.not_own": lambda say, _: say(
        "Your server hasn’t changed that entry, so it’s already the original version."
    ),
    "catalogue.full": lambda say, facts: say(
        "That’s more than {most:,} entries of your own, the maximum. Nothing was changed.",
        most=facts["most"],
    ),
    "catalogue.draft_gone": lambda say, _: say(
        "That preview has expired, or it was already imported or discarded. Run `/catalogue "
        "import` again."
    ),
    "catalogue.export_large": lambda say, facts: say(
        "That file would be larger than {most} MB, Discord’s limit. Export only your own entries.",
        most=facts["most"],
    ),
    "catalogue.file_large": lambda say, facts: say(
        "That file is larger than {most} MB. Split it into smaller files.", most=facts["most"]
    ),
    "catalogue.file_binary": lambda say, _: say(
        "I couldn’t read that file as text. Save it as CSV (UTF-8) or TOML. To get a file to start "
        "from, use `/catalogue export`."
    ),
    "catalogue.file_empty": lambda say, _: say(
        "That file is empty. To get a file to start from, use `/catalogue export`."
    ),
    "catalogue.file_long": lambda say, facts: say(
        "That file has more than {most:,} entries. Split it into smaller files.", most=facts["most"]
    ),
    "catalogue.file_columns": lambda say, facts: say(
        "Add these columns to the first line: {missing}. To get a file with "
        "all of them, use `/catalogue export`.",
        missing=", ".join(facts["missing"]),
    ),
}
