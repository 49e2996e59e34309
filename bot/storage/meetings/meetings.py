"""Meetings: proposed, confirmed, what happened to them, and what belongs to each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from bot.domain.errors import DomainError
from bot.domain.ids import (
    AgendaItemId,
    GuildId,
    MeetingId,
    MeetingSeriesId,
    MeetingTimeId,
    PairId,
    UserId,
)
from bot.domain.meetings.meetings import Span
from bot.domain.schedule import wall_time
from bot.domain.states import MeetingAnswer, MeetingState
from bot.domain.times.civil import CivilTime, Monthly
from bot.storage.counters import next_id
from bot.storage.instance import instance_id
from bot.storage.nudges import away
from bot.storage.nudges.away import Away
from bot.storage.pairs.pairs import Pair, begin_running
from bot.storage.records import CompositeField, Records
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.tables import (
    agenda_items,
    aways,
    meeting_answers,
    meeting_places,
    meeting_times,
    meetings,
    pair_members,
    pairs,
)
from bot.storage.upserts import put

OPEN = (MeetingState.PROPOSED, MeetingState.CONFIRMED)
_AS_MET = (MeetingState.CONFIRMED, MeetingState.HAPPENED, MeetingState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting of a pair.

    `asked_by` is who waits for an answer to the times of `round`, and None when no times are open.
    `time` is the accepted one, and `starts_at` its instant. `sequence` counts the changes of the
    calendar entry.
    """

    guild: GuildId
    id: MeetingId
    pair: PairId
    state: MeetingState
    asked_by: UserId | None
    asked_at: datetime | None
    round: int
    decide_at: datetime | None
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
        """Whether its times passed unanswered: it was never confirmed and not cancelled."""
        off = self.state is MeetingState.CANCELLED
        return off and self.starts_at is None and self.changed_by is None


def _civil_time(day: date | None, at: time, zone: str, instant: datetime) -> CivilTime | None:
    return None if day is None else CivilTime(day, wall_time(day, at, zone, instant), zone)


_TIME = CompositeField(
    ("local_date", "at", "time_zone", "starts_at"),
    make=_civil_time,
    take=lambda time: (time.day, time.at, time.zone, time.instant) if time else (None,) * 4,
)
_ROWS = Records(
    meetings,
    Meeting,
    meetings.c.guild_id,
    meetings.c.starts_at.is_(None),
    meetings.c.starts_at,
    meetings.c.id,
    parts={"time": _TIME},
)
# Built once: every claim reads it.
_OPEN_OF_PAIRS = _ROWS.select.where(
    meetings.c.guild_id == bindparam("guild"),
    meetings.c.pair_id.in_(bindparam("pairs", expanding=True)),
    meetings.c.state.in_(OPEN),
)
_OF_PAIR = _ROWS.select.where(
    meetings.c.guild_id == bindparam("guild"), meetings.c.pair_id == bindparam("pair")
)


def add(connection: Connection, guild: GuildId, pair: PairId, now: datetime) -> Meeting:
    """Save a new meeting; its first times are added next."""
    return _add(connection, guild, pair, now, state=MeetingState.PROPOSED)


def add_of_series(
    connection: Connection,
    guild: GuildId,
    pair: PairId,
    series: MeetingSeriesId,
    time: CivilTime,
    now: datetime,
) -> Meeting:
    """Save a meeting of a series; no one has to accept it."""
    return _add(
        connection,
        guild,
        pair,
        now,
        state=MeetingState.CONFIRMED,
        series=series,
        series_date=time.day,
        confirmed_at=now,
        time=time,
    )


def _add(
    connection: Connection, guild: GuildId, pair: PairId, now: datetime, **values: Any
) -> Meeting:
    meeting = MeetingId(next_id(connection, guild, "meeting"))
    new = {"guild": guild, "id": meeting, "pair": pair, "created_at": now, **values}
    _ROWS.add(connection, round=0, sequence=0, **new)
    return get(connection, guild, meeting)


def find(connection: Connection, guild: GuildId, meeting: MeetingId) -> Meeting | None:
    """Return the meeting, or None when this society has none of that id."""
    return _ROWS.find(connection, guild, meeting)


def get(connection: Connection, guild: GuildId, meeting: MeetingId) -> Meeting:
    """Return the meeting; raise `DomainError` ``meeting.unknown``."""
    row = find(connection, guild, meeting)
    if row is None:
        raise DomainError("meeting.unknown")
    return row


