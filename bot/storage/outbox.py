"""The outbox: every scheduled message starts as a row here.

This module plans rows and reads them; `bot.storage.leases` moves them on their way to Discord.
"""

import base64
import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, func, or_, select, update

from bot.domain.ids import ChannelId, GuildId, MessageId, OutboxId, UserId
from bot.domain.nudges.failures import Failure
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import NudgeState
from bot.storage.database import announce_outbox_change
from bot.storage.instance import epoch_at, instance_id
from bot.storage.lease_clock import lease_now
from bot.storage.records import Records
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.tables import outbox, pings
from bot.storage.upserts import insert_unless_known

REF_LENGTH = 10
STEM_LENGTH = 6  # of 32 letters: one in a billion for two occurrences of one channel


@dataclass(frozen=True, slots=True)
class Nudge:
    """One row of the outbox.

    `nonce` is set while a message with it may exist in Discord, and None while none can. `due_at`
    is when it was meant to be sent; `next_attempt_at` is when it will be tried next.
    """

    id: OutboxId
    guild: GuildId
    kind: NudgeKind
    subject_type: str
    subject_id: int
    subject_version: int
    recipient: UserId | None
    occurrence_key: str
    ref: str
    priority: int
    due_at: datetime
    expires_at: datetime | None
    state: NudgeState
    lease_until: datetime | None
    fence: int
    attempts: int
    first_attempt_at: datetime | None
    next_attempt_at: datetime
    generation: int
    nonce: str | None
    channel: ChannelId | None
    message: MessageId | None
    last_error: str | None
    reason: str | None
    merged_into: OutboxId | None
    created_at: datetime
    settled_at: datetime | None


NUDGES = Records(outbox, Nudge, outbox.c.id)


def plan(
    connection: Connection,
    *,
    guild: GuildId,
    kind: NudgeKind,
    subject_type: str,
    subject_id: int,
    due_at: datetime,
    recipient: UserId | None = None,
    subject_version: int = 0,
    occurrence: str = "",
    expires_at: datetime | None = None,
    priority: int | None = None,
    now: datetime | None = None,
    key: str | None = None,
) -> bool:
    """Add a nudge to the outbox; return False if the same one is there already.

    Its identity is its occurrence key: society, kind, subject, recipient, and `occurrence`, or
    `key` if the subject's ID would not survive a restore. `now` is when it is planned, and may be
    left out if it is due right away.
    """
    key = key or f"{subject_type}:{subject_id}:{recipient or 0}:{occurrence}"
    key = f"{kind}:{guild}:{key}"
    values = {
        "guild_id": guild,
        "kind": kind,
        "subject_type": subject_type,
        "subject_id": subject_id,
        "subject_version": subject_version,
        "recipient_id": recipient,
        "occurrence_key": key,
        "ref": ref_of(instance_id(connection), key, epoch_at(connection, due_at)),
        "priority": kind.row.priority if priority is None else priority,
        "due_at": due_at,
        "expires_at": expires_at,
        "state": NudgeState.DUE,
        "next_attempt_at": due_at,
        "created_at": now or due_at,
    }
    is_new = insert_unless_known(connection, outbox, values, "occurrence_key")
    if is_new:
        announce_outbox_change(connection)
    return is_new


def ref_of(instance: str, occurrence_key: str, epoch: str = "") -> str:
    """Return the short reference that every button of the message will carry.

    Its stem depends only on the database's name and the occurrence, so after a restore a nudge
    planned again finds the message that a lost database had sent for it. The rest depends on the
    epoch too, so what is done after a restore is never taken for what was done before it, or after
    another restore of the same backup.
    """
    stem = _letters(f"{instance}\n{occurrence_key}")
    if not epoch:
        return stem
    return stem_of(stem) + _letters(f"{epoch}\n{occurrence_key}")[STEM_LENGTH:]


def stem_of(ref: str) -> str:
    """Return the part of a reference that every restore of the database shares."""
    return ref[:STEM_LENGTH]


