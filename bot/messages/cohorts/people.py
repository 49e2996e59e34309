"""A cohort's people, and a file of them, as moderators see them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bot.domain.cohorts.cohorts import name_key
from bot.domain.cohorts.people_csv import LineProblem
from bot.domain.states import EnrolmentState, Role
from bot.messages.custom_id import build
from bot.messages.labels import label
from bot.messages.outgoing import Attachment, Button, Embed, Message, Row, Style
from bot.messages.text import escape, join_list, person, plural
from bot.services.cohorts.people import Entry, Exported, PeoplePage
from bot.services.cohorts.people_import import Imported, ImportPreview
from bot.storage.cohorts.enrolments import Enrolment

Facts = Mapping[str, Any]

SHOWN_PROBLEMS = 10
_STATES = {
    EnrolmentState.APPLIED: "signed up",
    EnrolmentState.PLACED: "has a partner",
    EnrolmentState.WAITLISTED: "on the list for the next round",
    EnrolmentState.LEFT: "withdrawn",
}


def people(page: PeoplePage) -> Message:
    """Show one page of a cohort's people."""
    lines = [_entry(entry) for entry in page.entries]
    card = Embed(
        f"People in {escape(page.cohort.name, 80)}",
        "\n".join(lines) or "Nobody yet.",
        footer=f"{plural(page.people, 'person', 'people')}, page {page.page + 1} of "
        f"{page.pages}. Who waits comes first.",
    )
    return Message(embeds=(card,), rows=_turning(page))


def _entry(entry: Entry) -> str:
    places = [f"{place.role.value}, {_STATES[place.state]}{_room(place)}" for place in entry.places]
    gone = " · **left the server**" if entry.gone else ""
    return f"{person(entry.user)} · {label(entry.stage)} · {'; '.join(places)}{gone}"


def _room(place: Enrolment) -> str:
    if place.role is Role.MENTEE:
        return ""
    return f" (room for {place.answers.capacity} in all)"


def _turning(page: PeoplePage) -> tuple[Row, ...]:
    if page.pages == 1:
        return ()
    cohort, guild = page.cohort.id, page.cohort.guild
    before, after = max(page.page - 1, 0), page.page + 1
    back = build("cohort", "people-back", guild, cohort, number=before)
    next_ = build("cohort", "people-next", guild, cohort, number=after)
    return (
        (
            Button("Back", back, disabled=page.page == 0),
            Button("Next", next_, disabled=page.page == page.pages - 1),
        ),
    )


def exported(exported: Exported) -> Message:
    """Send the file."""
    text = (
        f"{plural(exported.people, 'person', 'people')} of "
        f"**{escape(exported.cohort.name, 80)}**. What "
        "people keep private is not in it; `/cohort import` reads the file back in."
    )
    file = Attachment(f"{_file_name(exported.cohort.name)}.csv", exported.text.encode())
    return Message(text, files=(file,))


def _file_name(name: str) -> str:
    letters = "".join(c if c.isascii() and c.isalnum() else "-" for c in name_key(name))
    return "-".join(part for part in letters.split("-") if part)[:60] or "people"


def preview(import_preview: ImportPreview) -> Message:
    """Show what importing a file would change and each line that can't be used, and ask."""
    cohort = import_preview.cohort
    total = plural(import_preview.people, "person", "people")
    text = (
        f"Read for **{escape(cohort.name, 80)}**: {total} to keep, {import_preview.new} of "
        "them new, "
        f"{import_preview.changed} signed up already and changed. Nothing is kept yet."
    )
    if import_preview.unknown_columns:
        columns = join_list(
            [f"“{escape(name, 40)}”" for name in import_preview.unknown_columns[:10]]
        )
        text += f"\nColumns that I don't know and set aside: {columns}."
    files: tuple[Attachment, ...] = ()
    if import_preview.problems:
        text += f"\n{_problems(import_preview.problems[:SHOWN_PROBLEMS])}"
        if len(import_preview.problems) > SHOWN_PROBLEMS:
            rest = len(import_preview.problems) - SHOWN_PROBLEMS
            text += f"\n... and {rest} more, in the file below."
            files = (Attachment("problems.txt", _problems(import_preview.problems).encode()),)
    cancel = Button("Set it aside", build("cohort", "import-no", cohort.guild, cohort.id))
    keep = Button(
        f"Import {total}, all 18 or older",
        build("cohort", "import-yes", cohort.guild, cohort.id),
        Style.SUCCESS,
    )
    row = (keep, cancel) if import_preview.people else (cancel,)
    return Message(text[:2000], rows=(row,), files=files)


def _problems(problems: Iterable[LineProblem]) -> str:
    return "\n".join(f"- {problem_sentence(problem)}" for problem in problems)


def imported(imported: Imported) -> Message:
    """Confirm an import."""
    text = (
        f"Kept for **{escape(imported.cohort.name, 80)}**: "
        f"{plural(imported.new, 'new person', 'new people')} "
        f"and {plural(imported.changed, 'changed one')}."
    )
    if imported.unchanged:
        text += f" {plural(imported.unchanged, 'person', 'people')} said the same already."
    if imported.passed_over:
        text += (
            f" {plural(imported.passed_over, 'person has', 'people have')} a partner by now "
            "and stay "
            "as they are."
        )
    return Message(f"{text} Next: `/cohort status` shows how it stands.")


def set_aside() -> Message:
    """Confirm that nothing was imported."""
    return Message("Set aside. Nothing was imported.")


def problem_sentence(problem: LineProblem) -> str:
    """Return ``line 7: ...``, ending with what happens to the line."""
    end = "The line is used without it." if problem.is_line_used else "The line is left out."
    return f"line {problem.line}: {_PROBLEMS[problem.code](problem.facts)} {end}"


def _value(facts: Facts) -> str:
    return f"“{escape(str(facts['value']), 60)}”"


def _known(facts: Facts) -> str:
    return join_list(facts["known"], last="or")


def _unknown_zone(facts: Facts) -> str:
    meant = join_list(facts.get("meant") or ("America/New_York",), last="or")
    return f"“{escape(facts['zone'], 60)}” is not one time zone. Write it as {meant}."


_PROBLEMS: dict[str, Callable[[Facts], str]] = {
    "people_csv.too_many_cells": lambda f: (
        f"{f['cells']} cells, but the header has {f['columns']}; put quotes around commas."
    ),
    "people_csv.duplicate": lambda f: (
        f"{escape(f['user'], 60)} is on line {f['first']} already; one line a person, "
        "with the role both if need be."
    ),
    "people_csv.not_here": lambda f: f"{escape(f['user'], 60)} is not in this server.",
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
    "people_csv.unknown_person": lambda f: f"{f['column']} names someone who isn’t in the file.",
    "people_csv.no_zone": lambda f: "windows without a time zone are read as UTC.",
    "people_csv.unknown_zone": _unknown_zone,
    "window.unreadable": lambda f: (
        f"“{escape(f['text'], 60)}” is no window, such as mon 18:00-20:30."
    ),
    "window.empty": lambda f: f"“{escape(f['text'], 60)}” starts when it ends.",
    "window.upside_down": lambda f: (
        f"“{escape(f['text'], 60)}” would last more than twelve hours into the next day; "
        "are its ends the wrong way round?"
    ),
    "window.unknown_zone": _unknown_zone,
}
