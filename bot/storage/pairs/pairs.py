"""Pairs, their members, and private feedback at the end."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    case,
    delete,
    false,
    insert,
    literal,
    or_,
    select,
    update,
)

from bot.domain.errors import DomainError
from bot.domain.ids import ChannelId, CohortId, GuildId, MatchRunId, PairId, UserId
from bot.domain.matching.result import Note
from bot.domain.states import CircleTopic, EndReason, MeetingState, PairState, Role, Worth
from bot.storage.counters import next_id
from bot.storage.records import Records
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.statements.prepared import Prepared
from bot.storage.status.parts import found_by_person
from bot.storage.tables import (
    agreements,
    circle_questions,
    meetings,
    pair_feedback,
    pair_members,
    pairs,
)
from bot.storage.upserts import put


@dataclass(frozen=True, slots=True)
class Member:
    """One person's place in a pair."""

    user: UserId
    role: Role


@dataclass(frozen=True, slots=True)
class Pair:
    """One mentor with one mentee, or with several in a circle."""

    guild: GuildId
    id: PairId
    cohort: CohortId | None
    match_run: MatchRunId | None
    code: str
    state: PairState
    reasons: tuple[Note, ...]
    thread: ChannelId | None
    check_in_days: int
    check_in_weekday: int
    check_in_time: time
    time_zone: str
    created_at: datetime
    introduced_at: datetime | None
    paused_until: datetime | None
    # When the last pause ended, unless it was cut short.
    last_paused_until: datetime | None
    ended_at: datetime | None
    end_reason: EndReason | None
    members: tuple[Member, ...]

    @property
    def mentor(self) -> UserId:
        """Return the mentor."""
        return next(member.user for member in self.members if member.role is Role.MENTOR)

    @property
    def mentees(self) -> tuple[UserId, ...]:
        """Return the mentees, by id."""
        return tuple(member.user for member in self.members if member.role is Role.MENTEE)

    @property
    def is_held(self) -> bool:
        """Whether it is on hold with no end date, because one of its people left the server."""
        return self.state is PairState.PAUSED and self.paused_until is None

    def is_paused_on(self, day: date) -> bool:
        """Return whether its pause, or the last one if that ran to its end, includes this day."""
        over = self.paused_until or self.last_paused_until
        return over is not None and day <= over.astimezone(ZoneInfo(self.time_zone)).date()

    def has(self, user: UserId) -> bool:
        """Whether `user` belongs to this pair."""
        return any(member.user == user for member in self.members)

    def includes(self, instant: datetime | None) -> bool:
        """Whether something of that instant belongs to it: it was before the end, or has no day."""
        return self.ended_at is None or instant is None or instant <= self.ended_at

    def partners_of(self, user: UserId) -> tuple[UserId, ...]:
        """Return everyone in the pair but `user`."""
        return tuple(member.user for member in self.members if member.user != user)