def _letters(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return base64.b32encode(digest[:10]).decode("ascii")[:REF_LENGTH].lower()


def move(
    connection: Connection,
    *,
    guild: GuildId,
    kind: NudgeKind,
    key: str,
    due_at: datetime,
    expires_at: datetime | None,
) -> bool:
    """Move a nudge that was never tried to another instant under the same key.

    Return whether it moved.
    """
    moved = connection.execute(
        update(outbox)
        .where(
            outbox.c.guild_id == guild,
            outbox.c.occurrence_key == f"{kind}:{guild}:{key}",
            outbox.c.state == NudgeState.DUE,
            outbox.c.attempts == 0,
            outbox.c.due_at != due_at,
        )
        .values(due_at=due_at, next_attempt_at=due_at, expires_at=expires_at)
    )
    if moved.rowcount:
        announce_outbox_change(connection)
    return moved.rowcount == 1


def cancel(
    connection: Connection,
    guild: GuildId,
    subject_type: str,
    subject_id: int,
    reason: str,
    now: datetime,
    kind: NudgeKind | None = None,
) -> int:
    """Cancel what is still unsent about a subject, of one `kind` or all; return how many rows.

    Rows that may have been sent already are not touched: delivery looks for them and decides again
    whether they still make sense.
    """
    cancelled = connection.execute(
        update(outbox)
        .where(
            outbox.c.guild_id == guild,
            outbox.c.subject_type == subject_type,
            outbox.c.subject_id == subject_id,
            outbox.c.state == NudgeState.DUE,
            outbox.c.nonce.is_(None),
            *([outbox.c.kind == kind] if kind else []),
        )
        .values(state=NudgeState.CANCELLED, reason=reason, settled_at=now)
    )
    return cancelled.rowcount


def find(connection: Connection, nudge: OutboxId) -> Nudge | None:
    """Return the row, or None."""
    return NUDGES.find(connection, nudge)


_OF_SUBJECT = NUDGES.select.where(
    outbox.c.guild_id == bindparam("guild"),
    outbox.c.subject_type == bindparam("type"),
    outbox.c.subject_id == bindparam("id"),
)


def set_subject(connection: Connection, nudge: OutboxId, subject_id: int) -> None:
    """Let a row be about another subject of the same type; its occurrence stays what it is."""
    connection.execute(update(outbox).where(outbox.c.id == nudge).values(subject_id=subject_id))


def list_for_subject(
    connection: Connection, guild: GuildId, subject_type: str, subject_id: int
) -> list[Nudge]:
    """Return every row about a subject, oldest first."""
    return NUDGES.run(connection, _OF_SUBJECT, guild=guild, type=subject_type, id=subject_id)


def of_people(
    connection: Connection,
    guild: GuildId,
    subject_type: str,
    subject_id: int,
    people: Sequence[UserId],
) -> list[Nudge]:
    """Return the rows about a subject that are for these people, oldest first."""
    return NUDGES.all(
        connection,
        outbox.c.guild_id == guild,
        outbox.c.subject_type == subject_type,
        outbox.c.subject_id == subject_id,
        outbox.c.recipient_id.in_(people),
    )


# How many of someone's latest messages /why reads, since more than a few of one's own posts in a
# row are rare; as many are never purged.
LATEST = 20

DMS_CLOSED = Failure.DMS_CLOSED.value
# The reason of a row for someone who was erased.
ERASED = "the person deleted their data"
REMOVED = "the server removed the bot"
# Discord's number for too many edits of old messages in a while.
TOO_MANY_EDITS = "30046"
# The reason of a row that could not change the message it was about.
NO_MESSAGE = "the message it would change is gone"


def dm_refused_at(connection: Connection, guild: GuildId, user: UserId) -> datetime | None:
    """Return when a direct message to this person was refused and sent another way."""
    statement = select(func.max(outbox.c.settled_at)).where(
        outbox.c.guild_id == guild, outbox.c.recipient_id == user, outbox.c.reason == DMS_CLOSED
    )
    return connection.execute(statement).scalar_one_or_none()


def given_up(
    connection: Connection, guild: GuildId, kinds: Collection[NudgeKind], since: datetime
) -> list[Nudge]:
    """Return the rows of these kinds that could not be delivered since then."""
    return NUDGES.all(
        connection,
        outbox.c.guild_id == guild,
        outbox.c.kind.in_(kinds),
        outbox.c.state == NudgeState.DEAD,
        outbox.c.settled_at >= since,
    )


def list_sent(connection: Connection, guild: GuildId, kinds: Collection[NudgeKind]) -> list[Nudge]:
    """Return the rows of these kinds that were sent, or are on their way."""
    return NUDGES.all(
        connection,
        outbox.c.guild_id == guild,
        outbox.c.kind.in_(kinds),
        outbox.c.state.in_((NudgeState.SENT, NudgeState.LEASED)),
    )


def retry_soon(connection: Connection, guild: GuildId, user: UserId, now: datetime) -> None:
    """Retry soon what was held back for this person, because their settings have changed."""
    woken = connection.execute(
        update(outbox)
        .where(
            outbox.c.guild_id == guild,
            outbox.c.recipient_id == user,
            outbox.c.state == NudgeState.DUE,
            outbox.c.due_at <= now,
            outbox.c.next_attempt_at > now,
            outbox.c.nonce.is_(None),
            outbox.c.reason.is_not(None),
        )
        .values(next_attempt_at=now)
    )
    if woken.rowcount:
        announce_outbox_change(connection)


def retry_after_return(connection: Connection, guild: GuildId, now: datetime) -> None:
    """Retry what was held back while a server had removed the bot."""
    is_held = (outbox.c.state == NudgeState.DUE) & (outbox.c.reason == REMOVED)
    connection.execute(
        update(outbox).where(outbox.c.guild_id == guild, is_held).values(next_attempt_at=now)
    )
    announce_outbox_change(connection)


def latest_in(
    connection: Connection, guild: GuildId, user: UserId, threads: Sequence[ChannelId]
) -> list[Nudge]:
    """Return the `LATEST` messages for this person, for everyone in their threads, or to several.

    One message may carry what was due to two people; its row is one's, and it notified both.
    """
    notified = select(pings.c.nudge_id).where(pings.c.guild_id == guild, pings.c.user_id == user)
    statement = (
        NUDGES.select.where(
            outbox.c.guild_id == guild,
            outbox.c.state.in_((NudgeState.SENT, NudgeState.MERGED)),
            outbox.c.message_id.is_not(None),
            or_(
                outbox.c.recipient_id == user,
                outbox.c.id.in_(notified),
                outbox.c.recipient_id.is_(None) & outbox.c.channel_id.in_(threads),
            ),
        )
        .order_by(None)
        .order_by(outbox.c.settled_at.desc(), outbox.c.id.desc())
        .limit(LATEST)
    )
    return NUDGES.run(connection, statement)


_NEXT_DUE = select(func.min(outbox.c.next_attempt_at)).where(
    IN_EVERY_SOCIETY, outbox.c.state == NudgeState.DUE
)
_NEXT_LEASE_END = select(func.min(outbox.c.lease_until)).where(
    IN_EVERY_SOCIETY, outbox.c.state == NudgeState.LEASED
)


def next_due_at(connection: Connection, now: datetime) -> datetime | None:
    """Return when the next row is due or the next lease ends; None if there is neither.

    Both are instants of the clock that shows `now`.
    """
    due = connection.execute(_NEXT_DUE).scalar_one()
    lease = connection.execute(_NEXT_LEASE_END).scalar_one()
    if lease is not None:
        lease = now + (lease - lease_now(connection, now))
    return min((instant for instant in (due, lease) if instant is not None), default=None)


def oldest_due(connection: Connection, now: datetime) -> timedelta:
    """Return how long the oldest due row has waited since it could be sent."""
    due = connection.execute(_NEXT_DUE).scalar_one()
    return timedelta(0) if due is None else max(timedelta(0), now - due)


def count_unknown_kinds(connection: Connection) -> dict[NudgeState, int]:
    """Count, by state, the rows of kinds that the code does not have."""
    statement = (
        select(outbox.c.state, func.count())
        .where(IN_EVERY_SOCIETY, outbox.c.kind.not_in(list(NudgeKind)))
        .group_by(outbox.c.state)
        .order_by(outbox.c.state)
    )
    return {row[0]: row[1] for row in connection.execute(statement)}


def waiting_for(
    connection: Connection,
    guild: GuildId,
    people: Sequence[UserId],
    kinds: frozenset[NudgeKind],
    now: datetime,
) -> list[Nudge]:
    """Return what was due for these people by now and was never tried, oldest first."""
    statement = NUDGES.select.where(
        outbox.c.guild_id == guild,
        outbox.c.recipient_id.in_(people),
        outbox.c.kind.in_(sorted(kinds)),
        outbox.c.state.in_((NudgeState.DUE, NudgeState.LEASED)),
        outbox.c.due_at <= now,
        outbox.c.nonce.is_(None),
    )
    return NUDGES.run(connection, statement.order_by(None).order_by(outbox.c.due_at, outbox.c.id))


def coming_to(
    connection: Connection, guild: GuildId, user: UserId, after: datetime, until: datetime
) -> list[Nudge]:
    """Return what waits for someone and will be tried in that time."""
    return NUDGES.all(
        connection,
        outbox.c.guild_id == guild,
        outbox.c.recipient_id == user,
        outbox.c.state == NudgeState.DUE,
        outbox.c.next_attempt_at > after,
        outbox.c.next_attempt_at <= until,
    )
