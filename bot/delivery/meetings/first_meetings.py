"""When a pair is reminded of its first meeting, and by when it is expected to have met."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.meetings.first_meetings import DAY, put_off
from bot.domain.nudges.policy import Stretch
from bot.domain.schedule import instant_of
from bot.storage.pairs.pairs import Pair

# Longer than any pause can last: after that a pair is no longer reminded of a first meeting.
YOUNG = timedelta(days=120)


def due(pair: Pair, days: int, unavailable: Sequence[Stretch]) -> tuple[datetime, int]:
    """Return the instant of a reminder, and the number of days by which pauses have postponed it.

    The day on which a pause ends is kept free as well.
    """
    assert pair.introduced_at is not None, "the days are counted from there"
    zone = pair.time_zone
    later = put_off(pair.introduced_at, days, pair.check_in_time, zone, unavailable)
    plain = pair.introduced_at.astimezone(ZoneInfo(zone)).date() + timedelta(days=days)
    while pair.is_paused_on(plain + later * DAY):
        later += 1
    return instant_of(plain + later * DAY, pair.check_in_time, zone), later


def expected_by(
    pair: Pair, within: timedelta, unavailable: Sequence[Stretch]
) -> tuple[datetime, int]:
    """Return the first-meeting deadline, and the number of days that pauses added to it."""
    assert pair.introduced_at is not None, "the days are counted from there"
    later = put_off(
        pair.introduced_at, within.days, pair.check_in_time, pair.time_zone, unavailable
    )
    return pair.introduced_at + within + later * DAY, later