# What a pair is when it is not paused; it follows from what they did, so that a pause changes none.
_STATE_WITHOUT_PAUSE = case(
    (
        select(meetings.c.id)
        .where(
            meetings.c.guild_id == pairs.c.guild_id,
            meetings.c.pair_id == pairs.c.id,
            meetings.c.state == MeetingState.HAPPENED,
        )
        .correlate(pairs)
        .exists(),
        literal(PairState.RUNNING, pairs.c.state.type),
    ),
    (
        select(agreements.c.version)
        .where(
            agreements.c.guild_id == pairs.c.guild_id,
            agreements.c.pair_id == pairs.c.id,
            agreements.c.agreed_at.is_not(None),
        )
        .correlate(pairs)
        .exists(),
        literal(PairState.AGREED, pairs.c.state.type),
    ),
    else_=literal(PairState.INTRODUCED, pairs.c.state.type),
)
_ROWS = Records(
    pairs,
    Pair,
    pairs.c.guild_id,
    pairs.c.id,
    parts={"last_paused_until": "rested_until"},
    beside=("members",),
)
# Built once: /status reads them at every call.
_WITH_MEMBERS = (
    _ROWS.select.add_columns(pair_members.c.user_id, pair_members.c.role)
    .join(
        pair_members,
        (pair_members.c.guild_id == pairs.c.guild_id) & (pair_members.c.pair_id == pairs.c.id),
    )
    .order_by(pair_members.c.user_id)
)
_MEMBERS = (
    select(
        pair_members.c.guild_id,
        pair_members.c.pair_id,
        pair_members.c.user_id,
        pair_members.c.role,
    )
    .join(
        pairs,
        (pairs.c.guild_id == pair_members.c.guild_id) & (pairs.c.id == pair_members.c.pair_id),
    )
    .order_by(pair_members.c.guild_id, pair_members.c.pair_id, pair_members.c.user_id)
)
_ONE = Prepared(
    _WITH_MEMBERS.where(pairs.c.guild_id == bindparam("guild"), pairs.c.id == bindparam("pair"))
)
_ON_HOLD = select(pairs.c.guild_id, pairs.c.id).where(
    IN_EVERY_SOCIETY, pairs.c.state == PairState.PAUSED, pairs.c.paused_until.is_(None)
)
_OF_PERSON = Prepared(
    _WITH_MEMBERS.where(
        pairs.c.guild_id == bindparam("guild"),
        pairs.c.state != PairState.ENDED,
        pairs.c.id.in_(
            select(pair_members.c.pair_id).where(
                pair_members.c.guild_id == bindparam("guild"),
                pair_members.c.user_id == bindparam("user"),
                found_by_person(pair_members),
            )
        ),
    )
)


_OF_PEOPLE = _WITH_MEMBERS.where(
    pairs.c.guild_id == bindparam("guild"),
    pairs.c.cohort_id == bindparam("cohort"),
    pairs.c.id.in_(
        select(pair_members.c.pair_id).where(
            pair_members.c.guild_id == bindparam("guild"),
            pair_members.c.user_id.in_(bindparam("users", expanding=True)),
        )
    ),
)


def add(
    connection: Connection,
    guild: GuildId,
    *,
    cohort: CohortId | None,
    code: str,
    members: tuple[Member, ...],
    reasons: tuple[Note, ...],
    check_in_days: int,
    check_in_weekday: int,
    check_in_time: time,
    time_zone: str,
    now: datetime,
    match_run: MatchRunId | None = None,
) -> PairId:
    """Save a new pair, about to be introduced."""
    pair = PairId(next_id(connection, guild, "pair"))
    _ROWS.add(
        connection,
        guild=guild,
        id=pair,
        cohort=cohort,
        match_run=match_run,
        code=code,
        state=PairState.INTRODUCED,
        reasons=reasons,
        check_in_days=check_in_days,
        check_in_weekday=check_in_weekday,
        check_in_time=check_in_time,
        time_zone=time_zone,
        created_at=now,
    )
    rows = [
        {"guild_id": guild, "pair_id": pair, "user_id": member.user, "role": member.role}
        for member in members
    ]
    connection.execute(insert(pair_members), rows)
    return pair


def find(connection: Connection, guild: GuildId, pair: PairId) -> Pair | None:
    """Return the pair, or None when this society has none of that id."""
    matches = _from_members(_ONE.rows(connection, guild=guild, pair=pair))
    return matches[0] if matches else None


def get(connection: Connection, guild: GuildId, pair: PairId) -> Pair:
    """Return the pair; raise `DomainError` ``pair.unknown``."""
    row = find(connection, guild, pair)
    if row is None:
        raise DomainError("pair.unknown", pair=pair)
    return row


def has_code(connection: Connection, guild: GuildId, code: str) -> bool:
    """Return whether a pair of this society has `code`, ended ones included."""
    same_code = select(pairs.c.id).where(pairs.c.guild_id == guild, pairs.c.code == code)
    return connection.execute(same_code).first() is not None


def list_for_person(connection: Connection, guild: GuildId, user: UserId) -> list[Pair]:
    """Return the pairs of `user` that have not ended, oldest first."""
    return _from_members(_OF_PERSON.rows(connection, guild=guild, user=user))


