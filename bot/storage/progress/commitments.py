"""Commitments, each with a due date and how it ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Connection, exists, func, or_, select

from bot.domain.ids import CommitmentId, GuildId, PairId, UserId
from bot.domain.progress.commitments import CheckedCommitment
from bot.domain.progress.due_dates import Due
from bot.domain.schedule import wall_time
from bot.domain.states import CommitmentState, PairState
from bot.storage.counters import next_id
from bot.storage.records import CompositeField, Records
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.tables import commitments, pairs


@dataclass(frozen=True, slots=True)
class Commitment:
    """One commitment. `due_at` is the instant of `due`; `moved_from` is the one it replaces."""

    guild: GuildId
    id: CommitmentId
    pair: PairId
    owner: UserId
    words: str
    obstacle: str
    plan_b: str
    shown: bool
    due: Due
    due_at: datetime
    state: CommitmentState
    moved_from: CommitmentId | None
    made_at: datetime
    asked_at: datetime | None
    last_answered_at: datetime | None
    settled_at: datetime | None


def _due(day: date, at: time, zone: str, instant: datetime) -> Due:
    return Due(day, wall_time(day, at, zone, instant), zone)


_DUE = CompositeField(
    ("due_date", "due_time", "time_zone", "due_at"),
    make=_due,
    take=lambda due: (due.day, due.at, due.zone, due.instant),
)
_ROWS = Records(
    commitments,
    Commitment,
    commitments.c.due_at,
    commitments.c.id,
    parts={"due": _DUE, "last_answered_at": "heard_at"},
)

_UNANSWERED = tuple(state for state in CommitmentState if state.is_unanswered)


def add(
    connection: Connection,
    guild: GuildId,
    pair: PairId,
    owner: UserId,
    checked: CheckedCommitment,
    now: datetime,
    moved_from: CommitmentId | None = None,
) -> Commitment:
    """Save a new commitment, or with `moved_from` the one that replaces another."""
    commitment = Commitment(
        guild=guild,
        id=CommitmentId(next_id(connection, guild, "commitment")),
        pair=pair,
        owner=owner,
        words=checked.words,
        obstacle=checked.obstacle,
        plan_b=checked.plan_b,
        shown=checked.shown,
        due=checked.due,
        due_at=checked.due.instant,
        state=CommitmentState.OPEN,
        moved_from=moved_from,
        made_at=now,
        asked_at=None,
        last_answered_at=None,
        settled_at=None,
    )
    _ROWS.insert(connection, commitment)
    return commitment


def find(connection: Connection, guild: GuildId, commitment: CommitmentId) -> Commitment | None:
    """Return the commitment, or None if this society has none of that ID."""
    return _ROWS.find(connection, guild, commitment)


def find_successor(connection: Connection, moved: Commitment) -> Commitment | None:
    """Return the commitment that replaced a moved one."""
    return _ROWS.first(
        connection,
        commitments.c.guild_id == moved.guild,
        commitments.c.pair_id == moved.pair,
        commitments.c.moved_from == moved.id,
    )


def list_for_pair(connection: Connection, guild: GuildId, pair: PairId) -> list[Commitment]:
    """Return every commitment of a pair, soonest first; private ones too."""
    return _ROWS.all(connection, commitments.c.guild_id == guild, commitments.c.pair_id == pair)


def open_of_pairs(
    connection: Connection, guild: GuildId, among: Sequence[PairId]
) -> list[Commitment]:
    """Return these pairs' commitments that wait to be answered, soonest first; private ones too."""
    if not among:
        return []
    return _ROWS.all(
        connection,
        commitments.c.guild_id == guild,
        commitments.c.pair_id.in_(among),
        commitments.c.state.in_(_UNANSWERED),
    )


def open_of_person(connection: Connection, guild: GuildId, owner: UserId) -> list[Commitment]:
    """Return what someone has yet to answer in their pairs that have not ended, soonest first."""
    goes_on = exists().where(
        pairs.c.guild_id == commitments.c.guild_id,
        pairs.c.id == commitments.c.pair_id,
        pairs.c.state != PairState.ENDED,
    )
    return _ROWS.all(
        connection,
        commitments.c.guild_id == guild,
        commitments.c.owner_id == owner,
        commitments.c.state.in_(_UNANSWERED),
        goes_on,
    )


def count_done(connection: Connection, guild: GuildId, owner: UserId, since: datetime) -> int:
    """Count the commitments someone has done since an instant."""
    statement = select(func.count()).where(
        commitments.c.guild_id == guild,
        commitments.c.owner_id == owner,
        commitments.c.state == CommitmentState.DONE,
        commitments.c.settled_at >= since,
    )
    return int(connection.execute(statement).scalar_one())


def has_history(connection: Connection, guild: GuildId, owner: UserId, since: datetime) -> bool:
    """Return whether someone made a commitment before an instant, or has one that has ended."""
    ended = (CommitmentState.DONE, CommitmentState.LAPSED)
    statement = select(
        exists().where(
            commitments.c.guild_id == guild,
            commitments.c.owner_id == owner,
            or_(commitments.c.made_at <= since, commitments.c.state.in_(ended)),
        )
    )
    return bool(connection.execute(statement).scalar_one())


def record_answer(connection: Connection, commitment: Commitment, now: datetime) -> None:
    """Record that its owner has answered about it; one that had lapsed is open again."""
    values = {"last_answered_at": now, "state": CommitmentState.OPEN, "settled_at": None}
    _change(connection, commitment, values, _UNANSWERED)


def record_asked(connection: Connection, commitment: Commitment, now: datetime) -> None:
    """Record that its owner was asked how it went when it was due."""
    _change(connection, commitment, {"asked_at": now}, (CommitmentState.OPEN,))


def end(
    connection: Connection, commitment: Commitment, state: CommitmentState, now: datetime
) -> bool:
    """End a commitment; return False if that is no longer possible.

    One that has lapsed can still be marked as done, moved, or dropped.
    """
    within = (CommitmentState.OPEN,) if state is CommitmentState.LAPSED else _UNANSWERED
    return _change(connection, commitment, {"state": state, "settled_at": now}, within)


def due_before(connection: Connection, instant: datetime) -> list[Commitment]:
    """Return the open commitments, of all active pairs, that were due by `instant`."""
    active = [state for state in PairState if state.is_active]
    of_active = exists().where(
        pairs.c.guild_id == commitments.c.guild_id,
        pairs.c.id == commitments.c.pair_id,
        pairs.c.state.in_(active),
    )
    return _ROWS.all(
        connection,
        IN_EVERY_SOCIETY,
        commitments.c.state == CommitmentState.OPEN,
        commitments.c.due_at <= instant,
        of_active,
    )


def _change(
    connection: Connection,
    commitment: Commitment,
    values: dict[str, Any],
    within: tuple[CommitmentState, ...],
) -> bool:
    key = (commitment.guild, commitment.id)
    return _ROWS.change(connection, key, commitments.c.state.in_(within), **values)
