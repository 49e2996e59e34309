"""Suggest times that suit everyone, from their availability."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.meetings.meetings import LENGTH, Span, is_within, series_occurrences
from bot.domain.times.civil import CivilTime, civil
from bot.domain.windows import DAY, WEEK, Window

DAYS_AHEAD = 14
# Someone who named no hours is flexible, which means in the daytime.
EARLIEST, LATEST = 9 * 60, 20 * 60 + 30
# If there is a choice: after most people's classes and clinics.
BEST = 18 * 60
STEP = 30
# Whoever has not named such an hour as free is warned before it is proposed to them.
NIGHT_FROM, NIGHT_UNTIL = time(22), time(7)
A_YEAR = 365
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
    unavailable: Sequence[Span] = (),
) -> tuple[CivilTime, ...]:
    """Return up to `most` times that suit all of `people`, one a day, in the first person's zone.

    `taken` are the instants of their confirmed meetings; `unavailable` is when someone is away or
    the pair is paused. Days begin with tomorrow.
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
            if is_within(moment.instant, unavailable):
                continue
            if moment.exists and _suits(moment.instant, people[1:], taken):
                moments.append(moment)
                break
        if len(moments) == most:
            break
    return tuple(moments)


@dataclass(frozen=True, slots=True)
class NextBest:
    """The time that suits most of them: `suits` is how many, out of `people`."""

    time: CivilTime
    suits: int
    people: int


def next_best(
    people: Sequence[Availability],
    now: datetime,
    taken: Sequence[datetime],
    unavailable: Sequence[Span] = (),
) -> NextBest | None:
    """Return the time that suits most of `people` and is at night for no one, or None.

    The arguments are those of `suggest`, which is asked first: it knows a time that suits all.
    """
    for suited in suggest(people, now, taken, most=1, unavailable=unavailable):
        return NextBest(suited, len(people), len(people))
    zone = people[0].zone
    today = now.astimezone(ZoneInfo(zone)).date()
    best: NextBest | None = None
    for ahead in range(1, DAYS_AHEAD + 1):
        for minute in range(0, DAY, STEP):
            clock = time(minute // 60, minute % 60)
            candidate = CivilTime(today + timedelta(days=ahead), clock, zone)
            instant = candidate.instant
            if not candidate.exists or is_within(instant, unavailable) or _is_taken(instant, taken):
                continue
            if any(night_in(candidate, person) for person in people):
                continue
            if not _is_free_at(people[0], instant):
                continue
            suits = sum(_is_free_at(person, instant) for person in people)
            if best is None or suits > best.suits:
                best = NextBest(candidate, suits, len(people))
    return best


def night_in(proposed: CivilTime, person: Availability) -> CivilTime | None:
    """Return what the person's clock shows at a time that is at night there, or None.

    Of a series every turn of a year counts, since the clocks of two places change on different
    days. An hour that the person named as free is not at night for them.
    """
    for day in _days(proposed):
        turn = CivilTime(day, proposed.at, proposed.zone)
        local = civil(turn.instant, person.zone)
        is_night = local.at >= NIGHT_FROM or local.at < NIGHT_UNTIL
        is_named = bool(person.windows) and _is_free_at(person, turn.instant)
        if is_night and not is_named:
            return local
    return None


def _days(proposed: CivilTime) -> Iterator[date]:
    """Yield the day of a time, and those of its series for a year."""
    yield proposed.day
    if proposed.interval is None:
        return
    until = proposed.instant + timedelta(days=A_YEAR)
    turns = series_occurrences(
        proposed.day, proposed.interval, proposed.at, proposed.zone, (), proposed.instant, until
    )
    for turn in turns:
        yield turn.local_date


def _is_taken(instant: datetime, taken: Sequence[datetime]) -> bool:
    return any(abs(instant - other) < LENGTH for other in taken)


def _is_free_at(person: Availability, instant: datetime) -> bool:
    local = instant.astimezone(ZoneInfo(person.zone))
    return _is_free(person, local.weekday() * DAY + local.hour * 60 + local.minute)


def _suits(instant: datetime, others: Sequence[Availability], taken: Sequence[datetime]) -> bool:
    return not _is_taken(instant, taken) and all(_is_free_at(person, instant) for person in others)


def _is_free(person: Availability, minute: int) -> bool:
    """Return whether a whole meeting that starts at this minute of the local week fits."""
    if not person.windows:
        return EARLIEST <= minute % DAY <= LATEST - _LENGTH
    return any(
        (minute - window.day * DAY - window.start) % WEEK + _LENGTH <= window.end - window.start
        for window in person.windows
    )
