"""Workbooks of people, as spreadsheets save them."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from bot.domain.cohorts.people_csv import PeopleFile, read_table, ruined_problems
from bot.domain.errors import DomainError
from bot.services.cohorts import people_files
from bot.services.cohorts.people_files import read_rows

ANA = 458304698827669536
HEADER = ("user_id", "role", "stage", "topics", "capacity", "near_peer")


def a_workbook(**sheets: Sequence[Sequence[Any]]) -> bytes:
    """Return a workbook with these sheets, each a list of rows."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def read(data: bytes) -> PeopleFile:
    return read_table(read_rows(data))


def test_a_workbook_is_read_with_numbers_as_people_type_them() -> None:
    rows = [HEADER, (str(ANA), "Mentor", "PGY-2", "MCAT, Research", 2.0, True), (None,) * 6]
    (person,) = read(a_workbook(People=rows)).people
    assert (person.id, person.stage, person.capacity) == (str(ANA), "resident", 2)
    assert person.topics == {"entrance-exams", "research"}
    assert person.near_peer is True


def test_an_id_that_the_workbook_holds_as_a_rounded_number_is_no_one_s() -> None:
    file = read(a_workbook(People=[HEADER, (ANA, "mentor", "nurse")]))
    assert file.people == ()
    assert [problem.code for problem in ruined_problems(file)] == ["people_csv.ruined"]


def test_an_error_cell_is_named_and_rows_count_as_in_the_sheet() -> None:
    rows = [HEADER, (), (), ("@ana", "mentor", "nurse", "#N/A")]
    file = read(a_workbook(People=rows))
    assert [(p.line, p.code) for p in file.problems] == [(4, "people_csv.error_cell")]


def test_the_sheet_with_our_columns_is_read_and_named_among_several() -> None:
    data = a_workbook(
        Notes=[("Spring plans",)], Answers=[HEADER, ("@ana", "mentor", "nurse")], Empty=[]
    )
    file = read(data)
    assert [person.id for person in file.people] == ["@ana"]
    assert file.notes == (("people_csv.sheet", {"sheet": "Answers", "others": 1}),)


def zipped(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (a_workbook(People=[]), "people_csv.empty"),
        (a_workbook(People=[HEADER])[:-200], "people_csv.broken"),
        (zipped(**{"xl/workbook.xml": b"<a"}), "people_csv.broken"),
        (zipped(**{"word/document.xml": b"<a/>"}), "people_csv.other_format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "people_csv.other_format"),
    ],
)
def test_a_workbook_that_cannot_be_read_says_why(data: bytes, code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        read(data)
    assert refusal.value.code == code


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    packed = zipped(**{"xl/workbook.xml": b"0" * (people_files.LARGEST_WORKBOOK + 1)})
    assert len(packed) < 1_000_000
    with pytest.raises(DomainError, match=r"people_csv\.large"):
        read(packed)


def test_the_template_reads_back_empty_and_then_with_who_was_filled_in() -> None:
    data = people_files.template()
    table = read_rows(data)
    assert table.header[:4] == ("user_id", "display_name", "role", "stage")
    assert table.rows == ()
    workbook = load_workbook(io.BytesIO(data))
    assert workbook["People"]["A7"].number_format == "@", "an ID that is typed here stays text"
    for cell, value in (("A2", str(ANA)), ("C2", "mentor"), ("D2", "PGY-2")):
        workbook["People"][cell] = value
    file = io.BytesIO()
    workbook.save(file)
    assert [person.id for person in read(file.getvalue()).people] == [str(ANA)]
