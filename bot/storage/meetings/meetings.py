"""Meetings: proposed, arranged, and what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from bot.domain.errors import DomainError
from bot.domain.ids import (
    GuildId,
    MeetingId,
    MeetingSeriesId,
    PairId,
    UserId,
)
from bot.domain.schedule import wall_time
from bot.domain.states import MeetingState
from bot.domain.times.civil import CivilTime
from bot.storage.counters import next_id
from bot.storage.instance import instance_id
from bot.storage.tables import aways, meeting_times, meetings, pair_members, pairs

_IN_ORDER = select(meetings).order_by(
    meetings.c.guild_id, meetings.c.starts_at.is_(None), meetings.c.starts_at, meetings.c.id
)
# Built once: every claim reads them.
_ONE = select(meetings).where(
    meetings.c.guild_id == bindparam("guild"), meetings.c.id == bindparam("meeting")
)
_OF_PAIR = _IN_ORDER.where(
    meetings.c.guild_id == bindparam("guild"), meetings.c.pair_id == bindparam("pair")
)

OPEN = (MeetingState.PROPOSED, MeetingState.CONFIRMED)
_AS_MET = (MeetingState.CONFIRMED, MeetingState.HAPPENED, MeetingState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting of a pair.

    `asked_by` is who waits for an answer to the times of `round`, and None when no times are open.
    `time` is the one that was taken, and `starts_at` its instant. `sequence` counts the changes of
    the calendar entry.
    """

    guild: GuildId
    id: MeetingId
    pair: PairId
    state: MeetingState
    asked_by: UserId | None
    asked_at: datetime | None
    round: int
    time: CivilTime | None
    starts_at: datetime | None
    sequence: int
    series: MeetingSeriesId | None
    series_date: date | None
    confirmed_at: datetime | None
    changed_by: UserId | None
    settled_at: datetime | None

    @property
    def has_lapsed(self) -> bool:
        """Whether its times passed unanswered: it never had one, and nobody called it off."""
        off = self.state is MeetingState.CANCELLED
        return off and self.starts_at is None and self.changed_by is None


def add(connection: Connection, guild: GuildId, pair: PairId, now: datetime) -> Meeting:
    """Keep a new meeting, whose first times are opened next."""
    return _add(connection, guild, pair, now, state=MeetingState.PROPOSED)


def add_of_series(
    connection: Connection,
    guild: GuildId,
    pair: PairId,
    series: MeetingSeriesId,
    time: CivilTime,
    now: datetime,
) -> Meeting:
    """Keep a meeting that a series brings about; it needs nobody's answer."""
    return _add(
        connection,
        guild,
        pair,
        now,
        state=MeetingState.CONFIRMED,
        series_id=series,
        series_date=time.day,
        confirmed_at=now,
        **_taken(time),
    )


def _add(
    connection: Connection, guild: GuildId, pair: PairId, now: datetime, **values: Any
) -> Meeting:
    meeting = MeetingId(next_id(connection, guild, "meeting"))
    keys = {"guild_id": guild, "id": meeting, "pair_id": pair, "created_at": now}
    connection.execute(insert(meetings).values(**keys, round=0, sequence=0, **values))
    return get(connection, guild, meeting)


def find(connection: Connection, guild: GuildId, meeting: MeetingId) -> Meeting | None:
    """Return the meeting, or None when this society has none of that id."""
    row = connection.execute(_ONE, {"guild": guild, "meeting": meeting}).one_or_none()
    return None if row is None else _from_row(row)


def get(connection: Connection, guild: GuildId, meeting: MeetingId) -> Meeting:
    """Return the meeting; raise `DomainError` ``meeting.unknown``."""
    found = find(connection, guild, meeting)
    if found is None:
        raise DomainError("meeting.unknown")
    return found


def of_pair(connection: Connection, guild: GuildId, pair: PairId) -> list[Meeting]:
    """Return all meetings of a pair, by their beginning; those without a time come last."""
    found = connection.execute(_OF_PAIR, {"guild": guild, "pair": pair})
    return [_from_row(row) for row in found]


def open_of_pairs(connection: Connection, guild: GuildId, pairs: Sequence[PairId]) -> list[Meeting]:
    """Return the proposed and confirmed meetings of these pairs, by their beginning."""
    if not pairs:
        return []
    return _select(
        connection,
        meetings.c.guild_id == guild,
        meetings.c.pair_id.in_(pairs),
        meetings.c.state.in_(OPEN),
    )


