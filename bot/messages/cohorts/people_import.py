"""Importing a file of people: what it would change, what can't be read, and what was done."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.domain.cohorts.people_csv import LineProblem, PeopleFile
from bot.domain.cohorts.people_words import WordKind, topic_slug
from bot.domain.states import Role
from bot.language.say import Say
from bot.messages.cohorts import moderator_news
from bot.messages.custom_id import build
from bot.messages.labels import label
from bot.messages.outgoing import Attachment, Button, Choice, Message, Row, Select, Style
from bot.messages.text import escape, for_count, join_list, join_within, person, truncate
from bot.services.cohorts.file_words import OPTIONS, OpenFile, Question
from bot.services.cohorts.people_import import Changed, Imported, ImportPreview, OverLimit

Facts = Mapping[str, Any]
Quote = Callable[[str], str]

SHOWN_CHANGES = 5
SHOWN_PROBLEMS = 10
_SHOWN_WORDS = 6


def preview(say: Say, import_preview: ImportPreview) -> Message:
    """Show what importing a file would change and each line that can't be used, and ask."""
    opened, file = import_preview.opened, import_preview.file
    cohort = opened.cohort
    changes = import_preview.changes
    lines = [
        _summary(say, import_preview),
        *_limits(say, import_preview),
        *_unsaid(say, import_preview),
    ]
    lines += _changed(say, changes)
    lines += file_lines(say, file, _quoted)
    if import_preview.repaired:
        lines.append(
            f"IDs a spreadsheet shortened: {import_preview.repaired}. I found each person by name "
            "and checked that the remaining digits match."
        )
    problems = _problems(say, import_preview.problems)
    text = join_within(say, lines, 1_200)
    short = _problems(say, import_preview.problems, _SHOWN_WORDS)
    shown = join_within(say, short, 1_900 - len(text), SHOWN_PROBLEMS)
    files: tuple[Attachment, ...] = ()
    if problems and (short != problems or shown.count("\n- ") + 1 < len(problems)):
        files = (Attachment("problems.txt", "\n".join(problems).encode()),)
    if len(changes) > SHOWN_CHANGES:
        every = [f"- {_named(each)}: {_said(say, each)}" for each in changes]
        files = (*files, Attachment("changes.txt", "\n".join(every).encode()))
    number = opened.number
    row = _discarding(say, opened)
    if opened.questions:
        match = build("cohort", "import-match", cohort.guild, cohort.id, number=number)
        row = (Button("Match columns", match), *row)
    if import_preview.people:
        keep = build("cohort", "import-yes", cohort.guild, cohort.id, number=number)
        quiet = build("cohort", "import-quiet", cohort.guild, cohort.id, number=number)
        row = (Button("Import silently", quiet), *row)
        row = (Button(f"Import {import_preview.people} (18+)", keep, Style.SUCCESS), *row)
    return Message("\n".join(filter(None, (text, shown))), rows=(row,), files=files)


def _discarding(say: Say, opened: OpenFile) -> Row:
    cohort = opened.cohort
    cancel = build("cohort", "import-no", cohort.guild, cohort.id, number=opened.number)
    return (Button("Discard", cancel),)


def _summary(say: Say, shown: ImportPreview) -> str:
    cohort = f"**{escape(shown.opened.cohort.name, 80)}**"
    if shown.people:
        counts = [f"New: {shown.new}", f"Updated: {shown.changed}"]
        if shown.unchanged:
            counts.append(f"Same answers: {shown.unchanged}")
        counts += _lost(say, shown)
        sentences = [
            f"**{escape(shown.opened.cohort.name, 80)}** · People to import: {shown.people}",
            " · ".join(counts),
            "Nothing has been imported yet. By importing, you confirm everyone is 18 or older.",
        ]
        if shown.new:
            sentences.append("I’ll privately ask new people to confirm or withdraw.")
        if shown.changes:
            sentences.append(
                "I’ll privately tell the others what you updated. Empty cells keep their answers."
            )
        return "\n".join(sentences)
    if shown.unchanged:
        text = f"Nothing to import into {cohort}: everyone has the same answers already."
        return " · ".join([text, *_lost(say, shown)])
    return f"I can’t import any line into {cohort}. Fix the lines below and upload the file again."