def list_ended_of_person(connection: Connection, guild: GuildId, user: UserId) -> list[Pair]:
    """Return the pairs of `user` that were introduced and have ended, the newest end first."""
    own = select(pair_members.c.pair_id).where(
        pair_members.c.guild_id == guild, pair_members.c.user_id == user
    )
    ended = _select(
        connection,
        pairs.c.guild_id == guild,
        pairs.c.id.in_(own),
        pairs.c.state == PairState.ENDED,
        pairs.c.introduced_at.is_not(None),
    )
    ended += left_by(connection, guild, user)
    return sorted(ended, key=lambda pair: (pair.ended_at or pair.created_at, pair.id))[::-1]


def left_by(connection: Connection, guild: GuildId, user: UserId) -> list[Pair]:
    """Return the circles that `user` has left; to them, each ended then."""
    left = select(circle_questions.c.pair_id, circle_questions.c.closed_at).where(
        circle_questions.c.guild_id == guild,
        circle_questions.c.asked_by == user,
        circle_questions.c.topic == CircleTopic.LEAVE,
    )
    return [
        replace(
            pair,
            state=PairState.ENDED,
            paused_until=None,
            ended_at=left_at,
            end_reason=EndReason.TOGETHER,
            members=(*pair.members, Member(user, Role.MENTEE)),
        )
        for pair_id, left_at in connection.execute(left)
        if not (pair := get(connection, guild, pair_id)).has(user)
    ]


def add_member(connection: Connection, pair: Pair, user: UserId) -> Pair:
    """Let a mentee join a circle; return it as it is now."""
    row = {"guild_id": pair.guild, "pair_id": pair.id, "user_id": user, "role": Role.MENTEE}
    connection.execute(insert(pair_members), row)
    return get(connection, pair.guild, pair.id)


def remove_member(connection: Connection, pair: Pair, user: UserId) -> Pair:
    """Take someone out of a circle, which goes on with the others; return it as it is now."""
    connection.execute(
        delete(pair_members).where(
            pair_members.c.guild_id == pair.guild,
            pair_members.c.pair_id == pair.id,
            pair_members.c.user_id == user,
        )
    )
    return get(connection, pair.guild, pair.id)


def list_for_cohort(connection: Connection, guild: GuildId, cohort: CohortId) -> list[Pair]:
    """Return every pair of a cohort, ended ones too, oldest first."""
    return _select(connection, pairs.c.guild_id == guild, pairs.c.cohort_id == cohort)


def list_approved(connection: Connection, guild: GuildId, cohort: CohortId) -> list[Pair]:
    """Return the same without the pairs whose approval was undone: they never were."""
    every = list_for_cohort(connection, guild, cohort)
    return [pair for pair in every if pair.end_reason is not EndReason.UNDONE]


def list_of_people(
    connection: Connection, guild: GuildId, cohort: CohortId, users: Collection[UserId]
) -> list[Pair]:
    """Return the pairs of these people in a cohort, ended ones too, oldest first."""
    asked = {"guild": guild, "cohort": cohort, "users": list(users)}
    return _from_members(connection.execute(_OF_PEOPLE, asked).all())


def has_begun(connection: Connection, guild: GuildId, cohort: CohortId) -> bool:
    """Return whether a cohort has, or had, a pair whose approval was not undone."""
    of_cohort = select(pairs.c.id).where(
        pairs.c.guild_id == guild,
        pairs.c.cohort_id == cohort,
        or_(pairs.c.end_reason.is_(None), pairs.c.end_reason != EndReason.UNDONE),
    )
    return connection.execute(of_cohort.limit(1)).first() is not None


def list_for_run(connection: Connection, guild: GuildId, run: MatchRunId) -> list[Pair]:
    """Return every pair that was made from a match run, ended ones too, oldest first."""
    return _select(connection, pairs.c.guild_id == guild, pairs.c.match_run_id == run)


def over(connection: Connection, guild: GuildId) -> list[Pair]:
    """Return the pairs of a society that were introduced and have ended, oldest first."""
    return _select(
        connection,
        pairs.c.guild_id == guild,
        pairs.c.state == PairState.ENDED,
        pairs.c.introduced_at.is_not(None),
    )


