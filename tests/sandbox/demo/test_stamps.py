"""Timestamps read in the demo as they do in Discord's app."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sandbox.demo.stamps import shown

INSTANT = datetime(2027, 4, 6, 5, 30, 7, tzinfo=UTC)
SECONDS = int(INSTANT.timestamp())


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("t", "10:30 PM"),
        ("T", "10:30:07 PM"),
        ("d", "4/5/2027"),
        ("D", "April 5, 2027"),
        ("f", "April 5, 2027 at 10:30 PM"),
        ("F", "Monday, April 5, 2027 at 10:30 PM"),
    ],
)
def test_an_instant_is_shown_on_the_readers_own_clock(style: str, text: str) -> None:
    assert shown(SECONDS, style, ZoneInfo("America/Los_Angeles"), INSTANT) == text


@pytest.mark.parametrize(
    ("away", "text"),
    [
        (timedelta(0), "in 0 seconds"),
        (timedelta(seconds=1), "in 1 second"),
        (timedelta(minutes=1), "in a minute"),
        (timedelta(hours=1), "in an hour"),
        (timedelta(minutes=-80), "an hour ago"),
        (timedelta(days=2), "in 2 days"),
        (timedelta(days=-1), "a day ago"),
        (timedelta(days=65), "in 2 months"),
        (timedelta(days=-800), "2 years ago"),
    ],
)
def test_a_relative_one_counts_from_when_it_was_read(away: timedelta, text: str) -> None:
    assert shown(SECONDS, "R", ZoneInfo("America/Chicago"), INSTANT - away) == text
