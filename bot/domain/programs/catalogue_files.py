"""Catalogue files: a society's programs as CSV or TOML, exported and imported without loss.

Every valid entry in a file is read, and everything else is reported with its line and the reason.
"""

import csv
import io
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, Final

from bot.domain.errors import DomainError
from bot.domain.programs.programs import (
    InvalidProgramError,
    KnownValues,
    Origin,
    Program,
    program_from,
)

LARGEST_BYTES: Final = 4 * 1024 * 1024
MOST_ENTRIES: Final = 5_000
MOST_PROBLEMS: Final = 500
HIDDEN: Final = "hidden"
# A spreadsheet runs cells that begin like this; a leading quote keeps them text.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS: Final = tuple(f.name for f in fields(Program) if f.name != "origin")
_LISTS: Final = frozenset(f.name for f in fields(Program) if isinstance(f.default, tuple))
_FLAGS: Final = frozenset({"name_known", "host_known", HIDDEN})
_ENTRY: Final = re.compile(r"^[ \t]*\[\[[ \t]*programs[ \t]*\]\]", re.MULTILINE)
_YES: Final = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


class FileKind(StrEnum):
    """The two file formats of a catalogue."""

    CSV = "csv"
    TOML = "toml"


@dataclass(frozen=True, slots=True)
class Entry:
    """One program of a society; `hidden` ones stay in the file but are not shown."""

    program: Program
    hidden: bool = False

    @property
    def facts(self) -> dict[str, Any]:
        """Return every fact as plain values that JSON can hold."""
        facts: dict[str, Any] = {}
        for name in _COLUMNS:
            value = getattr(self.program, name)
            if isinstance(value, tuple):
                value = list(value)
            facts[name] = value.isoformat() if isinstance(value, date) else value
        return {name: value for name, value in facts.items() if value is not None}


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong, and on which line of the file; lines count from 1."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A parsed file: the valid entries, each bad line, and what was ignored.

    `formulas` counts cells that a spreadsheet would run; they are kept as plain text.
    """

    entries: tuple[Entry, ...]
    problems: tuple[LineProblem, ...]
    ignored: tuple[str, ...] = ()
    formulas: int = 0


def entry_from(facts: Mapping[str, Any], values: KnownValues | None = None) -> Entry:
    """Read one entry from plain values; raise `InvalidProgramError` naming each fault."""
    plain = {name: value for name, value in facts.items() if name not in (HIDDEN, "origin")}
    program = program_from({**plain, "origin": Origin.SOCIETY}, values)
    return Entry(program, bool(facts.get(HIDDEN, False)))


def read(name: str, data: bytes, values: KnownValues | None = None) -> Reading:
    """Read a file called `name`.

    Raises `DomainError` ``catalogue.file_large``, ``catalogue.file_binary``,
    ``catalogue.file_empty``, ``catalogue.file_long`` or ``catalogue.file_columns``.
    """
    if len(data) > LARGEST_BYTES:
        raise DomainError("catalogue.file_large", most=LARGEST_BYTES // 1024 // 1024)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DomainError("catalogue.file_binary") from error
    if "\0" in text:
        raise DomainError("catalogue.file_binary")
    if not text.strip():
        raise DomainError("catalogue.file_empty")
    is_toml = name.casefold().endswith(".toml") or (
        not name.casefold().endswith(".csv") and _ENTRY.search(text) is not None
    )
    rows = list(_toml_rows(text) if is_toml else _csv_rows(text))
    if len(rows) > MOST_ENTRIES:
        raise DomainError("catalogue.file_long", most=MOST_ENTRIES)
    return _checked(rows, values)


def to_csv(entries: Iterable[Entry]) -> bytes:
    """Write entries with a header; no cell begins like a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow((*_COLUMNS, HIDDEN))
    for entry in entries:
        facts = entry.facts
        cells = [_cell(facts.get(name)) for name in _COLUMNS]
        writer.writerow([_harmless(cell) for cell in (*cells, _cell(entry.hidden))])
    return out.getvalue().encode("utf-8-sig")


def to_toml(entries: Iterable[Entry]) -> bytes:
    """Write entries as `[[programs]]`, in the form of the shipped catalogue."""
    blocks = []
    for entry in entries:
        facts = {**entry.facts, HIDDEN: entry.hidden}
        lines = [f"{name} = {_toml(name, value)}" for name, value in facts.items() if value != ""]
        blocks.append("\n".join(("[[programs]]", *lines)))
    return ("\n\n".join(blocks) + "\n").encode()


