import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.cohorts.people_csv import (
    COLUMNS,
    PersonLine,
    guarded,
    read_people,
    unguarded,
    write_people,
)
from bot.domain.errors import DomainError
from bot.domain.vocabulary import MeetingFormat, PersonRole, Stage
from bot.domain.windows import parse_windows
from tests.domain.matching_people import groups


def a_file(
    *lines, header="user_id,role,stage,capacity,windows,time_zone,formats,fields,avoid"
) -> bytes:
    return "\n".join([header, *lines]).encode()


def refusals(data) -> list[tuple[int, str]]:
    return [(p.line, p.code) for p in read_people(data).problems if not p.is_line_used]


def remarks(data) -> list[tuple[int, str]]:
    return [(p.line, p.code) for p in read_people(data).problems if p.is_line_used]


def test_reads_a_person_as_written() -> None:
    header = ",".join(COLUMNS)
    row = (
        "123,Sam,mentor,resident,surgery;oncology,research;Personal Statement,2,America/New_York,"
        "mon 18:00-20:30;tue 23:00-01:00,video;in person,ny,456,Help,first-gen,yes,789,2.5,no"
    )
    (line,) = read_people(a_file(row, header=header)).lines
    person = line.person
    assert (line.display_name, line.goals, line.line) == ("Sam", "Help", 2)
    assert (person.id, person.role, person.stage) == ("123", PersonRole.MENTOR, Stage.RESIDENT)
    assert person.fields == {"surgery", "oncology"}
    assert person.topics == {"research", "personal-statement"}
    assert person.capacity == 2
    assert person.windows == parse_windows("mon 18:00-20:30;tue 23:00-01:00")
    assert person.formats == {MeetingFormat.VIDEO, MeetingFormat.IN_PERSON}
    assert person.avoid == {"456"}
    assert person.prior_partners == {"789"}
    assert person.communities == {"first-gen"}
    assert (person.state, person.share_communities) == ("NY", True)
    assert (person.hours, person.near_peer, person.time_zone) == (2.5, False, "America/New_York")


def test_three_columns_are_enough_and_their_order_is_free() -> None:
    (person,) = read_people(a_file("nurse,@sam,mentor", header="stage,user_id,role")).people
    assert (person.id, person.capacity, person.formats, person.windows) == (
        "@sam",
        1,
        frozenset(),
        (),
    )


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (",mentor,nurse", "people_csv.no_user"),
        ("a b,mentor,nurse", "people_csv.bad_user"),
        ("1,teacher,nurse", "people_csv.bad_role"),
        ("1,mentor,wizard", "people_csv.bad_stage"),
        ("1,mentor,", "people_csv.no_value"),
        ("1,mentor,nurse,-1", "people_csv.bad_capacity"),
        ("1,mentor,nurse,two", "people_csv.bad_capacity"),
        ("1,mentor,nurse,1,,,telepathy", "people_csv.bad_format"),
        ("1,mentor,#REF!", "people_csv.error_needed"),
        ("1,mentor,nurse,1,,,,,,,surplus", "people_csv.too_many_cells"),
    ],
)
def test_a_bad_line_is_refused_by_number_and_the_others_are_used(line, code) -> None:
    data = a_file("good1,mentor,nurse", line, "good2,mentee,nurse")
    assert refusals(data) == [(3, code)]
    assert [person.id for person in read_people(data).people] == ["good1", "good2"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("1,mentor,nurse,1,,Mars/Olympus", "people_csv.unknown_zone"),
        ("1,mentor,nurse,1,mon 20:00-18:00,UTC", "window.upside_down"),
        ("1,mentor,nurse,1,mon 18:00-18:00,UTC", "window.empty"),
        ("1,mentor,nurse,1,whenever,UTC", "window.unreadable"),
        ("1,mentor,nurse,1,mon 18:00-20:00,Mars/Olympus", "window.unknown_zone"),
        ("1,mentor,nurse,1,mon 18:00-20:00,posixrules", "window.unknown_zone"),
        ("1,mentor,nurse,1,mon 18:00-20:00", "people_csv.no_zone"),
        ("1,mentor,nurse,1,,,,astrology", "people_csv.unknown_value"),
        ("1,mentor,nurse,1,,,,,@nobody", "people_csv.unknown_person"),
    ],
)
def test_what_only_makes_a_score_better_is_set_aside_with_a_remark(line, code) -> None:
    assert remarks(a_file(line)) == [(2, code)]
    [person] = read_people(a_file(line)).people
    assert bool(person.windows) is (code == "people_csv.no_zone")


def test_a_person_given_twice_counts_once_with_the_first_line_named() -> None:
    found = read_people(a_file("@Sam,mentor,nurse", "sam,mentee,nurse"))
    assert [person.id for person in found.people] == ["@Sam"]
    assert [(p.line, p.code, p.facts["first"]) for p in found.problems] == [
        (3, "people_csv.duplicate", 2)
    ]