def list_for_pair(connection: Connection, guild: GuildId, pair: PairId) -> list[Meeting]:
    """Return all meetings of a pair, by their start; those without a time come last."""
    return _ROWS.run(connection, _OF_PAIR, guild=guild, pair=pair)


def open_of_pairs(connection: Connection, guild: GuildId, pairs: Sequence[PairId]) -> list[Meeting]:
    """Return the proposed and confirmed meetings of these pairs, by their start."""
    if not pairs:
        return []
    return _ROWS.run(connection, _OPEN_OF_PAIRS, guild=guild, pairs=list(pairs))


def proposed_of_pair(connection: Connection, guild: GuildId, pair: PairId) -> Meeting | None:
    """Return the pair's new meeting whose times wait for an answer, if there is one."""
    return _ROWS.first(
        connection,
        meetings.c.guild_id == guild,
        meetings.c.pair_id == pair,
        meetings.c.state == MeetingState.PROPOSED,
    )


def is_taken(
    connection: Connection,
    guild: GuildId,
    pair: PairId,
    time: CivilTime,
    meeting: MeetingId | None = None,
) -> bool:
    """Return whether the pair already meets at a time that would be set for a `meeting`, or None.

    A series may begin at the time of that meeting, or of one of the series that it ends.
    """
    return any(
        other.state is MeetingState.CONFIRMED
        and other.starts_at == time.instant
        and not (time.interval and (other.id == meeting or other.series is not None))
        for other in open_of_pairs(connection, guild, [pair])
    )


def counts_as_met(connection: Connection, guild: GuildId, pair: PairId) -> bool:
    """Return whether the pair has met or has a confirmed meeting, even one no one reported on."""
    statement = select(meetings.c.id).where(
        meetings.c.guild_id == guild, meetings.c.pair_id == pair, meetings.c.state.in_(_AS_MET)
    )
    return connection.execute(statement.limit(1)).first() is not None


def met_since(
    connection: Connection, introduced_after: datetime
) -> frozenset[tuple[GuildId, PairId]]:
    """Return which pairs, of all societies and introduced since then, count as met."""
    of_pair = (pairs.c.guild_id == meetings.c.guild_id) & (pairs.c.id == meetings.c.pair_id)
    statement = (
        select(meetings.c.guild_id, meetings.c.pair_id)
        .join(pairs, of_pair)
        .where(
            IN_EVERY_SOCIETY,
            pairs.c.introduced_at > introduced_after,
            meetings.c.state.in_(_AS_MET),
        )
    )
    return frozenset((row[0], row[1]) for row in connection.execute(statement))


def unsettled(connection: Connection, before: datetime) -> list[Meeting]:
    """Return confirmed meetings, of all societies, that began before `before`."""
    return _ROWS.all(
        connection,
        IN_EVERY_SOCIETY,
        meetings.c.state == MeetingState.CONFIRMED,
        meetings.c.starts_at < before,
    )


def stale_proposals(connection: Connection, now: datetime) -> list[Meeting]:
    """Return meetings, of all societies, that have begun or whose open times have all passed."""
    coming = select(meeting_times.c.meeting_id).where(
        meeting_times.c.guild_id == meetings.c.guild_id,
        meeting_times.c.meeting_id == meetings.c.id,
        meeting_times.c.round == meetings.c.round,
        meeting_times.c.starts_at > now,
    )
    return _ROWS.all(
        connection,
        IN_EVERY_SOCIETY,
        meetings.c.state.in_(OPEN),
        meetings.c.asked_by.is_not(None),
        (meetings.c.starts_at <= now) | ~coming.exists(),
    )


def due_for_decision(connection: Connection, now: datetime) -> list[Meeting]:
    """Return meetings, of all societies, whose open times may be set by now without a click.

    A quorum decides after the deadline. In a circle, whoever was waited for may have left.
    """
    members = (
        select(func.count())
        .where(
            pair_members.c.guild_id == meetings.c.guild_id,
            pair_members.c.pair_id == meetings.c.pair_id,
        )
        .scalar_subquery()
    )
    return _ROWS.all(
        connection,
        IN_EVERY_SOCIETY,
        meetings.c.state.in_(OPEN),
        meetings.c.asked_by.is_not(None),
        (meetings.c.decide_at <= now) | (members > 2),
    )


def has_later(connection: Connection, meeting: Meeting) -> bool:
    """Return whether the pair has proposed or confirmed another meeting since this one's time."""
    statement = select(meetings.c.id).where(
        meetings.c.guild_id == meeting.guild,
        meetings.c.pair_id == meeting.pair,
        meetings.c.id != meeting.id,
        meetings.c.state != MeetingState.CANCELLED,
        meetings.c.starts_at.is_(None) | (meetings.c.starts_at > meeting.starts_at),
    )
    return connection.execute(statement.limit(1)).first() is not None


