"""Files of people as spreadsheets and forms write them."""

import pytest

from bot.domain.cohorts.people_csv import (
    PeopleFile,
    read_people,
    read_table,
    read_text,
    ruined_problems,
)
from bot.domain.cohorts.people_headings import read_headings
from bot.domain.cohorts.people_ids import RuinedId, read_id
from bot.domain.cohorts.people_words import Meanings, WordKind, role_of
from bot.domain.errors import DomainError
from bot.domain.vocabulary import PersonRole

ANA, BEN = "458304698827669536", "485020107559403522"
PLAIN = (
    "user_id,display_name,role,stage,topics\n"
    f"{ANA},Ana Núñez,mentor,resident,research\n"
    f"{BEN},Ben,mentee,post-bac,research\n"
)


def people_of(file: PeopleFile) -> list[tuple[str, str, str, list[str]]]:
    return [
        (each.id, each.role.value, each.stage.value, sorted(each.topics)) for each in file.people
    ]


# --- encodings and separators ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        b"\xfe\xff" + PLAIN.encode("utf-16-be"),
        PLAIN.encode("utf-16-le"),
        PLAIN.encode("cp1252"),
        PLAIN.replace("\n", "\r").encode(),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode(),
        PLAIN.replace(",", "|").encode(),
        b"sep=,\r\n" + PLAIN.encode(),
        b"\xef\xbb\xbfsep=;\n" + PLAIN.replace(",", ";").encode(),
        b'"sep=\t"\n' + PLAIN.replace(",", "\t").encode(),
    ],
)
def test_a_file_is_read_as_any_spreadsheet_writes_it(data: bytes) -> None:
    file = read_people(data)
    assert file.problems == ()
    assert [line.display_name for line in file.lines] == ["Ana Núñez", "Ben"]
    assert people_of(file) == [
        (ANA, "mentor", "resident", ["research"]),
        (BEN, "mentee", "post-bac", ["research"]),
    ]


def test_only_an_encoding_that_is_a_guess_is_said_with_a_word_to_check() -> None:
    assert read_people(PLAIN.encode("utf-16")).notes == ()
    assert read_people(PLAIN.encode("cp1252")).notes == (("people_csv.cp1252", {"word": "Núñez"}),)


def test_columns_without_a_heading_are_no_one_s() -> None:
    file = read_people(b"user_id,role,stage,,\n1,mentor,nurse,,\n2,mentee,nurse,a,\n")
    assert len(file.people) == 2
    assert file.unknown_columns == ()


def test_lines_count_as_an_editor_does_below_a_line_that_names_the_separator() -> None:
    file = read_people(b"sep=;\nuser_id;role;stage\n1;king;nurse\n")
    assert [problem.line for problem in file.problems] == [3]


def test_lists_in_a_file_with_semicolons_are_separated_by_commas() -> None:
    file = read_people(b"user_id;role;stage;topics\n1;mentee;nurse;MCAT, Research\n")
    assert people_of(file)[0][3] == ["entrance-exams", "research"]


# --- IDs ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    [
        f"{ANA}.0",
        f"'{ANA}",
        f"’{ANA}",
        f'="{ANA}"',
        f"={ANA}",
        f" {ANA} ",
        "458,304,698,827,669,536",
        "458 304 698 827 669 536",
        "4.58304698827669536E+17",
        f"<@{ANA}>",
        f"“{ANA}”",
        f"https://discord.com/users/{ANA}",
    ],
)
def test_an_id_that_is_all_there_is_restored(cell: str) -> None:
    assert read_id(cell) == ANA


@pytest.mark.parametrize(
    "cell",
    [
        "4.58305E+17",
        "4,58305E+17",
        "4.58304698827670E+17",
        "4.583046988276695e+17",
        "458304698827669000",
        "458304698827670000",
        "458304698827669504.0",
    ],
)
def test_an_id_that_lost_digits_may_only_be_one_that_was_near(cell: str) -> None:
    ruined = read_id(cell)
    assert isinstance(ruined, RuinedId)
    assert ruined.may_be(int(ANA))
    assert not ruined.may_be(int(BEN))


@pytest.mark.parametrize("cell", ["@sam", "sam", "1", "12.5", "100000000000000001", "1000", BEN])
def test_a_name_or_another_number_stays_as_it_is(cell: str) -> None:
    assert read_id(cell) == cell


def test_no_one_is_read_under_a_ruined_id() -> None:
    file = read_people(f"user_id,role,stage\n4.58305E+17,mentor,nurse\n{BEN},mentee,nurse".encode())
    assert [person.id for person in file.people] == [BEN]
    assert [(p.line, p.code) for p in ruined_problems(file)] == [(2, "people_csv.ruined")]


