"""The people CSV: one person per line, every problem reported, written to be read back.

What a hard rule depends on (who, role, stage, availability, formats, capacity) must be right, or
the line is refused: guessing could match people who must not be matched. What only affects the
score is skipped with a note if it can't be read, and the person stays.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.domain.cohorts import people_headings as headings_of
from bot.domain.cohorts.people_cells import Cells, Findings, Remark, in_grid, person_key
from bot.domain.cohorts.people_headings import BESIDE, COLUMNS, LISTS, OPTIONAL, REQUIRED, Heading
from bot.domain.cohorts.people_ids import KEPT_DIGITS, RuinedId
from bot.domain.cohorts.people_table import MOST_ABOVE, Note, Table, text_table
from bot.domain.cohorts.people_words import NOTHING_DECIDED, Meanings, WordKind, guess
from bot.domain.errors import DomainError
from bot.domain.matching.people import MatchPerson
from bot.domain.typed_text import clean
from bot.domain.vocabulary import PersonRole
from bot.domain.windows import format_windows

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong with a line. `is_line_used` tells a note from a refusal.

    `line` counts from 1 as an editor does; the header is the first.
    """

    line: int
    code: str
    is_line_used: bool
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person in the file; `extra` are the cells of columns that are left out.

    With `ruined`, a spreadsheet changed their ID, and no one may be saved under it. `beside` is
    what the line says of who they are beside what is used: a user name, or an ID that a spreadsheet
    changed. `unsaid` are the columns that the line says nothing in.
    """

    line: int
    person: MatchPerson
    display_name: str = ""
    goals: str = ""
    extra: dict[str, str] = field(default_factory=dict)
    ruined: RuinedId | None = None
    beside: str | RuinedId = ""
    unsaid: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class NewWord:
    """A word that is none of ours, on how many lines it is, and what it may mean.

    `meaning` is what was decided before, "" if it is left out, or None if it is still open.
    """

    kind: WordKind
    typed: str
    lines: int
    guess: str | None
    meaning: str | None = None


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """The parsed file: valid lines, problems in order of line, and what was made of its words.

    `ruined` are the lines whose ID a spreadsheet changed, apart from `lines`. `notes` are about the
    file as a whole. `new_words` are none of ours; `read_as` has the others that are not spelled as
    we do, by kind.
    """

    lines: tuple[PersonLine, ...]
    problems: tuple[LineProblem, ...]
    headings: tuple[Heading, ...] = ()
    ruined: tuple[PersonLine, ...] = ()
    notes: tuple[Note, ...] = ()
    new_words: tuple[NewWord, ...] = ()
    read_as: tuple[tuple[WordKind, str, str], ...] = ()

    @property
    def people(self) -> tuple[MatchPerson, ...]:
        """Return the people whose ID or name can be used, in the file's order."""
        return tuple(line.person for line in self.lines)

    @property
    def unknown_columns(self) -> tuple[str, ...]:
        """Return the names of the columns that are left out, as `PersonLine.extra` has them."""
        left_out = (each.typed for each in self.headings if each.is_left_out)
        return tuple(_extra_name(typed) for typed in left_out)


def read_people(data: bytes) -> PeopleFile:
    """Read a text file of people where no one can be asked: headings are taken as they seem.

    Raises `DomainError` as `bot.domain.cohorts.people_table.text_table` and `read_table` do.
    """
    return read_table(read_text(data), guessing=True)


def read_text(data: bytes) -> Table:
    """Return the rows of a text file; see `bot.domain.cohorts.people_table.text_table`."""
    return text_table(data, headings_of.count_ours)


def read_table(
    table: Table, meanings: Meanings = NOTHING_DECIDED, *, guessing: bool = False
) -> PeopleFile:
    """Read people from rows; with `guessing`, a heading may be what it seems to be.

    Raises `DomainError` when the file as a whole can't be used: ``people_csv.columns_missing``,
    ``people_csv.columns_twice``. Everything smaller is a `LineProblem`.
    """
    table = below_title(table)
    headings = headings_of.read_headings(table.header, meanings)
    if guessing:
        headings = tuple(each.guessed() if each.is_open else each for each in headings)
    if missing := headings_of.missing(headings):
        raise DomainError("people_csv.columns_missing", columns=missing)
    reading = _Reading(headings, meanings)
    for number, cells in table.rows:
        if tuple(clean(cell) for cell in cells) != table.header:
            reading.line(number, [clean(unguarded(cell)) for cell in cells])
    return reading.file(table.notes)