def close_times(connection: Connection, meeting: Meeting, by: UserId | None = None) -> Meeting:
    """Close the open times of a confirmed meeting, withdrawn `by` someone or too late."""
    taken_back = {} if by is None else {"changed_by": by}
    return change(connection, meeting, asked_by=None, asked_at=None, **taken_back)


def coming(connection: Connection, now: datetime, until: datetime) -> list[Meeting]:
    """Return confirmed meetings, of all societies, that begin from now to `until`."""
    return _ROWS.all(
        connection,
        IN_EVERY_SOCIETY,
        meetings.c.state == MeetingState.CONFIRMED,
        meetings.c.starts_at > now,
        meetings.c.starts_at <= until,
    )


def count_before(connection: Connection, meeting: Meeting) -> int:
    """Return how many meetings of the pair that were not canceled began before this one."""
    statement = select(func.count()).where(
        meetings.c.guild_id == meeting.guild,
        meetings.c.pair_id == meeting.pair,
        meetings.c.state != MeetingState.CANCELLED,
        meetings.c.starts_at < meeting.starts_at,
    )
    return connection.execute(statement).scalar_one()


def find_around(
    connection: Connection, guild: GuildId, pair: PairId, now: datetime, within: timedelta
) -> Meeting | None:
    """Return the pair's confirmed meeting that began less than `within` ago or will within it."""
    return _ROWS.first(
        connection,
        meetings.c.guild_id == guild,
        meetings.c.pair_id == pair,
        meetings.c.state == MeetingState.CONFIRMED,
        meetings.c.starts_at > now - within,
        meetings.c.starts_at < now + within,
    )


def list_during_pauses(connection: Connection, now: datetime) -> list[Meeting]:
    """Return coming meetings of series, of all societies, for which someone is away or paused."""
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
    return _ROWS.all(
        connection,
        IN_EVERY_SOCIETY,
        meetings.c.state == MeetingState.CONFIRMED,
        meetings.c.starts_at > now,
        meetings.c.series_id.is_not(None),
        paused.exists() | away.exists(),
    )


def list_for_series(
    connection: Connection, guild: GuildId, series: MeetingSeriesId
) -> list[Meeting]:
    """Return the meetings of a series, by their start."""
    return _ROWS.all(connection, meetings.c.guild_id == guild, meetings.c.series_id == series)


def series_dates(connection: Connection, guild: GuildId, series: MeetingSeriesId) -> set[date]:
    """Return the dates of a series for which a meeting exists, cancelled ones included."""
    statement = select(meetings.c.series_date).where(
        meetings.c.guild_id == guild, meetings.c.series_id == series
    )
    return set(connection.execute(statement).scalars())


def confirm(
    connection: Connection,
    meeting: Meeting,
    time: CivilTime,
    by: UserId | None,
    now: datetime,
    series: MeetingSeriesId | None = None,
) -> Meeting:
    """Save the accepted time; a changed one is the next version of the calendar entry."""
    values: dict[str, Any] = {"sequence": meeting.sequence + (meeting.starts_at is not None)}
    if series is not None:
        values |= {"series": series, "series_date": time.day}
    return change(
        connection,
        meeting,
        state=MeetingState.CONFIRMED,
        asked_by=None,
        asked_at=None,
        confirmed_at=now,
        changed_by=by,
        time=time,
        **values,
    )


def cancel(connection: Connection, meeting: Meeting, by: UserId | None, now: datetime) -> Meeting:
    """Cancel the meeting; its calendar entry is cancelled with the next version."""
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


def put_back(connection: Connection, meeting: Meeting, now: datetime) -> Meeting:
    """Let a meeting that was left out of its series take place after all, as a new version."""
    return change(
        connection,
        meeting,
        state=MeetingState.CONFIRMED,
        sequence=meeting.sequence + 1,
        confirmed_at=now,
        settled_at=None,
    )


def record_outcome(
    connection: Connection, meeting: Meeting, state: MeetingState, now: datetime
) -> Meeting:
    """Record what happened to the meeting."""
    values = {"state": state, "settled_at": now, "asked_by": None, "asked_at": None}
    if state is MeetingState.HAPPENED:
        begin_running(connection, meeting.guild, meeting.pair)
    return change(connection, meeting, **values)


