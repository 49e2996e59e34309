"""The times that are proposed for a meeting, round by round."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from bot.domain.ids import GuildId, MeetingId, MeetingTimeId, UserId
from bot.domain.schedule import wall_time
from bot.domain.times.civil import CivilTime
from bot.storage.counters import next_id
from bot.storage.meetings import meetings
from bot.storage.meetings.meetings import Meeting
from bot.storage.tables import meeting_times


@dataclass(frozen=True, slots=True)
class MeetingTime:
    """One of the times that were proposed in a round."""

    guild: GuildId
    id: MeetingTimeId
    meeting: MeetingId
    round: int
    time: CivilTime
    starts_at: datetime


def open_times(
    connection: Connection,
    meeting: Meeting,
    asked_by: UserId,
    times: Sequence[CivilTime],
    now: datetime,
) -> tuple[Meeting, tuple[MeetingTime, ...]]:
    """Begin the next round of times; those of earlier rounds are void."""
    number = meeting.round + 1
    changed = meetings.change(connection, meeting, round=number, asked_by=asked_by, asked_at=now)
    for time in times:
        connection.execute(
            insert(meeting_times).values(
                guild_id=meeting.guild,
                id=next_id(connection, meeting.guild, "meeting-time"),
                meeting_id=meeting.id,
                round=number,
                local_date=time.day,
                at=time.at,
                time_zone=time.zone,
                starts_at=time.instant,
                every_days=time.every_days,
            )
        )
    return changed, times_of(connection, changed)


def times_of(connection: Connection, meeting: Meeting) -> tuple[MeetingTime, ...]:
    """Return the times of the meeting's latest round, soonest first."""
    statement = (
        select(meeting_times)
        .where(
            meeting_times.c.guild_id == meeting.guild,
            meeting_times.c.meeting_id == meeting.id,
            meeting_times.c.round == meeting.round,
        )
        .order_by(meeting_times.c.starts_at, meeting_times.c.id)
    )
    return tuple(_time(row) for row in connection.execute(statement))


def find_time(connection: Connection, guild: GuildId, time: MeetingTimeId) -> MeetingTime | None:
    """Return a proposed time, or None when this society has none of that id."""
    row = connection.execute(
        select(meeting_times).where(meeting_times.c.guild_id == guild, meeting_times.c.id == time)
    ).one_or_none()
    return None if row is None else _time(row)


def _time(row: Row[Any]) -> MeetingTime:
    return MeetingTime(
        guild=row.guild_id,
        id=row.id,
        meeting=row.meeting_id,
        round=row.round,
        time=CivilTime(
            row.local_date,
            wall_time(row.local_date, row.at, row.time_zone, row.starts_at),
            row.time_zone,
            row.every_days,
        ),
        starts_at=row.starts_at,
    )
