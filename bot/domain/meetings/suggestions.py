"""Suggest times that suit everyone, from their availability."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.meetings.meetings import LENGTH, PauseSpan, is_during_pause
from bot.domain.times.civil import CivilTime
from bot.domain.windows import DAY, WEEK, Window

DAYS_AHEAD = 14
# Someone who named no hours is flexible, which means in the daytime.
EARLIEST, LATEST = 9 * 60, 20 * 60 + 30
# If there is a choice: after most people's classes and clinics.
BEST = 18 * 60
STEP = 30
_LENGTH = int(LENGTH.total_seconds()) // 60


@dataclass(frozen=True, slots=True)
class Availability:
    """Someone's time zone and availability; no windows mean flexible."""

    zone: str
    windows: tuple[Window, ...] = ()


def suggest(
    people: Sequence[Availability],
    now: datetime,
    taken: Sequence[datetime],
    most: int = 5,
    rests: Sequence[PauseSpan] = (),
) -> tuple[CivilTime, ...]:
    """Return up to `most` times that suit all of `people`, one a day, in the first person's zone.

    `taken` are the instants of their confirmed meetings, `rests` when someone is away or they are
    paused. Days begin with tomorrow.
    """
    zone = people[0].zone
    today = now.astimezone(ZoneInfo(zone)).date()
    minutes = sorted(range(0, DAY, STEP), key=lambda minute: (abs(minute - BEST), minute))
    moments: list[CivilTime] = []
    for ahead in range(1, DAYS_AHEAD + 1):
        day = today + timedelta(days=ahead)
        for minute in minutes:
            moment = CivilTime(day, time(minute // 60, minute % 60), zone)
            if not _is_free(people[0], day.weekday() * DAY + minute):
                continue
            if is_during_pause(moment.instant, rests):
                continue
            if moment.exists and _suits(moment.instant, people[1:], taken):
                moments.append(moment)
                break
        if len(moments) == most:
            break
    return tuple(moments)


def _suits(instant: datetime, others: Sequence[Availability], taken: Sequence[datetime]) -> bool:
    if any(abs(instant - other) < LENGTH for other in taken):
        return False
    for person in others:
        local = instant.astimezone(ZoneInfo(person.zone))
        if not _is_free(person, local.weekday() * DAY + local.hour * 60 + local.minute):
            return False
    return True


def _is_free(person: Availability, minute: int) -> bool:
    """Return whether a whole meeting that starts at this minute of the local week fits."""
    if not person.windows:
        return EARLIEST <= minute % DAY <= LATEST - _LENGTH
    return any(
        (minute - window.day * DAY - window.start) % WEEK + _LENGTH <= window.end - window.start
        for window in person.windows
    )
