"""The policy: no one is written to at night, too often, or while snoozed."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.nudges.kind_rows import Cost
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.policy import (
    MUTABLE,
    WEEK,
    Deferred,
    Heard,
    NotificationPolicy,
    Stretch,
    deferred,
    reason_not_to_send,
)

NOON = datetime(2026, 9, 2, 12, tzinfo=UTC)
DEFAULT = NotificationPolicy("UTC", time(21), time(8), weekly_limit=5)
ZONES = sorted(available_timezones())


def test_noon_suits() -> None:
    assert deferred(DEFAULT, [], NOON) is None


def test_at_night_a_nudge_waits_for_the_morning_in_the_persons_own_zone() -> None:
    manila = NotificationPolicy("Asia/Manila", time(21), time(8), weekly_limit=5)
    late = datetime(2026, 9, 2, 14, tzinfo=UTC)  # 22:00 there
    assert deferred(manila, [], late) == Deferred(
        datetime(2026, 9, 3, 0, tzinfo=UTC), "quiet hours"
    )
    early = datetime(2026, 9, 2, 23, tzinfo=UTC)  # 07:00 there, the next day
    assert deferred(manila, [], early) == Deferred(
        datetime(2026, 9, 3, 0, tzinfo=UTC), "quiet hours"
    )
    assert deferred(manila, [], datetime(2026, 9, 3, 0, tzinfo=UTC)) is None


def test_quiet_hours_may_be_in_the_middle_of_the_day() -> None:
    rounds = NotificationPolicy("UTC", time(9), time(13), weekly_limit=5)
    assert deferred(rounds, [], NOON) == Deferred(NOON + timedelta(hours=1), "quiet hours")
    assert deferred(rounds, [], NOON + timedelta(hours=1)) is None


def test_the_fourth_nudge_waits_until_the_first_is_a_week_old() -> None:
    sent = [NOON - timedelta(days=days) for days in (6, 4, 2)]
    assert deferred(DEFAULT, sent, NOON) == Deferred(NOON + timedelta(days=1), "weekly limit")
    assert deferred(DEFAULT, sent, NOON + timedelta(days=1)) is None
    assert deferred(DEFAULT, sent[1:], NOON) is None


def test_a_snooze_that_ends_at_night_leads_to_the_morning() -> None:
    snoozed = NotificationPolicy("UTC", time(21), time(8), 5, NOON + timedelta(hours=14))
    assert deferred(snoozed, [], NOON) == Deferred(datetime(2026, 9, 3, 8, tzinfo=UTC), "snoozed")


def test_a_limit_of_none_a_week_never_suits() -> None:
    silent = NotificationPolicy("UTC", time(21), time(8), weekly_limit=0)
    waiting = deferred(silent, [], NOON)
    assert waiting is not None
    assert waiting.until >= NOON + WEEK


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.integers(0, 730 * 24 * 60),
    st.lists(st.integers(0, 20 * 24), max_size=8),
)
def test_what_it_was_held_for_is_over_when_the_wait_is(
    zone: str, start: time, end: time, minute: int, ages: list[int]
) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    policy = NotificationPolicy(zone, start, end, weekly_limit=5)
    sent = [now - timedelta(hours=age) for age in ages]
    waiting = deferred(policy, sent, now)
    if waiting is None:
        clock = now.astimezone(ZoneInfo(zone)).time()
        quiet = (start <= clock < end) if start <= end else (clock >= start or clock < end)
        assert not quiet
        assert sum(instant > now - WEEK for instant in sent) < 3
    else:
        assert waiting.until > now
        assert deferred(policy, sent, waiting.until) is None


def test_somebody_away_waits_for_the_morning_of_their_return() -> None:
    back = datetime(2026, 9, 9, 0, tzinfo=UTC)
    gone = NotificationPolicy("UTC", time(21), time(8), 3, away=(Stretch(NOON - WEEK, back),))
    assert deferred(gone, [], NOON) == Deferred(back.replace(hour=8), "away")
    assert deferred(gone, [], back + timedelta(hours=9)) is None


def test_a_snooze_that_ends_in_an_absence_lasts_as_long_as_that() -> None:
    snoozed = NOON + timedelta(days=1)
    away = Stretch(snoozed - timedelta(hours=1), snoozed + timedelta(days=3))
    both = NotificationPolicy("UTC", time(21), time(8), 3, snoozed, (away,))
    assert deferred(both, [], NOON) == Deferred(away.ends_at, "snoozed")


def test_what_is_muted_or_useless_after_an_absence_does_not_come_at_all() -> None:
    away = Stretch(NOON, NOON + WEEK)
    gone = NotificationPolicy(
        "UTC", time(21), time(8), 3, away=(away,), muted=frozenset({NudgeKind.PULSE})
    )
    assert reason_not_to_send(gone, NudgeKind.PULSE, NOON) == "muted"
    assert reason_not_to_send(gone, NudgeKind.CHECK_IN, NOON) == "away"
    assert reason_not_to_send(gone, NudgeKind.COMMITMENT_DUE, NOON) is None, "that waits"
    assert reason_not_to_send(gone, NudgeKind.CHECK_IN, NOON + WEEK) is None


def test_meeting_reminders_are_outside_the_limit_and_can_be_muted_all_the_same() -> None:
    assert not NudgeKind.MEETING_REMINDER.row.is_held_back
    assert NudgeKind.MEETING_REMINDER in MUTABLE


def test_the_next_message_to_someone_who_does_not_answer_comes_later_each_time() -> None:
    heard: tuple[datetime, ...] = ()
    moment = NOON
    while not Heard(unanswered=heard, asked=heard).is_silent:
        moment = Heard(unanswered=heard, asked=heard).patient_until(moment)
        heard = (*heard, moment)
    days = [(instant - NOON).days for instant in heard]
    assert days == [0, 0, 4, 12, 26]


@pytest.mark.parametrize(
    ("hours_ago", "cost", "fits"),
    [
        ((30, 60, 90), Cost.LITTLE, False),
        ((30, 60, 90), Cost.MORE, True),
        ((30, 60, 90, 120, 150), Cost.MORE, False),
        ((30, 60, 90, 120, 150), Cost.MUCH, True),
        ((1, 2), Cost.MORE, False),
        ((1, 2), Cost.MUCH, True),
        ((1, 30), Cost.LITTLE, True),
    ],
)
def test_what_costs_more_to_miss_has_more_room(
    hours_ago: tuple[int, ...], cost: Cost, fits: bool
) -> None:
    heard = Heard(unasked=tuple(NOON - timedelta(hours=hours) for hours in hours_ago))
    assert (heard.room_at(5, cost, NOON) == NOON) is fits


def test_a_third_message_of_a_day_waits_for_the_next() -> None:
    sent = [NOON - timedelta(hours=hours) for hours in (3, 2)]
    assert deferred(DEFAULT, sent, NOON) == Deferred(NOON + timedelta(hours=21), "weekly limit")
