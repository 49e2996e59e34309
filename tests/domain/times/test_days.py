"""Days as people type them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import DomainError
from bot.domain.times import normalize, reader
from bot.domain.times.reader import Ambiguous, Asker, Expects, Understood, read

TODAY = date(2026, 11, 22)  # a Sunday
CHICAGO = "America/Chicago"


def at_noon(day: date) -> Asker:
    """Return someone in Chicago at noon of a day."""
    return Asker(datetime(day.year, day.month, day.day, 18, tzinfo=UTC), CHICAGO)


def parse(typed: str, today: date) -> date:
    """Return the one day that is meant."""
    return reader.day(typed, at_noon(today))


def find(typed: str, today: date) -> date | None:
    """Return the one day that is meant, or None."""
    outcome = read(typed, Expects.DAY, at_noon(today))
    if not isinstance(outcome, Understood):
        return None
    assert isinstance(outcome.value, date)
    return outcome.value


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
        ("tomorrow", date(2026, 11, 23)),
        ("today", TODAY),
        ("friday", date(2026, 11, 27)),
        ("next Sun", date(2026, 11, 29)),
        ("2027-03-14", date(2027, 3, 14)),
        ("3/14", date(2027, 3, 14)),
        ("14/3", date(2027, 3, 14)),
        ("12/1/2026", date(2026, 12, 1)),
        ("by December", date(2026, 12, 31)),
        ("Nov 22", TODAY),
        ("en dos semanas", date(2026, 12, 6)),
        ("end of the month", date(2026, 11, 30)),
        ("end of next month", date(2026, 12, 31)),
        ("end of year", date(2026, 12, 31)),
        ("in May", date(2027, 5, 31)),
        ("end of November", date(2026, 11, 30)),
        ("the 15th", date(2026, 12, 15)),
        ("the 22nd", TODAY),
        ("the 21st", date(2026, 12, 21)),
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
        ("kommenden Donnerstag", date(2026, 11, 26)),
        ("jueves", date(2026, 11, 26)),
        ("3. Oktober", date(2027, 10, 3)),
        ("Feburary 1", date(2027, 2, 1)),
    ],
)
def test_a_day_is_read_as_it_is_said(typed: str, meant: date) -> None:
    assert parse(typed, TODAY) == meant


@pytest.mark.parametrize("typed", ["", "   ", "🎉", "soonish", "13/45", "13/32", "when it opens"])
def test_what_is_no_day_is_refused_and_shown_again(typed: str) -> None:
    with pytest.raises(DomainError) as refused:
        parse(typed, TODAY)

    assert refused.value.code == "when.unreadable"
    assert refused.value.facts["typed"] == typed.strip()


@pytest.mark.parametrize(
    ("typed", "today", "meant"),
    [
        ("the 29th", date(2027, 1, 29), date(2027, 1, 29)),
        ("the 29th", date(2027, 1, 28), date(2027, 1, 29)),
        ("the 29th", date(2027, 1, 30), date(2027, 3, 29)),
        ("the 29th", date(2028, 1, 30), date(2028, 2, 29)),
        ("the 31st", date(2027, 4, 30), date(2027, 5, 31)),
        ("the 1st", date(2027, 12, 31), date(2028, 1, 1)),
    ],
)
def test_a_day_of_the_month_is_today_or_the_next_one_that_there_is(
    typed: str, today: date, meant: date
) -> None:
    assert parse(typed, today) == meant


def test_a_day_in_the_past_is_refused_with_the_day_that_was_understood() -> None:
    with pytest.raises(DomainError) as refused:
        parse("2026-11-21", TODAY)

    assert refused.value.code == "when.past"
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
        parse(typed, TODAY)
    assert (refused.value.code, refused.value.facts["day"]) == ("when.past", meant)


@pytest.mark.parametrize(
    ("typed", "day", "most"),
    [
        ("feb 29", 29, 28),
        ("feb 30", 30, 29),
        ("31 sept", 31, 30),
        ("2/29/2027", 29, 28),
        ("Sept 31", 31, 30),
    ],
)
def test_a_day_that_its_month_does_not_have_is_named(typed: str, day: int, most: int) -> None:
    with pytest.raises(DomainError) as refused:
        parse(typed, TODAY)
    assert refused.value.code == "when.no_such_day"
    assert (refused.value.facts["day"], refused.value.facts["most"]) == (day, most)


@pytest.mark.parametrize("typed", ["end of term", "the end of the semester", "End of my rotation"])
def test_an_end_that_only_its_speaker_knows_is_asked_for(typed: str) -> None:
    with pytest.raises(DomainError, match=r"when\.not_known"):
        parse(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("next week", ["2026-11-23", "2026-11-27", "2026-11-29"]),
        ("December", ["2026-12-01", "2026-12-15", "2026-12-31"]),
        ("nächsten Donnerstag", ["2026-11-26", "2026-12-03"]),
        ("next tuesday", ["2026-11-24", "2026-12-01"]),
        ("before Friday", ["2026-11-26", "2026-11-27"]),
        ("10/9 or 10/10", ["2027-10-09", "2027-10-10"]),
    ],
)
def test_what_may_be_several_days_is_asked_about(typed: str, offered: list[str]) -> None:
    outcome = read(typed, Expects.DAY, at_noon(TODAY))
    assert isinstance(outcome, Ambiguous)
    assert [str(day) for day in outcome.readings] == offered


def test_a_weekend_is_two_days() -> None:
    monday = date(2026, 11, 23)
    with pytest.raises(DomainError, match=r"when\.unclear") as refused:
        parse("this weekend", monday)
    assert refused.value.facts["readings"] == (date(2026, 11, 28), date(2026, 11, 29))
    assert parse("this weekend", date(2026, 11, 29)) == date(2026, 11, 29)


@pytest.mark.parametrize("word", ["sundae", "sundry", "Mondays", "midday", "today", "someday"])
def test_only_a_slip_of_the_finger_is_mended(word: str) -> None:
    assert normalize.plain(word) == word.casefold()


def test_a_day_in_another_decade_is_refused() -> None:
    with pytest.raises(DomainError, match=r"when\.far"):
        parse("in 999 weeks", TODAY)


@given(st.text(max_size=100))
def test_any_text_is_a_day_ahead_or_refused(typed: str) -> None:
    found = find(typed, TODAY)

    assert found is None or TODAY <= found <= TODAY + reader.MOST_AHEAD


@given(st.dates(TODAY, date(2029, 11, 1)))
def test_an_iso_day_means_itself(day: date) -> None:
    assert find(day.isoformat(), TODAY) == day