def below_title(table: Table) -> Table:
    """Return the table from its headings on, if there is a title or so above them; that is said."""
    rows = [table.header, *(cells for _, cells in table.rows[:MOST_ABOVE])]
    above = headings_of.header_at(rows)
    if not above:
        return table
    line, header = table.rows[above - 1]
    title = " ".join(filter(None, map(clean, table.header)))[:60]
    note = ("people_csv.headings_below", {"line": line, "title": title})
    cleaned = tuple(clean(cell) for cell in header)
    return Table(cleaned, table.rows[above:], (*table.notes, note))


class _Reading:
    """Collect the lines of one file and what is to be said about them."""

    def __init__(self, headings: Sequence[Heading], meanings: Meanings) -> None:
        self._headings = headings
        self._meanings = meanings
        self._lines: list[PersonLine] = []
        self._ruined: list[PersonLine] = []
        self._problems: list[LineProblem] = []
        self._first_seen: dict[str, int] = {}
        self._findings = Findings()

    def line(self, number: int, cells: Sequence[str]) -> None:
        """Read one line."""
        person_line = self._read(number, cells)
        if person_line is None:
            return
        if person_line.ruined:
            self._ruined.append(person_line)
            return
        key = person_key(person_line.person.id)
        if first := self._first_seen.get(key):
            facts = {"user": person_line.person.id, "first": first}
            self._problems.append(LineProblem(number, "people_csv.duplicate", False, facts))
            return
        self._first_seen[key] = number
        self._lines.append(person_line)

    def _read(self, number: int, row: Sequence[str]) -> PersonLine | None:
        width = len(self._headings)
        if any(row[width:]):
            facts = {"cells": len(row), "columns": width}
            self._problems.append(LineProblem(number, "people_csv.too_many_cells", False, facts))
            return None
        texts: dict[str, str] = {}
        extra: dict[str, str] = {}
        for heading, cell in zip(self._headings, [*row, *[""] * width], strict=False):
            column = heading.column
            if column == "windows" and heading.row and cell:
                cell = in_grid(heading.row, cell)
            if not column:
                if heading.is_left_out:
                    extra[_extra_name(heading.typed)] = cell
            elif cell and texts.get(column) and column in LISTS:
                texts[column] = f"{texts[column]};{cell}"
            else:
                texts[column] = texts.get(column) or cell
        remarks: list[Remark] = []
        reader = Cells(texts, remarks, self._meanings, self._findings)
        try:
            person = reader.person()
            name, goals = reader.words("display_name"), reader.words("goals")
        except DomainError as error:
            self._problems.append(LineProblem(number, error.code, False, error.facts))
            return None
        self._problems += [LineProblem(number, code, True, facts) for code, facts in remarks]
        unsaid = reader.unsaid if goals else reader.unsaid | {"goals"}
        return PersonLine(number, person, name, goals, extra, reader.ruined, reader.beside, unsaid)

    def file(self, notes: Sequence[Note]) -> PeopleFile:
        """Return everything that was read."""
        lines = _resolve(self._lines, self._problems)
        return PeopleFile(
            lines=tuple(lines),
            problems=tuple(sorted(self._problems, key=lambda problem: problem.line)),
            headings=tuple(self._headings),
            ruined=tuple(self._ruined),
            notes=tuple(notes),
            new_words=tuple(
                NewWord(kind, typed, count, guess(kind, typed), self._meanings.of(kind, typed))
                for (kind, typed), count in self._findings.new.items()
            ),
            read_as=tuple((*key, value) for key, value in self._findings.read_as.items()),
        )


