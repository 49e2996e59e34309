"""What makes a meeting: times, turns, reminders, outcomes, and series that keep their hour."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import DomainError
from bot.domain.ids import UserId
from bot.domain.meetings.meetings import (
    agenda_of,
    distinct,
    fitting_agenda,
    link_of,
    looks_like_link,
    meant_link,
    outcome,
    place_of,
    question_due,
    reminder_due,
    require_open,
    series_occurrences,
    series_reach,
)
from bot.domain.meetings.suggestions import Availability, suggest
from bot.domain.nudges.policy import NotificationPolicy, quiet_end
from bot.domain.states import MeetingAnswer, MeetingState
from bot.domain.times import reader
from bot.domain.times.civil import CivilTime, Monthly
from bot.domain.times.reader import Asker
from bot.domain.windows import parse_windows

CHICAGO = "America/Chicago"
NOW = datetime(2026, 9, 2, 15, tzinfo=UTC)
MENTOR, MENTEE, THIRD = UserId(1), UserId(2), UserId(3)
POLICY = NotificationPolicy(CHICAGO, time(21), time(8), 3)
ZONES = sorted(available_timezones())
HOUR = timedelta(hours=1)


def parse(typed: str) -> CivilTime:
    """Return the time that is meant in Chicago."""
    return reader.meeting(typed, Asker(NOW, CHICAGO))


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of September in Chicago."""
    return datetime(2026, 9, day, hour, minute, tzinfo=ZoneInfo(CHICAGO))


@given(
    zone=st.sampled_from(ZONES),
    at=st.times(),
    weeks=st.integers(1, 8),
    first=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    rest=st.integers(0, 300),
)
@settings(max_examples=200, deadline=None)
def test_a_series_keeps_its_civil_hour_and_leaves_out_what_rests(
    zone: str, at: time, weeks: int, first: date, rest: int
) -> None:
    at = time(at.hour, at.minute)
    begin = datetime.combine(first, time(), UTC) + timedelta(days=rest)
    away = (begin, begin + timedelta(days=21))
    after = datetime.combine(first, time(), UTC) - timedelta(days=2)
    until = after + timedelta(days=730)
    every = list(series_occurrences(first, 7 * weeks, at, zone, (), after, until))
    found = list(series_occurrences(first, 7 * weeks, at, zone, (away,), after, until))
    assert [turn.local_date for turn in every] == [
        first + timedelta(weeks=weeks * number) for number in range(len(every))
    ]
    for turn in every:
        shown = turn.instant.astimezone(ZoneInfo(zone))
        if shown.replace(tzinfo=None) != datetime.combine(turn.local_date, at):
            assert not CivilTime(turn.local_date, at, zone).exists, "only a gap moves it"
            assert shown.replace(tzinfo=None) > datetime.combine(turn.local_date, at)
    kept = {turn.local_date for turn in found}
    for turn in every:
        assert (turn.local_date in kept) == (not away[0] <= turn.instant < away[1])


@pytest.mark.parametrize(
    "interval", [Monthly(day=31), Monthly(nth=5, weekday=4), Monthly(nth=-1, weekday=0)]
)
def test_the_next_of_a_monthly_series_is_always_within_reach(interval: Monthly) -> None:
    for days in range(0, 5 * 365, 3):
        day = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=days)
        until = day + series_reach(interval)
        first = date(2026, 1, 1)
        assert list(series_occurrences(first, interval, time(18), "UTC", (), day, until)), day


def test_a_reminder_by_day_comes_when_it_is_due() -> None:
    assert reminder_due(local(10, 18), 24 * HOUR, POLICY, NOW) == local(9, 18)


def test_a_reminder_that_would_come_at_night_comes_before_it() -> None:
    assert reminder_due(local(10, 8), HOUR, POLICY, NOW) == local(9, 20, 45)
    assert reminder_due(local(10, 0, 30), HOUR, POLICY, NOW) == local(9, 20, 45)


def test_who_arranged_it_at_night_is_reminded_all_the_same() -> None:
    assert reminder_due(local(10, 7, 30), HOUR, POLICY, since=local(9, 23)) == local(10, 6, 30)


@given(
    zone=st.sampled_from(ZONES),
    minutes=st.integers(14_400, 600_000),
    quiet=st.tuples(st.integers(0, 23), st.integers(0, 23)).filter(lambda two: two[0] != two[1]),
    hours=st.integers(1, 48),
)
@settings(max_examples=200, deadline=None)
def test_nobody_is_reminded_or_asked_in_their_quiet_hours(
    zone: str, minutes: int, quiet: tuple[int, int], hours: int
) -> None:
    policy = NotificationPolicy(zone, time(quiet[0]), time(quiet[1]), 3)
    starts_at = NOW + timedelta(minutes=minutes)
    due = reminder_due(starts_at, hours * HOUR, policy, NOW)
    assert due <= starts_at - hours * HOUR
    # A quarter of an hour before a very long night may still lie in a clock's repeated hour.
    if due > NOW and due < starts_at - hours * HOUR:
        assert quiet_end(policy, due) is None or quiet[1] == quiet[0] - 1
    asked = question_due(starts_at, 2 * HOUR, policy)
    assert asked >= starts_at + 2 * HOUR
    assert quiet_end(policy, asked) is None


