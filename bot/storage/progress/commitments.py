"""Commitments: promises with a due date, and what became of each."""

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
from bot.storage.tables import commitments, pairs


@dataclass(frozen=True, slots=True)
class Commitment:
    """One promise. `due_at` is the instant of `due`; `moved_from` is the promise it replaces."""

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
    heard_at: datetime | None
    settled_at: datetime | None


def _due(day: date, at: time, zone: str, instant: datetime) -> Due:
    return Due(day, wall_time(day, at, zone, instant), zone)


_DUE = CompositeField(
    ("due_date", "due_time", "time_zone", "due_at"),
    make=_due,
    take=lambda due: (due.day, due.at, due.zone, due.instant),
)
_ROWS = Records(
    commitments, Commitment, commitments.c.due_at, commitments.c.id, parts={"due": _DUE}
)


def add(
    connection: Connection,
    guild: GuildId,
    pair: PairId,
    owner: UserId,
    checked: CheckedCommitment,
    now: datetime,
    moved_from: CommitmentId | None = None,
) -> Commitment:
    """Keep a new promise, or with `moved_from` the one that takes another's place."""
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
        heard_at=None,
        settled_at=None,
    )
    _ROWS.insert(connection, commitment)
    return commitment


def find(connection: Connection, guild: GuildId, commitment: CommitmentId) -> Commitment | None:
    """Return the promise, or None when this society has none of that id."""
    return _ROWS.find(connection, guild, commitment)


def find_successor(connection: Connection, moved: Commitment) -> Commitment | None:
    """Return the promise that took the place of a moved one."""
    return _ROWS.first(
        connection,
        commitments.c.guild_id == moved.guild,
        commitments.c.pair_id == moved.pair,
        commitments.c.moved_from == moved.id,
    )


def list_for_pair(connection: Connection, guild: GuildId, pair: PairId) -> list[Commitment]:
    """Return every promise of a pair, soonest first; private ones too."""
    return _ROWS.all(connection, commitments.c.guild_id == guild, commitments.c.pair_id == pair)


def open_of_pairs(
    connection: Connection, guild: GuildId, among: Sequence[PairId]
) -> list[Commitment]:
    """Return the open promises of these pairs, soonest first; private ones too."""
    if not among:
        return []
    return _ROWS.all(
        connection,
        commitments.c.guild_id == guild,
        commitments.c.pair_id.in_(among),
        commitments.c.state == CommitmentState.OPEN,
    )


def open_of_person(connection: Connection, guild: GuildId, owner: UserId) -> list[Commitment]:
    """Return somebody's open promises in all pairs of theirs that go on, soonest first."""
    goes_on = exists().where(
        pairs.c.guild_id == commitments.c.guild_id,
        pairs.c.id == commitments.c.pair_id,
        pairs.c.state != PairState.ENDED,
    )
    return _ROWS.all(
        connection,
        commitments.c.guild_id == guild,
        commitments.c.owner_id == owner,
        commitments.c.state == CommitmentState.OPEN,
        goes_on,
    )


def count_kept(connection: Connection, guild: GuildId, owner: UserId, since: datetime) -> int:
    """Count what somebody has kept since an instant."""
    statement = select(func.count()).where(
        commitments.c.guild_id == guild,
        commitments.c.owner_id == owner,
        commitments.c.state == CommitmentState.KEPT,
        commitments.c.settled_at >= since,
    )
    return int(connection.execute(statement).scalar_one())


def has_history(connection: Connection, guild: GuildId, owner: UserId, since: datetime) -> bool:
    """Whether somebody promised anything before an instant, or something of theirs has ended."""
    ended = (CommitmentState.KEPT, CommitmentState.LAPSED)
    statement = select(
        exists().where(
            commitments.c.guild_id == guild,
            commitments.c.owner_id == owner,
            or_(commitments.c.made_at <= since, commitments.c.state.in_(ended)),
        )
    )
    return bool(connection.execute(statement).scalar_one())


def hear(connection: Connection, commitment: Commitment, now: datetime) -> None:
    """Note that its owner has said something about it."""
    _change(connection, commitment, {"heard_at": now}, (CommitmentState.OPEN,))


def record_asked(connection: Connection, commitment: Commitment, now: datetime) -> None:
    """Note that its owner was asked, at its time, what became of it."""
    _change(connection, commitment, {"asked_at": now}, (CommitmentState.OPEN,))


def settle(
    connection: Connection, commitment: Commitment, state: CommitmentState, now: datetime
) -> bool:
    """End a promise; return False when that is not possible any more.

    One that has lapsed may still be kept, moved or dropped: better late than unsaid.
    """
    within: tuple[CommitmentState, ...] = (CommitmentState.OPEN,)
    if state is not CommitmentState.LAPSED:
        within += (CommitmentState.LAPSED,)
    return _change(connection, commitment, {"state": state, "settled_at": now}, within)


def due_before(connection: Connection, instant: datetime) -> list[Commitment]:
    """Return the open promises, of all active pairs, that were due by `instant`."""
    active = [state for state in PairState if state.is_active]
    of_active = exists().where(
        pairs.c.guild_id == commitments.c.guild_id,
        pairs.c.id == commitments.c.pair_id,
        pairs.c.state.in_(active),
    )
    return _ROWS.all(
        connection,
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