def proposed_of_pair(connection: Connection, guild: GuildId, pair: PairId) -> Meeting | None:
    """Return the pair's new meeting whose times wait for an answer, if there is one."""
    found = _select(
        connection,
        meetings.c.guild_id == guild,
        meetings.c.pair_id == pair,
        meetings.c.state == MeetingState.PROPOSED,
    )
    return found[0] if found else None


def counts_as_met(connection: Connection, guild: GuildId, pair: PairId) -> bool:
    """Whether the pair has met, or has arranged to; an unanswered arrangement counts too."""
    statement = select(meetings.c.id).where(
        meetings.c.guild_id == guild, meetings.c.pair_id == pair, meetings.c.state.in_(_AS_MET)
    )
    return connection.execute(statement.limit(1)).first() is not None


def met_since(
    connection: Connection, introduced_after: datetime
) -> frozenset[tuple[GuildId, PairId]]:
    """Return which pairs of all societies that were introduced since count as met."""
    of_pair = (pairs.c.guild_id == meetings.c.guild_id) & (pairs.c.id == meetings.c.pair_id)
    statement = (
        select(meetings.c.guild_id, meetings.c.pair_id)
        .join(pairs, of_pair)
        .where(pairs.c.introduced_at > introduced_after, meetings.c.state.in_(_AS_MET))
    )
    return frozenset((row[0], row[1]) for row in connection.execute(statement))


def unsettled(connection: Connection, before: datetime) -> list[Meeting]:
    """Return confirmed meetings, of all societies, that began before `before`."""
    return _select(
        connection, meetings.c.state == MeetingState.CONFIRMED, meetings.c.starts_at < before
    )


def stale_proposals(connection: Connection, now: datetime) -> list[Meeting]:
    """Return meetings, of all societies, with open times of which every one is over."""
    coming = select(meeting_times.c.meeting_id).where(
        meeting_times.c.guild_id == meetings.c.guild_id,
        meeting_times.c.meeting_id == meetings.c.id,
        meeting_times.c.round == meetings.c.round,
        meeting_times.c.starts_at > now,
    )
    return _select(
        connection,
        meetings.c.state.in_(OPEN),
        meetings.c.asked_by.is_not(None),
        ~coming.exists(),
    )


def has_later(connection: Connection, meeting: Meeting) -> bool:
    """Whether the pair has proposed or arranged another meeting since this one's time."""
    statement = select(meetings.c.id).where(
        meetings.c.guild_id == meeting.guild,
        meetings.c.pair_id == meeting.pair,
        meetings.c.id != meeting.id,
        meetings.c.state != MeetingState.CANCELLED,
        meetings.c.starts_at.is_(None) | (meetings.c.starts_at > meeting.starts_at),
    )
    return connection.execute(statement.limit(1)).first() is not None


def close_times(connection: Connection, meeting: Meeting, by: UserId | None = None) -> Meeting:
    """Let the times of an arranged meeting go, taken back `by` somebody or over; it stands."""
    taken_back = {} if by is None else {"changed_by": by}
    return change(connection, meeting, asked_by=None, asked_at=None, **taken_back)


def coming(connection: Connection, now: datetime, until: datetime) -> list[Meeting]:
    """Return confirmed meetings, of all societies, that begin from now to `until`."""
    return _select(
        connection,
        meetings.c.state == MeetingState.CONFIRMED,
        meetings.c.starts_at > now,
        meetings.c.starts_at <= until,
    )


def at_rest(connection: Connection, now: datetime) -> list[Meeting]:
    """Return coming meetings of series, of all societies, for which somebody is away or paused."""
    of_pair = (pairs.c.guild_id == meetings.c.guild_id, pairs.c.id == meetings.c.pair_id)
    paused = select(pairs.c.id).where(*of_pair, pairs.c.paused_until > meetings.c.starts_at)
    away = (
        select(aways.c.id)
        .join(
            pair_members,
            (pair_members.c.guild_id == aways.c.guild_id)
            & (pair_members.c.user_id == aways.c.user_id),
        )
        .where(
            pair_members.c.guild_id == meetings.c.guild_id,
            pair_members.c.pair_id == meetings.c.pair_id,
            aways.c.begins_at <= meetings.c.starts_at,
            aways.c.ends_at > meetings.c.starts_at,
        )
    )
    return _select(
        connection,
        meetings.c.state == MeetingState.CONFIRMED,
        meetings.c.starts_at > now,
        meetings.c.series_id.is_not(None),
        paused.exists() | away.exists(),
    )