def follow_zone(connection: Connection, meeting: Meeting, starts_at: datetime) -> Meeting:
    """Save another instant for the same local time, after the zone's rules have changed."""
    return change(connection, meeting, starts_at=starts_at)


def uid(connection: Connection, meeting: Meeting) -> str:
    """Return the UID of the meeting's calendar entry, the same for all its versions."""
    return f"{instance_id(connection)}-{meeting.guild}-{meeting.id}@preceptor"


def change(connection: Connection, meeting: Meeting, **values: Any) -> Meeting:
    """Update a meeting's fields and return the meeting."""
    _ROWS.change(connection, (meeting.guild, meeting.id), **values)
    return get(connection, meeting.guild, meeting.id)


# --- proposed times, round by round ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MeetingTime:
    """One of the times that were proposed in a round."""

    guild: GuildId
    id: MeetingTimeId
    meeting: MeetingId
    round: int
    time: CivilTime
    starts_at: datetime


def _offered_time(
    day: date,
    at: time,
    zone: str,
    instant: datetime,
    every_days: int | None,
    monthly: str | None,
) -> CivilTime:
    by_month = Monthly.read(monthly) if monthly else None
    return CivilTime(day, wall_time(day, at, zone, instant), zone, every_days, by_month)


def _offered_columns(time: CivilTime) -> tuple[Any, ...]:
    monthly = None if time.monthly is None else str(time.monthly)
    return time.day, time.at, time.zone, time.instant, time.every_days, monthly


_OFFERED_TIME = CompositeField(
    ("local_date", "at", "time_zone", "starts_at", "every_days", "monthly"),
    make=_offered_time,
    take=_offered_columns,
)
_TIMES = Records(
    meeting_times,
    MeetingTime,
    meeting_times.c.starts_at,
    meeting_times.c.id,
    parts={"time": _OFFERED_TIME},
)


def open_times(
    connection: Connection,
    meeting: Meeting,
    asked_by: UserId,
    times: Sequence[CivilTime],
    now: datetime,
    decide_at: datetime | None = None,
) -> tuple[Meeting, tuple[MeetingTime, ...]]:
    """Begin the next round of times; those of earlier rounds become void."""
    number = meeting.round + 1
    changed = change(
        connection, meeting, round=number, asked_by=asked_by, asked_at=now, decide_at=decide_at
    )
    for moment in times:
        offered = MeetingTimeId(next_id(connection, meeting.guild, "meeting-time"))
        new = MeetingTime(meeting.guild, offered, meeting.id, number, moment, moment.instant)
        _TIMES.insert(connection, new)
    return changed, times_of(connection, changed)


def times_of(connection: Connection, meeting: Meeting) -> tuple[MeetingTime, ...]:
    """Return the times of the meeting's latest round, soonest first."""
    latest = _TIMES.all(
        connection,
        meeting_times.c.guild_id == meeting.guild,
        meeting_times.c.meeting_id == meeting.id,
        meeting_times.c.round == meeting.round,
    )
    return tuple(latest)


def find_time(connection: Connection, guild: GuildId, which: MeetingTimeId) -> MeetingTime | None:
    """Return a proposed time, or None when this society has none of that id."""
    return _TIMES.find(connection, guild, which)


# --- private answers to "did you meet?"; no one else is ever shown them --------------------------


def record_answer(
    connection: Connection,
    guild: GuildId,
    meeting: MeetingId,
    user: UserId,
    answer: MeetingAnswer,
    now: datetime,
) -> None:
    """Save the answer, in place of an earlier one."""
    keys = {"guild_id": guild, "meeting_id": meeting, "user_id": user}
    put(connection, meeting_answers, {**keys, "answer": answer, "answered_at": now}, *keys)


def forget_answers(connection: Connection, meeting: Meeting, user: UserId | None = None) -> None:
    """Forget what people answered about a meeting, or what `user` did: its time has changed."""
    statement = delete(meeting_answers).where(
        meeting_answers.c.guild_id == meeting.guild, meeting_answers.c.meeting_id == meeting.id
    )
    if user is not None:
        statement = statement.where(meeting_answers.c.user_id == user)
    connection.execute(statement)


def answers_of(
    connection: Connection, guild: GuildId, meeting: MeetingId
) -> dict[UserId, MeetingAnswer]:
    """Return the answers to one meeting."""
    statement = select(meeting_answers).where(
        meeting_answers.c.guild_id == guild, meeting_answers.c.meeting_id == meeting
    )
    return {row.user_id: row.answer for row in connection.execute(statement)}


