"""Importing a file of people: what it would change, what can't be read, and what was done."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from bot.domain.cohorts.people_csv import LineProblem, PeopleFile
from bot.domain.cohorts.people_words import WordKind, topic_slug
from bot.domain.states import Role
from bot.language.say import Say, marked
from bot.messages.cohorts import moderator_news
from bot.messages.custom_id import build
from bot.messages.labels import label
from bot.messages.outgoing import Attachment, Button, Choice, Message, Row, Select, Style
from bot.messages.text import escape, join_list, join_within, person, truncate
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
            say(
                "IDs a spreadsheet shortened: {repaired}. I found each person by name "
                "and checked that the remaining digits match.",
                repaired=import_preview.repaired,
            )
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
        row = (Button(say.of("button", "Match columns"), match), *row)
    if import_preview.people:
        keep = build("cohort", "import-yes", cohort.guild, cohort.id, number=number)
        quiet = build("cohort", "import-quiet", cohort.guild, cohort.id, number=number)
        row = (Button(say.of("button", "Import silently"), quiet), *row)
        row = (
            Button(
                say.of("button", "Import {people} (18+)", people=import_preview.people),
                keep,
                Style.SUCCESS,
            ),
            *row,
        )
    return Message("\n".join(filter(None, (text, shown))), rows=(row,), files=files)


def _discarding(say: Say, opened: OpenFile) -> Row:
    cohort = opened.cohort
    cancel = build("cohort", "import-no", cohort.guild, cohort.id, number=opened.number)
    return (Button(say.of("button", "Discard"), cancel),)


def _summary(say: Say, shown: ImportPreview) -> str:
    cohort = f"**{escape(shown.opened.cohort.name, 80)}**"
    if shown.people:
        counts = [
            say("New: {new}", new=shown.new),
            say("Updated: {changed}", changed=shown.changed),
        ]
        if shown.unchanged:
            counts.append(say("Same answers: {unchanged}", unchanged=shown.unchanged))
        counts += _lost(say, shown)
        sentences = [
            say(
                "**{name}** · People to import: {people}",
                name=escape(shown.opened.cohort.name, 80),
                people=shown.people,
            ),
            " · ".join(counts),
            say(
                "Nothing has been imported yet. By importing, you confirm everyone is 18 or older."
            ),
        ]
        if shown.new:
            sentences.append(say("I’ll privately ask new people to confirm or withdraw."))
        if shown.changes:
            sentences.append(
                say(
                    "I’ll privately tell the others what you updated. Empty cells keep their "
                    "answers."
                )
            )
        return "\n".join(sentences)
    if shown.unchanged:
        text = say(
            "Nothing to import into {cohort}: everyone has the same answers already.", cohort=cohort
        )
        return " · ".join([text, *_lost(say, shown)])
    return say(
        "I can’t import any line into {cohort}. Fix the lines below and upload the file again.",
        cohort=cohort,
    )


def _changed(say: Say, changes: Sequence[Changed]) -> list[str]:
    """Return what changes for people who are in the cohort already, a line each."""
    if not changes:
        return []
    lines = [f"- {person(each.user)}: {_said(say, each)}" for each in changes[:SHOWN_CHANGES]]
    more = len(changes) - len(lines)
    return [say("Updated:"), *lines, *([f"… and {more} more in changes.txt"] if more else [])]


def _said(say: Say, changed: Changed) -> str:
    return moderator_news.changes(say, changed.edits)


def _named(changed: Changed) -> str:
    return f"{changed.called} ({changed.user})" if changed.called else str(changed.user)


def _lost(say: Say, shown: ImportPreview) -> list[str]:
    """Return how many lines no one is imported from: the other numbers don't show it."""
    lost = len({problem.line for problem in shown.problems if not problem.is_line_used})
    return [say("Lines left out: {lost}", lost=lost)] if lost else []


def _limits(say: Say, shown: ImportPreview) -> list[str]:
    return [
        say(
            "{over_limit} Import them anyway, or change the limit with `/cohort edit`.",
            over_limit=over_limit(say, over),
        )
        for over in shown.over
    ]


def over_limit(say: Say, over: OverLimit) -> str:
    """Quote that a cohort has more people in a role than its limit."""
    if over.role is Role.MENTOR:
        return say(
            "That’s {people} mentors, over the cohort’s limit of {most}.",
            people=over.people,
            most=over.most,
        )
    return say(
        "That’s {people} mentees, over the cohort’s limit of {most}.",
        people=over.people,
        most=over.most,
    )


def _unsaid(say: Say, shown: ImportPreview) -> list[str]:
    """Quote that places are counted of which the file says nothing, and who is asked about them."""
    if not shown.unsaid:
        return []
    text = say(
        "New mentors without spots (`capacity`) in the file: {unsaid}. They get 1 spot for "
        "now. I’ll ask when they confirm.",
        unsaid=shown.unsaid,
    )
    return [text]


