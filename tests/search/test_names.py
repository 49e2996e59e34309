"""Completing a name while it is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search import ProgramIndex


def names(index: ProgramIndex, typed: str) -> list[str]:
    return [str(choice.id) for choice in index.autocomplete(typed)]


@pytest.mark.parametrize(
    ("typed", "program"),
    [
        ("ams", "amsa-mentorship"),
        ("bla", "black-men-in-white-coats"),
        ("white co", "black-men-in-white-coats"),
        ("coats whi", "black-men-in-white-coats"),
        ("Standfo", "stanford-e4c"),
        ("rutgrs", "rutgers-nursing-peer-mentor"),
        ("harvrd oph", "harvard-ophthalmology-mentoring"),
        ("HPMP", "ccny-health-professions-mentorship"),
        ("ÓHSU", "ohsu-md-diversity-mentorship"),
    ],
)
def test_beginnings_and_slips_find_the_program(
    index: ProgramIndex, typed: str, program: str
) -> None:
    assert program in names(index, typed)


def test_restricted_programs_are_marked(index: ProgramIndex) -> None:
    marked = {str(choice.id): choice.restricted for choice in index.autocomplete("a")}

    assert marked["amsa-mentorship"]
    assert not marked["acog-mentorship"]


def test_nothing_typed_offers_the_first_programs(index: ProgramIndex) -> None:
    assert len(names(index, "  ")) == 25


def test_nonsense_offers_nothing(index: ProgramIndex) -> None:
    assert names(index, "zzzzqqqq") == []


@given(st.text(max_size=120))
def test_anything_may_be_typed(index: ProgramIndex, typed: str) -> None:
    assert len(index.autocomplete(typed)) <= 25
