"""Days as people type them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import days, spoken_words
from bot.domain.errors import DomainError

TODAY = date(2026, 11, 22)  # a Sunday


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Feb 1", date(2027, 2, 1)),
        ("february 1st", date(2027, 2, 1)),
        ("1 Feb", date(2027, 2, 1)),
        ("1st of February 2028", date(2028, 2, 1)),
        ("Feb. 1, 2027", date(2027, 2, 1)),
        ("in two weeks", date(2026, 12, 6)),
        ("in 2 weeks", date(2026, 12, 6)),
        ("two weeks from now", date(2026, 12, 6)),
        ("a week", date(2026, 11, 29)),
        ("in a month", date(2026, 12, 22)),
        ("in a couple weeks", date(2026, 12, 6)),
        ("next week", date(2026, 11, 29)),
        ("tomorrow", date(2026, 11, 23)),
        ("today", TODAY),
        ("friday", date(2026, 11, 27)),
        ("next Sun", date(2026, 11, 29)),
        ("2027-03-14", date(2027, 3, 14)),
        ("3/14", date(2027, 3, 14)),
        ("14/3", date(2027, 3, 14)),
        ("12/1/2026", date(2026, 12, 1)),
        ("December", date(2026, 12, 1)),
        ("Nov 22", TODAY),
        ("feb 29", date(2028, 2, 29)),
        ("en dos semanas", date(2026, 12, 6)),
        ("end of the month", date(2026, 11, 30)),
        ("end of next month", date(2026, 12, 31)),
        ("end of year", date(2026, 12, 31)),
        ("in May", date(2027, 5, 31)),
        ("end of November", date(2026, 11, 30)),
        ("the 15th", date(2026, 12, 15)),
        ("on the 30th", date(2026, 11, 30)),
        ("10.12.", date(2026, 12, 10)),
        ("10.12.2027", date(2027, 12, 10)),
        ("day after tomorrow", date(2026, 11, 24)),
        ("übermorgen", date(2026, 11, 24)),
        ("tmr", date(2026, 11, 23)),
        ("tomorow", date(2026, 11, 23)),
        ("tommorow", date(2026, 11, 23)),
        ("wendesday", date(2026, 11, 25)),
        ("Thrusday", date(2026, 11, 26)),
        ("nächsten Donnerstag", date(2026, 11, 26)),
        ("jueves", date(2026, 11, 26)),
        ("3. Oktober", date(2027, 10, 3)),
        ("Feburary 1", date(2027, 2, 1)),
    ],
)
def test_a_day_is_read_as_it_is_said(typed: str, meant: date) -> None:
    assert days.parse(typed, TODAY) == meant


@pytest.mark.parametrize("typed", ["", "   ", "🎉", "soonish", "13/45", "13/32", "when it opens"])
def test_what_is_no_day_is_refused_and_shown_again(typed: str) -> None:
    with pytest.raises(DomainError) as refused:
        days.parse(typed, TODAY)

    assert refused.value.code == "day.unreadable"
    assert refused.value.facts["typed"] == typed.strip()


def test_a_day_in_the_past_is_refused_with_the_day_that_was_understood() -> None:
    with pytest.raises(DomainError) as refused:
        days.parse("2026-11-21", TODAY)

    assert refused.value.code == "day.past"
    assert refused.value.facts["day"] == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("yesterday", date(2026, 11, 21)),
        ("3 days ago", date(2026, 11, 19)),
        ("two weeks ago", date(2026, 11, 8)),
        ("last friday", date(2026, 11, 20)),
        ("last Sunday", date(2026, 11, 15)),
        ("last week", date(2026, 11, 15)),
    ],
)
def test_a_day_that_is_over_is_understood_as_such(typed: str, meant: date) -> None:
    with pytest.raises(DomainError) as refused:
        days.parse(typed, TODAY)
    assert (refused.value.code, refused.value.facts["day"]) == ("day.past", meant)


@pytest.mark.parametrize(
    ("typed", "day", "most"),
    [("feb 30", 30, 29), ("31 sept", 31, 30), ("2/29/2027", 29, 28), ("Sept 31", 31, 30)],
)
def test_a_day_that_its_month_does_not_have_is_named(typed: str, day: int, most: int) -> None:
    with pytest.raises(DomainError) as refused:
        days.parse(typed, TODAY)
    assert refused.value.code == "day.no_such"
    assert (refused.value.facts["day"], refused.value.facts["most"]) == (day, most)


@pytest.mark.parametrize("typed", ["end of term", "the end of the semester", "End of my rotation"])
def test_an_end_that_only_its_speaker_knows_is_asked_for(typed: str) -> None:
    with pytest.raises(DomainError, match=r"day\.not_known"):
        days.parse(typed, TODAY)


def test_a_weekend_is_two_days() -> None:
    monday = date(2026, 11, 23)
    with pytest.raises(DomainError, match=r"day\.unclear") as refused:
        days.parse("this weekend", monday)
    assert refused.value.facts["days"] == (date(2026, 11, 28), date(2026, 11, 29))
    assert days.parse("this weekend", date(2026, 11, 29)) == date(2026, 11, 29)


@pytest.mark.parametrize("word", ["sundae", "sundry", "Mondays", "midday", "today", "someday"])
def test_only_a_slip_of_the_finger_is_mended(word: str) -> None:
    assert spoken_words.plain(word) == word.casefold()


def test_a_day_in_another_decade_is_refused() -> None:
    with pytest.raises(DomainError, match=r"day\.far"):
        days.parse("in 999 weeks", TODAY)


@given(st.text(max_size=100))
def test_any_text_is_a_day_ahead_or_refused(typed: str) -> None:
    found = days.find(typed, TODAY)

    assert found is None or TODAY <= found <= TODAY + timedelta(days=days.MOST_AHEAD_DAYS)


@given(st.dates(TODAY, date(2029, 11, 1)))
def test_an_iso_day_means_itself(day: date) -> None:
    assert days.find(day.isoformat(), TODAY) == day