def template(say: Say, workbook: bytes) -> Message:
    """Send a file to fill in."""
    text = say(
        "Fill in this file, one person per line, then upload it with `/cohort import`. You only "
        "need `user_id`, `role`, and `stage`. Google Forms answers work too (.csv or .xlsx)."
    )
    return Message(text, files=(Attachment("people.xlsx", workbook),))


def imported(say: Say, imported: Imported) -> Message:
    """Confirm an import."""
    counts = [_counts(say, imported)]
    if imported.unchanged:
        counts.append(say("Same answers: {unchanged}", unchanged=imported.unchanged))
    if imported.passed_over:
        counts.append(
            say(
                "Matched in the meantime, not changed: {passed_over}",
                passed_over=imported.passed_over,
            )
        )
    lines = [
        say("Imported into **{name}**.", name=escape(imported.cohort.name, 80)),
        " · ".join(counts),
    ]
    if imported.told and imported.new:
        lines.append(say("I’ll ask new people to confirm. See who hasn’t in `/cohort people`."))
    if imported.told and imported.changed:
        lines.append(say("I’ll tell the others what you updated."))
    return Message("\n".join(lines))


def discarded(say: Say, saved: Imported) -> Message:
    """Confirm that nothing, or nothing more, is imported."""
    if saved.new or saved.changed:
        return Message(
            say("Discarded the rest. Already imported: {counts}", counts=_counts(say, saved))
        )
    return Message(say("Discarded. Nothing was imported."))


def _counts(say: Say, imported: Imported) -> str:
    return say("New: {new} · Updated: {changed}", new=imported.new, changed=imported.changed)


# --- what headings and words mean -----------------------------------------------------------------

_COLUMN_NAMES = {
    "user_id": marked("Discord ID"),
    "user_name": marked("Username"),
    "display_name": marked("Name"),
    "time_zone": marked("Time zone"),
    "windows": marked("Availability"),
    "formats": marked("Ways to meet"),
    "avoid": marked("People to avoid"),
    "share_communities": marked("Prefers a shared community"),
    "prior_partners": marked("Earlier mentors and mentees"),
    "hours": marked("Hours a month"),
    "capacity": marked("Spots"),
    "near_peer": marked("Near peer or far ahead"),
    "role": marked("Role"),
    "stage": marked("Stage"),
    "fields": marked("Fields"),
    "topics": marked("Topics"),
    "state": marked("State"),
    "goals": marked("Goals"),
    "communities": marked("Communities"),
}
_COLUMN_NOTES = {
    "user_id": marked("Discord ID or username"),
    "user_name": marked("Username, if the ID can’t be used"),
    "display_name": marked("Their name"),
    "role": marked("Mentor, mentee, or both"),
    "stage": marked("Sophomore, MS2, PGY-2, …"),
    "fields": marked("Medicine, nursing, …"),
    "topics": marked("What they want help with or offer"),
    "capacity": marked("How many mentees a mentor can take"),
    "time_zone": marked("A city or a time zone"),
    "windows": marked("When they’re free: Mon 6–8 PM"),
    "formats": marked("Video, chat, phone, in person"),
    "state": marked("Two letters, like IL"),
    "avoid": marked("People not to match them with"),
    "goals": marked("What they hope to reach"),
    "communities": marked("Groups they belong to"),
    "share_communities": marked("Would they like someone who shares them? Yes or no"),
    "prior_partners": marked("Earlier mentors or mentees"),
    "hours": marked("How many hours they have or hope for"),
    "near_peer": marked("Yes: close in stage. No: far ahead"),
}
_KINDS = {
    WordKind.COLUMN: marked("Column"),
    WordKind.ROLE: marked("Role"),
    WordKind.STAGE: marked("Stage"),
    WordKind.FIELD: marked("Field"),
    WordKind.TOPIC: marked("Topic"),
}


def matching(say: Say, opened: OpenFile, at: int | None = None) -> Message:
    """Show what each heading and word means, and ask about one: number `at`, or the next open."""
    cohort, questions = opened.cohort, opened.questions
    undecided = [n for n, question in enumerate(questions) if question.meaning is None]
    if at is None or not 0 <= at < len(questions):
        at = undecided[0] if undecided else 0
    lines = [
        f"- {say(_KINDS[each.kind])} {_quoted(each.typed)}: {_meaning(say, each)}"
        for each in questions
    ]
    text = say(
        "What do the columns and words of your file for **{name}** mean? I’ll "
        "remember your choices.",
        name=escape(cohort.name, 80),
    )
    proposed = {each.proposed for each in questions if each.kind is WordKind.COLUMN}
    lacking = [name for name in opened.missing if name not in proposed]
    if lacking:
        text = say(
            "{text}\nStill needed: {map}",
            text=text,
            map=", ".join(map(partial(column, say), lacking)),
        )
    text = f"{text}\n{join_within(say, lines[at:] + lines[:at], 1_500)}"
    rows: list[Row] = [(_asking(say, opened, at),)]
    if len(questions) > 1:
        rows.append((_picking(say, opened, at),))
    ready: Row = ()
    if not lacking:
        read = build("cohort", "import-read", cohort.guild, cohort.id, number=opened.number)
        ready = (Button(say.of("button", "Use these choices"), read, Style.SUCCESS),)
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
    return Select(
        name, say("What does “{typed}” mean?", typed=truncate(question.typed, 100)), choices
    )