def test_lists_find_people_however_they_are_spelled() -> None:
    data = a_file("@Sam,mentor,nurse", "77,mentee,nurse,,,,,,sam", "78,mentee,nurse,,,,,,<@77>")
    people = {person.id: person for person in read_people(data).people}
    assert people["77"].avoid == {"@Sam"}
    assert people["78"].avoid == {"77"}


def test_capacity_zero_means_none_more() -> None:
    assert read_people(a_file("1,mentor,nurse,0")).people[0].capacity == 0


def test_unknown_columns_are_kept_aside_and_named() -> None:
    found = read_people(a_file("1,mentor,nurse,blue", header="user_id,role,stage,Shoe Colour"))
    assert found.unknown_columns == ("shoe_colour",)
    assert found.lines[0].extra == {"shoe_colour": "blue"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "people_csv.empty"),
        (b"\n , \n", "people_csv.empty"),
        (b"user_id,role\n1,mentor", "people_csv.columns_missing"),
        (b"user_id,role,stage,role\n", "people_csv.columns_twice"),
        (b"\xff\xfeu", "people_csv.not_text"),
        (b"user_id,role,stage\n\x81", "people_csv.not_text"),
        (b"%PDF-1.7", "people_csv.other_format"),
        (b'user_id,role,stage\n"1,mentor', "people_csv.unreadable"),
        (b"user_id,role,stage\n1\x00,mentor,nurse", "people_csv.unreadable"),
    ],
)
def test_a_file_that_can_not_be_used_says_why(data, code) -> None:
    with pytest.raises(DomainError) as refusal:
        read_people(data)
    assert refusal.value.code == code


def test_a_byte_order_mark_and_windows_line_ends_are_fine() -> None:
    data = "\ufeffuser_id,role,stage\r\n1,mentor,nurse\r\n".encode()
    assert len(read_people(data).people) == 1


def test_lines_count_as_an_editor_does_even_after_cells_of_several_lines() -> None:
    data = a_file('1,mentor,nurse,"a\nb"', "2,nobody,nurse", header="user_id,role,stage,goals")
    assert refusals(data) == [(4, "people_csv.bad_role")]


@settings(deadline=None, max_examples=50)
@given(groups)
def test_what_was_written_reads_back(people) -> None:
    plain = [PersonLine(number, person) for number, person in enumerate(people, start=2)]
    found = read_people(write_people(plain, private=True).encode())
    assert [p for p in found.problems if not p.is_line_used] == []
    for wanted, read in zip(people, found.people, strict=True):
        known = {person.id for person in people}
        assert read.avoid & known == wanted.avoid & known
        for name in ("id", "role", "stage", "fields", "topics", "windows", "formats", "state"):
            assert getattr(read, name) == getattr(wanted, name)
        for name in ("time_zone", "communities", "share_communities", "hours", "near_peer"):
            assert getattr(read, name) == getattr(wanted, name)


def test_the_confidential_list_is_written_for_its_owner_only() -> None:
    found = read_people(a_file("1,mentor,nurse,,,,,,2", "2,mentee,nurse"))
    assert read_people(write_people(found.lines).encode()).people[0].avoid == frozenset()
    again = read_people(write_people(found.lines, private=True).encode())
    assert again.people[0].avoid == {"2"}


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@sam", "\t=1", "  =1", "'=1", "|x", "%x"])
def test_no_cell_becomes_a_formula_and_each_reads_back(cell) -> None:
    written = write_people([PersonLine(2, read_people(a_file("1,mentor,nurse")).people[0], cell)])
    (row,) = csv.DictReader(io.StringIO(written))
    assert row["display_name"].startswith("'")
    assert unguarded(row["display_name"]) == cell


@settings(deadline=None, max_examples=50)
@given(st.text())
def test_guarding_can_always_be_undone(text) -> None:
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize(
    ("typed", "zone"),
    [("Boston", "America/New_York"), ("eastern", "America/New_York"), ("india", "Asia/Kolkata")],
)
def test_a_place_in_the_file_is_a_time_zone_as_in_the_forms(typed: str, zone: str) -> None:
    file = read_people(f"user_id,role,stage,time_zone\n1,mentor,nurse,{typed}\n".encode())
    assert [person.time_zone for person in file.people] == [zone]


def test_a_place_with_namesakes_is_named_with_the_zones_it_may_mean() -> None:
    file = read_people(b"user_id,role,stage,time_zone\n1,mentor,nurse,Portland\n")
    (problem,) = file.problems
    assert problem.facts["meant"] == ("America/Los_Angeles", "America/New_York")
