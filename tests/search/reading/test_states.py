"""Two letters are a state where a town or the way they are written says so."""

import pytest

from bot.search import Facet, ProgramIndex


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("nurse in baltimore, md", ("MD",)),
        ("nurse, ruleville, ms", ("MS",)),
        ("rejected twice, what now, md", ()),
        ("sophomore, pa", ()),
        ("premed in TX", ("TX",)),
        ("two more years, or", ()),
        ("nurse in tx", ("TX",)),
        ("MD or PA, sophomore", ()),
        ("va de noveno, quiere ser médica", ()),
    ],
)
def test_two_letters_are_a_state_or_a_word(
    index: ProgramIndex, question: str, places: tuple[str, ...]
) -> None:
    assert index.understand(question).of(Facet.PLACE) == places
