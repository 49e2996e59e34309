"""Importing a file of people: what it would change, what can't be read, and what was done."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.domain.cohorts.people_csv import LineProblem, PeopleFile
from bot.messages.custom_id import build
from bot.messages.labels import label
from bot.messages.outgoing import Attachment, Button, Message, Row, Style
from bot.messages.text import escape, join_list, join_within, plural
from bot.services.cohorts.people_import import Imported, ImportPreview

Facts = Mapping[str, Any]
Say = Callable[[str], str]

SHOWN_PROBLEMS = 10
_SHOWN_WORDS = 6


def preview(import_preview: ImportPreview) -> Message:
    """Show what importing a file would change and each line that can't be used, and ask."""
    cohort, file = import_preview.cohort, import_preview.file
    lines = [_summary(import_preview), *_limits(import_preview), *file_lines(file, _quoted)]
    if import_preview.repaired:
        people = plural(import_preview.repaired, "ID was", "IDs were")
        lines.append(
            f"{people} shortened by a spreadsheet. I found who is meant by name, and checked that "
            "the digits that are left fit."
        )
    problems = [f"- {problem_sentence(problem)}" for problem in import_preview.problems]
    text = join_within(lines, 1_200)
    shown = join_within(problems, 1_900 - len(text), SHOWN_PROBLEMS)
    files: tuple[Attachment, ...] = ()
    if problems and shown.count("\n- ") + 1 < len(problems):
        files = (Attachment("problems.txt", "\n".join(problems).encode()),)
    number = import_preview.number
    cancel = build("cohort", "import-no", cohort.guild, cohort.id, number=number)
    row: Row = (Button("Discard", cancel),)
    if import_preview.people:
        total = plural(import_preview.people, "person", "people")
        keep = build("cohort", "import-yes", cohort.guild, cohort.id, number=number)
        row = (Button(f"Import {total}, all 18 or older", keep, Style.SUCCESS), *row)
    return Message("\n".join(filter(None, (text, shown))), rows=(row,), files=files)


def _summary(shown: ImportPreview) -> str:
    cohort = f"**{escape(shown.cohort.name, 80)}**"
    same = plural(shown.unchanged, "person is", "people are")
    if shown.people:
        total = plural(shown.people, "person", "people")
        text = f"{total} to import into {cohort}: {shown.new} new, {shown.changed} changed."
        if shown.unchanged:
            text += f" {same} signed up with the same answers already."
        return f"{text} Nothing is saved yet."
    if shown.unchanged:
        return f"Nothing to import into {cohort}: {same} signed up with the same answers already."
    return f"No line can be imported into {cohort}. Fix the lines below and read the file again."


def _limits(shown: ImportPreview) -> list[str]:
    return [
        f"That makes {over.people} {over.role.value}s, over the cohort’s limit of {over.most}. "
        "You can import them anyway, or change the limit first with `/cohort status`."
        for over in shown.over
    ]


def imported(imported: Imported) -> Message:
    """Confirm an import."""
    text = f"Imported into **{escape(imported.cohort.name, 80)}**: {_counts(imported)}."
    if imported.unchanged:
        same = plural(imported.unchanged, "person", "people")
        text += f" {same} had the same answers already."
    if imported.passed_over:
        matched = plural(imported.passed_over, "person was", "people were")
        text += f" {matched} matched in the meantime and stay as they are."
    return Message(f"{text} Next: `/cohort status`.")


def discarded(saved: Imported) -> Message:
    """Confirm that nothing, or nothing more, is imported."""
    if saved.new or saved.changed:
        return Message(f"Discarded the rest. Imported before: {_counts(saved)}.")
    return Message("Discarded. Nothing was imported.")


def _counts(imported: Imported) -> str:
    new = plural(imported.new, "new person", "new people")
    return f"{new} and {plural(imported.changed, 'changed one')}"


# --- what was made of a file ----------------------------------------------------------------------


def file_lines(file: PeopleFile, quote: Say) -> list[str]:
    """Return what was made of the file as a whole, one sentence or two a line.

    `quote` puts a word of the file in quotation marks, as it can be shown in that place.
    """
    lines = [_NOTES[code](_shown(facts, quote)) for code, facts in file.notes]
    guessed = [each for each in file.headings if each.column and each.is_open]
    if guessed:
        pairs = [f"{quote(each.typed)} as {each.column}" for each in guessed]
        lines.append(f"Headings taken as they seem: {join_list(pairs)}.")
    left_out = [each.typed for each in file.headings if each.typed and not each.column]
    if left_out:
        names = [quote(name) for name in left_out[:10]]
        lines.append(f"Columns left out: {join_list(names)}.")
    if file.read_as:
        pairs = [f"{quote(typed)} as {label(value)}" for _, typed, value in file.read_as]
        lines.append(f"Words read as ours: {join_list(_few(pairs))}.")
    topics = [word for word in file.new_words if word.kind == "topic"]
    if topics:
        names = [f"{quote(word.typed)} ({word.lines})" for word in topics]
        lines.append(f"Topics that are new and saved as they are: {join_list(_few(names))}.")
    return lines


