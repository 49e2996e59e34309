"""What is said about the lines of a people file: where, what, and how to mend it."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.cohorts.people_csv import LineProblem
from bot.messages.text import joined, said

Facts = Mapping[str, Any]


def problem_sentence(problem: LineProblem) -> str:
    """Return ``line 7: ...``, ending with what happens to the line."""
    end = "The line is used without it." if problem.kept else "The line is left out."
    return f"line {problem.line}: {_WORDS[problem.code](problem.facts)} {end}"


def _value(facts: Facts) -> str:
    return f"“{said(str(facts['value']), 60)}”"


def _known(facts: Facts) -> str:
    return joined(facts["known"], last="or")


def _unknown_zone(facts: Facts) -> str:
    meant = joined(facts.get("meant") or ("America/New_York",), last="or")
    return f"“{said(facts['zone'], 60)}” is not one time zone. Write it as {meant}."


_WORDS: dict[str, Callable[[Facts], str]] = {
    "people_csv.too_many_cells": lambda f: (
        f"{f['cells']} cells, but the header has {f['columns']}; put quotes around commas."
    ),
    "people_csv.duplicate": lambda f: (
        f"{said(f['user'], 60)} is on line {f['first']} already; one line a person, "
        "with the role both if need be."
    ),
    "people_csv.not_here": lambda f: f"{said(f['user'], 60)} is not in this server.",
    "people_csv.placed": lambda _: "this person has a partner in the cohort already.",
    "people_csv.no_user": lambda f: "user_id is empty.",
    "people_csv.bad_user": lambda f: f"{_value(f)} is no Discord id or @username.",
    "people_csv.bad_role": lambda f: f"role {_value(f)} must be {_known(f)}.",
    "people_csv.bad_stage": lambda f: f"stage {_value(f)} must be {_known(f)}.",
    "people_csv.bad_capacity": lambda f: (
        f"capacity {_value(f)} must be a whole number from 0 to {f['most']}."
    ),
    "people_csv.bad_format": lambda f: f"format {_value(f)} must be {_known(f)}.",
    "people_csv.bad_state": lambda f: f"state {_value(f)} is not two letters.",
    "people_csv.bad_hours": lambda f: f"hours {_value(f)} is not a number of hours a month.",
    "people_csv.unknown_value": lambda f: f"{f['column']} has {_value(f)}, which I don't know.",
    "people_csv.unknown_person": lambda f: f"{f['column']} names somebody who is not in the file.",
    "people_csv.no_zone": lambda f: "windows without a time zone are read as UTC.",
    "people_csv.unknown_zone": _unknown_zone,
    "window.unreadable": lambda f: (
        f"“{said(f['text'], 60)}” is no window, such as mon 18:00-20:30."
    ),
    "window.empty": lambda f: f"“{said(f['text'], 60)}” starts when it ends.",
    "window.upside_down": lambda f: (
        f"“{said(f['text'], 60)}” would last more than twelve hours into the next day; "
        "are its ends the wrong way round?"
    ),
    "window.unknown_zone": _unknown_zone,
}
