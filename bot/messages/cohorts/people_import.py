"""Importing a file of people: what it would change, what can't be read, and what was done."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.domain.cohorts.people_csv import LineProblem, PeopleFile
from bot.domain.cohorts.people_words import WordKind, topic_slug
from bot.messages.cohorts import moderator_news
from bot.messages.custom_id import build
from bot.messages.labels import label
from bot.messages.outgoing import Attachment, Button, Choice, Message, Row, Select, Style
from bot.messages.text import escape, join_list, join_within, person, plural, truncate
from bot.services.cohorts.file_words import OPTIONS, OpenFile, Question
from bot.services.cohorts.people_import import Changed, Imported, ImportPreview

Facts = Mapping[str, Any]
Say = Callable[[str], str]

SHOWN_CHANGES = 5
SHOWN_PROBLEMS = 10
_SHOWN_WORDS = 6


def preview(import_preview: ImportPreview) -> Message:
    """Show what importing a file would change and each line that can't be used, and ask."""
    opened, file = import_preview.opened, import_preview.file
    cohort = opened.cohort
    changes = import_preview.changes
    lines = [_summary(import_preview), *_limits(import_preview), *_unsaid(import_preview)]
    lines += _changed(changes)
    lines += file_lines(file, _quoted)
    if import_preview.repaired:
        people = plural(import_preview.repaired, "ID was", "IDs were")
        lines.append(
            f"{people} shortened by a spreadsheet. I found who is meant by name, and checked that "
            "the digits that are left fit."
        )
    problems = _problems(import_preview.problems)
    text = join_within(lines, 1_200)
    short = _problems(import_preview.problems, _SHOWN_WORDS)
    shown = join_within(short, 1_900 - len(text), SHOWN_PROBLEMS)
    files: tuple[Attachment, ...] = ()
    if problems and (short != problems or shown.count("\n- ") + 1 < len(problems)):
        files = (Attachment("problems.txt", "\n".join(problems).encode()),)
    if len(changes) > SHOWN_CHANGES:
        every = [f"- {_named(each)}: {_said(each)}" for each in changes]
        files = (*files, Attachment("changes.txt", "\n".join(every).encode()))
    number = opened.number
    row = _discarding(opened)
    if opened.questions:
        match = build("cohort", "import-match", cohort.guild, cohort.id, number=number)
        row = (Button("Match columns", match), *row)
    if import_preview.people:
        total = plural(import_preview.people, "person", "people")
        keep = build("cohort", "import-yes", cohort.guild, cohort.id, number=number)
        quiet = build("cohort", "import-quiet", cohort.guild, cohort.id, number=number)
        row = (Button("Import, tell no one", quiet), *row)
        row = (Button(f"Import {total}, all 18 or older", keep, Style.SUCCESS), *row)
    return Message("\n".join(filter(None, (text, shown))), rows=(row,), files=files)


def _discarding(opened: OpenFile) -> Row:
    cohort = opened.cohort
    cancel = build("cohort", "import-no", cohort.guild, cohort.id, number=opened.number)
    return (Button("Discard", cancel),)


def _summary(shown: ImportPreview) -> str:
    cohort = f"**{escape(shown.opened.cohort.name, 80)}**"
    same = plural(shown.unchanged, "person is", "people are")
    if shown.people:
        total = plural(shown.people, "person", "people")
        text = f"{total} to import into {cohort}: {shown.new} new, {shown.changed} changed."
        if shown.unchanged:
            text += f" {same} signed up with the same answers already."
        text = f"{text}{_lost(shown)} Nothing is saved yet."
        if shown.new:
            text += (
                " I’ll tell those who are new, each privately, that a moderator signed them up, "
                "and ask them to confirm or withdraw."
            )
        if shown.changes:
            text += (
                " I’ll tell those who change, each privately, what you changed. Where the file "
                "says nothing, their own answers stay."
            )
        return text
    if shown.unchanged:
        text = f"Nothing to import into {cohort}: {same} signed up with the same answers already."
        return f"{text}{_lost(shown)}"
    return f"No line can be imported into {cohort}. Fix the lines below and read the file again."


def _changed(changes: Sequence[Changed]) -> list[str]:
    """Return what changes for people who are in the cohort already, a line each."""
    if not changes:
        return []
    lines = [f"- {person(each.user)}: {_said(each)}" for each in changes[:SHOWN_CHANGES]]
    more = len(changes) - len(lines)
    return ["Changed:", *lines, *([f"… and {more} more, in changes.txt"] if more else [])]


