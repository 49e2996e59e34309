"""When a commitment is due: a local time, parsed as all times are.

A day alone means that evening.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from bot.domain.errors import DomainError
from bot.domain.schedule import instant_of
from bot.domain.times import reader
from bot.domain.times.civil import CivilTime
from bot.domain.times.reader import Asker

EVENING = reader.EVENING


@dataclass(frozen=True, slots=True)
class Due:
    """A civil time in the zone it was meant in, and the instant (UTC) that it falls on."""

    day: date
    at: time
    zone: str

    @property
    def instant(self) -> datetime:
        """Return the instant, through gaps and repeated hours as `schedule.instant_of` does."""
        return instant_of(self.day, self.at, self.zone)


def parse(typed: str, asker: Asker) -> Due:
    """Return the time that `typed` means; it may be in the past.

    Raises `DomainError` as `reader.require` does, except for ``when.past``.
    """
    try:
        meant = reader.deadline(typed, asker)
    except DomainError as error:
        if error.code not in ("when.past", "when.gap"):
            raise
        meant = error.facts["meant"]
        assert isinstance(meant, CivilTime), "a deadline is a time"
    return Due(meant.day, meant.at, meant.zone)