def _picking(say: Say, opened: OpenFile, at: int) -> Select:
    cohort, questions = opened.cohort, opened.questions
    beginning = max(0, min(at, len(questions) - 25))
    choices = tuple(
        Choice(truncate(f"{say(_KINDS[each.kind])}: {each.typed}", 100), str(number))
        for number, each in enumerate(questions[beginning : beginning + 25], beginning)
    )
    name = build("cohort", "import-pick", cohort.guild, cohort.id, number=opened.number)
    return Select(name, say("Change another one"), choices)


def _option(say: Say, question: Question, option: str) -> str:
    if not option:
        return say("Leave this out")
    if question.kind is WordKind.COLUMN:
        return column(say, option)
    if question.kind is WordKind.TOPIC and option not in OPTIONS[WordKind.TOPIC]:
        return say("A topic of your own")
    return label(say, option)


def column(say: Say, name: str) -> str:
    """Return what a column is called where people choose it."""
    return _COLUMN_NAMES.get(name) or label(say, name)


def _meaning(say: Say, question: Question) -> str:
    proposed = question.proposed
    if proposed is None:
        return say("**Not known yet** (these lines are left out)")
    words = _option(say, question, proposed) if proposed else say("Left out")
    return words if question.meaning is not None else say("{words} (my guess)", words=words)


# --- what was made of a file ----------------------------------------------------------------------


def file_lines(say: Say, file: PeopleFile, quote: Quote) -> list[str]:
    """Return what was made of the file as a whole, one sentence or two a line.

    `quote` puts a word of the file in quotation marks, as it can be shown in that place.
    """
    lines = [_NOTES[code](say, _shown(facts, quote)) for code, facts in file.notes]
    guessed = [each for each in file.headings if each.column and each.is_open]
    if guessed:
        pairs = [f"{quote(each.typed)} → {column(say, each.column)}" for each in guessed]
        lines.append(say("Columns I guessed: {pairs}", pairs=", ".join(pairs)))
    seeming = [each for each in file.headings if each.guess and not each.column]
    if seeming:
        pairs = [f"{quote(each.typed)} → {column(say, each.guess)}?" for each in seeming]
        lines.append(say("Press **Match columns** to use: {few}", few=_few(say, pairs)))
    left_out = [each.typed for each in file.headings if each.is_left_out]
    if left_out:
        names = [quote(name) for name in left_out[:10]]
        lines.append(say("Columns left out: {names}", names=", ".join(names)))
    if file.read_as:
        pairs = [f"{quote(typed)} → {label(say, value)}" for _, typed, value in file.read_as]
        lines.append(say("Words I recognized: {few}", few=_few(say, pairs)))
    topics = [
        word for word in file.new_words if word.kind is WordKind.TOPIC and word.meaning is None
    ]
    if topics:
        names = [f"{quote(word.typed)} ({word.lines})" for word in topics]
        lines.append(say("New topics: {few}", few=_few(say, names)))
    return lines


def _few(say: Say, parts: Sequence[str]) -> str:
    more = len(parts) - _SHOWN_WORDS
    shown = ", ".join(parts[:_SHOWN_WORDS])
    return say("{shown} … and {more} more", shown=shown, more=more) if more > 0 else shown


