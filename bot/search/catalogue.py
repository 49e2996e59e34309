"""Read the shipped catalogue and report exactly which entry, field, and line is wrong."""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bot.domain.programs.programs import (
    FieldProblem,
    InvalidProgramError,
    KnownValues,
    Program,
    program_from,
)

_ENTRY = re.compile(r"^\s*\[\[programs\]\]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class EntryProblem:
    """One wrong fact: `entry` is the ID, `line` counts from 1."""

    entry: str
    field: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.entry}: {self.field} {self.reason}"


class CatalogueError(ValueError):
    """A catalogue file is invalid; contains every problem, so that one edit can fix them all."""

    def __init__(self, problems: tuple[EntryProblem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def load_programs(path: Path, values: KnownValues | None = None) -> tuple[Program, ...]:
    """Read `[[programs]]` from a TOML file in its order. Raises `CatalogueError`."""
    return parse_programs(path.read_text(encoding="utf-8"), values)


def parse_programs(text: str, values: KnownValues | None = None) -> tuple[Program, ...]:
    """Read `[[programs]]` from TOML text; see `load_programs`."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        unreadable = EntryProblem("file", "syntax", _line_in(error), str(error))
        raise CatalogueError((unreadable,)) from error
    entries = document.get("programs", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise CatalogueError((EntryProblem("file", "programs", 1, "is not a list of entries"),))
    blocks = _blocks(text)
    programs: list[Program] = []
    problems: list[EntryProblem] = []
    for position, entry in enumerate(entries):
        try:
            programs.append(program_from(entry, values))
        except InvalidProgramError as invalid:
            problems += [_located(invalid.entry, p, blocks, position) for p in invalid.problems]
    counted = Counter(str(entry.get("id")) for entry in entries)
    for position, entry in enumerate(entries):
        if counted[str(entry.get("id"))] > 1:
            twice = FieldProblem("id", "is used more than once")
            problems.append(_located(str(entry.get("id")), twice, blocks, position))
    if problems:
        raise CatalogueError(tuple(sorted(problems, key=lambda p: (p.line, p.field))))
    return tuple(programs)


def _blocks(text: str) -> list[tuple[int, str]]:
    """Return each entry's first line number with its text; inline tables have no blocks."""
    starts = [match.start() for match in _ENTRY.finditer(text)]
    ends = [*starts[1:], len(text)]
    return [
        (text.count("\n", 0, start) + 1, text[start:end])
        for start, end in zip(starts, ends, strict=True)
    ]


def _located(
    entry: str, problem: FieldProblem, blocks: list[tuple[int, str]], position: int
) -> EntryProblem:
    line = 1
    if position < len(blocks):
        line, block = blocks[position]
        match = re.search(rf"^\s*{re.escape(problem.field)}\s*=", block, re.MULTILINE)
        if match:
            # The match may begin with the line breaks before the key; count up to the key itself.
            key_at = match.start() + len(match.group()) - len(match.group().lstrip())
            line += block.count("\n", 0, key_at)
    return EntryProblem(entry, problem.field, line, problem.reason)


def _line_in(error: tomllib.TOMLDecodeError) -> int:
    match = re.search(r"line (\d+)", str(error))
    return int(match.group(1)) if match else 1