def _changed(say: Say, changes: Sequence[Changed]) -> list[str]:
    """Return what changes for people who are in the cohort already, a line each."""
    if not changes:
        return []
    lines = [f"- {person(each.user)}: {_said(say, each)}" for each in changes[:SHOWN_CHANGES]]
    more = len(changes) - len(lines)
    return ["Updated:", *lines, *([f"… and {more} more in changes.txt"] if more else [])]


def _said(say: Say, changed: Changed) -> str:
    return moderator_news.changes(say, changed.edits)


def _named(changed: Changed) -> str:
    return f"{changed.called} ({changed.user})" if changed.called else str(changed.user)


def _lost(say: Say, shown: ImportPreview) -> list[str]:
    """Return how many lines no one is imported from: the other numbers don't show it."""
    lost = len({problem.line for problem in shown.problems if not problem.is_line_used})
    return [f"Lines left out: {lost}"] if lost else []


def _limits(say: Say, shown: ImportPreview) -> list[str]:
    return [
        f"{over_limit(say, over)} Import them anyway, or change the limit with `/cohort edit`."
        for over in shown.over
    ]


def over_limit(say: Say, over: OverLimit) -> str:
    """Quote that a cohort has more people in a role than its limit."""
    if over.role is Role.MENTOR:
        return f"That’s {over.people} mentors, over the cohort’s limit of {over.most}."
    return f"That’s {over.people} mentees, over the cohort’s limit of {over.most}."


def _unsaid(say: Say, shown: ImportPreview) -> list[str]:
    """Quote that places are counted of which the file says nothing, and who is asked about them."""
    if not shown.unsaid:
        return []
    text = (
        f"New mentors without spots (`capacity`) in the file: {shown.unsaid}. They get 1 spot for "
        "now. I’ll ask when they confirm."
    )
    return [text]


def template(say: Say, workbook: bytes) -> Message:
    """Send a file to fill in."""
    text = (
        "Fill in this file, one person per line, then upload it with `/cohort import`. You only "
        "need `user_id`, `role`, and `stage`. Google Forms answers work too (.csv or .xlsx)."
    )
    return Message(text, files=(Attachment("people.xlsx", workbook),))


def imported(say: Say, imported: Imported) -> Message:
    """Confirm an import."""
    counts = [_counts(say, imported)]
    if imported.unchanged:
        counts.append(f"Same answers: {imported.unchanged}")
    if imported.passed_over:
        counts.append(f"Matched in the meantime, not changed: {imported.passed_over}")
    lines = [f"Imported into **{escape(imported.cohort.name, 80)}**.", " · ".join(counts)]
    if imported.told and imported.new:
        lines.append("I’ll ask new people to confirm. See who hasn’t in `/cohort people`.")
    if imported.told and imported.changed:
        lines.append("I’ll tell the others what you updated.")
    return Message("\n".join(lines))


def discarded(say: Say, saved: Imported) -> Message:
    """Confirm that nothing, or nothing more, is imported."""
    if saved.new or saved.changed:
        return Message(f"Discarded the rest. Already imported: {_counts(say, saved)}")
    return Message("Discarded. Nothing was imported.")


def _counts(say: Say, imported: Imported) -> str:
    return f"New: {imported.new} · Updated: {imported.changed}"


# --- what headings and words mean -----------------------------------------------------------------

_COLUMN_NAMES = {
    "user_id": "Discord ID",
    "user_name": "Username",
    "display_name": "Name",
    "time_zone": "Time zone",
    "windows": "Availability",
    "formats": "Ways to meet",
    "avoid": "People to avoid",
    "share_communities": "Prefers a shared community",
    "prior_partners": "Earlier mentors and mentees",
    "hours": "Hours a month",
    "capacity": "Spots",
    "near_peer": "Near peer or far ahead",
    "role": "Role",
    "stage": "Stage",
    "fields": "Fields",
    "topics": "Topics",
    "state": "State",
    "goals": "Goals",
    "communities": "Communities",
}
_COLUMN_NOTES = {
    "user_id": "Discord ID or username",
    "user_name": "Username, if the ID can’t be used",
    "display_name": "Their name",
    "role": "Mentor, mentee, or both",
    "stage": "Sophomore, MS2, PGY-2, …",
    "fields": "Medicine, nursing, …",
    "topics": "What they want help with or offer",
    "capacity": "How many mentees a mentor can take",
    "time_zone": "A city or a time zone",
    "windows": "When they’re free: Mon 6–8 PM",
    "formats": "Video, chat, phone, in person",
    "state": "Two letters, like IL",
    "avoid": "People not to match them with",
    "goals": "What they hope to reach",
    "communities": "Groups they belong to",
    "share_communities": "Would they like someone who shares them? Yes or no",
    "prior_partners": "Earlier mentors or mentees",
    "hours": "How many hours they have or hope for",
    "near_peer": "Yes: close in stage. No: far ahead",
}
_KINDS = {
    WordKind.COLUMN: "Column",
    WordKind.ROLE: "Role",
    WordKind.STAGE: "Stage",
    WordKind.FIELD: "Field",
    WordKind.TOPIC: "Topic",
}


