"""Holidays as dates: in their own country, or as each that they may be."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.times import holidays
from bot.domain.times.reader import Ambiguous, Asker, Expects, Understood, read

NOW = datetime(2027, 3, 17, 17, tzinfo=UTC)
NEW_YORK, MEXICO, LONDON = "America/New_York", "America/Mexico_City", "Europe/London"


def days_of(typed: str, zone: str = NEW_YORK) -> list[str]:
    """Return each day that is read."""
    match read(typed, Expects.DAY, Asker(NOW, zone)):
        case Understood(value):
            return [str(value)]
        case Ambiguous(readings):
            return [str(day) for day in readings]
    return []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("thanksgiving", "2027-11-25"),
        ("acción de gracias", "2027-11-25"),
        ("black friday", "2027-11-26"),
        ("labor day", "2027-09-06"),
        ("Martin Luther King Jr. Day", "2028-01-17"),
        ("Presidents' Day", "2028-02-21"),
        ("Mother's Day", "2027-05-09"),
        ("dads day", "2027-06-20"),
        ("april fools", "2027-04-01"),
        ("good friday", "2027-03-26"),
        ("jueves santo", "2027-03-25"),
        ("domingo de ramos", "2027-03-21"),
        ("lunes de pascua", "2027-03-29"),
        ("miércoles de ceniza", "2028-03-01"),
        ("día de los muertos", "2027-11-02"),
        ("thanksgiving 2028", "2028-11-23"),
        ("two days before thanksgiving", "2027-11-23"),
        ("the Monday after Thanksgiving", "2027-11-29"),
        ("the friday before memorial day", "2027-05-28"),
    ],
)
def test_a_holiday_is_its_next_day(typed: str, meant: str) -> None:
    assert days_of(typed) == [meant]


def test_a_holiday_is_that_of_the_speakers_country_or_asked_about() -> None:
    assert days_of("mother's day", MEXICO) == ["2027-05-10"]
    assert days_of("mother's day", LONDON) == ["2028-03-26"]
    assert days_of("mother's day", "Asia/Tokyo")[:2] == ["2027-05-02", "2027-05-09"]
    assert days_of("día de las madres") == ["2027-05-02", "2027-05-09", "2027-05-10"]
    assert days_of("día de las madres", "America/Puerto_Rico") == ["2027-05-09"]
    assert days_of("thanksgiving", "America/Toronto") == ["2027-10-11"]
    assert days_of("día del trabajo") == ["2027-05-01", "2027-09-06"]


def test_the_weekend_of_a_holiday_is_asked_about() -> None:
    assert days_of("labor day weekend") == ["2027-09-04", "2027-09-05", "2027-09-06"]


@pytest.mark.parametrize("name", holidays.NAMES.split("|"))
def test_every_holiday_has_a_day_ahead_in_each_year(name: str) -> None:
    for year in range(2026, 2046):
        today = date(year, 7, 1)
        for day in holidays.days(name, None, today, NEW_YORK):
            assert today <= day <= date(year + 1, 7, 1)


def test_the_week_of_a_term_is_not_guessed() -> None:
    outcome = read("end of week 3", Expects.DAY, Asker(NOW, NEW_YORK))
    assert getattr(outcome, "code", None) == "when.not_known"
