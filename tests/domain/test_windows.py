from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import DomainError
from bot.domain.windows import (
    DAY,
    DAYS,
    WEEK,
    Span,
    Window,
    common_minutes,
    common_spans,
    format_windows,
    longest_common,
    offset_on,
    parse_window,
    parse_windows,
    week_spans,
)

WINTER = date(2026, 1, 12)
MARCH = date(2026, 3, 16)  # New York has changed its clocks, London has not
SUMMER = date(2026, 7, 13)

windows = st.builds(
    lambda day, start, length: Window(day, start, start + length),
    st.integers(0, 6),
    st.integers(0, DAY - 1),
    st.integers(1, 12 * 60),
)
zones = st.sampled_from(["UTC", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"])


def a_week(text: str, zone: str = "UTC", day: date = WINTER) -> tuple[Span, ...]:
    return week_spans(parse_windows(text), zone, day)


def free_minutes(spans) -> set[int]:
    """Return the set of free minutes of the week: the slow truth that spans must agree with."""
    return {minute % WEEK for start, end in spans for minute in range(start, end)}


def test_reads_a_window_in_local_time() -> None:
    assert parse_window("mon 18:00-20:30") == Window(0, 18 * 60, 20 * 60 + 30)


@pytest.mark.parametrize("text", ["Monday 18:00-19:00", "MON  18:00 - 19:00", "mon. 18:00–19:00"])
def test_reads_windows_the_way_people_write_them(text) -> None:
    assert parse_window(text) == Window(0, 18 * 60, 19 * 60)


def test_a_window_may_pass_midnight() -> None:
    assert parse_window("sun 23:00-01:30") == Window(6, 23 * 60, 25 * 60 + 30)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("mon 20:00-18:00", "window.upside_down"),
        ("mon 18:00-18:00", "window.empty"),
        ("mo 18:00-19:00", "window.unreadable"),
        ("mon 18-19", "window.unreadable"),
        ("mon 25:00-26:00", "window.unreadable"),
        ("mon 24:00-24:00", "window.unreadable"),
        ("mon 10:75-11:00", "window.unreadable"),
        ("noday 10:00-11:00", "window.unreadable"),
    ],
)
def test_refuses_what_can_not_be_a_window(text, code) -> None:
    with pytest.raises(DomainError) as refusal:
        parse_window(text)
    assert refusal.value.code == code


def test_refuses_a_zone_that_nobody_lives_in() -> None:
    with pytest.raises(DomainError, match=r"window\.unknown_zone"):
        offset_on("Mars/Olympus", WINTER)


@settings(deadline=None)
@given(st.lists(windows, max_size=5).map(lambda some: tuple(sorted(set(some)))))
def test_written_windows_read_back(some) -> None:
    assert parse_windows(format_windows(some)) == some


def test_the_same_clock_hour_is_another_hour_in_another_zone() -> None:
    new_york = a_week("mon 18:00-20:00", "America/New_York")
    los_angeles = a_week("mon 15:00-17:00", "America/Los_Angeles")
    assert common_minutes(new_york, los_angeles) == 120


@pytest.mark.parametrize(("day", "minutes"), [(WINTER, 60), (MARCH, 0), (SUMMER, 60)])
def test_daylight_saving_is_that_of_the_day_the_cohort_starts(day, minutes) -> None:
    # London is five hours ahead of New York, but four in the weeks between their changes.
    london = a_week("mon 22:00-23:00", "Europe/London", day)
    new_york = a_week("mon 17:00-18:00", "America/New_York", day)
    assert common_minutes(london, new_york) == minutes


def test_sunday_night_runs_into_monday() -> None:
    night = a_week("sun 23:30-01:00")
    morning = a_week("mon 00:00-01:00")
    assert longest_common(night, morning) == 60


def test_windows_that_touch_are_one_stretch_even_across_the_end_of_the_week() -> None:
    halves = a_week("sun 23:30-24:00;mon 00:00-00:30")
    assert halves == ((WEEK - 30, WEEK + 30),)
    assert longest_common(halves, a_week("sun 22:00-02:00")) == 60


def test_somebody_always_free_shares_all_of_another_week() -> None:
    always = a_week(";".join(f"{day} 00:00-24:00" for day in DAYS))
    night = a_week("sun 23:00-02:00")
    assert always == ((0, WEEK),)
    assert common_spans(night, always) == list(night)
    assert longest_common(always, night) == 180


@settings(deadline=None)
@given(st.lists(windows, max_size=4), zones, st.lists(windows, max_size=4), zones)
def test_common_time_agrees_with_counting_minutes(ours, our_zone, theirs, their_zone) -> None:
    one = week_spans(ours, our_zone, SUMMER)
    other = week_spans(theirs, their_zone, SUMMER)
    both = free_minutes(one) & free_minutes(other)
    assert common_minutes(one, other) == len(both)
    hour = any(all((start + n) % WEEK in both for n in range(60)) for start in both)
    assert (longest_common(one, other) >= 60) == hour


@settings(deadline=None)
@given(st.lists(windows, max_size=5), zones)
def test_spans_hold_exactly_the_minutes_of_their_windows(some, zone) -> None:
    shift = offset_on(zone, SUMMER)
    wanted = {
        (window.day * DAY + minute - shift) % WEEK
        for window in some
        for minute in range(window.start, window.end)
    }
    assert free_minutes(week_spans(some, zone, SUMMER)) == wanted
