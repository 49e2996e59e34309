"""Spanish is known as such, read as such, and answered in Spanish."""

import pytest

from bot.search import Facet, ProgramIndex


@pytest.mark.parametrize(
    ("question", "spanish"),
    [
        ("mi hija quiere ser doctora, está en la prepa en el bronx", True),
        ("como consigo un mentor, segundo ano de medicina", True),
        ("latina premed in chicago", False),
        ("mentor para nurses", False),
        ("", False),
    ],
)
def test_the_language_is_told(index: ProgramIndex, question: str, spanish: bool) -> None:
    assert index.understand(question).spanish is spanish


def test_two_letter_words_are_no_states_in_spanish(index: ProgramIndex) -> None:
    understood = index.understand("mi hija va a la prepa de la ciudad y me gusta")

    assert understood.of(Facet.PLACE) == ()


def test_an_answer_in_spanish_has_no_english_sentence(index: ProgramIndex) -> None:
    answer = index.search("soy estudiante de enfermería de primer año, busco mentora")
    said = [answer.case, *answer.results[0].why, *answer.results[0].obstacles]

    assert "estudiante de enfermería" in " ".join(said)
    assert not any("Meant for" in one or "Only for" in one or "You" in one for one in said)