def active(
    connection: Connection, met_within: Sequence[tuple[datetime, datetime]] | None = None
) -> list[Pair]:
    """Return the introduced pairs of all societies that nudges may go to.

    With `met_within` only those that were introduced in one of these stretches.
    """
    states = [state for state in PairState if state.is_active]
    introduced: ColumnElement[bool] = pairs.c.introduced_at.is_not(None)
    if met_within is not None:
        spans = (pairs.c.introduced_at.between(first, last) for first, last in met_within)
        introduced = or_(false(), *spans)
    return _select(connection, IN_EVERY_SOCIETY, pairs.c.state.in_(states), introduced)


def list_people(connection: Connection) -> list[tuple[GuildId, UserId]]:
    """Return who is in an introduced pair that has not ended, in any society, by ID."""
    statement = (
        select(pair_members.c.guild_id, pair_members.c.user_id)
        .distinct()
        .join(
            pairs,
            (pair_members.c.guild_id == pairs.c.guild_id) & (pair_members.c.pair_id == pairs.c.id),
        )
        .where(
            IN_EVERY_SOCIETY, pairs.c.state != PairState.ENDED, pairs.c.introduced_at.is_not(None)
        )
        .order_by(pair_members.c.guild_id, pair_members.c.user_id)
    )
    return [(row.guild_id, row.user_id) for row in connection.execute(statement)]


def in_thread(connection: Connection, guild: GuildId, thread: ChannelId) -> Pair | None:
    """Return the pair whose thread this is, ended or not; None if it isn't a pair's."""
    rows = _select(connection, pairs.c.guild_id == guild, pairs.c.thread_id == thread)
    return rows[0] if rows else None


def record_thread(
    connection: Connection, guild: GuildId, pair: PairId, thread: ChannelId | None
) -> None:
    """Save the pair's thread as soon as it exists; None once it no longer does."""
    _ROWS.change(connection, (guild, pair), thread=thread)


def record_introduction(
    connection: Connection, guild: GuildId, pair: PairId, now: datetime
) -> None:
    """Save when the pair was introduced; a second introduction changes nothing."""
    if get(connection, guild, pair).introduced_at is None:
        _ROWS.change(connection, (guild, pair), introduced_at=now)


def set_state(
    connection: Connection,
    guild: GuildId,
    pair: PairId,
    state: PairState,
    *,
    paused_until: datetime | None = None,
) -> None:
    """Move a pair to `state`; a pause says until when."""
    _ROWS.change(connection, (guild, pair), state=state, paused_until=paused_until)


def set_rhythm(
    connection: Connection, guild: GuildId, pair: PairId, days: int, weekday: int, at: time
) -> None:
    """Let the pair's check-ins come every so many days, from this weekday on, at this hour."""
    _ROWS.change(
        connection,
        (guild, pair),
        check_in_days=days,
        check_in_weekday=weekday,
        check_in_time=at,
    )


def set_check_in_time(connection: Connection, guild: GuildId, pair: PairId, at: time) -> None:
    """Let the pair's check-ins come at another hour of its day."""
    _ROWS.change(connection, (guild, pair), check_in_time=at)


def end(
    connection: Connection, guild: GuildId, pair: PairId, reason: EndReason, now: datetime
) -> None:
    """End a pair, for a reason that names no one."""
    _ROWS.change(
        connection,
        (guild, pair),
        state=PairState.ENDED,
        ended_at=now,
        end_reason=reason,
        paused_until=None,
    )


def restore(
    connection: Connection,
    guild: GuildId,
    pair: PairId,
    *,
    is_paused: bool,
    paused_until: datetime | None,
) -> None:
    """Put a pair that has ended back into the state that it had, or into its pause."""
    state: Any = PairState.PAUSED if is_paused else _STATE_WITHOUT_PAUSE
    connection.execute(
        update(pairs)
        .where(pairs.c.guild_id == guild, pairs.c.id == pair)
        .values(
            state=state,
            paused_until=paused_until if is_paused else None,
            ended_at=None,
            end_reason=None,
        )
    )


