"""Civil times: a local time, once or repeated."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.domain.schedule import instant_of
from bot.domain.times import calendar

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Monthly:
    """A monthly interval: on day `day`, or on the `nth` `weekday` (-1 is the last)."""

    day: int | None = None
    nth: int | None = None
    weekday: int | None = None

    def __str__(self) -> str:
        if self.day is not None:
            return f"monthly day {self.day}"
        assert self.weekday is not None
        return f"monthly {self.nth} {WEEKDAYS[self.weekday][:3]}"

    @classmethod
    def read(cls, text: str) -> "Monthly":
        """Return the interval that was written by `str`."""
        _, *parts = text.split()
        if parts[0] == "day":
            return cls(day=int(parts[1]))
        names = [name[:3] for name in WEEKDAYS]
        return cls(nth=int(parts[0]), weekday=names.index(parts[1]))

    def day_in(self, year: int, month: int) -> date | None:
        """Return its day in a month, or None if the month has none, such as a 31st."""
        if self.day is not None:
            is_there = self.day <= calendar.last_of(year, month).day
            return date(year, month, self.day) if is_there else None
        assert self.nth is not None
        assert self.weekday is not None
        return calendar.nth_weekday(year, month, self.nth, self.weekday)


Interval = int | Monthly
"""How often something repeats: a number of days, or a day of each month."""


@dataclass(frozen=True, slots=True)
class CivilTime:
    """A local time as it was meant; with `every_days` or `monthly` it is the first of a series.

    When clocks go back, an hour occurs twice; the second one has `at.fold`.
    """

    day: date
    at: time
    zone: str
    every_days: int | None = None
    monthly: Monthly | None = None

    @property
    def instant(self) -> datetime:
        """Return the instant, UTC; see `schedule.instant_of` for gaps and repeated hours."""
        return instant_of(self.day, self.at, self.zone)

    @property
    def exists(self) -> bool:
        """Whether this local time exists on that day, and isn't skipped by a clock change."""
        shown = self.instant.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)
        return shown == datetime.combine(self.day, self.at)

    @property
    def comes_twice(self) -> bool:
        """Whether this local time occurs twice on that day, because clocks go back."""
        first, second = (
            instant_of(self.day, self.at.replace(fold=fold), self.zone) for fold in (0, 1)
        )
        return first != second

    @property
    def interval(self) -> Interval | None:
        """Return how often it repeats; None if it doesn't."""
        return self.monthly or self.every_days

    @property
    def repeats(self) -> bool:
        """Whether it begins a series."""
        return self.every_days is not None or self.monthly is not None

    def __str__(self) -> str:
        rhythm = f" every {self.every_days} days" if self.every_days else ""
        if self.monthly:
            rhythm = f" {self.monthly}"
        which = f", {which_of_two(self)}" if self.comes_twice else ""
        return f"{self.day.isoformat()} {self.at:%H:%M}{which}{rhythm} [{self.zone}]"


def which_of_two(moment: CivilTime) -> str:
    """Return which of the two is meant if the local time occurs twice."""
    return f"{'after' if moment.at.fold else 'before'} the clocks go back"


def both(moment: CivilTime, which: str = "") -> list[CivilTime]:
    """Return both times of an hour that occurs twice, or the one that is said to be meant.

    A series is meant by its local time, and begins with the first of the two.
    """
    if moment.repeats or not moment.comes_twice:
        return [moment]
    folds = {"before": (0,), "after": (1,)}.get(which, (0, 1))
    return [replace(moment, at=moment.at.replace(fold=fold)) for fold in folds]


def civil(instant: datetime, zone: str, every_days: int | None = None) -> CivilTime:
    """Return the local time in `zone` at `instant`, to the minute."""
    local = instant.astimezone(ZoneInfo(zone))
    at = time(local.hour, local.minute, fold=local.fold)
    return CivilTime(local.date(), at, zone, every_days)