# --- where a pair usually meets -------------------------------------------------------------------


def place_of(connection: Connection, guild: GuildId, pair: PairId) -> str:
    """Return the pair's usual place, a meeting link or text; empty if not set."""
    statement = select(meeting_places.c.place).where(
        meeting_places.c.guild_id == guild, meeting_places.c.pair_id == pair
    )
    return connection.execute(statement).scalar_one_or_none() or ""


def save_place(
    connection: Connection, guild: GuildId, pair: PairId, place: str, user: UserId, now: datetime
) -> None:
    """Save the pair's usual place; empty text deletes it."""
    key = (meeting_places.c.guild_id == guild, meeting_places.c.pair_id == pair)
    connection.execute(delete(meeting_places).where(*key))
    if place:
        values = {"place": place, "changed_by": user, "changed_at": now}
        connection.execute(insert(meeting_places).values(guild_id=guild, pair_id=pair, **values))


# --- the agenda: items for one meeting, or for the next one --------------------------------------


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One item, in its author's words; without a `meeting` it is for the next one."""

    id: AgendaItemId
    meeting: MeetingId | None
    author: UserId
    text: str
    added_at: datetime


_AGENDA = Records(agenda_items, AgendaItem, agenda_items.c.id)


def add_agenda_item(
    connection: Connection,
    guild: GuildId,
    pair: PairId,
    meeting: MeetingId | None,
    author: UserId,
    text: str,
    now: datetime,
) -> None:
    """Save an item; without a meeting it is for the next one."""
    number = AgendaItemId(next_id(connection, guild, "agenda-item"))
    item = AgendaItem(number, meeting, author, text, now)
    _AGENDA.insert(connection, item, guild_id=guild, pair_id=pair)


def agenda_of(
    connection: Connection, guild: GuildId, pair: PairId, meeting: MeetingId | None
) -> tuple[AgendaItem, ...]:
    """Return the items of a meeting, or those for the next one, in the order they were added."""
    items = _AGENDA.all(
        connection,
        agenda_items.c.guild_id == guild,
        agenda_items.c.pair_id == pair,
        agenda_items.c.meeting_id.is_not_distinct_from(meeting),
    )
    return tuple(items)


def agendas_of_pair(connection: Connection, guild: GuildId, pair: PairId) -> list[AgendaItem]:
    """Return every item of a pair's meetings, in the order they were added."""
    return _AGENDA.all(connection, agenda_items.c.guild_id == guild, agenda_items.c.pair_id == pair)


def attach_agenda(connection: Connection, guild: GuildId, pair: PairId, meeting: MeetingId) -> None:
    """Put the items that are for the next meeting onto this one's agenda."""
    connection.execute(
        update(agenda_items)
        .where(
            agenda_items.c.guild_id == guild,
            agenda_items.c.pair_id == pair,
            agenda_items.c.meeting_id.is_(None),
        )
        .values(meeting_id=meeting)
    )


def detach_agenda(connection: Connection, guild: GuildId, meeting: MeetingId) -> None:
    """Move the items of a meeting that did not take place to the next one."""
    connection.execute(
        update(agenda_items)
        .where(agenda_items.c.guild_id == guild, agenda_items.c.meeting_id == meeting)
        .values(meeting_id=None)
    )


# --- absences and pauses, as far as meetings are concerned ---------------------------------------


@dataclass(frozen=True, slots=True)
class Absences:
    """The absences of a pair's people, and until when it is paused."""

    stretches: tuple[Away, ...] = ()
    paused_until: datetime | None = None

    def away_at(self, instant: datetime) -> tuple[UserId, ...]:
        """Return who is away at an instant."""
        people = (away.user for away in self.stretches if away.stretch.holds(instant))
        return tuple(dict.fromkeys(people))

    def is_paused_at(self, instant: datetime) -> bool:
        """Return whether the pair is paused at a future instant."""
        return self.paused_until is not None and instant < self.paused_until

    def unavailable(self, now: datetime) -> tuple[Span, ...]:
        """Return every stretch from now on in which not all of them can meet."""
        stretches = [(away.begins_at, away.ends_at) for away in self.stretches]
        if self.paused_until is not None:
            stretches.append((now, self.paused_until))
        return tuple(stretches)


def absences_of(connection: Connection, pair: Pair, now: datetime) -> Absences:
    """Return the pair's absences that are not over."""
    people = [member.user for member in pair.members]
    coming = away.coming(connection, pair.guild, people, now)
    return Absences(tuple(coming), pair.paused_until)
