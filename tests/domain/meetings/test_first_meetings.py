"""Days of a pause don't count toward a first meeting, whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.meetings.first_meetings import put_off
from bot.domain.nudges.policy import Stretch
from bot.domain.schedule import instant_of

CHICAGO = "America/Chicago"
MET = datetime(2026, 10, 26, 15, tzinfo=UTC)  # a Monday, 10:00 in Chicago
SIX = time(18)


def rest(first: int, last: int, hour: int = 0) -> Stretch:
    """Return a pause between an hour of one day after the introduction and the same hour of
    another.
    """
    day = date(2026, 10, 26)
    ends = [instant_of(day + timedelta(days=one), time(hour), CHICAGO) for one in (first, last)]
    return Stretch(*ends)


@pytest.mark.parametrize(
    ("unavailable", "days", "later"),
    [
        ((), 10, 0),
        ((rest(2, 9),), 4, 7),
        ((rest(2, 9, hour=12),), 4, 7),
        ((rest(2, 9, hour=20),), 4, 7),
        # What begins after the day itself changes nothing, and what is over before neither.
        ((rest(5, 9),), 4, 0),
        ((rest(-9, -2),), 4, 0),
        # Two that overlap count once; one that touches the day so reached counts as well.
        ((rest(2, 5), rest(3, 6)), 4, 4),
        ((rest(2, 4), rest(6, 9)), 4, 5),
        # Clocks are put back on day 6: a day is a day.
        ((rest(5, 8),), 10, 3),
        # Back before the evening: no day was lost.
        ((Stretch(MET + timedelta(days=1), MET + timedelta(days=1, hours=3)),), 4, 0),
    ],
)
def test_it_comes_later_by_the_days_of_rest(
    unavailable: tuple[Stretch, ...], days: int, later: int
) -> None:
    assert put_off(MET, days, SIX, CHICAGO, unavailable) == later


@given(
    st.lists(st.tuples(st.integers(-3, 30), st.integers(1, 20)), max_size=4),
    st.sampled_from((CHICAGO, "Australia/Lord_Howe", "UTC")),
    st.integers(1, 14),
)
def test_the_day_reached_is_never_one_of_rest_and_leaves_the_wanted_days_before_it(
    stretches: list[tuple[int, int]], zone: str, days: int
) -> None:
    unavailable = [
        Stretch(MET + timedelta(days=a), MET + timedelta(days=a + b)) for a, b in stretches
    ]
    met = MET.astimezone(ZoneInfo(zone)).date()

    later = put_off(MET, days, SIX, zone, unavailable)

    hours = [
        instant_of(met + timedelta(days=number), SIX, zone) for number in range(1, days + later + 1)
    ]
    awake = [hour for hour in hours if not any(one.holds(hour) for one in unavailable)]
    assert len(awake) == days
    assert awake[-1] == hours[-1]