def set_match(
    connection: Connection,
    guild: GuildId,
    pair: PairId,
    match_run: MatchRunId | None,
    reasons: tuple[Note, ...],
) -> None:
    """Save which run has proposed a pair, now again, and why."""
    _ROWS.change(connection, (guild, pair), match_run=match_run, reasons=reasons)


def list_on_hold(connection: Connection) -> frozenset[tuple[GuildId, PairId]]:
    """Return the pairs, of all societies, that are on hold because someone left the server."""
    return frozenset((row.guild_id, row.id) for row in connection.execute(_ON_HOLD))


def resume_held(connection: Connection, guild: GuildId, pair: PairId, now: datetime) -> None:
    """Resume a pair that was on hold; what fell into that time is not made up for."""
    _resume(connection, now, pairs.c.guild_id == guild, pairs.c.id == pair)


def resume_due(connection: Connection, now: datetime) -> int:
    """Resume the pairs, of all societies, whose pause is over; return how many."""
    return _resume(connection, pairs.c.paused_until, IN_EVERY_SOCIETY, pairs.c.paused_until <= now)


def resume_if_due(connection: Connection, guild: GuildId, pair: PairId, now: datetime) -> None:
    """Resume one pair if its pause is over."""
    is_due = (pairs.c.guild_id == guild, pairs.c.id == pair, pairs.c.paused_until <= now)
    _resume(connection, pairs.c.paused_until, *is_due)


def resume_early(connection: Connection, guild: GuildId, pair: PairId) -> None:
    """Resume one pair whose pause someone ended."""
    is_it = (pairs.c.guild_id == guild, pairs.c.id == pair)
    _resume(connection, pairs.c.rested_until, *is_it)


def _resume(connection: Connection, rested_until: Any, *conditions: ColumnElement[bool]) -> int:
    """Put paused pairs back into the state that they had; return how many."""
    resumed = connection.execute(
        update(pairs)
        .where(pairs.c.state == PairState.PAUSED, *conditions)
        .values(state=_STATE_WITHOUT_PAUSE, paused_until=None, rested_until=rested_until)
    )
    return resumed.rowcount


def begin_running(connection: Connection, guild: GuildId, pair: PairId) -> None:
    """Record that a pair has met: from then on it is running, whatever it had agreed on."""
    connection.execute(
        update(pairs)
        .where(
            pairs.c.guild_id == guild,
            pairs.c.id == pair,
            pairs.c.state.in_((PairState.INTRODUCED, PairState.AGREED)),
        )
        .values(state=PairState.RUNNING)
    )


def _select(connection: Connection, *conditions: Any) -> list[Pair]:
    """Read many: each pair once, with its members."""
    members: dict[tuple[int, int], list[Member]] = {}
    for row in connection.execute(_MEMBERS.where(*conditions)):
        members.setdefault((row[0], row[1]), []).append(Member(row[2], row[3]))
    return [
        _ROWS.read(row, tuple(members[row.guild_id, row.id]))
        for row in connection.execute(_ROWS.select.where(*conditions))
        if (row.guild_id, row.id) in members
    ]


def _from_members(rows: Sequence[Any]) -> list[Pair]:
    by_pair: dict[tuple[int, int], list[Any]] = {}
    for row in rows:
        by_pair.setdefault((row.guild_id, row.id), []).append(row)
    return [
        _ROWS.read(rows[0], tuple(Member(row.user_id, row.role) for row in rows))
        for rows in by_pair.values()
    ]


def record_worth(
    connection: Connection, guild: GuildId, pair: PairId, user: UserId, worth: Worth, now: datetime
) -> None:
    """Save someone's private feedback about the pair at its end; a later answer replaces it."""
    keys = {"guild_id": guild, "pair_id": pair, "user_id": user}
    put(connection, pair_feedback, {**keys, "worth": worth, "given_at": now}, *keys)


def worths(connection: Connection, guild: GuildId) -> dict[tuple[PairId, UserId], Worth]:
    """Return all private feedback about a society's pairs, by pair and person."""
    statement = select(pair_feedback).where(pair_feedback.c.guild_id == guild)
    return {(row.pair_id, row.user_id): row.worth for row in connection.execute(statement)}