def ruined_problems(file: PeopleFile) -> list[LineProblem]:
    """Return why the lines with a ruined ID can't be used where no one can be looked up."""
    return [
        LineProblem(line.line, "people_csv.ruined", False, {"value": line.ruined.typed})
        for line in file.ruined
        if line.ruined
    ]


def _extra_name(typed: str) -> str:
    return typed.strip().casefold().replace(" ", "_")


def write_people(lines: Iterable[PersonLine], *, private: bool = False) -> str:
    """Write people in the format of `read_people`, safe to open in a spreadsheet.

    Without `private` the column `avoid` stays empty: only its owner may see that list. A cell that
    a spreadsheet would treat as a formula, or as a number with digits to lose, gets a leading
    apostrophe, which reading removes.
    """
    lines = list(lines)
    others = {name for line in lines for name in line.extra}
    extra = [name for name in BESIDE if name in others] + sorted(others.difference(BESIDE))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*COLUMNS, *map(guarded, extra)])
    for line in lines:
        cells = [*_cells_of(line, private), *(line.extra.get(name, "") for name in extra)]
        writer.writerow([guarded(cell) for cell in cells])
    return out.getvalue()


def guarded(cell: str) -> str:
    """Return `cell` so that no spreadsheet runs or shortens it; an apostrophe is doubled."""
    risky = cell.startswith((*_FORMULA, "'")) or cell.lstrip().startswith(_FORMULA)
    risky = risky or (len(cell) > KEPT_DIGITS and cell.isdecimal())
    return f"'{cell}" if risky else cell


def unguarded(cell: str) -> str:
    """Return what `guarded` was given."""
    plain = cell[1:] if cell.startswith("'") else cell
    return plain if guarded(plain) == cell else cell


def _resolve(lines: list[PersonLine], problems: list[LineProblem]) -> list[PersonLine]:
    """Resolve names in lists to the lines of those people, and note those not in the file."""
    ids_by_key = {person_key(line.person.id): line.person.id for line in lines}
    resolved = []
    for line in lines:
        avoid, prior = line.person.avoid, line.person.prior_partners
        for name, listed in (("avoid", avoid), ("prior_partners", prior)):
            strangers = sum(person_key(other) not in ids_by_key for other in listed)
            code, facts = "people_csv.unknown_person", {"column": name}
            problems += [LineProblem(line.line, code, True, facts)] * strangers
        person = replace(
            line.person,
            avoid=_as_known(avoid, ids_by_key),
            prior_partners=_as_known(prior, ids_by_key),
        )
        resolved.append(replace(line, person=person))
    return resolved


def _as_known(listed: frozenset[str], ids_by_key: dict[str, str]) -> frozenset[str]:
    return frozenset(ids_by_key.get(person_key(other), other) for other in listed)


def _cells_of(line: PersonLine, private: bool) -> list[str]:
    person = line.person
    near = {True: "yes", False: "no", None: ""}[person.near_peer]
    hours = "" if person.hours is None else f"{person.hours:g}"
    cells = {
        "user_id": person.id,
        "display_name": line.display_name,
        "role": person.role.value,
        "stage": person.stage.value,
        "fields": _joined(person.fields),
        "topics": _joined(person.topics),
        "capacity": "" if person.role is PersonRole.MENTEE else str(person.capacity),
        "time_zone": person.time_zone,
        "windows": format_windows(person.windows),
        "formats": _joined(way.value for way in person.formats),
        "state": person.state or "",
        "avoid": _joined(person.avoid) if private else "",
        "goals": line.goals,
        "communities": _joined(person.communities),
        "share_communities": "yes" if person.share_communities else "no",
        "prior_partners": _joined(person.prior_partners),
        "hours": hours,
        "near_peer": near,
    }
    return [cells[name] for name in COLUMNS]


def _joined(values: Iterable[str]) -> str:
    return ";".join(sorted(values))


__all__ = [
    "COLUMNS",
    "OPTIONAL",
    "REQUIRED",
    "LineProblem",
    "PeopleFile",
    "PersonLine",
    "guarded",
    "read_people",
    "unguarded",
    "write_people",
]