def matching(say: Say, opened: OpenFile, at: int | None = None) -> Message:
    """Show what each heading and word means, and ask about one: number `at`, or the next open."""
    cohort, questions = opened.cohort, opened.questions
    undecided = [n for n, question in enumerate(questions) if question.meaning is None]
    if at is None or not 0 <= at < len(questions):
        at = undecided[0] if undecided else 0
    lines = [
        f"- {_KINDS[each.kind]} {_quoted(each.typed)}: {_meaning(say, each)}" for each in questions
    ]
    text = (
        f"What do the columns and words of your file for **{escape(cohort.name, 80)}** mean? I’ll "
        "remember your choices."
    )
    proposed = {each.proposed for each in questions if each.kind is WordKind.COLUMN}
    lacking = [name for name in opened.missing if name not in proposed]
    if lacking:
        text = f"{text}\nStill needed: {', '.join(map(column, lacking))}"
    text = f"{text}\n{join_within(say, lines[at:] + lines[:at], 1_500)}"
    rows: list[Row] = [(_asking(say, opened, at),)]
    if len(questions) > 1:
        rows.append((_picking(say, opened, at),))
    ready: Row = ()
    if not lacking:
        read = build("cohort", "import-read", cohort.guild, cohort.id, number=opened.number)
        ready = (Button("Use these choices", read, Style.SUCCESS),)
    rows.append((*ready, *_discarding(say, opened)))
    return Message(text, rows=tuple(rows))


def _asking(say: Say, opened: OpenFile, at: int) -> Select:
    question, cohort = opened.questions[at], opened.cohort
    options = list(OPTIONS[question.kind])
    if question.kind is WordKind.TOPIC and question.proposed not in options:
        options.append(topic_slug(question.typed))
    choices = tuple(
        Choice(
            _option(say, question, option)[:100],
            f"{at}={option}"[:100],
            note=_COLUMN_NOTES.get(option, "") if question.kind is WordKind.COLUMN else "",
            chosen=option == question.proposed,
        )
        for option in options
    )
    name = build("cohort", "import-word", cohort.guild, cohort.id, number=opened.number)
    return Select(name, f"What does “{truncate(question.typed, 100)}” mean?", choices)


def _picking(say: Say, opened: OpenFile, at: int) -> Select:
    cohort, questions = opened.cohort, opened.questions
    beginning = max(0, min(at, len(questions) - 25))
    choices = tuple(
        Choice(truncate(f"{_KINDS[each.kind]}: {each.typed}", 100), str(number))
        for number, each in enumerate(questions[beginning : beginning + 25], beginning)
    )
    name = build("cohort", "import-pick", cohort.guild, cohort.id, number=opened.number)
    return Select(name, "Change another one", choices)


def _option(say: Say, question: Question, option: str) -> str:
    if not option:
        return "Leave this out"
    if question.kind is WordKind.COLUMN:
        return column(option)
    if question.kind is WordKind.TOPIC and option not in OPTIONS[WordKind.TOPIC]:
        return "A topic of your own"
    return label(option)


def column(name: str) -> str:
    """Return what a column is called where people choose it."""
    return _COLUMN_NAMES.get(name) or label(name)


def _meaning(say: Say, question: Question) -> str:
    proposed = question.proposed
    if proposed is None:
        return "**Not known yet** (these lines are left out)"
    words = _option(say, question, proposed) if proposed else "Left out"
    return words if question.meaning is not None else f"{words} (my guess)"


# --- what was made of a file ----------------------------------------------------------------------


