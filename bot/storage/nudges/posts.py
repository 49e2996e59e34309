"""Posts in pairs' threads that name someone, and the notices of those that did not notify them."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, exists, select

from bot.domain.ids import GuildId, OutboxId, PairId, UserId
from bot.domain.nudges.kinds import NudgeKind, kinds_where
from bot.domain.states import NudgeState
from bot.storage.outbox import NUDGES, Nudge
from bot.storage.tables import outbox, pair_members, pairs, pings

TOGETHER = kinds_where(lambda row: row.is_told_together)
_OF_PERSON = select(pair_members.c.pair_id).where(
    pair_members.c.guild_id == bindparam("guild"), pair_members.c.user_id == bindparam("user")
)
# Built once: each introduction needs them for everyone it names.
_ON_THE_WAY = (
    select(outbox.c.id)
    .where(
        outbox.c.guild_id == bindparam("guild"),
        outbox.c.subject_type == "pair",
        outbox.c.subject_id.in_(_OF_PERSON.scalar_subquery()),
        outbox.c.kind.in_(TOGETHER),
        outbox.c.id != bindparam("but"),
        (outbox.c.state == NudgeState.LEASED)
        | (
            (outbox.c.state == NudgeState.DUE)
            & (outbox.c.next_attempt_at <= bindparam("by", type_=outbox.c.next_attempt_at.type))
        ),
    )
    .limit(1)
)
_OTHER_PAIRS = (
    select(pairs.c.id)
    .where(
        pairs.c.guild_id == bindparam("guild"),
        pairs.c.id.in_(_OF_PERSON.scalar_subquery()),
        pairs.c.id != bindparam("but"),
        pairs.c.ended_at.is_(None)
        | (pairs.c.ended_at > bindparam("since", type_=pairs.c.ended_at.type)),
    )
    .limit(1)
)
_NOTICES = NUDGES.select.where(
    outbox.c.guild_id == bindparam("guild"),
    outbox.c.recipient_id == bindparam("user"),
    outbox.c.kind == NudgeKind.POSTED_AT_NIGHT,
    outbox.c.state.in_((NudgeState.DUE, NudgeState.LEASED)),
    outbox.c.next_attempt_at <= bindparam("by", type_=outbox.c.next_attempt_at.type),
)
_PINGED = select(pings.c.nudge_id).where(
    pings.c.guild_id == bindparam("guild"),
    pings.c.nudge_id == bindparam("nudge"),
    pings.c.user_id == bindparam("user"),
)
_NOTICE = outbox.alias("notice")
_HEARD = (
    select(outbox.c.id)
    .where(
        outbox.c.guild_id == bindparam("guild"),
        outbox.c.subject_type == "pair",
        outbox.c.subject_id == bindparam("subject"),
        outbox.c.kind == bindparam("kind", type_=outbox.c.kind.type),
        exists().where(
            pings.c.guild_id == bindparam("guild"),
            pings.c.nudge_id == outbox.c.id,
            pings.c.user_id == bindparam("user"),
        )
        | exists().where(
            _NOTICE.c.guild_id == bindparam("guild"),
            _NOTICE.c.kind == NudgeKind.POSTED_AT_NIGHT,
            _NOTICE.c.subject_type == "nudge",
            _NOTICE.c.subject_id == outbox.c.id,
            _NOTICE.c.recipient_id == bindparam("user"),
            _NOTICE.c.state.in_((NudgeState.SENT, NudgeState.MERGED, NudgeState.UNCERTAIN)),
        ),
    )
    .limit(1)
)


def is_another_on_its_way(
    connection: Connection, guild: GuildId, user: UserId, but: OutboxId, by: datetime
) -> bool:
    """Return whether news of someone's other pairs, `but` this row, will be posted `by` then."""
    asked = {"guild": guild, "user": user, "but": but, "by": by}
    return connection.execute(_ON_THE_WAY, asked).first() is not None


def is_in_other_pairs(
    connection: Connection, guild: GuildId, user: UserId, but: PairId, since: datetime
) -> bool:
    """Return whether someone has another pair, which has not ended before `since`."""
    asked = {"guild": guild, "user": user, "but": but, "since": since}
    return connection.execute(_OTHER_PAIRS, asked).first() is not None


def open_notices(connection: Connection, guild: GuildId, user: UserId, by: datetime) -> list[Nudge]:
    """Return the notices for someone that will be sent `by` then."""
    return NUDGES.run(connection, _NOTICES, guild=guild, user=user, by=by)


def has_notified(connection: Connection, post: Nudge, user: UserId) -> bool:
    """Return whether a post notified someone when it was made."""
    asked = {"guild": post.guild, "nudge": post.id, "user": user}
    return connection.execute(_PINGED, asked).first() is not None


def has_heard(
    connection: Connection, guild: GuildId, user: UserId, kind: NudgeKind, subject: int
) -> bool:
    """Return whether a post of this kind about a pair notified someone, or a notice told of it."""
    asked = {"guild": guild, "user": user, "kind": kind, "subject": subject}
    return connection.execute(_HEARD, asked).first() is not None
