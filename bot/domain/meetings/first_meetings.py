"""The first-meeting deadline: days of a pause don't count."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.nudges.policy import Stretch
from bot.domain.schedule import instant_of

DAY = timedelta(days=1)


def put_off(
    introduced_at: datetime, days: int, at: time, zone: str, unavailable: Sequence[Stretch]
) -> int:
    """Return by how many days something due `days` after an introduction is postponed.

    A local day doesn't count if the pair is paused, or someone in it is away, at the pair's own
    hour `at` of that day. The resulting day is never one of those.
    """
    if not unavailable:
        return 0
    day = introduced_at.astimezone(ZoneInfo(zone)).date()
    left, skipped = days, 0
    while left:
        day += DAY
        hour = instant_of(day, at, zone)
        if any(stretch.holds(hour) for stretch in unavailable):
            skipped += 1
        else:
            left -= 1
    return skipped
