"""A cohort's name and its life."""

import pytest

from bot.domain.cohorts import clean_name, name_key, require_move
from bot.domain.errors import DomainError
from bot.domain.states import CohortState


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Spring   2027 ", "Spring 2027"),
        ("Spring\n2027", "Spring 2027"),
        ("**Spring** _2027_", "**Spring** _2027_"),
        ("🌱 Spring 👩‍⚕️", "🌱 Spring 👩‍⚕️"),
        ("Spr\u200bing", "Spring"),
        ("x" * 60, "x" * 60),
    ],
)
def test_a_name_is_kept_as_it_was_meant(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "cohort.name_empty"),
        (" \u200b\u200d ", "cohort.name_empty"),
        ("x" * 61, "cohort.name_long"),
        ("x" * 500, "cohort.name_long"),
        ("Spring <@123456789012345678>", "cohort.name_mention"),
        ("@everyone", "cohort.name_mention"),
        ("see <#123456789012345678>", "cohort.name_mention"),
    ],
)
def test_a_name_that_misleads_is_refused(typed: str, code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        clean_name(typed)
    assert refusal.value.code == code


def test_two_spellings_of_one_name_are_the_same_name() -> None:
    assert name_key("SPRING  2027") == name_key("spring 2027")
    assert name_key("Straße") == name_key("STRASSE")


def test_a_cohort_never_comes_back_from_its_end() -> None:
    for state in CohortState:
        with pytest.raises(DomainError):
            require_move(CohortState.ENDED, state)


def test_a_running_cohort_takes_late_sign_ups_and_matches_again() -> None:
    require_move(CohortState.RUNNING, CohortState.ENROLLING)
    require_move(CohortState.ENROLLING, CohortState.MATCHING)
    require_move(CohortState.MATCHING, CohortState.RUNNING)