def test_a_user_name_beside_a_ruined_id_is_used() -> None:
    file = read_people(b"User ID,Discord username,role,stage\n4.58305E+17,@ana,mentor,nurse\n")
    assert [person.id for person in file.people] == ["@ana"]
    assert file.ruined == ()


# --- headings -------------------------------------------------------------------------------------

FORM = (
    "Timestamp,Discord username,Are you a mentor or a mentee?,What is your year?,"
    "What would you like help with?,When are you free?,How did you hear?\n"
    '2/3/2026 10:11:12,ana,I want a mentor,Sophomore,"MCAT, Research",Mon 6pm-8pm,A friend\n'
)


def test_the_questions_of_a_form_are_guessed_and_used_only_when_agreed() -> None:
    table = read_text(FORM.encode())
    headings = {each.typed: each.guess for each in read_headings(table.header) if each.is_open}
    assert headings == {
        "Timestamp": "",
        "Are you a mentor or a mentee?": "role",
        "What is your year?": "stage",
        "What would you like help with?": "topics",
        "When are you free?": "windows",
        "How did you hear?": "",
    }
    with pytest.raises(DomainError, match=r"people_csv\.columns_missing"):
        read_table(table)
    decided = {
        "are you a mentor or a mentee": "role",
        "what is your year": "stage",
        "what would you like help with": "topics",
        "when are you free": "",
    }
    file = read_table(table, Meanings({WordKind.COLUMN: decided}))
    assert people_of(file) == [
        ("ana", "mentee", "college-pre-health", ["entrance-exams", "research"])
    ]
    assert file.people[0].windows == ()


def test_where_no_one_can_be_asked_headings_are_taken_as_they_seem_and_marked() -> None:
    file = read_people(FORM.encode())
    assert [str(window) for window in file.people[0].windows] == ["mon 18:00-20:00"]
    assert {each.typed for each in file.headings if each.is_open and each.column} == {
        "Are you a mentor or a mentee?",
        "What is your year?",
        "What would you like help with?",
        "When are you free?",
    }


def test_two_questions_about_one_column_add_up() -> None:
    decided = {"what can you offer": "topics", "what do you want": "topics"}
    table = read_text(
        b"user_id,role,stage,What can you offer?,What do you want?\n1,both,nurse,Research,MCAT\n"
    )
    file = read_table(table, Meanings({WordKind.COLUMN: decided}))
    assert file.people[0].topics == {"research", "entrance-exams"}


# --- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "role"),
    [
        ("Mentor", PersonRole.MENTOR),
        ("I can mentor", PersonRole.MENTOR),
        ("I want to be a mentor", PersonRole.MENTOR),
        ("Mentor (M2+)", PersonRole.MENTOR),
        ("I want a mentor", PersonRole.MENTEE),
        ("I need a research mentor", PersonRole.MENTEE),
        ("Mentee (I want a mentor)", PersonRole.MENTEE),
        ("Mentor, Mentee", PersonRole.BOTH),
        ("mentor and mentee", PersonRole.BOTH),
        ("Be a mentor; have a mentor", PersonRole.BOTH),
        ("student", None),
        ("not a mentor", None),
        ("", None),
    ],
)
def test_a_role_is_read_from_an_answer_or_not_at_all(typed: str, role: PersonRole | None) -> None:
    assert role_of(typed) is role


def with_topics(cell: str, meanings: dict[str, str] | None = None) -> PeopleFile:
    table = read_text(f'user_id,role,stage,topics\n1,mentee,nurse,"{cell}"\n'.encode())
    return read_table(table, Meanings({WordKind.TOPIC: meanings or {}}))


@pytest.mark.parametrize(
    ("cell", "topics"),
    [
        ("MCAT, Research", ["entrance-exams", "research"]),
        ("Research and shadowing", ["research", "shadowing"]),
        ("Money & scholarships", ["money-and-scholarships"]),
        ("personal-statement;Interview prep", ["interviews", "personal-statement"]),
        ("n/a", []),
    ],
)
def test_ticked_answers_are_our_topics(cell: str, topics: list[str]) -> None:
    file = with_topics(cell)
    assert people_of(file)[0][3] == topics
    assert file.new_words == ()


def test_a_topic_that_is_new_is_counted_guessed_and_kept_until_it_is_decided() -> None:
    file = with_topics("Reserach, Anki")
    assert people_of(file)[0][3] == ["anki", "reserach"]
    assert [(word.typed, word.lines, word.guess) for word in file.new_words] == [
        ("Reserach", 1, "research"),
        ("Anki", 1, None),
    ]
    decided = with_topics("Reserach, Anki", {"reserach": "research", "anki": ""})
    assert people_of(decided)[0][3] == ["research"]
    assert [(word.typed, word.meaning) for word in decided.new_words] == [
        ("Reserach", "research"),
        ("Anki", ""),
    ]


