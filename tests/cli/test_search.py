"""The program search answers in the shell as it does on Discord."""

import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Preceptor


def test_a_question_gets_one_json_document(preceptor: Preceptor) -> None:
    shown = preceptor("search", "emergency medicine", "--json")
    document = json.loads(shown.out)

    assert shown.code == 0
    assert document["query"] == "emergency medicine"
    assert document["confident"] is False
    assert document["fit"] == "if"
    assert 1 <= len(document["results"]) <= 10
    assert set(document["results"][0]) == {
        *("id", "score", "open", "if", "why", "obstacles", "next"),
    }


def test_questions_from_input_get_a_line_each(
    preceptor: Preceptor, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = io.TextIOWrapper(io.BytesIO(b"nursing\n\nsurg\xe9ry\n"))
    monkeypatch.setattr("sys.stdin", typed)

    shown = preceptor("search", "-", "--json")
    documents = [json.loads(line) for line in shown.out.splitlines()]

    assert shown.code == 0
    assert [document["query"] for document in documents][:2] == ["nursing", ""]
    assert len(documents) == 3


def test_people_read_names_and_reasons(preceptor: Preceptor) -> None:
    shown = preceptor("search", "emergency medicine")

    assert "field: emergency-medicine" in shown.out
    assert "   1. " in shown.out
    assert "      + " in shown.out


@pytest.mark.parametrize(
    ("question", "line", "reading"),
    [
        ("medical student at UW", "“UW” can also mean Wisconsin", ("", "Wisconsin")),
        ("nursing at WSU", "“WSU” can also mean Michigan", ("", "Michigan")),
        (
            "premed in PA",
            "I read “PA” as Pennsylvania. If you mean physician assistant",
            ("Pennsylvania", "physician assistant"),
        ),
        ("enfermera en LA", "Leí “LA” como California; escribe Louisiana", ("California", "Lou")),
    ],
)
def test_the_other_reading_of_an_abbreviation_is_said_in_the_shell_too(
    preceptor: Preceptor, question: str, line: str, reading: tuple[str, str]
) -> None:
    document = json.loads(preceptor("search", question, "--json").out)

    assert line in preceptor("search", question).out
    assert any(
        each["taken"] == reading[0] and each["other"].startswith(reading[1])
        for each in document["readings"]
    )


def test_the_shell_says_what_to_do_about_each_program(preceptor: Preceptor) -> None:
    shown = preceptor("search", "emergency medicine, MS3")

    assert "      > To apply: Through EMRA's medical student council" in shown.out


def test_a_question_without_an_answer_says_so(preceptor: Preceptor) -> None:
    shown = preceptor("search", "quantum basket weaving scholarship on the moon")

    assert "outside what I know" in shown.out


def test_each_profile_of_a_file_gets_a_line(preceptor: Preceptor, tmp_path: Path) -> None:
    (tmp_path / "profiles.toml").write_text(
        '[[profiles]]\nid = "a"\nstage = "premed"\n[[profiles]]\nid = "b"\n', "utf-8"
    )

    shown = preceptor("suggest", "--profile", "profiles.toml", "--json")

    assert shown.code == 0
    assert [json.loads(line)["id"] for line in shown.out.splitlines()] == ["a", "b"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("stage = ", "profile.toml"),
        ('id = "a"\nstage = 3\n', "stage"),
        ('[[profiles]]\nid = "a"\n[[profiles]]\n', "profile.toml, profile 2: a profile has no id"),
        (None, "No such file"),
    ],
)
def test_a_profile_that_cannot_be_read_is_explained(
    preceptor: Preceptor, tmp_path: Path, content: str | None, words: str
) -> None:
    if content is not None:
        (tmp_path / "profile.toml").write_text(content, "utf-8")

    shown = preceptor("suggest", "--profile", "profile.toml")

    assert shown.code == 1
    assert words in shown.err
    assert "Traceback" not in shown.err


def test_a_question_in_spanish_is_answered_in_spanish(preceptor: Preceptor) -> None:
    shown = preceptor("search", "soy enfermera en Nueva York")

    assert "      Abierto si eres una persona negra o afroamericana" in shown.out
    assert "      No está abierto para ti, pero conviene saberlo" in shown.out
    assert "Open" not in shown.out
