"""A cohort can be tried on a file before it is opened."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Preceptor

HEADER = "user_id,display_name,role,stage,topics,capacity,time_zone,windows\n"
MENTOR = "100000000000000001,One,mentor,resident,research,1,America/Chicago,mon 18:00-20:00\n"
MENTEE = "100000000000000002,Two,mentee,medical-student,research,,America/Chicago,{}\n"


def people(folder: Path, *rows: str) -> None:
    (folder / "people.csv").write_text(HEADER + "".join(rows), "utf-8")


def test_a_pair_is_proposed_with_reasons(preceptor: Preceptor, tmp_path: Path) -> None:
    people(tmp_path, MENTOR, MENTEE.format("mon 17:00-21:00"))

    shown = preceptor("match", "people.csv", "--json", "--scores", "--seed", "4")
    document = json.loads(shown.out)

    assert shown.code == 0
    assert document["seed"] == 4
    assert document["unmatched"] == []
    assert len(document["scores"]) == 1
    assert set(document["pairs"][0]) == {"mentee", "mentor", "score", "reasons", "caution"}


def test_windows_are_hard_unless_asked_otherwise(preceptor: Preceptor, tmp_path: Path) -> None:
    people(tmp_path, MENTOR, MENTEE.format("tue 08:00-09:00"))

    hard = json.loads(preceptor("match", "people.csv", "--json").out)
    soft = json.loads(preceptor("match", "people.csv", "--json", "--soft-windows").out)

    assert (len(hard["pairs"]), len(soft["pairs"])) == (0, 1)


def test_without_json_it_is_a_list_to_read(preceptor: Preceptor, tmp_path: Path) -> None:
    people(tmp_path, MENTOR, MENTEE.format(""))

    assert "Unmatched: 0" in preceptor("match", "people.csv").out


def test_no_usable_line_is_an_error_said_without_chat_escapes(
    preceptor: Preceptor, tmp_path: Path
) -> None:
    row = "100000000000000001,One,the_*king*,resident,,,,\n4.58305E+17,Two,mentor,nurse,,,,\n"
    people(tmp_path, row)

    shown = preceptor("match", "people.csv", "--json")

    assert shown.code == 1
    assert shown.out == ""
    assert "Line 2: I don’t know the role “the_*king*”" in shown.err
    assert "Line 3: A spreadsheet shortened the ID “4.58305E+17”" in shown.err


def test_topics_of_the_society_are_named_without_chat_escapes(
    preceptor: Preceptor, tmp_path: Path
) -> None:
    people(
        tmp_path,
        "100000000000000001,One,mentor,resident,anki_*deck*,1,,\n",
        "100000000000000002,Two,mentee,MS2,anki_*deck*,,,\n",
    )

    shown = preceptor("match", "people.csv")

    assert "Can help with: anki deck." in shown.out
    assert "New topics: “anki_*deck*” (2)" in shown.err
    assert "Words I recognized: “MS2” → Medical student" in shown.err


@pytest.mark.parametrize("content", [None, "", "who,what\n1,2\n", "\x00\x01", HEADER])
def test_a_file_that_cannot_be_used_is_explained(
    preceptor: Preceptor, tmp_path: Path, content: str | None
) -> None:
    if content is not None:
        (tmp_path / "people.csv").write_text(content, "utf-8")

    shown = preceptor("match", "people.csv", "--json")

    assert shown.code == 1
    assert shown.err
    assert "Traceback" not in shown.err