def test_words_that_are_not_spelled_as_ours_are_shown_with_what_they_mean() -> None:
    file = read_people(b"user_id,role,stage\n1,Mentor,MS2\n2,mentee,Post-bac\n")
    assert file.read_as == ((WordKind.STAGE, "MS2", "medical-student"),)


def test_an_error_of_the_spreadsheet_is_named_and_the_line_kept_without_the_cell() -> None:
    file = read_people(
        b"user_id,role,stage,topics,windows,display_name\n1,mentee,nurse,#N/A,#VALUE!,#REF!\n"
    )
    assert [problem.code for problem in file.problems] == ["people_csv.error_cell"] * 3
    (line,) = file.lines
    assert (line.person.topics, line.person.windows, line.display_name) == (frozenset(), (), "")


@pytest.mark.parametrize(
    ("cell", "capacity"), [("1.0", 1), ("2,0", 2), ("3 mentees", 3), ("'2", 2), ("", 1), ("n/a", 1)]
)
def test_a_capacity_is_a_number_however_the_spreadsheet_shows_it(cell: str, capacity: int) -> None:
    file = read_people(f'user_id,role,stage,capacity\n1,mentor,nurse,"{cell}"\n'.encode())
    assert [person.capacity for person in file.people] == [capacity]


@pytest.mark.parametrize(
    ("cell", "windows"),
    [
        ("Mon 6:00 PM-8:00 PM", ["mon 18:00-20:00"]),
        ("Mon 6pm-8pm, Wed 18-20", ["mon 18:00-20:00", "wed 18:00-20:00"]),
        ("tue/thu evenings", ["tue 17:00-21:00", "thu 17:00-21:00"]),
        ("Flexible", []),
    ],
)
def test_availability_is_read_as_in_the_form(cell: str, windows: list[str]) -> None:
    header = "user_id,role,stage,time_zone,windows"
    file = read_people(f'{header}\n1,mentee,nurse,EST,"{cell}"\n'.encode())
    assert file.problems == ()
    assert [str(window) for window in file.people[0].windows] == windows
    assert file.people[0].time_zone == "America/New_York"


def test_a_line_without_a_zone_has_the_society_s() -> None:
    table = read_text(b"user_id,role,stage,windows\n1,mentee,nurse,mon 18:00-20:00\n")
    file = read_table(table, Meanings(zone="America/Chicago"))
    assert file.people[0].time_zone == "America/Chicago"
    assert file.problems[0].facts == {"as_zone": "America/Chicago"}


def test_formats_and_communities_are_read_as_people_say_them() -> None:
    header = "user_id,role,stage,formats,communities,near_peer"
    line = 'ana#0042,mentee,nurse,"Zoom, In person, Texting","LGBTQ+, First generation",either'
    file = read_people(f"{header}\n{line}\n".encode())
    assert file.problems == ()
    (person,) = file.people
    assert person.id == "ana"
    assert person.formats == {"video", "in-person", "chat"}
    assert person.communities == {"lgbtq", "first-gen"}
    assert person.near_peer is None


# --- what people and their spreadsheets do --------------------------------------------------------


@pytest.mark.parametrize(
    ("above", "line"),
    [
        ("Mentoring sign-up Fall 2026\n", 2),
        ("Mentoring sign-up Fall 2026,,,,\n\n", 3),
        ("Person,,About you,,\n", 2),
    ],
)
def test_what_stands_above_the_headings_is_left_out_and_said(above: str, line: int) -> None:
    for text in (above + PLAIN, (above + PLAIN).replace(",", ";")):
        file = read_people(text.encode())
        assert len(file.people) == 2
        [(code, facts)] = file.notes
        assert (code, facts["line"]) == ("people_csv.headings_below", line)


def test_headings_that_come_again_in_between_are_no_one() -> None:

    again = read_people(f"user_id,role,stage\n{ANA},mentor,nurse\nuser_id,role,stage\n".encode())
    assert again.problems == ()
    assert [person.id for person in again.people] == [ANA]


@pytest.mark.parametrize(
    ("row", "cell", "windows"),
    [
        ("Monday", "Morning, Evening", ["mon 08:00-12:00", "mon 17:00-21:00"]),
        ("Tue", "6pm - 8pm", ["tue 18:00-20:00"]),
        ("Evening", "Monday, Wednesday", ["mon 17:00-21:00", "wed 17:00-21:00"]),
        ("5-7 PM", "Mon, Fri", ["mon 17:00-19:00", "fri 17:00-19:00"]),
    ],
)
def test_a_grid_of_days_and_hours_is_availability(row: str, cell: str, windows: list[str]) -> None:
    header = f"user_id,role,stage,time_zone,When are you free? [Sun],When are you free? [{row}]"
    file = read_people(f'{header}\n{ANA},mentee,nurse,EST,,"{cell}"\n'.encode())
    assert file.problems == ()
    assert [str(window) for window in file.people[0].windows] == windows


