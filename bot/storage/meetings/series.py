"""Series of meetings: a local time that repeats until someone ends it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection, func, update

from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, MeetingSeriesId, PairId
from bot.domain.meetings.meetings import days_between, is_within, series_occurrences, series_reach
from bot.domain.times.civil import CivilTime, Interval, Monthly
from bot.storage.counters import next_id
from bot.storage.instance import instance_id
from bot.storage.meetings import meetings
from bot.storage.meetings.meetings import Meeting, MeetingTime
from bot.storage.pairs.pairs import Pair
from bot.storage.records import CompositeField, Records
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.tables import meeting_series
from bot.storage.tables import meetings as meeting_rows


@dataclass(frozen=True, slots=True)
class Series:
    """Meetings in an `interval`, from `first_date` on, at a local time in a zone."""

    guild: GuildId
    id: MeetingSeriesId
    pair: PairId
    first_date: date
    interval: Interval
    at: time
    time_zone: str
    began_at: datetime
    ended_at: datetime | None


def _columns(interval: Interval) -> tuple[int, str | None]:
    return (0, str(interval)) if isinstance(interval, Monthly) else (interval, None)


_INTERVAL = CompositeField(
    ("every_days", "monthly"),
    make=lambda every_days, monthly: Monthly.read(monthly) if monthly else every_days,
    take=_columns,
)
_ROWS = Records(
    meeting_series,
    Series,
    meeting_series.c.guild_id,
    meeting_series.c.id,
    parts={"interval": _INTERVAL},
)


def begin(
    connection: Connection, guild: GuildId, pair: PairId, time: CivilTime, now: datetime
) -> MeetingSeriesId:
    """Save a series; an earlier one of the pair ends with it."""
    assert time.interval is not None, "a series comes again"
    end_of_pair(connection, guild, pair, now)
    series = MeetingSeriesId(next_id(connection, guild, "meeting-series"))
    new = Series(guild, series, pair, time.day, time.interval, time.at, time.zone, now, None)
    _ROWS.insert(connection, new)
    return series


def get(connection: Connection, guild: GuildId, series: MeetingSeriesId) -> Series:
    """Return the series; raise `DomainError` ``meeting.no_series``."""
    row = _ROWS.find(connection, guild, series)
    if row is None:
        raise DomainError("meeting.no_series")
    return row


def find_for_pair(connection: Connection, guild: GuildId, pair: PairId) -> Series | None:
    """Return the pair's current series, if any."""
    serieses = _ROWS.all(
        connection,
        meeting_series.c.guild_id == guild,
        meeting_series.c.pair_id == pair,
        meeting_series.c.ended_at.is_(None),
    )
    return serieses[-1] if serieses else None


def ended_by(connection: Connection, pair: Pair, times: Sequence[MeetingTime]) -> Series | None:
    """Return the series that one of these times would end, since a pair has one at most."""
    if not any(time.time.interval for time in times):
        return None
    return find_for_pair(connection, pair.guild, pair.id)


def began_with(series: Series, meeting: Meeting) -> bool:
    """Return whether the meeting, as it was last confirmed, is the first of the series."""
    first = CivilTime(series.first_date, series.at, series.time_zone)
    return series.began_at == meeting.confirmed_at and meeting.time == first


def is_moved_alone(connection: Connection, meeting: Meeting) -> bool:
    """Return whether the meeting was moved away from its series, which goes on without a change."""
    if meeting.series is None or meeting.series_date is None:
        return False
    series = get(connection, meeting.guild, meeting.series)
    usual = CivilTime(meeting.series_date, series.at, series.time_zone)
    return series.ended_at is None and meeting.time != usual


def to_extend(connection: Connection, now: datetime) -> list[Series]:
    """Return the series, of all societies, whose meetings don't reach far enough ahead."""
    statement = (
        _ROWS.select.add_columns(func.max(meeting_rows.c.series_date).label("last"))
        .outerjoin(
            meeting_rows,
            (meeting_rows.c.guild_id == meeting_series.c.guild_id)
            & (meeting_rows.c.series_id == meeting_series.c.id),
        )
        .where(IN_EVERY_SOCIETY, meeting_series.c.ended_at.is_(None))
        .group_by(meeting_series.c.guild_id, meeting_series.c.id)
    )
    rows = [(_ROWS.read(row), row.last) for row in connection.execute(statement)]
    return [
        series
        for series, last in rows
        if last is None
        or last + timedelta(days=days_between(series.interval))
        <= (now + series_reach(series.interval)).date()
    ]


def end_of_pair(connection: Connection, guild: GuildId, pair: PairId, now: datetime) -> bool:
    """End the pair's series, if any; return whether there was one."""
    ended = connection.execute(
        update(meeting_series)
        .where(
            meeting_series.c.guild_id == guild,
            meeting_series.c.pair_id == pair,
            meeting_series.c.ended_at.is_(None),
        )
        .values(ended_at=now)
    )
    return ended.rowcount > 0


def restore(connection: Connection, pair: Pair, ended_at: datetime) -> None:
    """Let the series go on that ended at this instant, together with its pair."""
    connection.execute(
        update(meeting_series)
        .where(
            meeting_series.c.guild_id == pair.guild,
            meeting_series.c.pair_id == pair.id,
            meeting_series.c.ended_at == ended_at,
        )
        .values(ended_at=None)
    )


def extend(
    connection: Connection, series: Series, pair: Pair, now: datetime
) -> tuple[list[Meeting], list[Meeting]]:
    """Create the series' meetings of the coming weeks that don't exist yet.

    Returns those that take place, and those that are skipped because someone is away or the pair is
    paused: calendars, which know the interval, have to be told of them.
    """
    days = meetings.series_dates(connection, series.guild, series.id)
    unavailable = meetings.absences_of(connection, pair, now).unavailable(now)
    made: list[Meeting] = []
    left_out: list[Meeting] = []
    until = now + series_reach(series.interval)
    for occurrence in series_occurrences(
        series.first_date, series.interval, series.at, series.time_zone, (), now, until
    ):
        if occurrence.local_date in days:
            continue
        time = CivilTime(occurrence.local_date, series.at, series.time_zone)
        meeting = meetings.add_of_series(connection, series.guild, pair.id, series.id, time, now)
        if is_within(occurrence.instant, unavailable):
            left_out.append(meetings.cancel(connection, meeting, None, now))
        else:
            made.append(meeting)
    return made, left_out


def uid(connection: Connection, guild: GuildId, series: MeetingSeriesId) -> str:
    """Return the UID of the series' calendar entry, the same for all its versions."""
    return f"{instance_id(connection)}-{guild}-series-{series}@preceptor"


def version(connection: Connection, guild: GuildId, series: MeetingSeriesId) -> int:
    """Return the version of its calendar entry: each change of any of its meetings adds one."""
    return sum(meeting.sequence for meeting in meetings.list_for_series(connection, guild, series))
