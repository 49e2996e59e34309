"""What is only mentioned is not a stage, field, place, or wish."""

import pytest

from bot.search import Facet, ProgramIndex


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("failed nursing class 6 months away from graduation", {"stage", "field"}),
        ("premed, parents never finished a 4 yr degree", {"stage", "community"}),
        ("premed, my counselor says no", {"stage"}),
        ("premed, one semester left", {"stage"}),
        ("youth ministry and premed", {"stage"}),
        ("orientation was fun, premed", {"stage"}),
        ("BS in journalism, now premed", {"stage"}),
        ("premed with a med list", {"stage"}),
    ],
)
def test_scenery_adds_no_facet(index: ProgramIndex, question: str, expected: set[str]) -> None:
    assert set(index.understand(question).document) <= expected


def test_where_somebody_moves_is_where_they_will_be(index: ProgramIndex) -> None:
    understood = index.understand("nurse, i live in kansas city but im moving to chicago")

    assert understood.of(Facet.PLACE) == ("IL",)


def test_a_country_somebody_comes_from_is_not_where_they_are(index: ProgramIndex) -> None:
    assert not index.understand("moved from jamaica, premed in florida").elsewhere
    assert index.understand("premed in jamaica").elsewhere