_NOTES: dict[str, Callable[[Say, Facts], str]] = {
    "people_csv.cp1252": lambda say, f: (
        say(
            "The file isn’t UTF-8, so I read it as Windows-1252. Check accents, like in {word}.",
            word=f["word"],
        )
        if f["word"]
        else say("The file isn’t UTF-8, so I read it as Windows-1252.")
    ),
    "people_csv.headings_below": lambda say, f: say(
        "The column names are on line {line}, so I left out what’s above: {title}.",
        line=f["line"],
        title=f["title"],
    ),
    "people_csv.sheet": lambda say, f: say(
        "I read the sheet {sheet}. Other sheets: {others}.", sheet=f["sheet"], others=f["others"]
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
        numbers = say("{numbers} … and {alike} more", numbers=numbers, alike=len(alike) - most)
    line = say.count(
        "Line {lines}: {said}", "Lines {lines}: {said}", len(alike), lines=numbers, said=said
    )
    if alike[0].code in _READ_ANYWAY:
        return line
    return (
        say("{line} (imported without it)", line=line)
        if alike[0].is_line_used
        else say("{line} (left out)", line=line)
    )


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
        return say(
            "I couldn’t find the time zone {zone}. Try America/New_York.", zone=facts["zone"]
        )
    return say(
        "{zone} could be several time zones. Write {meant}.", zone=facts["zone"], meant=meant
    )


_PROBLEMS: dict[str, Callable[[Say, Facts], str]] = {
    "people_csv.too_many_cells": lambda say, f: say(
        "It has {cells} cells for {columns} columns. Put quotes around commas.",
        cells=f["cells"],
        columns=f["columns"],
    ),
    "people_csv.duplicate": lambda say, f: say(
        "{user} is already on line {first}. Use one line per person, with the role "
        "“both” if needed.",
        user=f["user"],
        first=f["first"],
    ),
    "people_csv.not_here": lambda say, f: say("{user} isn’t in this server.", user=f["user"]),
    "people_csv.placed": lambda say, _: say("This person is already matched in the cohort."),
    "people_csv.no_user": lambda say, _: say("The column user_id is empty."),
    "people_csv.bad_user": lambda say, f: say(
        "{value} isn’t a Discord ID or @username.", value=f["value"]
    ),
    "people_csv.phone": lambda say, f: say(
        "{value} looks like a phone number. Use their Discord ID or @username.", value=f["value"]
    ),
    "people_csv.date_cell": lambda say, f: say(
        "Your spreadsheet turned {value} into a date. Type a day and hours as text, like "
        "“Mon 6–8 PM”.",
        value=f["value"],
    ),
    "people_csv.ruined": lambda say, f: say(
        "A spreadsheet shortened the ID {value}. Use their @username instead.", value=f["value"]
    ),
    "people_csv.ruined_other": lambda say, f: say(
        "A spreadsheet shortened the ID {value}, and it doesn’t match {user}. Fix one.",
        value=f["value"],
        user=f["user"],
    ),
    "people_csv.two_people": lambda say, f: say(
        "The ID belongs to {owner}, but the username is {name}. Fix one.",
        owner=person(f["owner"]),
        name=f["name"],
    ),
    "people_csv.error_cell": lambda say, f: say(
        "The column {column} has a spreadsheet error, {value}.",
        column=f["column"],
        value=f["value"],
    ),
    "people_csv.error_needed": lambda say, f: say(
        "The column {column} has a spreadsheet error, {value}. Fix that cell.",
        column=f["column"],
        value=f["value"],
    ),
    "people_csv.no_value": lambda say, f: say("The column {column} is empty.", column=f["column"]),
    "people_csv.bad_role": lambda say, f: say(
        "I don’t know the role {value}. Use {known}.", value=f["value"], known=_known(f)
    ),
    # One of the labels has a comma in it.
    "people_csv.bad_stage": lambda say, f: say(
        "I don’t know the stage {value}. Use one of these: {each}.",
        value=f["value"],
        each="; ".join(label(say, each) for each in f["known"]),
    ),
    "people_csv.bad_capacity": lambda say, f: say(
        "The capacity {value} needs to be a whole number from 0 to {most}.",
        value=f["value"],
        most=f["most"],
    ),
    "people_csv.bad_format": lambda say, f: say(
        "I don’t know the format {value}. Use {known}.", value=f["value"], known=_known(f)
    ),
    "people_csv.bad_state": lambda say, f: say(
        "I don’t know the state {value}. Use two letters, like IL.", value=f["value"]
    ),
    "people_csv.bad_hours": lambda say, f: say(
        "{value} isn’t a number of hours a month.", value=f["value"]
    ),
    "people_csv.unknown_value": lambda say, f: say(
        "I don’t know {value} in the column {column}.", value=f["value"], column=f["column"]
    ),
    "people_csv.unknown_person": lambda say, f: say(
        "The column {column} names someone who isn’t in the file.", column=f["column"]
    ),
    "people_csv.no_zone": lambda say, f: say(
        "There’s no time zone, so I used {as_zone}.", as_zone=f["as_zone"]
    ),
    "people_csv.unknown_zone": _unknown_zone,
    "window.unreadable": lambda say, f: say(
        "I couldn’t read {text} as a time slot. Try “Mon 6–8:30 PM”.", text=f["text"]
    ),
    "window.empty": lambda say, f: say("{text} starts and ends at the same time.", text=f["text"]),
    "window.upside_down": lambda say, f: say(
        "{text} would run more than 12 hours into the next day. Are the start and end times "
        "switched?",
        text=f["text"],
    ),
    "window.unknown_zone": lambda say, f: say(
        "{unknown_zone} I need it to read their availability.", unknown_zone=_unknown_zone(say, f)
    ),
}