def _said(changed: Changed) -> str:
    return moderator_news.changes(changed.edits, "their")


def _named(changed: Changed) -> str:
    return f"{changed.called} ({changed.user})" if changed.called else str(changed.user)


def _lost(shown: ImportPreview) -> str:
    """Return how many lines no one is imported from: the other numbers don't show it."""
    lost = len({problem.line for problem in shown.problems if not problem.is_line_used})
    return (
        f" {plural(lost, 'line is', 'lines are')} left out, for the reasons below." if lost else ""
    )


def _limits(shown: ImportPreview) -> list[str]:
    return [
        f"That makes {over.people} {over.role.value}s, over the cohort’s limit of {over.most}. "
        "You can import them anyway, or change the limit first with `/cohort edit`."
        for over in shown.over
    ]


def _unsaid(shown: ImportPreview) -> list[str]:
    """Say that places are counted of which the file says nothing, and who is asked about them."""
    if not shown.unsaid:
        return []
    mentors = plural(shown.unsaid, "new mentor has", "new mentors have")
    text = f"{mentors} no number of places (`capacity`) in the file, so I count 1 each."
    return [f"{text} I’ll ask those I tell, once they confirm."]


def template(workbook: bytes) -> Message:
    """Send a file to fill in."""
    text = (
        "Fill in this file, one person a line, and give it to `/cohort import`. Only `user_id`, "
        "`role`, and `stage` are needed. A Google Form’s answers work too, as .csv or .xlsx: I’ll "
        "ask once what its questions mean."
    )
    return Message(text, files=(Attachment("people.xlsx", workbook),))


def imported(imported: Imported) -> Message:
    """Confirm an import."""
    text = f"Imported into **{escape(imported.cohort.name, 80)}**: {_counts(imported)}."
    if imported.unchanged:
        same = plural(imported.unchanged, "person", "people")
        text += f" {same} had the same answers already."
    if imported.passed_over:
        matched = plural(imported.passed_over, "person was", "people were")
        text += f" {matched} matched in the meantime and stay as they are."
    if imported.told and imported.new:
        text += " I’ll ask those who are new to confirm; `/cohort people` shows who hasn’t yet."
    if imported.told and imported.changed:
        text += " I’ll tell those who were changed what you changed."
    return Message(f"{text} Next: `/cohort status`.")


def discarded(saved: Imported) -> Message:
    """Confirm that nothing, or nothing more, is imported."""
    if saved.new or saved.changed:
        return Message(f"Discarded the rest. Imported before: {_counts(saved)}.")
    return Message("Discarded. Nothing was imported.")


def _counts(imported: Imported) -> str:
    new = plural(imported.new, "new person", "new people")
    return f"{new} and {plural(imported.changed, 'changed one')}"


# --- what headings and words mean -----------------------------------------------------------------

_COLUMN_NAMES = {
    "user_id": "Discord ID",
    "user_name": "User name",
    "display_name": "Name",
    "time_zone": "Time zone",
    "windows": "Availability",
    "formats": "Ways to meet",
    "avoid": "People to avoid",
    "share_communities": "Communities: share or not",
    "prior_partners": "Earlier partners",
    "hours": "Hours a month",
    "capacity": "Places",
    "near_peer": "Near peer or far ahead",
}
_COLUMN_NOTES = {
    "user_id": "Discord ID or user name",
    "user_name": "user name, where the ID can’t be used",
    "display_name": "their name",
    "role": "mentor, mentee, or both",
    "stage": "where they are: Sophomore, MS2, PGY-2",
    "fields": "medicine, nursing, …",
    "topics": "what they want help with, or offer",
    "capacity": "how many mentees a mentor takes",
    "time_zone": "a city or a zone",
    "windows": "when they’re free: Mon 6-8pm",
    "formats": "video, chat, phone, in person",
    "state": "two letters, such as IL",
    "avoid": "people not to be matched with",
    "goals": "what they hope to reach",
    "communities": "groups they belong to",
    "share_communities": "whether a partner may see those: yes or no",
    "prior_partners": "earlier mentors or mentees",
    "hours": "how many they have or hope for",
    "near_peer": "yes for someone close in stage, no for far ahead",
}
_KINDS = {
    WordKind.COLUMN: "",
    WordKind.ROLE: "role ",
    WordKind.STAGE: "stage ",
    WordKind.FIELD: "field ",
    WordKind.TOPIC: "topic ",
}


