"""The life of an outbox row: leased by one worker, then sent, returned, or ended.

Every step but the first names the fence of the lease it belongs to. A worker whose lease ran out
finds a newer fence, changes nothing, and is told so. Leases are counted by `lease_clock`; what is
due is due by the clock of the process that looks.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    Select,
    Update,
    and_,
    bindparam,
    or_,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from bot.domain.ids import ChannelId, GuildId, MessageId, OutboxId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import NudgeState
from bot.storage.database import announce_outbox_change
from bot.storage.lease_clock import lease_now
from bot.storage.outbox import NUDGES, Nudge
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.tables import outbox

ENDED = frozenset(NudgeState) - {NudgeState.DUE, NudgeState.LEASED, NudgeState.SENT}


def _leasing(chosen: Select[Any]) -> ReturningUpdate[Any]:
    """Return the statement that leases the chosen rows and returns them."""
    ids = chosen.with_for_update(skip_locked=True).scalar_subquery()
    return (
        update(outbox)
        .where(outbox.c.id.in_(ids), outbox.c.state == NudgeState.DUE)
        .values(
            state=NudgeState.LEASED,
            lease_owner=bindparam("owner"),
            lease_until=bindparam("until"),
            fence=outbox.c.fence + 1,
        )
        .returning(*NUDGES.columns)
    )


# Built once: every turn of the delivery loop runs them, also the many in which nothing is due.
_DUE = select(outbox.c.id).where(
    IN_EVERY_SOCIETY, outbox.c.state == NudgeState.DUE, outbox.c.next_attempt_at <= bindparam("now")
)
_DUE_SOON = select(outbox.c.id).where(
    outbox.c.state == NudgeState.DUE, outbox.c.next_attempt_at <= bindparam("due_by")
)
_LEASE_DUE = _leasing(
    _DUE.order_by(outbox.c.priority, outbox.c.next_attempt_at, outbox.c.id).limit(
        bindparam("limit", type_=Integer)
    )
)
_LATE = (
    select(outbox.c.id)
    .where(
        IN_EVERY_SOCIETY,
        outbox.c.state == NudgeState.LEASED,
        outbox.c.lease_until <= bindparam("lease_now"),
        outbox.c.id.not_in(bindparam("busy", expanding=True)),
    )
    .with_for_update(skip_locked=True)
)


def claim(
    connection: Connection,
    owner: str,
    now: datetime,
    lease: timedelta,
    limit: int,
    busy: frozenset[OutboxId] = frozenset(),
) -> list[Nudge]:
    """Lease up to `limit` rows that are due, most urgent first.

    Rows whose lease ran out count as due, except the `busy` ones, which this process is still
    sending although its clock has jumped. On PostgreSQL, rows that another process is claiming are
    skipped. A row that has a nonce may have been sent already.
    """
    _take_back(connection, now, busy)
    return _lease(connection, _LEASE_DUE, owner, now, lease, limit=limit)


def claim_beside(
    connection: Connection,
    owner: str,
    now: datetime,
    lease: timedelta,
    people: set[tuple[GuildId, UserId]],
    kinds: frozenset[NudgeKind],
    ahead: timedelta = timedelta(0),
) -> list[Nudge]:
    """Lease everything else for these people that was never tried, most urgent first.

    With `ahead` also what is due so much later.
    """
    if not people:
        return []
    by_guild: dict[GuildId, list[UserId]] = {}
    for guild, user in sorted(people):
        by_guild.setdefault(guild, []).append(user)
    # One condition for each society, whatever the number of people, so that the statement is
    # compiled once.
    theirs = (
        and_(outbox.c.guild_id == guild, outbox.c.recipient_id.in_(users))
        for guild, users in by_guild.items()
    )
    chosen = _DUE_SOON.where(or_(*theirs), outbox.c.nonce.is_(None), outbox.c.kind.in_(kinds))
    return _lease(connection, _leasing(chosen), owner, now, lease, due_by=now + ahead)


def _lease(
    connection: Connection,
    leasing: ReturningUpdate[Any],
    owner: str,
    now: datetime,
    lease: timedelta,
    **values: Any,
) -> list[Nudge]:
    until = lease_now(connection, now) + lease
    # Whole seconds are stored, and the holder counts on every part of its last one.
    until += timedelta(microseconds=-until.microsecond % 1_000_000)
    values |= {"owner": owner, "now": now, "until": until}
    nudges = NUDGES.read_all(connection.execute(leasing, values))
    return sorted(nudges, key=lambda nudge: (nudge.priority, nudge.next_attempt_at, nudge.id))


def _take_back(connection: Connection, now: datetime, busy: frozenset[OutboxId]) -> None:
    """Make the rows whose lease ran out due again; their nonce says that they may be sent."""
    late = {"lease_now": lease_now(connection, now), "busy": list(busy)}
    ids = connection.execute(_LATE, late).scalars().all()
    if ids:
        connection.execute(
            update(outbox)
            .where(outbox.c.id.in_(ids), outbox.c.state == NudgeState.LEASED)
            .values(state=NudgeState.DUE, next_attempt_at=now, lease_owner=None)
        )


def take_back_orphans(
    connection: Connection, now: datetime, lease: timedelta, settling: timedelta
) -> int:
    """Make every leased row due again, `settling` after it was leased; return how many.

    Only if no other process can hold one: the SQLite database, before delivery starts. The wait
    lets a request that the dead process had just made arrive before it is looked for.
    """
    held = select(outbox.c.id, outbox.c.lease_until).where(
        IN_EVERY_SOCIETY, outbox.c.state == NudgeState.LEASED
    )
    orphans = connection.execute(held).all()
    for orphan in orphans:
        due = min(max(now, orphan.lease_until - lease + settling), now + settling)
        connection.execute(
            update(outbox)
            .where(outbox.c.id == orphan.id)
            .values(state=NudgeState.DUE, next_attempt_at=due, lease_owner=None)
        )
    return len(orphans)


def arm(connection: Connection, nudge: Nudge, now: datetime, channel: ChannelId | None) -> Nudge:
    """Record, before any request is sent, that from now on the message may exist.

    `channel` is where it will be looked for; None if that is not known yet, and then no message can
    have been sent.
    """
    armed = replace(
        nudge,
        nonce=nonce_of(nudge),
        attempts=nudge.attempts + 1,
        first_attempt_at=nudge.first_attempt_at or now,
        channel=channel or nudge.channel,
    )
    _change(
        connection,
        nudge,
        nonce=armed.nonce,
        attempts=armed.attempts,
        first_attempt_at=armed.first_attempt_at,
        channel_id=armed.channel,
    )
    return armed


def nonce_of(nudge: Nudge) -> str:
    """Return the nonce of this generation, at most 25 characters.

    The reference in it is a hash of the database's name and the occurrence, so two databases, or
    one before and after a restore, never use one nonce for different messages.
    """
    return f"{nudge.ref}.{nudge.generation}"


def record_channel(connection: Connection, nudge: Nudge, channel: ChannelId) -> Nudge | None:
    """Record the channel that the message is about to be sent to; None if the lease is lost."""
    held = _change(connection, nudge, channel_id=channel)
    return replace(nudge, channel=channel) if held else None


def begin_generation(
    connection: Connection, nudge: Nudge, channel: ChannelId | None
) -> Nudge | None:
    """Start the next generation, after the last one was looked for and not found.

    What was merged into it was not sent either; it stays merged until the row is decided again.
    """
    fresh = replace(nudge, generation=nudge.generation + 1, channel=channel)
    fresh = replace(fresh, nonce=nonce_of(fresh))
    held = _change(
        connection, nudge, generation=fresh.generation, nonce=fresh.nonce, channel_id=channel
    )
    return fresh if held else None


# Built once: most rows use these.
_INSIDE = (
    IN_EVERY_SOCIETY,
    outbox.c.merged_into == bindparam("carrier"),
    outbox.c.state == NudgeState.MERGED,
)
_MERGED_INTO = NUDGES.select.where(*_INSIDE)
_ARRIVED_INSIDE = (
    update(outbox)
    .where(*_INSIDE)
    .values({name: bindparam(f"new_{name}") for name in ("channel_id", "message_id", "settled_at")})
)


def mark_sent(
    connection: Connection, nudge: Nudge, channel: ChannelId, message: MessageId, now: datetime
) -> bool:
    """Record the message that was sent; False if the lease is lost.

    It contains what was merged into it too. The reason why the row had waited is kept for `/why`.
    """
    there = {"channel_id": channel, "message_id": message, "settled_at": now}
    held = _change(
        connection, nudge, state=NudgeState.SENT, lease_owner=None, last_error=None, **there
    )
    if held:
        new = {f"new_{name}": value for name, value in there.items()}
        connection.execute(_ARRIVED_INSIDE, {"carrier": nudge.id, **new})
    return held


def merge(connection: Connection, nudge: Nudge, carrier: Nudge, now: datetime) -> bool:
    """Let another row's message carry this one; from now on it shares that row's outcome."""
    return _change(
        connection,
        nudge,
        state=NudgeState.MERGED,
        merged_into=carrier.id,
        reason=nudge.reason or "sent together with another",
        settled_at=now,
        lease_owner=None,
    )


def merged_into(connection: Connection, carrier: Nudge) -> list[Nudge]:
    """Return the other rows that the message of `carrier` contains, in order."""
    return NUDGES.run(connection, _MERGED_INTO, carrier=carrier.id)


def _release(connection: Connection, carrier: Nudge, until: datetime) -> None:
    """Make each row that was merged into a message that does not exist due again."""
    if not carrier.attempts:
        return  # only armed rows carry others
    values: dict[str, Any] = {
        "state": NudgeState.DUE,
        "merged_into": None,
        "settled_at": None,
        "reason": None,
        "next_attempt_at": until,
    }
    inside = update(outbox).where(*_INSIDE).values(**values)
    released = connection.execute(inside, {"carrier": carrier.id})
    if released.rowcount:
        announce_outbox_change(connection)


def give_back(
    connection: Connection,
    nudge: Nudge,
    until: datetime,
    *,
    may_exist: bool,
    error: str | None = None,
    reason: str | None = None,
) -> bool:
    """Make the row due again at `until`; with `may_exist` it is looked for before it is sent.

    Otherwise what was merged into it is due again too, and it is decided again what is sent
    together.
    """
    held = _change(
        connection,
        nudge,
        state=NudgeState.DUE,
        next_attempt_at=until,
        lease_owner=None,
        nonce=nudge.nonce if may_exist else None,
        last_error=error,
        reason=reason or nudge.reason,
    )
    if held and not may_exist:
        _release(connection, nudge, until)
    return held


def end(
    connection: Connection,
    nudge: Nudge,
    state: NudgeState,
    reason: str,
    now: datetime,
    error: str | None = None,
) -> bool:
    """Record why the row will not be sent; False if the lease is lost.

    What was merged into it becomes due again, unless the message may exist after all.
    """
    assert state in ENDED, state
    held = _change(
        connection,
        nudge,
        state=state,
        reason=reason,
        last_error=error,
        settled_at=now,
        lease_owner=None,
    )
    if held and state is not NudgeState.UNCERTAIN:
        _release(connection, nudge, now)
    return held


def _change(connection: Connection, nudge: Nudge, **values: Any) -> bool:
    held = {"row": nudge.id, "held": nudge.fence}
    new = {f"new_{name}": value for name, value in values.items()}
    return connection.execute(_changing(tuple(values)), {**held, **new}).rowcount == 1


@cache
def _changing(names: tuple[str, ...]) -> Update:
    """Return the statement that changes these columns of a leased row: there are a handful."""
    return (
        update(outbox)
        .where(
            outbox.c.id == bindparam("row"),
            outbox.c.state == NudgeState.LEASED,
            outbox.c.fence == bindparam("held"),
        )
        .values({name: bindparam(f"new_{name}") for name in names})
    )
