"""Civil time: every date has exactly one occurrence, whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.schedule import (
    instant_of,
    occurrences,
    wall_time,
)

ZONES = sorted(available_timezones())
BEGIN = date(2026, 1, 1)
DAYS = 730
LOCAL_TIMES = (time(0, 30), time(2, 30), time(18, 0))


def _assert_one_a_day(zone: str, at: time) -> None:
    until = datetime(2028, 1, 2, tzinfo=UTC)
    after = datetime(2025, 12, 31, tzinfo=UTC)
    found = [
        turn
        for turn in occurrences(BEGIN, 1, at, zone, after, until)
        if turn.local_date < BEGIN + timedelta(days=DAYS)
    ]
    assert [turn.local_date for turn in found] == [
        BEGIN + timedelta(days=number) for number in range(DAYS)
    ], zone
    gaps = {later.instant - earlier.instant for earlier, later in pairwise(found)}
    assert min(gaps) > timedelta(hours=20), zone
    assert max(gaps) < timedelta(hours=28), zone


def test_every_zone_has_exactly_one_occurrence_a_local_date_for_two_years() -> None:
    rules: dict[tuple[object, ...], str] = {}
    for zone in ZONES:
        tz = ZoneInfo(zone)
        noons = (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=6) * n for n in range(DAYS * 4))
        rules.setdefault(tuple(noon.astimezone(tz).utcoffset() for noon in noons), zone)
    # Zones with the same offsets all through are one and the same here.
    assert len(ZONES) > len(rules) > 50
    for zone in rules.values():
        for at in LOCAL_TIMES:
            _assert_one_a_day(zone, at)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(ZONES), st.times().map(lambda at: at.replace(second=0, microsecond=0)))
def test_any_minute_of_any_zone_comes_once_a_date(zone: str, at: time) -> None:
    _assert_one_a_day(zone, at)


@pytest.mark.parametrize(
    ("day", "at", "zone", "expected"),
    [
        # Skipped by the spring change: the next minute that exists.
        (date(2026, 3, 8), time(2, 30), "America/New_York", "2026-03-08T07:00"),
        (date(2026, 10, 4), time(2, 10), "Australia/Lord_Howe", "2026-10-03T15:30"),
        # Repeated by the autumn change: the first time round.
        (date(2026, 11, 1), time(1, 30), "America/New_York", "2026-11-01T05:30"),
        # An ordinary evening stays at its hour on both sides.
        (date(2026, 3, 3), time(18, 0), "America/New_York", "2026-03-03T23:00"),
        (date(2026, 3, 10), time(18, 0), "America/New_York", "2026-03-10T22:00"),
    ],
)
def test_a_clock_change_moves_nothing_but_the_instant(
    day: date, at: time, zone: str, expected: str
) -> None:
    assert instant_of(day, at, zone).isoformat()[:16] == expected


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.integers(1, 30),
    st.integers(0, 400),
    st.integers(1, 96),
)
def test_windows_side_by_side_find_the_same_turns_as_one_long_window(
    zone: str, every: int, start: int, hours: int
) -> None:
    after = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=start)
    middle, until = after + timedelta(hours=hours), after + timedelta(days=40)
    at = time(18, 0)
    whole = list(occurrences(BEGIN, every, at, zone, after, until))
    second = timedelta(seconds=1)
    parts = [
        *occurrences(BEGIN, every, at, zone, after, middle - second),
        *occurrences(BEGIN, every, at, zone, middle, until),
    ]
    assert parts == whole


def test_a_wall_time_and_its_instant_tell_together_which_of_the_two_it_was() -> None:
    day, zone = date(2026, 11, 1), "America/Chicago"
    for fold in (0, 1):
        meant = time(1, 30, fold=fold)
        found = wall_time(day, time(1, 30), zone, instant_of(day, meant, zone))
        assert found.fold == fold
    plain = wall_time(day, time(18), zone, instant_of(day, time(18), zone))
    assert (plain, plain.fold) == (time(18), 0)
    skipped = date(2027, 3, 14)
    assert wall_time(skipped, time(2, 30), zone, instant_of(skipped, time(2, 30), zone)).fold == 0