def matching(opened: OpenFile, at: int | None = None) -> Message:
    """Show what each heading and word means, and ask about one: number `at`, or the next open."""
    cohort, questions = opened.cohort, opened.questions
    undecided = [n for n, question in enumerate(questions) if question.meaning is None]
    if at is None or not 0 <= at < len(questions):
        at = undecided[0] if undecided else 0
    lines = [f"- {_KINDS[each.kind]}{_quoted(each.typed)}: {_meaning(each)}" for each in questions]
    text = (
        f"What the columns and words of your file for **{escape(cohort.name, 80)}** mean. "
        "I’ll remember it for your next files."
    )
    proposed = {each.proposed for each in questions if each.kind is WordKind.COLUMN}
    lacking = [name for name in opened.missing if name not in proposed]
    if lacking:
        text += f" Still needed: {join_list(list(map(column, lacking)))}."
    text = f"{text}\n{join_within(lines[at:] + lines[:at], 1_500)}"
    rows: list[Row] = [(_asking(opened, at),)]
    if len(questions) > 1:
        rows.append((_picking(opened, at),))
    ready: Row = ()
    if not lacking:
        read = build("cohort", "import-read", cohort.guild, cohort.id, number=opened.number)
        ready = (Button("Use these", read, Style.SUCCESS),)
    rows.append((*ready, *_discarding(opened)))
    return Message(text, rows=tuple(rows))


def _asking(opened: OpenFile, at: int) -> Select:
    question, cohort = opened.questions[at], opened.cohort
    options = list(OPTIONS[question.kind])
    if question.kind is WordKind.TOPIC and question.proposed not in options:
        options.append(topic_slug(question.typed))
    choices = tuple(
        Choice(
            _option(question, option)[:100],
            f"{at}={option}"[:100],
            note=_COLUMN_NOTES.get(option, "") if question.kind is WordKind.COLUMN else "",
            chosen=option == question.proposed,
        )
        for option in options
    )
    name = build("cohort", "import-word", cohort.guild, cohort.id, number=opened.number)
    return Select(name, f"“{truncate(question.typed, 100)}” is …", choices)


def _picking(opened: OpenFile, at: int) -> Select:
    cohort, questions = opened.cohort, opened.questions
    beginning = max(0, min(at, len(questions) - 25))
    choices = tuple(
        Choice(truncate(f"{_KINDS[each.kind]}{each.typed}", 100), str(number))
        for number, each in enumerate(questions[beginning : beginning + 25], beginning)
    )
    name = build("cohort", "import-pick", cohort.guild, cohort.id, number=opened.number)
    return Select(name, "Choose another one to change", choices)


def _option(question: Question, option: str) -> str:
    if not option:
        return "Leave it out"
    if question.kind is WordKind.COLUMN:
        return column(option)
    if question.kind is WordKind.TOPIC and option not in OPTIONS[WordKind.TOPIC]:
        return "A topic of our own"
    return label(option)


def column(name: str) -> str:
    """Return what a column is called where people choose it."""
    return _COLUMN_NAMES.get(name) or label(name)


def _meaning(question: Question) -> str:
    proposed = question.proposed
    if proposed is None:
        return "**not known yet**; these lines are left out"
    words = {"": "left out"}.get(proposed) or _option(question, proposed)
    return words if question.meaning is not None else f"{words} (my guess)"


# --- what was made of a file ----------------------------------------------------------------------


