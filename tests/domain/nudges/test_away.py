"""Being away: the days that are meant, through weekdays, slips and the past."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.errors import DomainError
from bot.domain.nudges.away import Absence, read
from bot.domain.nudges.settings import read_quiet
from bot.domain.times.reader import Asker

NOW = datetime(2026, 9, 2, 12, tzinfo=UTC)  # a Wednesday
ZONE = "America/Chicago"


@pytest.mark.parametrize(
    ("first", "last", "meant"),
    [
        ("today", "Sunday", (date(2026, 9, 2), date(2026, 9, 6))),
        ("Friday", "Tuesday", (date(2026, 9, 4), date(2026, 9, 8))),
        ("Dec 20", "Jan 3", (date(2026, 12, 20), date(2027, 1, 3))),
        ("tomorrow", "for a week", (date(2026, 9, 3), date(2026, 9, 9))),
        ("2026-08-30", "2026-09-05", (date(2026, 9, 2), date(2026, 9, 5))),
        ("today", "today", (date(2026, 9, 2), date(2026, 9, 2))),
    ],
)
def test_days_are_read_as_they_are_meant(first: str, last: str, meant: tuple[date, date]) -> None:
    found = read(first, last, Asker(NOW, ZONE))
    assert (found.first, found.last) == meant


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        ("Sep 10", "Sep 4", "away.reversed"),
        ("2026-08-01", "2026-08-20", "away.past"),
        ("today", "Dec 24", "away.long"),
        ("soonish", "Friday", "when.unreadable"),
    ],
)
def test_days_that_cannot_be_meant_are_refused(first: str, last: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        read(first, last, Asker(NOW, ZONE))
    assert refused.value.code == code


def test_it_ends_at_the_persons_own_midnight_and_begins_now_at_the_earliest() -> None:
    stretch = Absence(date(2026, 9, 2), date(2026, 9, 4), ZONE).stretch(NOW)
    assert stretch.begins_at == NOW
    assert stretch.ends_at == datetime(2026, 9, 5, 5, tzinfo=UTC)


def test_quiet_hours_that_may_be_either_half_of_the_day_are_the_night() -> None:
    start, end = read_quiet("9", "7")
    assert (start.hour, end.hour) == (21, 7)
