"""Saved programs: the moment of a reminder."""

from datetime import date, datetime, time

from bot.domain.errors import DomainError
from bot.domain.schedule import instant_of
from bot.domain.times import reader
from bot.domain.times.reader import Asker

REMIND_AT = time(9)
MOST_SAVED = 100


def reminder(typed: str, asker: Asker) -> tuple[date, datetime]:
    """Return the day that was typed, and the instant of its 09:00 in the person's time zone.

    Raises `DomainError` as `reader.require` does, and ``day.over`` for today if its morning has
    passed.
    """
    day = reader.day(typed, asker)
    instant = instant_of(day, REMIND_AT, asker.zone)
    if instant <= asker.now:
        raise DomainError("day.over", at=f"{REMIND_AT:%H:%M}")
    return day, instant
