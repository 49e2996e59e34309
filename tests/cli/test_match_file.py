import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bench.cohorts import cohort
from bot.cli import match_file
from bot.domain.cohorts.people_csv import PersonLine, read_people, write_people
from bot.domain.errors import DomainError
from bot.domain.matching import MatchPerson

HEADER = "user_id,role,stage,capacity,windows,time_zone\n"


@pytest.fixture
def people_file(tmp_path: Path) -> Callable[[list[MatchPerson]], Path]:
    def write(people) -> Path:
        path = tmp_path / "people.csv"
        lines = [PersonLine(number, person) for number, person in enumerate(people, start=2)]
        path.write_text(write_people(lines, private=True), "utf-8", newline="")
        return path

    return write


def document_of(path: Path, **options: Any) -> dict[str, Any]:
    """Match the people of the file at `path`."""
    return match_file.match_file(read_people(path.read_bytes()), **options)


def test_the_document_has_pairs_with_reasons_and_everybody_left_over(people_file) -> None:
    document = document_of(people_file(cohort("scarce", 30, 1)), seed=4)
    assert set(document) == {"pairs", "unmatched", "seed"}
    assert document["seed"] == 4
    assert set(document["pairs"][0]) == {"mentee", "mentor", "score", "reasons", "caution"}
    assert set(document["unmatched"][0]) == {"user", "role", "reason", "fix"}
    assert all(len(pair["reasons"]) == 3 for pair in document["pairs"])
    assert json.loads(json.dumps(document)) == document


def test_scores_hold_every_pair_that_was_proposed(people_file) -> None:
    document = document_of(people_file(cohort("even", 30, 1)), scores=True)
    scores = {(mentee, mentor): score for mentee, mentor, score in document["scores"]}
    assert len(scores) == len(document["scores"]) > len(document["pairs"])
    for pair in document["pairs"]:
        assert scores[pair["mentee"], pair["mentor"]] == pair["score"]


def test_the_order_of_lines_changes_nothing(people_file) -> None:
    people = cohort("even", 40, 6)
    document = document_of(people_file(people), scores=True)
    Random(2).shuffle(people)
    assert document_of(people_file(people), scores=True) == document


def test_soft_windows_place_people_that_hard_ones_keep_apart(tmp_path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(
        f"{HEADER}1,mentee,nurse,,mon 18:00-20:00,UTC\n2,mentor,nurse,1,tue 18:00-20:00,UTC\n"
    )
    assert document_of(path)["pairs"] == []
    assert len(document_of(path, windows="soft")["pairs"]) == 1


def test_bad_lines_are_told_on_standard_error_and_the_rest_is_matched(tmp_path, capsys) -> None:
    path = tmp_path / "people.csv"
    path.write_text(f"{HEADER}1,mentee,nurse\n2,wizard,nurse\n3,mentor,nurse\n")
    match_file.match(path, as_json=True, scores=False, seed=0, hard=True)
    out, err = capsys.readouterr()
    assert [pair["mentee"] for pair in json.loads(out)["pairs"]] == ["1"]
    assert err.startswith("Line 3: ")


def test_without_json_there_is_a_list_to_read(tmp_path, capsys) -> None:
    path = tmp_path / "people.csv"
    path.write_text(f"{HEADER}1,mentee,nurse\n3,mentor,nurse\n4,mentor,nurse\n")
    match_file.match(path, as_json=False, scores=False, seed=0, hard=True)
    assert capsys.readouterr().out.startswith("Pairs: 1 · Unmatched: 1\n\n1 with ")


def test_an_empty_cohort_gives_an_empty_document(tmp_path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(HEADER)
    document = document_of(path, scores=True)
    assert document == {"pairs": [], "unmatched": [], "seed": 0, "scores": []}


def test_a_file_without_the_needed_columns_is_refused(tmp_path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name\nSam\n")
    with pytest.raises(DomainError, match=r"people_csv\.columns_missing"):
        document_of(path)
