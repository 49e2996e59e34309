"""Saved programs: the moment of a reminder."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.domain import days
from bot.domain.errors import DomainError
from bot.domain.schedule import instant_of

REMIND_AT = time(9)
MOST_SAVED = 100


def today(now: datetime, zone: str) -> date:
    """Return which day it is for somebody in `zone`."""
    return now.astimezone(ZoneInfo(zone)).date()


def reminder(typed: str, now: datetime, zone: str) -> tuple[date, datetime]:
    """Return the day that was typed, and the instant of its 09:00 in `zone`.

    Raises `DomainError` as `days.parse` does, and ``day.over`` for a today whose morning has
    passed.
    """
    day = days.parse(typed, today(now, zone))
    instant = instant_of(day, REMIND_AT, zone)
    if instant <= now:
        raise DomainError("day.over", at=f"{REMIND_AT:%H:%M}")
    return day, instant
