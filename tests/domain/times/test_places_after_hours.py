"""A place right after an hour is its time zone, unless the word may be there for another reason."""

from datetime import UTC, datetime

import pytest

from bot.domain.errors import DomainError
from bot.domain.times import reader
from bot.domain.times.reader import Asker

ASKER = Asker(datetime(2027, 3, 17, 16, tzinfo=UTC), "America/New_York")


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("thurs 5pm chicago", "America/Chicago"),
        ("thu 17:00 Chicago", "America/Chicago"),
        ("thu 5pm new york", "America/New_York"),
        ("fri 6pm paris", "Europe/Paris"),
        ("tue 13", "America/New_York"),
        ("5pm monday", "America/New_York"),
    ],
)
def test_a_place_after_an_hour_is_where_the_hour_is_meant(typed: str, zone: str) -> None:
    assert reader.meeting(typed, ASKER).zone == zone


@pytest.mark.parametrize("word", ["nice", "reading", "mobile", "split", "online", "zoom"])
def test_a_word_that_may_mean_something_else_is_never_taken_for_a_place(word: str) -> None:
    with pytest.raises(DomainError):
        reader.meeting(f"tue 6pm {word}", ASKER)


def test_a_bare_number_after_a_weekday_is_an_hour() -> None:
    assert reader.meeting("tue 13", ASKER).at.hour == 13
