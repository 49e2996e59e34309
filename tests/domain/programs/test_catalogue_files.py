"""Catalogue files: out and in without loss, and each bad line by its number."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import DomainError
from bot.domain.ids import ProgramId
from bot.domain.programs import catalogue_files
from bot.domain.programs.catalogue_files import Entry
from bot.domain.programs.programs import (
    Confidence,
    MeetingFormat,
    Origin,
    Program,
    Restriction,
    Scope,
    program_from,
)

CONDITIONS = ["who: nurse | pharmacist", "region: MD/Baltimore", "school: A College"]
_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60).map(
    str.strip
)
_items = st.lists(_text.filter(bool), max_size=3).map(tuple)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """Draw a program that `program_from` accepts as it is."""
    program = Program(
        id=ProgramId(draw(_text.filter(bool))),
        name=draw(_text.filter(bool)),
        name_known=draw(st.booleans()),
        host=draw(_text),
        acronyms=draw(_items),
        stages=draw(_items) or ("any",),
        requires=draw(st.lists(st.sampled_from(CONDITIONS), max_size=2).map(tuple)),
        cities=draw(_items),
        scope=draw(st.sampled_from(Scope)),
        format=draw(st.sampled_from(MeetingFormat)),
        restriction=draw(st.sampled_from(Restriction)),
        confidence=draw(st.sampled_from(Confidence)),
        who_may_join=draw(_text),
        verified_on=draw(st.none() | st.dates()),
        summary=draw(_text),
        origin=Origin.SOCIETY,
    )
    return Entry(program, draw(st.booleans()))


@given(st.lists(entries(), max_size=4, unique_by=lambda entry: entry.program.id))
def test_what_is_written_is_read_again_without_loss(written: list[Entry]) -> None:
    if not written:
        return

    from_csv = catalogue_files.read("programs.csv", catalogue_files.to_csv(written))
    from_toml = catalogue_files.read("programs.toml", catalogue_files.to_toml(written))

    assert from_csv.problems == ()
    assert list(from_csv.entries) == written
    assert from_toml.problems == ()
    assert list(from_toml.entries) == written


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_that_is_written_begins_like_a_formula(start: str) -> None:
    evil = f"{start}HYPERLINK(1)"
    entry = catalogue_files.entry_from(
        {"id": "one", "name": evil, "cities": [evil], "summary": evil}
    )

    written = catalogue_files.to_csv([entry]).decode("utf-8-sig")

    assert f",{start}" not in written
    assert f",'{start}HYPERLINK(1)" in written
    assert catalogue_files.read("a.csv", written.encode()).entries[0].program.name == evil


def test_each_bad_line_is_reported_by_its_number_and_the_good_ones_are_read() -> None:
    text = (
        "id,name,format,verified_on\n"
        "one,First,virtual,2026-01-31\n"
        "two,,virtual,\n"
        'three,"Two\nlines",by pigeon,\n'
        "one,Again,,\n"
        "five,Fifth,,soon\n"
        "six,Sixth,,,,\n"
    )

    reading = catalogue_files.read("a.csv", text.encode())

    assert [entry.program.id for entry in reading.entries] == ["one"]
    assert reading.entries[0].program.verified_on == date(2026, 1, 31)
    assert [problem.line for problem in reading.problems] == [3, 4, 6, 7, 8]
    assert "name is missing" in reading.problems[0].reason
    assert "pigeon" in reading.problems[1].reason
    assert "twice" in reading.problems[2].reason


def test_a_broken_entry_of_a_toml_file_does_not_take_the_others_along() -> None:
    text = '[[programs]]\nid = "a"\nname = "A"\n\n[[programs]]\nid = "b\n\n'
    text += '[[programs]]\nid = "c"\nname = "C"\n'

    reading = catalogue_files.read("a.toml", text.encode())

    assert [entry.program.id for entry in reading.entries] == ["a", "c"]
    assert [problem.line for problem in reading.problems] == [6]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.csv", b"\x89PNG\r\n\x1a\n\0\0", "catalogue.file_binary"),
        ("a.csv", b"id,name\0", "catalogue.file_binary"),
        ("a.csv", b"x" * (5 * 1024 * 1024), "catalogue.file_large"),
        ("a.csv", b" \n", "catalogue.file_empty"),
        ("a.csv", b"program,host\na,b\n", "catalogue.file_columns"),
        ("a.csv", b"id,name\n" + b"a,b\n" * 5_001, "catalogue.file_long"),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused_whole(name: str, data: bytes, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        catalogue_files.read(name, data)

    assert refused.value.code == code


@given(st.binary(max_size=200), st.sampled_from(["a.csv", "a.toml", "a"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    try:
        reading = catalogue_files.read(name, data)
    except DomainError as refused:
        code = refused.code
    else:
        code = "catalogue.file_read"
        assert all(entry.program.id for entry in reading.entries)

    assert code.startswith("catalogue.file_")


def test_facts_of_an_entry_make_the_same_program_again() -> None:
    program = program_from({"id": "one", "name": "One", "verified_on": "2026-02-03"})

    facts = Entry(program).facts

    assert catalogue_files.entry_from(facts).program.verified_on == date(2026, 2, 3)
