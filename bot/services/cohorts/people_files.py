"""Read the rows of a file of people: of a workbook, or of a text file.

A workbook is read directly, because each detour over CSV is a chance for a spreadsheet to shorten
IDs. openpyxl reads and writes workbooks in pure Python, and replaces a parser of our own.
"""

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

from bot.domain.cohorts.people_csv import below_title, read_text
from bot.domain.cohorts.people_headings import count_ours
from bot.domain.cohorts.people_table import MOST_ABOVE, Note, Table, table_of
from bot.domain.errors import DomainError
from bot.domain.vocabulary import PersonRole

_ZIP = b"PK\x03\x04"
LARGEST_WORKBOOK = 40_000_000
"""Bytes, unpacked: a small file can hold a very large one."""
MOST_COLUMNS = 200
_MOST_BLANK_ROWS = 10_000
_EXACT = 10**15
"""Whole numbers below this are exact as the floats that a workbook holds."""
_BROKEN = (
    *(KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, RuntimeError),
    *(zipfile.BadZipFile, zlib.error, ParseError),
)
Row = tuple[int, list[str]]


def read_rows(data: bytes) -> Table:
    """Return the rows of a file of people; of a workbook, those of the sheet that looks like one.

    Raises `DomainError` ``people_csv.broken`` for a workbook that can't be read,
    ``people_csv.large``, and what `bot.domain.cohorts.people_table.text_table` raises.
    """
    if not data.startswith(_ZIP):
        return below_title(read_text(data))
    try:
        sheets = _sheets(data)
    except _BROKEN as error:
        raise DomainError("people_csv.broken") from error
    filled = [(name, rows) for name, rows in sheets if rows]
    if not filled:
        raise DomainError("people_csv.empty")
    name, rows = max(filled, key=lambda sheet: max(map(_known, sheet[1][: MOST_ABOVE + 1])))
    notes: list[Note] = []
    if len(filled) > 1:
        notes.append(("people_csv.sheet", {"sheet": name, "others": len(filled) - 1}))
    return below_title(table_of(rows, notes))


def _known(row: Row) -> int:
    return count_ours(row[1])


def _sheets(data: bytes) -> list[tuple[str, list[Row]]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            raise DomainError("people_csv.other_format")
        size = sum(part.file_size for part in archive.infolist())
    if size > LARGEST_WORKBOOK:
        raise DomainError("people_csv.large", most=LARGEST_WORKBOOK)
    from openpyxl import load_workbook  # 0.2 s, which only an import needs

    with warnings.catch_warnings():
        # About styles and features that are of no use here.
        warnings.simplefilter("ignore")
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        return [(sheet.title, list(_rows(sheet))) for sheet in workbook.worksheets]


def _rows(sheet: Any) -> Iterator[Row]:
    """Yield the rows of a sheet that hold anything, each with its number."""
    blank = 0
    for number, values in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1):
        if any(value not in (None, "") for value in values):
            blank = 0
            yield number, _texts(values)
        else:
            blank += 1
            if blank > _MOST_BLANK_ROWS:
                return


def _texts(values: Sequence[Any]) -> list[str]:
    texts = [_text(value) for value in values]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _text(value: Any) -> str:
    """Return a cell as people would type it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer() and abs(value) < _EXACT:
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)


# --- a workbook to fill in ------------------------------------------------------------------------

_TO_FILL_IN = (
    ("user_id", "Discord ID or user name. The column is text, so that IDs stay whole.", 24),
    ("display_name", "Their name, for you.", 20),
    ("role", "mentor, mentee, or both", 12),
    ("stage", "Such as Sophomore, MS2, PGY-2, nurse", 22),
    ("fields", "Such as medicine, nursing", 22),
    ("topics", "What they want help with, or offer: MCAT, research, shadowing", 34),
    ("capacity", "How many mentees a mentor takes", 10),
    ("time_zone", "A city, or Eastern, Central, ...", 18),
    ("windows", "When they are free: Mon 6-8pm, Wed evenings. Empty: flexible", 30),
    ("formats", "video, chat, phone, in-person. Empty: any", 18),
    ("goals", "What they hope for, in their words", 40),
)
_LINES = 2_000


def template() -> bytes:
    """Return a workbook with our columns, whose IDs a spreadsheet does not shorten."""
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation

    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "People"
    sheet.append([name for name, _, _ in _TO_FILL_IN])
    sheet.freeze_panes = "A2"
    for number, (_, _, width) in enumerate(_TO_FILL_IN):
        sheet.column_dimensions[chr(ord("A") + number)].width = width
    for line in range(2, _LINES + 2):
        sheet.cell(line, 1).number_format = "@"
    roles = DataValidation("list", formula1=f'"{",".join(PersonRole)}"', showErrorMessage=False)
    roles.add(f"C2:C{_LINES + 1}")
    sheet.add_data_validation(roles)
    notes = workbook.create_sheet("What goes where")
    for name, note, _ in _TO_FILL_IN:
        notes.append([name, note])
    notes.column_dimensions["A"].width, notes.column_dimensions["B"].width = 16, 70
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()
