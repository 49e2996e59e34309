"""Any text file of people as rows of cells: its encoding and its separator are found out.

Spreadsheets write what they call CSV in several ways. None of them is refused: with semicolons or
tabs, with a first line ``sep=;``, in UTF-8, UTF-16 or the old Windows encoding. Only the last is a
guess, so it is said.
"""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from bot.domain.errors import DomainError
from bot.domain.typed_text import clean

SEPARATORS = (",", ";", "\t", "|")
_SEP_LINE = re.compile(
    r"\A\ufeff?\"?sep=(?P<sep>[^\r\n\"])\"?[,;\t]*(?:\r\n|\r|\n|\Z)", re.IGNORECASE
)
_FOREIGN = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b", b"{")
# Pages that are saved as a spreadsheet's file, under its name.
_MARKUP = re.compile(rb"\s*<(?:!doctype|html|table|\?xml|head|meta)\b", re.IGNORECASE)
# Above the headings there may be a title, or the names of groups of columns.
MOST_ABOVE = 5

Note = tuple[str, dict[str, Any]]
"""A code and facts about the file as a whole."""


@dataclass(frozen=True, slots=True)
class Table:
    """The header and the other rows that hold anything, each with the number of its first line."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    notes: tuple[Note, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        rows = [[number, *cells] for number, cells in self.rows]
        return {"header": list(self.header), "rows": rows, "notes": [list(n) for n in self.notes]}

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "Table":
        """Return the table that `to_json` wrote."""
        return cls(
            tuple(plain["header"]),
            tuple((row[0], tuple(row[1:])) for row in plain["rows"]),
            tuple((code, facts) for code, facts in plain["notes"]),
        )


def table_of(rows: Iterable[tuple[int, Sequence[str]]], notes: Sequence[Note] = ()) -> Table:
    """Return the table of numbered rows; raises `DomainError` ``people_csv.empty``."""
    filled = [(number, tuple(cells)) for number, cells in rows if any(clean(c) for c in cells)]
    if not filled:
        raise DomainError("people_csv.empty")
    return Table(tuple(clean(cell) for cell in filled[0][1]), tuple(filled[1:]), tuple(notes))


def text_table(data: bytes, columns_in: Callable[[Sequence[str]], int]) -> Table:
    """Read a text file; `columns_in` counts the columns that a header names, to find its separator.

    Raises `DomainError` ``people_csv.other_format``, ``people_csv.not_text``, ``people_csv.empty``,
    ``people_csv.unreadable`` with the line.
    """
    text, notes = _decoded(data)
    skipped = 0
    separator = ""
    if named := _SEP_LINE.match(text):
        separator, text, skipped = named["sep"], text[named.end() :], 1
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise DomainError("people_csv.unreadable", line=line + skipped)
    if not separator:
        separator = _separator(text, columns_in)
    return table_of(_rows(text, separator, skipped), notes)


def _decoded(data: bytes) -> tuple[str, list[Note]]:
    if data.startswith(_FOREIGN) or _MARKUP.match(data.removeprefix(codecs.BOM_UTF8)):
        raise DomainError("people_csv.other_format")
    encoding = _unicode_of(data)
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError:
        if encoding != "utf-8-sig":
            raise DomainError("people_csv.not_text") from None
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise DomainError("people_csv.not_text") from None
    words = re.findall(r"\w*[^\x00-\x7f]\w*", text)
    return text, [("people_csv.cp1252", {"word": max(words, key=len)[:40] if words else ""})]


def _unicode_of(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    beginning = data[:400]
    if len(beginning) >= 8 and beginning.count(0) >= len(beginning) // 3:
        return "utf-16-le" if beginning[1::2].count(0) > beginning[::2].count(0) else "utf-16-be"
    return "utf-8-sig"


def _separator(text: str, columns_in: Callable[[Sequence[str]], int]) -> str:
    """Return what splits one of the first lines into the most columns that are known, or most."""

    def value(separator: str) -> tuple[int, int]:
        first: list[list[str]] = []
        reader = _reader(text.lstrip("\r\n"), separator)
        with suppress(csv.Error):
            first += islice(reader, MOST_ABOVE)
        return max(((columns_in(row), len(row)) for row in first), default=(0, 0))

    return max(SEPARATORS, key=value)


def _reader(text: str, separator: str) -> Any:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _rows(text: str, separator: str, skipped: int) -> Iterable[tuple[int, list[str]]]:
    reader = _reader(text, separator)
    start, rows = 1, []
    try:
        for cells in reader:
            rows.append((start + skipped, cells))
            start = reader.line_num + 1
    except csv.Error as error:
        if loose := _line_by_line(text, separator, skipped):
            return loose
        raise DomainError("people_csv.unreadable", line=reader.line_num + skipped) from error
    return rows


def _line_by_line(text: str, separator: str, skipped: int) -> list[tuple[int, list[str]]]:
    """Return the rows of a file with quotation marks inside of quoted cells, if that is all.

    Then every line has as many cells as the first; otherwise nothing is returned.
    """
    inside = re.compile(f'(?<=[^{re.escape(separator)}])"(?=[^{re.escape(separator)}])')
    rows: list[tuple[int, list[str]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        row = _cells(line, separator) or _cells(inside.sub('""', line), separator)
        if not row or (rows and len(row) != len(rows[0][1])):
            return []
        rows.append((number + skipped, row))
    return rows


def _cells(line: str, separator: str) -> list[str]:
    """Return the cells of one line, or none if its quotation marks are wrong."""
    try:
        return next(_reader(line, separator), [])
    except csv.Error:
        return []
