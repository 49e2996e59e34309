"""A cohort's name and its life."""

from datetime import date, time

import pytest

from bot.domain.cohorts.cohorts import (
    Plan,
    check_plan,
    clean_name,
    name_key,
    read_check_in_time,
    require_move,
)
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


TODAY = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (Plan(starts_on=date(2027, 4, 1), ends_on=date(2027, 3, 20)), "cohort.ends_first"),
        (Plan(starts_on=date(2027, 4, 1), ends_on=date(2027, 4, 1)), "cohort.ends_first"),
        (Plan(ends_on=TODAY), "cohort.ends_past"),
        (Plan(most_mentees=0), "cohort.limit"),
        (Plan(most_mentors=-3), "cohort.limit"),
        (Plan(most_mentors=10_001), "cohort.limit"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(plan: Plan, code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        check_plan(plan, TODAY)
    assert refusal.value.code == code


def test_a_plan_may_leave_everything_open_or_say_it_all() -> None:
    whole = Plan(date(2027, 3, 8), date(2027, 6, 1), 40, 20, circles=True)
    assert check_plan(Plan(), TODAY) == Plan()
    assert check_plan(whole, TODAY) == whole


@pytest.mark.parametrize(("typed", "hour"), [("18:00", 18), ("6pm", 18), ("noon", 12)])
def test_the_hour_of_check_ins_is_read_as_people_say_it(typed: str, hour: int) -> None:
    assert read_check_in_time(typed) == time(hour)


@pytest.mark.parametrize("typed", ["after lunch", "monday 18:00", "8", "25:00"])
def test_an_hour_that_may_be_none_or_two_is_asked_for_again(typed: str) -> None:
    with pytest.raises(DomainError):
        read_check_in_time(typed)