@pytest.mark.parametrize(
    ("cell", "topics"),
    [
        ("Test prep (MCAT, DAT), Research", ["entrance-exams", "research"]),
        ("Applications (AMCAS, TMDSAS; AACOMAS)", ["applications"]),
        ("1. Research; 2. Shadowing", ["research", "shadowing"]),
        ("- Research\n- MCAT prep", ["entrance-exams", "research"]),
        ("Other: talking to deans!", ["talking-to-deans"]),
        ("Anything!", []),
    ],
)
def test_answers_with_examples_numbers_and_bullets_are_our_topics(
    cell: str, topics: list[str]
) -> None:
    assert people_of(with_topics(cell))[0][3] == topics


@pytest.mark.parametrize("cell", ["8-Jun", "Jun-08", "6/8/2026", "2026-06-08", "18:00:00"])
def test_hours_that_a_spreadsheet_made_a_date_of_are_named_as_such(cell: str) -> None:
    file = read_people(f"user_id,role,stage,windows\n{ANA},mentor,nurse,{cell}\n".encode())
    assert [(each.code, each.is_line_used) for each in file.problems] == [
        ("people_csv.date_cell", True)
    ]
    [line] = file.lines
    assert "windows" in line.unsaid


@pytest.mark.parametrize("cell", ["(312) 555-0142", "+1 312 555 0143", "3125550144"])
def test_a_phone_number_is_no_one_s_id(cell: str) -> None:
    file = read_people(f"user_id,role,stage\n{cell},mentor,nurse\n".encode())
    assert [problem.code for problem in file.problems] == ["people_csv.phone"]


@pytest.mark.parametrize(
    ("cell", "capacity"),
    [("up to 3", 3), ("2+", 2), ("1-2", 2), ("2 or 3", 3), ("max 4 students", 4)],
)
def test_a_capacity_that_names_a_most_is_read(cell: str, capacity: int) -> None:
    file = read_people(f"user_id,role,stage,capacity\n1,mentor,nurse,{cell}\n".encode())
    assert [person.capacity for person in file.people] == [capacity]


@pytest.mark.parametrize("typed", ["meeting my mentor next week", "my friend is a good mentor"])
def test_words_that_end_in_mentor_are_not_taken_for_one(typed: str) -> None:
    assert role_of(typed) is None


@pytest.mark.parametrize("typed", ["Quiero un mentor", "Busco una mentora", "necesito un mentor"])
def test_who_looks_for_a_mentor_in_spanish_is_a_mentee(typed: str) -> None:
    assert role_of(typed) is PersonRole.MENTEE


def test_headings_of_a_spanish_form_are_guessed() -> None:
    header = "Usuario de Discord;¿Quieres ser mentor o mentee?;¿En qué año estás?;Temas;Nombre"
    file = read_people(f"{header}\nana.n;Mentor;M2;Research;José\n".encode("cp1252"))
    assert people_of(file) == [("ana.n", "mentor", "medical-student", ["research"])]
    assert file.lines[0].display_name == "José"


def test_quotation_marks_inside_of_a_cell_are_kept_if_the_lines_are_whole() -> None:
    file = read_people(
        b'user_id,role,stage,goals\n1,mentor,nurse,"I said "hello" to them"\n2,mentee,nurse,tall\n'
    )
    assert [line.goals for line in file.lines] == ['I said "hello" to them', "tall"]


def test_lists_that_stand_in_two_columns_add_up() -> None:
    file = read_people(b"user_id,role,stage,topics,Topics\n1,mentee,nurse,MCAT,research\n")
    assert people_of(file)[0][3] == ["entrance-exams", "research"]


@pytest.mark.parametrize("data", [b"<html><table>", b"\xef\xbb\xbf<!DOCTYPE html>", b'{"a": 1}'])
def test_a_page_under_the_name_of_a_spreadsheet_is_named_as_another_format(data: bytes) -> None:
    with pytest.raises(DomainError, match=r"people_csv\.other_format"):
        read_people(data)


@pytest.mark.parametrize("cell", ["@sam (Sam)", "`sam`", "\u200esam\u200e"])
def test_what_is_around_a_user_name_is_left_out(cell: str) -> None:
    file = read_people(f"user_id,role,stage\n{cell},mentor,nurse\n".encode())
    assert [person.id.removeprefix("@") for person in file.people] == ["sam"]


@pytest.mark.parametrize(
    "heading",
    [
        "Mentees you can take",
        "How many mentees?",
        "Max mentees",
        "Mentee spots",
        "Cupos de mentees",
    ],
)
def test_a_question_about_spots_is_guessed(heading: str) -> None:
    headings = read_headings(["Discord username", "Role", "Stage", heading])
    assert headings[3].guess == "capacity"