def of_series(connection: Connection, guild: GuildId, series: MeetingSeriesId) -> list[Meeting]:
    """Return the meetings that a series has brought about, by their beginning."""
    return _select(connection, meetings.c.guild_id == guild, meetings.c.series_id == series)


def series_dates(connection: Connection, guild: GuildId, series: MeetingSeriesId) -> set[date]:
    """Return the days of a series that have their meeting, cancelled ones included."""
    statement = select(meetings.c.series_date).where(
        meetings.c.guild_id == guild, meetings.c.series_id == series
    )
    return set(connection.execute(statement).scalars())


def confirm(
    connection: Connection,
    meeting: Meeting,
    time: CivilTime,
    by: UserId,
    now: datetime,
    series: MeetingSeriesId | None = None,
) -> Meeting:
    """Keep the time that was taken; a changed one is the next version of the calendar entry."""
    values: dict[str, Any] = {"sequence": meeting.sequence + (meeting.starts_at is not None)}
    if series is not None:
        values |= {"series_id": series, "series_date": time.day}
    return change(
        connection,
        meeting,
        state=MeetingState.CONFIRMED,
        asked_by=None,
        asked_at=None,
        confirmed_at=now,
        changed_by=by,
        **values,
        **_taken(time),
    )


def cancel(connection: Connection, meeting: Meeting, by: UserId | None, now: datetime) -> Meeting:
    """Call the meeting off; its calendar entry is cancelled with the next version."""
    return change(
        connection,
        meeting,
        state=MeetingState.CANCELLED,
        changed_by=by,
        sequence=meeting.sequence + 1,
        asked_by=None,
        asked_at=None,
        settled_at=now,
    )


def settle(connection: Connection, meeting: Meeting, state: MeetingState, now: datetime) -> Meeting:
    """Note what became of the meeting."""
    values = {"state": state, "settled_at": now, "asked_by": None, "asked_at": None}
    return change(connection, meeting, **values)


def follow_zone(connection: Connection, meeting: Meeting, starts_at: datetime) -> Meeting:
    """Keep another instant for the same wall time: the zone's rules have changed."""
    return change(connection, meeting, starts_at=starts_at)


def uid(connection: Connection, meeting: Meeting) -> str:
    """Return the name of the meeting's calendar entry, the same for all its versions."""
    return f"{instance_id(connection)}-{meeting.guild}-{meeting.id}@preceptor"


def _taken(time: CivilTime) -> dict[str, Any]:
    return {
        "local_date": time.day,
        "at": time.at,
        "time_zone": time.zone,
        "starts_at": time.instant,
    }


def change(connection: Connection, meeting: Meeting, **values: Any) -> Meeting:
    """Keep new values of a meeting's columns and return it as it is now."""
    connection.execute(
        update(meetings)
        .where(meetings.c.guild_id == meeting.guild, meetings.c.id == meeting.id)
        .values(**values)
    )
    return get(connection, meeting.guild, meeting.id)


def _select(connection: Connection, *conditions: Any) -> list[Meeting]:
    return [_from_row(row) for row in connection.execute(_IN_ORDER.where(*conditions))]


def _time(row: Row[Any]) -> CivilTime:
    at = wall_time(row.local_date, row.at, row.time_zone, row.starts_at)
    return CivilTime(row.local_date, at, row.time_zone)


def _from_row(row: Row[Any]) -> Meeting:
    taken = row.local_date is not None
    return Meeting(
        guild=row.guild_id,
        id=row.id,
        pair=row.pair_id,
        state=row.state,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        round=row.round,
        time=_time(row) if taken else None,
        starts_at=row.starts_at,
        sequence=row.sequence,
        series=row.series_id,
        series_date=row.series_date,
        confirmed_at=row.confirmed_at,
        changed_by=row.changed_by,
        settled_at=row.settled_at,
    )
