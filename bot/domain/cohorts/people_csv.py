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

from bot.domain.cohorts.people_cells import COLUMNS, OPTIONAL, REQUIRED, Cells, Remark, person_key
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
    """One person in the file; `extra` are the cells of unknown columns."""

    line: int
    person: MatchPerson
    display_name: str = ""
    goals: str = ""
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """The parsed file: valid lines, problems in order of line, and unknown columns."""

    lines: tuple[PersonLine, ...]
    problems: tuple[LineProblem, ...]
    unknown_columns: tuple[str, ...]

    @property
    def people(self) -> tuple[MatchPerson, ...]:
        """Return the people, in the file's order."""
        return tuple(line.person for line in self.lines)


def read_people(data: bytes) -> PeopleFile:
    """Read a people CSV.

    Raises `DomainError` when the file as a whole can't be used: ``people_csv.not_utf8``,
    ``people_csv.empty``, ``people_csv.unreadable``, ``people_csv.columns_missing``,
    ``people_csv.columns_twice``. Everything smaller is a `LineProblem`.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DomainError("people_csv.not_utf8", byte=error.start) from error
    rows = _rows(text)
    if not rows:
        raise DomainError("people_csv.empty")
    header = [cell.strip().casefold().replace(" ", "_") for cell in rows[0][1]]
    _check_header(header)
    lines: list[PersonLine] = []
    problems: list[LineProblem] = []
    first_seen: dict[str, int] = {}
    for number, cells in rows[1:]:
        person_line = _read_line(number, header, cells, problems)
        if person_line is None:
            continue
        key = person_key(person_line.person.id)
        if key in first_seen:
            facts = {"user": person_line.person.id, "first": first_seen[key]}
            problems.append(LineProblem(number, "people_csv.duplicate", False, facts))
            continue
        first_seen[key] = number
        lines.append(person_line)
    lines = _resolve(lines, problems)
    unknown = tuple(name for name in header if name and name not in COLUMNS)
    return PeopleFile(tuple(lines), tuple(sorted(problems, key=lambda p: p.line)), unknown)


def write_people(lines: Iterable[PersonLine], *, private: bool = False) -> str:
    """Write people in the format of `read_people`, safe to open in a spreadsheet.

    Without `private` the column `avoid` stays empty: only its owner may see that list. A cell that
    a spreadsheet would treat as a formula gets a leading apostrophe, which reading removes.
    """
    lines = list(lines)
    extra = sorted({name for line in lines for name in line.extra})
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*COLUMNS, *map(guarded, extra)])
    for line in lines:
        cells = [*_cells_of(line, private), *(line.extra.get(name, "") for name in extra)]
        writer.writerow([guarded(cell) for cell in cells])
    return out.getvalue()


def guarded(cell: str) -> str:
    """Return `cell` so that no spreadsheet runs it; a leading apostrophe is doubled."""
    risky = cell.startswith((*_FORMULA, "'")) or cell.lstrip().startswith(_FORMULA)
    return f"'{cell}" if risky else cell


def unguarded(cell: str) -> str:
    """Return what `guarded` was given."""
    plain = cell[1:] if cell.startswith("'") else cell
    return plain if guarded(plain) == cell else cell


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Return the rows that hold anything, each with the number of its first line."""
    if "\0" in text:
        raise DomainError("people_csv.unreadable", line=text[: text.index("\0")].count("\n") + 1)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows = []
    start = 1
    try:
        for cells in reader:
            if any(clean(cell) for cell in cells):
                rows.append((start, [clean(unguarded(cell)) for cell in cells]))
            start = reader.line_num + 1
    except csv.Error as error:
        raise DomainError("people_csv.unreadable", line=reader.line_num) from error
    return rows


def _check_header(header: Sequence[str]) -> None:
    missing = [name for name in REQUIRED if name not in header]
    if missing:
        raise DomainError("people_csv.columns_missing", columns=missing)
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise DomainError("people_csv.columns_twice", columns=twice)


def _read_line(
    number: int, header: Sequence[str], row: Sequence[str], problems: list[LineProblem]
) -> PersonLine | None:
    if len(row) > len(header):
        facts = {"cells": len(row), "columns": len(header)}
        problems.append(LineProblem(number, "people_csv.too_many_cells", False, facts))
        return None
    texts = dict(zip(header, [*row, *[""] * (len(header) - len(row))], strict=True))
    remarks: list[Remark] = []
    try:
        person = Cells(texts, remarks).person()
    except DomainError as error:
        problems.append(LineProblem(number, error.code, False, error.facts))
        return None
    problems += [LineProblem(number, code, True, facts) for code, facts in remarks]
    extra = {name: text for name, text in texts.items() if name and name not in COLUMNS}
    return PersonLine(number, person, texts.get("display_name", ""), texts.get("goals", ""), extra)


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