def file_lines(say: Say, file: PeopleFile, quote: Quote) -> list[str]:
    """Return what was made of the file as a whole, one sentence or two a line.

    `quote` puts a word of the file in quotation marks, as it can be shown in that place.
    """
    lines = [_NOTES[code](say, _shown(facts, quote)) for code, facts in file.notes]
    guessed = [each for each in file.headings if each.column and each.is_open]
    if guessed:
        pairs = [f"{quote(each.typed)} → {column(each.column)}" for each in guessed]
        lines.append(f"Columns I guessed: {', '.join(pairs)}")
    seeming = [each for each in file.headings if each.guess and not each.column]
    if seeming:
        pairs = [f"{quote(each.typed)} → {column(each.guess)}?" for each in seeming]
        lines.append(f"Press **Match columns** to use: {_few(say, pairs)}")
    left_out = [each.typed for each in file.headings if each.is_left_out]
    if left_out:
        names = [quote(name) for name in left_out[:10]]
        lines.append(f"Columns left out: {', '.join(names)}")
    if file.read_as:
        pairs = [f"{quote(typed)} → {label(value)}" for _, typed, value in file.read_as]
        lines.append(f"Words I recognized: {_few(say, pairs)}")
    topics = [
        word for word in file.new_words if word.kind is WordKind.TOPIC and word.meaning is None
    ]
    if topics:
        names = [f"{quote(word.typed)} ({word.lines})" for word in topics]
        lines.append(f"New topics: {_few(say, names)}")
    return lines


def _few(say: Say, parts: Sequence[str]) -> str:
    more = len(parts) - _SHOWN_WORDS
    shown = ", ".join(parts[:_SHOWN_WORDS])
    return f"{shown} … and {more} more" if more > 0 else shown


_NOTES: dict[str, Callable[[Say, Facts], str]] = {
    "people_csv.cp1252": lambda say, f: (
        f"The file isn’t UTF-8, so I read it as Windows-1252. Check accents, like in {f['word']}."
        if f["word"]
        else "The file isn’t UTF-8, so I read it as Windows-1252."
    ),
    "people_csv.headings_below": lambda say, f: (
        f"The column names are on line {f['line']}, so I left out what’s above: {f['title']}."
    ),
    "people_csv.sheet": lambda say, f: (
        f"I read the sheet {f['sheet']}. Other sheets: {f['others']}."
    ),
}


def _quoted(words: str) -> str:
    return f"“{escape(words, 60)}”"


def _shown(facts: Facts, quote: Quote) -> dict[str, Any]:
    """Return the facts with every text in quotation marks."""
    return {name: quote(fact) if isinstance(fact, str) else fact for name, fact in facts.items()}


# --- lines that can't be used as they are ---------------------------------------------------------


def problem_sentence(say: Say, problem: LineProblem, quote: Quote = _quoted) -> str:
    """Return ``Line 7: ...``, ending with what happens to the line."""
    return _of_lines(say, [problem], problem_said(say, problem, quote))


def _problems(say: Say, problems: Sequence[LineProblem], most: int | None = None) -> list[str]:
    """Return a list of what is wrong, lines that are left out first, each thing said only once.

    `most` cuts how many line numbers are named for one thing.
    """
    alike: dict[tuple[bool, str], list[LineProblem]] = {}
    for problem in sorted(problems, key=lambda each: each.is_line_used):
        said = problem_said(say, problem)
        alike.setdefault((problem.is_line_used, said), []).append(problem)
    return [f"- {_of_lines(say, of, said, most)}" for (_, said), of in alike.items()]


def _of_lines(say: Say, alike: Sequence[LineProblem], said: str, most: int | None = None) -> str:
    numbers = ", ".join(str(problem.line) for problem in alike[:most])
    if most is not None and len(alike) > most:
        numbers = f"{numbers} … and {len(alike) - most} more"
    line = for_count(
        len(alike), "Line {lines}: {said}", "Lines {lines}: {said}", lines=numbers, said=said
    )
    if alike[0].code in _READ_ANYWAY:
        return line
    return f"{line} (imported without it)" if alike[0].is_line_used else f"{line} (left out)"


def problem_said(say: Say, problem: LineProblem, quote: Quote = _quoted) -> str:
    """Return what is wrong with a line, for someone who sees it."""
    facts = _shown({k: v for k, v in problem.facts.items() if k not in _OURS}, quote)
    ours = {name: problem.facts[name] for name in _OURS if name in problem.facts}
    return _PROBLEMS[problem.code](say, facts | ours)