def file_lines(file: PeopleFile, quote: Say) -> list[str]:
    """Return what was made of the file as a whole, one sentence or two a line.

    `quote` puts a word of the file in quotation marks, as it can be shown in that place.
    """
    lines = [_NOTES[code](_shown(facts, quote)) for code, facts in file.notes]
    guessed = [each for each in file.headings if each.column and each.is_open]
    if guessed:
        pairs = [f"{quote(each.typed)} as {column(each.column)}" for each in guessed]
        lines.append(f"Headings taken as they seem: {join_list(pairs)}.")
    seeming = [each for each in file.headings if each.guess and not each.column]
    if seeming:
        pairs = [f"{quote(each.typed)} may be {column(each.guess)}" for each in seeming]
        them = "it" if len(pairs) == 1 else "them"
        lines.append(f"{join_list(_few(pairs))}: choose Match columns to use {them}.")
    left_out = [each.typed for each in file.headings if each.is_left_out]
    if left_out:
        names = [quote(name) for name in left_out[:10]]
        lines.append(f"Columns left out: {join_list(names)}.")
    if file.read_as:
        pairs = [f"{quote(typed)} as {label(value)}" for _, typed, value in file.read_as]
        lines.append(f"Words read as ours: {join_list(_few(pairs))}.")
    topics = [
        word for word in file.new_words if word.kind is WordKind.TOPIC and word.meaning is None
    ]
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
    "people_csv.headings_below": lambda f: (
        f"The headings are on line {f['line']}; I left out what is above them: {f['title']}."
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
    return _of_lines([problem], problem_said(problem, quote))


def _problems(problems: Sequence[LineProblem], most: int | None = None) -> list[str]:
    """Return a list of what is wrong, lines that are left out first, each thing said only once.

    `most` cuts how many line numbers are named for one thing.
    """
    alike: dict[tuple[bool, str], list[LineProblem]] = {}
    for problem in sorted(problems, key=lambda each: each.is_line_used):
        said = problem_said(problem)
        alike.setdefault((problem.is_line_used, said), []).append(problem)
    return [f"- {_of_lines(of, said, most)}" for (_, said), of in alike.items()]


def _of_lines(alike: Sequence[LineProblem], said: str, most: int | None = None) -> str:
    numbers = [str(problem.line) for problem in alike[:most]]
    if len(numbers) < len(alike):
        numbers.append(f"{len(alike) - len(numbers)} more")
    one = len(alike) == 1
    if alike[0].code in _READ_ANYWAY:
        end = ""
    elif alike[0].is_line_used:
        end = " The line is used without it." if one else " These lines are used without it."
    else:
        end = " The line is left out." if one else " These lines are left out."
    return f"{'line' if one else 'lines'} {join_list(numbers)}: {said}{end}"


def problem_said(problem: LineProblem, quote: Say = _quoted) -> str:
    """Return what is wrong with a line, for someone who sees it."""
    facts = _shown({k: v for k, v in problem.facts.items() if k not in _OURS}, quote)
    ours = {name: problem.facts[name] for name in _OURS if name in problem.facts}
    return _PROBLEMS[problem.code](facts | ours)


_READ_ANYWAY = frozenset({"people_csv.no_zone"})
"""Problems whose sentence says how the cell is read: nothing of the line is left out."""

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
    "people_csv.phone": lambda f: (
        f"{f['value']} looks like a phone number. Write the Discord ID or @username in user_id."
    ),
    "people_csv.date_cell": lambda f: (
        f"{f['value']} is a date or a time of the spreadsheet’s making. Write a day with its "
        "hours, such as Mon 6-8pm, in a cell that is text."
    ),
    "people_csv.ruined": lambda f: (
        f"{f['value']} {_RUINED} Write the user name in user_id, such as @sam."
    ),
    "people_csv.ruined_other": lambda f: (
        f"{f['value']} {_RUINED} The digits that are left aren’t {f['user']}’s: correct one."
    ),
    "people_csv.two_people": lambda f: (
        f"that ID is {person(f['owner'])}’s, but the user name is {f['name']}: correct one."
    ),
    "people_csv.error_cell": lambda f: (
        f"{f['column']} has {f['value']}, which is an error of the spreadsheet."
    ),
    "people_csv.error_needed": lambda f: (
        f"{f['column']} has {f['value']}, which is an error of the spreadsheet. Fix that cell."
    ),
    "people_csv.no_value": lambda f: f"{f['column']} is empty.",
    "people_csv.bad_role": lambda f: f"role {f['value']} must be {_known(f)}.",
    # One of the labels has a comma in it.
    "people_csv.bad_stage": lambda f: (
        f"stage {f['value']} isn’t one I know. Write one of these: "
        f"{'; '.join(label(each) for each in f['known'])}."
    ),
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
    "window.unreadable": lambda f: (
        f"I can’t read {f['text']} as hours. Write a day with its hours, such as Mon 6-8pm."
    ),
    "window.empty": lambda f: f"{f['text']} starts when it ends. Write hours such as Mon 6-8pm.",
    "window.upside_down": lambda f: (
        f"{f['text']} would last more than 12 hours into the next day. Are its ends the wrong way "
        "round?"
    ),
    "window.unknown_zone": lambda f: f"{_unknown_zone(f)} Hours without one mean nothing.",
}
