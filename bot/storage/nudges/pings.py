"""Who was notified by which message, and when each person last did something.

A ping is recorded in the transaction that arms its message, before anything is sent, so no crash
loses it; it counts from then on, unless it turns out that nothing was sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, func, or_, select

from bot.domain.ids import GuildId, OutboxId, UserId
from bot.domain.nudges.kind_rows import Cost
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.policy import ASKS_NOTHING, WEEK, Heard
from bot.domain.states import NudgeState
from bot.storage.records import Records
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.tables import acts, outbox, pings
from bot.storage.upserts import put

# As long as the record of a message is certainly kept.
LONGEST_SILENCE = timedelta(days=150)


@dataclass(frozen=True, slots=True)
class Ping:
    """One message that notified someone; `answers` an act of theirs from shortly before."""

    nudge: OutboxId
    kind: NudgeKind
    at: datetime
    answers: bool


@dataclass(frozen=True, slots=True)
class Act:
    """When someone last did something in a society, and the language of their Discord then."""

    guild: GuildId
    user: UserId
    at: datetime
    locale: str | None = None


_ACTS = Records(acts, Act)
_OF_NUDGE = delete(pings).where(
    pings.c.guild_id == bindparam("guild"), pings.c.nudge_id == bindparam("nudge")
)
# Built once: every claimed row needs it. One with a nonce is being sent.
_REACHED = outbox.c.state.in_((NudgeState.SENT, NudgeState.UNCERTAIN)) | (
    outbox.c.state.in_((NudgeState.LEASED, NudgeState.DUE)) & outbox.c.nonce.is_not(None)
)
_OF_PERSON = (
    select(pings.c.nudge_id, outbox.c.kind, pings.c.at, pings.c.answers)
    .join(outbox, outbox.c.id == pings.c.nudge_id)
    .where(
        pings.c.guild_id == bindparam("guild"),
        pings.c.user_id == bindparam("user"),
        pings.c.at > bindparam("since", type_=pings.c.at.type),
        _REACHED,
    )
    .order_by(pings.c.at, pings.c.nudge_id)
)


def record(
    connection: Connection,
    guild: GuildId,
    nudge: OutboxId,
    notified: Mapping[UserId, bool],
    now: datetime,
    *,
    again: bool = True,
) -> None:
    """Record whom a message notifies now, and whether it answers them.

    If it is tried `again`, it replaces what was recorded for an earlier attempt.
    """
    if again:
        connection.execute(_OF_NUDGE, {"guild": guild, "nudge": nudge})
    for user, answers in sorted(notified.items()):
        # A row that was revived, or that an older backup brought back, may have pings already.
        row = {"guild_id": guild, "nudge_id": nudge, "user_id": user, "at": now, "answers": answers}
        put(connection, pings, row, "guild_id", "nudge_id", "user_id")


def of_person(connection: Connection, guild: GuildId, user: UserId, since: datetime) -> list[Ping]:
    """Return someone's pings since then, oldest first; one that is being sent counts."""
    asked = {"guild": guild, "user": user, "since": since}
    rows = connection.execute(_OF_PERSON, asked).all()
    return [Ping(OutboxId(row[0]), row[1], row[2], bool(row[3])) for row in rows]


def unanswered_by(
    connection: Connection, since: datetime, least: int
) -> list[tuple[GuildId, UserId, datetime, datetime]]:
    """Return everyone who did nothing since at least so many pings, and the first and last of them.

    Pings from before `since` don't count, nor does what asks for no answer.
    """
    at = pings.c.at
    statement = (
        select(
            pings.c.guild_id,
            pings.c.user_id,
            func.min(at, type_=at.type),
            func.max(at, type_=at.type),
        )
        .join(outbox, outbox.c.id == pings.c.nudge_id)
        .outerjoin(
            acts, (acts.c.guild_id == pings.c.guild_id) & (acts.c.user_id == pings.c.user_id)
        )
        .where(
            IN_EVERY_SOCIETY,
            _REACHED,
            at > since,
            pings.c.answers == 0,
            outbox.c.kind.not_in(ASKS_NOTHING),
            or_(acts.c.at.is_(None), at > acts.c.at),
        )
        .group_by(pings.c.guild_id, pings.c.user_id)
        .having(func.count() >= least)
        .order_by(pings.c.guild_id, pings.c.user_id)
    )
    return [(row[0], row[1], row[2], row[3]) for row in connection.execute(statement)]


def record_act(
    connection: Connection, guild: GuildId, user: UserId, now: datetime, locale: str = ""
) -> None:
    """Record that someone did something just now, with Discord in which language, if known."""
    values: dict[str, object] = {"guild_id": guild, "user_id": user, "at": now}
    if locale:
        values["locale"] = locale
    put(connection, acts, values, "guild_id", "user_id")


def last_act(connection: Connection, guild: GuildId, user: UserId) -> datetime | None:
    """Return when someone last did something; None if never."""
    act = _ACTS.find(connection, guild, user)
    return act.at if act is not None else None


def heard_by(
    connection: Connection,
    guild: GuildId,
    person: UserId,
    now: datetime,
    but: OutboxId | None = None,
) -> Heard:
    """Return what `but` one row has notified someone of: in a week, and since they did anything."""
    last = last_act(connection, guild, person)
    since = min(last or now - LONGEST_SILENCE, now - WEEK)
    heard = of_person(connection, guild, person, max(since, now - LONGEST_SILENCE))
    unasked = [ping for ping in heard if not ping.answers and ping.nudge != but]
    unanswered = [
        ping
        for ping in unasked
        if ping.kind not in ASKS_NOTHING and (last is None or ping.at > last)
    ]
    return Heard(
        unasked=tuple(ping.at for ping in unasked if ping.at > now - WEEK),
        unanswered=tuple(ping.at for ping in unanswered),
        asked=tuple(ping.at for ping in unanswered if ping.kind.row.cost is not Cost.MUCH),
    )
