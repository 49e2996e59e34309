"""Questions and profiles in, one document each out."""

import io
import json
from pathlib import Path

import pytest

from bot.search import ProgramIndex, SearchProfileError
from bot.search.shell import as_line, lines_of, questions_from, search_command, suggest_command


def test_a_document_has_the_promised_shape(index: ProgramIndex) -> None:
    (document,) = search_command(["premed in Texas"], index)

    assert set(document) == {
        *("query", "understood", "case", "confident", "fit", "results", "next", "guide"),
        "readings",
    }
    assert document["query"] == "premed in Texas"
    assert (document["confident"], document["fit"]) == (False, "if")
    assert document["case"]
    assert document["results"][0]["open"] == "if"
    assert set(document["results"][0]) == {
        *("id", "score", "open", "if", "why", "obstacles", "next"),
    }
    assert json.loads(as_line(document)) == document


def test_each_line_of_standard_input_is_a_question(index: ProgramIndex) -> None:
    lines = "emergency medicine\n\nenfermería\r\n"

    documents = list(search_command(questions_from("-", io.StringIO(lines)), index))

    assert [document["query"] for document in documents] == ["emergency medicine", "", "enfermería"]
    assert "\n" not in "".join(as_line(document) for document in documents)


def test_bytes_that_are_no_text_are_still_a_line() -> None:
    stream = io.TextIOWrapper(io.BytesIO(b"nurse \xff\xfe\nradiology\n"))

    assert list(lines_of(stream)) == ["nurse \ufffd\ufffd\n", "radiology\n"]


def test_several_profiles_in_one_file(index: ProgramIndex, tmp_path: Path) -> None:
    path = tmp_path / "profiles.toml"
    path.write_text(
        '[[profiles]]\nid = "a"\nstage = "nurse"\n\n[[profiles]]\nid = "b"\nstate = "TX"\n',
        encoding="utf-8",
    )

    documents = list(suggest_command(path, index))

    assert [document["id"] for document in documents] == ["a", "b"]
    assert documents[0]["understood"] == {"stage": ["nurse"]}


def test_one_profile_at_the_top_of_a_file(index: ProgramIndex, tmp_path: Path) -> None:
    path = tmp_path / "profile.toml"
    path.write_text('id = "me"\nstage = "resident"\nfields = ["pharmacy"]\n', encoding="utf-8")

    (document,) = suggest_command(path, index)

    assert document["results"][0]["id"] == "accp-mentoring"


@pytest.mark.parametrize("text", ["id = ", "profiles = 3", "[[profiles]]\nstage = 'nurse'"])
def test_a_broken_profile_file_is_refused_in_words(
    index: ProgramIndex, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "profile.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(SearchProfileError):
        list(suggest_command(path, index))