_READ_ANYWAY = frozenset({"people_csv.no_zone"})
"""Problems whose sentence says how the cell is read: nothing of the line is left out."""

_OURS = ("column", "as_zone")
"""Facts that are our own words and need no quotation marks."""


def _known(facts: Facts) -> str:
    return join_list(facts["known"], last="or")


def _unknown_zone(say: Say, facts: Facts) -> str:
    meant = join_list(facts.get("meant") or (), last="or")
    if not meant:
        return f"I couldn’t find the time zone {facts['zone']}. Try America/New_York."
    return f"{facts['zone']} could be several time zones. Write {meant}."


_PROBLEMS: dict[str, Callable[[Say, Facts], str]] = {
    "people_csv.too_many_cells": lambda say, f: (
        f"It has {f['cells']} cells for {f['columns']} columns. Put quotes around commas."
    ),
    "people_csv.duplicate": lambda say, f: (
        f"{f['user']} is already on line {f['first']}. Use one line per person, with the role "
        "“both” if needed."
    ),
    "people_csv.not_here": lambda say, f: f"{f['user']} isn’t in this server.",
    "people_csv.placed": lambda say, _: "This person is already matched in the cohort.",
    "people_csv.no_user": lambda say, _: "The column user_id is empty.",
    "people_csv.bad_user": lambda say, f: f"{f['value']} isn’t a Discord ID or @username.",
    "people_csv.phone": lambda say, f: (
        f"{f['value']} looks like a phone number. Use their Discord ID or @username."
    ),
    "people_csv.date_cell": lambda say, f: (
        f"Your spreadsheet turned {f['value']} into a date. Type a day and hours as text, like "
        "“Mon 6–8 PM”."
    ),
    "people_csv.ruined": lambda say, f: (
        f"A spreadsheet shortened the ID {f['value']}. Use their @username instead."
    ),
    "people_csv.ruined_other": lambda say, f: (
        f"A spreadsheet shortened the ID {f['value']}, and it doesn’t match {f['user']}. Fix one."
    ),
    "people_csv.two_people": lambda say, f: (
        f"The ID belongs to {person(f['owner'])}, but the username is {f['name']}. Fix one."
    ),
    "people_csv.error_cell": lambda say, f: (
        f"The column {f['column']} has a spreadsheet error, {f['value']}."
    ),
    "people_csv.error_needed": lambda say, f: (
        f"The column {f['column']} has a spreadsheet error, {f['value']}. Fix that cell."
    ),
    "people_csv.no_value": lambda say, f: f"The column {f['column']} is empty.",
    "people_csv.bad_role": lambda say, f: f"I don’t know the role {f['value']}. Use {_known(f)}.",
    # One of the labels has a comma in it.
    "people_csv.bad_stage": lambda say, f: (
        f"I don’t know the stage {f['value']}. Use one of these: "
        f"{'; '.join(label(each) for each in f['known'])}."
    ),
    "people_csv.bad_capacity": lambda say, f: (
        f"The capacity {f['value']} needs to be a whole number from 0 to {f['most']}."
    ),
    "people_csv.bad_format": lambda say, f: (
        f"I don’t know the format {f['value']}. Use {_known(f)}."
    ),
    "people_csv.bad_state": lambda say, f: (
        f"I don’t know the state {f['value']}. Use two letters, like IL."
    ),
    "people_csv.bad_hours": lambda say, f: f"{f['value']} isn’t a number of hours a month.",
    "people_csv.unknown_value": lambda say, f: (
        f"I don’t know {f['value']} in the column {f['column']}."
    ),
    "people_csv.unknown_person": lambda say, f: (
        f"The column {f['column']} names someone who isn’t in the file."
    ),
    "people_csv.no_zone": lambda say, f: f"There’s no time zone, so I used {f['as_zone']}.",
    "people_csv.unknown_zone": _unknown_zone,
    "window.unreadable": lambda say, f: (
        f"I couldn’t read {f['text']} as a time slot. Try “Mon 6–8:30 PM”."
    ),
    "window.empty": lambda say, f: f"{f['text']} starts and ends at the same time.",
    "window.upside_down": lambda say, f: (
        f"{f['text']} would run more than 12 hours into the next day. Are the start and end times "
        "switched?"
    ),
    "window.unknown_zone": lambda say, f: (
        f"{_unknown_zone(say, f)} I need it to read their availability."
    ),
}