@dataclass(frozen=True, slots=True)
class _Row:
    """One entry of a file, or the problem that kept it from being read."""

    line: int
    facts: Mapping[str, Any] | None
    problem: str = ""
    ignored: tuple[str, ...] = ()
    formulas: int = 0


def _checked(rows: Sequence[_Row], values: KnownValues | None) -> Reading:
    entries: dict[str, Entry] = {}
    problems: list[LineProblem] = []
    for row in rows:
        if row.facts is None:
            problems.append(LineProblem(row.line, row.problem))
            continue
        try:
            entry = entry_from(row.facts, values)
        except InvalidProgramError as error:
            reason = "; ".join(f"{each.field} {each.reason}" for each in error.problems)
            problems.append(LineProblem(row.line, reason))
            continue
        if entry.program.id in entries:
            problems.append(LineProblem(row.line, f"id {entry.program.id!r} is used twice"))
            continue
        entries[entry.program.id] = entry
    return Reading(
        entries=tuple(entries.values()),
        problems=tuple(problems[:MOST_PROBLEMS]),
        ignored=rows[0].ignored if rows else (),
        formulas=sum(row.formulas for row in rows),
    )


def _csv_rows(text: str) -> Iterator[_Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip().casefold() for name in next(reader, [])]
    except csv.Error as error:
        raise DomainError("catalogue.file_columns", missing=("id", "name")) from error
    missing = tuple(name for name in ("id", "name") if name not in header)
    if missing:
        raise DomainError("catalogue.file_columns", missing=missing)
    columns = {*_COLUMNS, HIDDEN}
    ignored = tuple(name for name in header if name not in columns and name != "origin")
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield _Row(line, None, f"can't be read: {error}")
            continue
        if cells is None:
            return
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(header):
            yield _Row(line, None, f"has {len(cells)} cells, the header has {len(header)}")
            continue
        raw = {name: cell for name, cell in zip(header, cells, strict=False) if name in columns}
        facts = {name: _value(name, _restored(cell)) for name, cell in raw.items() if cell.strip()}
        formulas = sum(cell.startswith(_FORMULA[:4]) for cell in cells)
        yield _Row(line, facts, ignored=ignored, formulas=formulas)


def _toml_rows(text: str) -> Iterator[_Row]:
    """Read block by block, so that one broken entry does not affect the others."""
    starts = [match.start() for match in _ENTRY.finditer(text)]
    if not starts:
        yield _Row(1, None, "has no [[programs]]")
        return
    line, before = 1, 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        line += text.count("\n", before, start)
        before = start
        try:
            rows = tomllib.loads(text[start:end])["programs"]
        except tomllib.TOMLDecodeError as error:
            inside = re.search(r"line (\d+)", str(error))
            yield _Row(
                line + (int(inside[1]) - 1 if inside else 0), None, f"can't be read: {error}"
            )
            continue
        yield _Row(line, rows[0])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "; ".join(item.replace("\\", "\\\\").replace(";", "\\;") for item in value)
    return str(value)


def _value(name: str, cell: str) -> Any:
    if name in _FLAGS:
        return _YES.get(cell.strip().casefold(), cell)
    if name in _LISTS:
        parts = re.findall(r"((?:[^;\\]|\\.)+)", cell, re.DOTALL)
        return [re.sub(r"\\(.)", r"\1", part.strip(), flags=re.DOTALL) for part in parts]
    return cell


def _harmless(cell: str) -> str:
    """Add a quote before what a spreadsheet would run, and before a quote that looks like ours."""
    quoted = cell.startswith("'") and cell[1:].lstrip("'").startswith(_FORMULA)
    return f"'{cell}" if cell.startswith(_FORMULA) or quoted else cell


def _restored(cell: str) -> str:
    """Remove the quote that `_harmless` added."""
    ours = cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA)
    return cell[1:] if ours else cell


def _toml(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(_quoted(item) for item in value)}]"
    return str(value) if name == "verified_on" else _quoted(str(value))


def _quoted(text: str) -> str:
    # JSON's escapes are TOML's too, except for DEL, which TOML wants escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
