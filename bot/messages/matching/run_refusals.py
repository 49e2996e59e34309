"""What is said when a match run, or a file of people, can't be used as it was asked for."""

from collections.abc import Callable
from typing import Any

from bot.messages.text import joined, said

_RULES = {
    "oneself": "it is the same person",
    "not-a-mentee": "the first did not sign up as a mentee",
    "not-a-mentor": "the second did not sign up as a mentor",
    "no-room": "the mentor has no place to offer",
    "gone": "one of them is not here any more",
    "formats": "they have no way of meeting in common",
    "windows": "they have no unbroken hour in common",
    "private": "a private choice or an earlier decision rules it out",
}


def _rules(facts: dict[str, Any]) -> str:
    return joined([_RULES[rule] for rule in facts["rules"]])


def _person(value: str) -> str:
    return f"<@{value}>" if value.isdigit() else said(value, 60)


WORDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "matching.duplicate_person": lambda f: f"{_person(f['user'])} is in the cohort twice.",
    "matching.unknown_person": lambda f: (
        f"{_person(f['user'])} has no part in this run. `/match preview` shows who has."
    ),
    "matching.unknown_version": lambda _: (
        "A newer version of Preceptor stored this run. Run `/match preview` for a fresh one."
    ),
    "matching.unknown_word": lambda f: (
        f"I don't know “{said(f['word'], 60)}”. You can say: {joined(f['known'], last='or')}."
    ),
    "matching.config": lambda f: (
        f"`{said(f['key'], 60)}` in matching.toml can't be used: weights are numbers from 0 up, "
        "each under the name of a part of the score."
    ),
    "matching.lock_refused": lambda f: (
        f"{_person(f['mentee'])} and {_person(f['mentor'])} can't be locked: {_rules(f)}. "
        "Nothing was changed."
    ),
    "matching.locked_twice": lambda f: (
        f"{_person(f['user'])} is locked to two mentors. Release one of them first."
    ),
    "matching.locked_too_many": lambda f: (
        f"{_person(f['user'])} has {f['capacity']} places and {f['locked']} locked mentees. "
        "Release a lock, or ask them for one more place."
    ),
    "matching.same_mentor": lambda f: (
        f"Both already have {_person(f['mentor'])}, so there is nothing to swap."
    ),
    "matching.swap_refused": lambda f: (
        f"That swap would pair {_person(f['mentee'])} with {_person(f['mentor'])}, and "
        f"{_rules(f)}. Nothing was changed."
    ),
    "people_csv.not_utf8": lambda _: (
        "The file is not UTF-8. Save it from your spreadsheet as “CSV UTF-8” and try again."
    ),
    "people_csv.empty": lambda _: "The file is empty. Its first line must name the columns.",
    "people_csv.unreadable": lambda f: (
        f"The file can't be read from line {f['line']} on; a quotation mark may not be closed."
    ),
    "people_csv.columns_missing": lambda f: (
        f"The first line lacks {joined([f'`{name}`' for name in f['columns']])}."
    ),
    "people_csv.columns_twice": lambda f: (
        f"The first line names {joined([f'`{said(name, 40)}`' for name in f['columns']])} twice."
    ),
    "window.unreadable": lambda f: (
        f"“{said(f['text'], 60)}” is no window. Write it like this: mon 18:00-20:30."
    ),
    "window.empty": lambda f: f"“{said(f['text'], 60)}” starts when it ends.",
    "window.upside_down": lambda f: (
        f"“{said(f['text'], 60)}” would last more than twelve hours into the next day. "
        "Are its ends the wrong way round?"
    ),
    "window.unknown_zone": lambda f: (
        f"“{said(f['zone'], 60)}” is no time zone. Write it like this: America/New_York."
    ),
}