def _few(parts: Sequence[str]) -> list[str]:
    more = len(parts) - _SHOWN_WORDS
    return [*parts[:_SHOWN_WORDS], *([f"{more} more"] if more > 0 else [])]


_NOTES: dict[str, Callable[[Facts], str]] = {
    "people_csv.cp1252": lambda f: (
        "The file isn’t UTF-8, so I read it as Windows-1252."
        + (f" Check the accents, such as in {f['word']}." if f["word"] else "")
    ),
    "people_csv.sheet": lambda f: (
        f"I read the sheet {f['sheet']}. The workbook has {plural(f['others'], 'other')}."
    ),
}


def _quoted(words: str) -> str:
    return f"“{escape(words, 60)}”"


def _shown(facts: Facts, quote: Say) -> dict[str, Any]:
    """Return the facts with every text in quotation marks."""
    return {name: quote(fact) if isinstance(fact, str) else fact for name, fact in facts.items()}


# --- lines that can't be used as they are ---------------------------------------------------------


def problem_sentence(problem: LineProblem, quote: Say = _quoted) -> str:
    """Return ``line 7: ...``, ending with what happens to the line."""
    end = "The line is left out."
    if problem.is_line_used:
        end = "The line is used without it."
    facts = _shown({k: v for k, v in problem.facts.items() if k not in _OURS}, quote)
    ours = {name: problem.facts[name] for name in _OURS if name in problem.facts}
    return f"line {problem.line}: {_PROBLEMS[problem.code](facts | ours)} {end}"


_OURS = ("column", "as_zone")
"""Facts that are our own words and need no quotation marks."""


def _known(facts: Facts) -> str:
    return join_list(facts["known"], last="or")


def _unknown_zone(facts: Facts) -> str:
    meant = join_list(facts.get("meant") or (), last="or")
    if not meant:
        return f"{facts['zone']} isn’t a time zone. Write one such as America/New_York."
    return f"{facts['zone']} isn’t one time zone. Write it as {meant}."


_RUINED = "isn’t a Discord ID anymore: a spreadsheet shortened the number."

_PROBLEMS: dict[str, Callable[[Facts], str]] = {
    "people_csv.too_many_cells": lambda f: (
        f"{f['cells']} cells, but the header has {f['columns']}; put quotes around commas."
    ),
    "people_csv.duplicate": lambda f: (
        f"{f['user']} is on line {f['first']} already; one line a person, "
        "with the role both if need be."
    ),
    "people_csv.not_here": lambda f: f"{f['user']} is not in this server.",
    "people_csv.placed": lambda _: "this person has a partner in the cohort already.",
    "people_csv.no_user": lambda f: "user_id is empty.",
    "people_csv.bad_user": lambda f: f"{f['value']} is not a Discord ID or @username.",
    "people_csv.ruined": lambda f: (
        f"{f['value']} {_RUINED} Write the user name in user_id, such as @sam."
    ),
    "people_csv.error_cell": lambda f: (
        f"{f['column']} has {f['value']}, which is an error of the spreadsheet."
    ),
    "people_csv.error_needed": lambda f: (
        f"{f['column']} has {f['value']}, which is an error of the spreadsheet. Fix that cell."
    ),
    "people_csv.bad_role": lambda f: f"role {f['value']} must be {_known(f)}.",
    "people_csv.bad_stage": lambda f: f"stage {f['value']} must be {_known(f)}.",
    "people_csv.bad_capacity": lambda f: (
        f"capacity {f['value']} must be a whole number from 0 to {f['most']}."
    ),
    "people_csv.bad_format": lambda f: f"format {f['value']} must be {_known(f)}.",
    "people_csv.bad_state": lambda f: f"state {f['value']} is not two letters.",
    "people_csv.bad_hours": lambda f: f"hours {f['value']} is not a number of hours a month.",
    "people_csv.unknown_value": lambda f: f"{f['column']} has {f['value']}, which I don’t know.",
    "people_csv.unknown_person": lambda f: f"{f['column']} names someone who isn’t in the file.",
    "people_csv.no_zone": lambda f: f"windows without a time zone are read as {f['as_zone']}.",
    "people_csv.unknown_zone": _unknown_zone,
    "window.unreadable": lambda f: f"{f['text']} is no window, such as mon 18:00-20:30.",
    "window.empty": lambda f: f"{f['text']} starts when it ends.",
    "window.upside_down": lambda f: (
        f"{f['text']} would last more than twelve hours into the next day; "
        "are its ends the wrong way round?"
    ),
    "window.unknown_zone": _unknown_zone,
}