@pytest.mark.parametrize(
    ("answers", "state", "differ"),
    [
        ("", MeetingState.UNKNOWN, False),
        ("met", MeetingState.HAPPENED, False),
        ("met met", MeetingState.HAPPENED, False),
        ("moved could-not", MeetingState.MOVED, False),
        ("could-not", MeetingState.MISSED, False),
        ("not-there could-not", MeetingState.MISSED, False),
        ("met not-there", MeetingState.UNKNOWN, True),
        ("met moved", MeetingState.UNKNOWN, True),
        ("not-there not-there", MeetingState.UNKNOWN, True),
    ],
)
def test_what_became_of_a_meeting_follows_from_what_each_said(
    answers: str, state: MeetingState, differ: bool
) -> None:
    said = {UserId(n): MeetingAnswer(one) for n, one in enumerate(answers.split(), 1)}
    found = outcome(said)
    assert (found.state, found.differ) == (state, differ)


@pytest.mark.parametrize(
    ("state", "starts_at", "code"),
    [
        (MeetingState.CANCELLED, None, "meeting.cancelled"),
        (MeetingState.HAPPENED, local(1, 9), "meeting.over"),
        (MeetingState.UNKNOWN, local(1, 9), "meeting.over"),
        (MeetingState.CONFIRMED, local(1, 9), "meeting.begun"),
    ],
)
def test_what_is_over_is_not_changed_any_more(
    state: MeetingState, starts_at: datetime | None, code: str
) -> None:
    with pytest.raises(DomainError) as caught:
        require_open(state, starts_at, NOW)
    assert caught.value.code == code


def test_times_are_counted_once_and_at_most_three() -> None:
    one, two = parse("thu 6pm"), parse("fri 6pm")
    assert distinct([two, one, two]) == (one, two)
    with pytest.raises(DomainError, match=r"meeting\.no_time"):
        distinct([])
    many = [parse(f"in {days} days 6pm") for days in (1, 2, 3, 4)]
    with pytest.raises(DomainError, match=r"meeting\.many_times"):
        distinct(many)


def test_an_agenda_is_lines_and_has_an_end() -> None:
    assert agenda_of(" - one \n\n* two\u202e three\r") == ("one", "two three")
    with pytest.raises(DomainError, match=r"agenda\.long"):
        agenda_of("x" * 4000)
    with pytest.raises(DomainError, match=r"agenda\.many"):
        fitting_agenda("one", already=12)


@pytest.mark.parametrize(
    "typed",
    [
        "http://call.example/room",
        "https://user@call.example/room",
        "https://c\u0430ll.example/room",
        "javascript://call.example",
        "see https://call.example",
        "https://",
        "https://[::1/room",
    ],
)
def test_a_link_that_could_lead_elsewhere_is_refused(typed: str) -> None:
    with pytest.raises(DomainError, match=r"place\.link"):
        place_of(typed)


def test_a_place_is_a_plain_link_or_words() -> None:
    assert link_of(place_of("https://call.example.org/x?y=1")) == (
        "call.example.org",
        "https://call.example.org/x?y=1",
    )
    assert place_of("the  library,\nsecond floor") == "the library, second floor"
    assert link_of("the library") is None


def test_suggested_times_suit_both_and_stay_clear_of_what_is_arranged() -> None:
    mine = Availability(CHICAGO, parse_windows("mon 18:00-20:30; wed 12:00-13:00"))
    theirs = Availability("America/New_York", parse_windows("mon 19:00-23:00; wed 08:00-20:00"))
    found = suggest([mine, theirs], NOW, taken=[local(7, 18)])
    assert [str(one).removesuffix(f" [{CHICAGO}]") for one in found] == [
        "2026-09-07 19:00",
        "2026-09-09 12:00",
        "2026-09-14 18:00",
        "2026-09-16 12:00",
    ]


def test_two_who_are_flexible_are_offered_the_early_evening() -> None:
    found = suggest([Availability(CHICAGO), Availability(CHICAGO)], NOW, taken=[], most=3)
    assert [one.at for one in found] == [time(18)] * 3
    far = suggest([Availability(CHICAGO), Availability("Asia/Tokyo")], NOW, taken=[])
    assert {one.at for one in far} == {time(19)}, "nine in the morning over there"


def test_of_a_long_agenda_what_fits_is_kept_and_the_rest_given_back() -> None:
    kept, left_over = fitting_agenda("\n".join(str(number) for number in range(40)), already=2)
    assert kept == tuple(str(number) for number in range(10))
    assert left_over == tuple(str(number) for number in range(10, 40))


@pytest.mark.parametrize(
    ("place", "meant", "looks"),
    [
        ("zoom.us/j/1", "https://zoom.us/j/1", False),
        ("javascript:alert(1)", None, True),
        ("https://zoom.us/j/1", None, False),
        ("The library, 2nd floor", None, False),
    ],
)
def test_words_that_were_meant_as_a_link_are_known(
    place: str, meant: str | None, looks: bool
) -> None:
    assert meant_link(place) == meant
    assert looks_like_link(place) is looks
