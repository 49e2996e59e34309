"""Schools are known by name, and are nobody's misspelling."""

import pytest

from bot.search import Facet, Open, ProgramIndex


@pytest.mark.parametrize(
    ("question", "school"),
    [
        ("undocumented prehealth student at uc riverside", "uc riverside"),
        ("tercer año en fordham", "fordham"),
        ("first year at drexel med", "drexel"),
        ("premed at ucla", "ucla"),
        ("premed at michigan", "michigan"),
    ],
)
def test_a_school_is_read(index: ProgramIndex, question: str, school: str) -> None:
    assert index.understand(question).schools == (school,)


@pytest.mark.parametrize(
    "question", ["premed at home", "wanted to shadow but he wasnt free", "international student"]
)
def test_everyday_words_are_no_schools(index: ProgramIndex, question: str) -> None:
    assert index.understand(question).schools == ()


@pytest.mark.parametrize("word", ["duke", "temple", "calc", "hijo", "purdue", "emory", "quiere"])
def test_a_real_word_or_a_school_is_never_mended(index: ProgramIndex, word: str) -> None:
    assert index.understand(word).document == {}


def test_who_is_at_one_school_is_not_offered_another_s(index: ProgramIndex) -> None:
    answer = index.search("premed at ucla, junior")
    standing = {str(result.program.id): result.open for result in answer.results}

    assert not answer.confident
    assert standing.get("wayne-state-premed-mentoring", Open.NO) is Open.NO


def test_nursing_at_a_school_is_a_student_of_it(index: ProgramIndex) -> None:
    understood = index.understand("first semester nursing at washburn, completely lost")

    assert understood.of(Facet.STAGE) == ("nursing-student",)
