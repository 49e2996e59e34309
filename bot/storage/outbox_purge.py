"""Delete rows of the outbox that ended long ago and that nothing needs anymore.

Failed rows stay: a dead row may still be made due again, and an uncertain one is a case. Deleted
rows are counted, so that everything that was ever planned is accounted for.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    delete,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    update,
)

from bot.domain.ids import GuildId, OutboxId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import (
    CaseState,
    CheckInState,
    CommitmentState,
    MeetingState,
    NudgeState,
    PairState,
    RequestState,
)
from bot.storage.outbox import DMS_CLOSED, LATEST
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.tables import (
    aways,
    cases,
    check_ins,
    commitments,
    meetings,
    outbox,
    pairs,
    pings,
    purged_nudges,
    requests,
)
from bot.storage.upserts import insert_unless_known

PURGED = (NudgeState.SENT, NudgeState.MERGED, NudgeState.CANCELLED, NudgeState.EXPIRED)
# Rows that may still be sent or made due again, and may then look at other rows about their
# subject.
MAY_LEAVE = (NudgeState.DUE, NudgeState.LEASED, NudgeState.DEAD)

# Needed while a pair is active: whether it was introduced, whether it was told about this silence
# or this agreement, whether its review was offered, which thread was replaced.
_AS_LONG_AS_THE_PAIR = (
    NudgeKind.INTRODUCTION,
    NudgeKind.CHECK_IN_LATER,
    NudgeKind.AGREEMENT_DUE,
    NudgeKind.AGREEMENT_REVIEW,
    NudgeKind.THREAD_RENEWED,
)


def find(connection: Connection, before: datetime, most: int) -> list[OutboxId]:
    """Return up to `most` rows that ended before an instant and may be deleted, oldest first.

    Merged rows are deleted before the row whose message carried them. The newest row of all stays:
    its ID must not be given out again, since buttons refer to rows by their IDs.
    """
    statement = (
        select(outbox.c.id)
        .where(
            IN_EVERY_SOCIETY,
            outbox.c.state.in_(PURGED),
            outbox.c.settled_at < before,
            outbox.c.id < select(func.max(outbox.c.id)).where(IN_EVERY_SOCIETY).scalar_subquery(),
            ~or_(
                _carries_others(),
                _is_asked_for(before),
                _is_beside_what_may_leave(),
                _is_last_dm_refused(),
                _is_recent(),
                # Its buttons are taken when sign-up closes, however late that is.
                outbox.c.kind == NudgeKind.SIGN_UP_PANEL,
            ),
        )
        .order_by(outbox.c.id)
        .limit(most)
    )
    return list(connection.execute(statement).scalars())


def purge(connection: Connection, ended: Sequence[OutboxId]) -> int:
    """Delete these rows and count them; return how many there were."""
    statement = delete(outbox).where(outbox.c.id.in_(ended), outbox.c.state.in_(PURGED))
    columns = (outbox.c.guild_id, outbox.c.state, outbox.c.id)
    rows = connection.execute(statement.returning(*columns)).all()
    for guild in {row.guild_id for row in rows}:
        theirs = [row.id for row in rows if row.guild_id == guild]
        connection.execute(
            delete(pings).where(pings.c.guild_id == guild, pings.c.nudge_id.in_(theirs))
        )
    for (guild, state), number in Counter((row.guild_id, row.state) for row in rows).items():
        count(connection, guild, state, number)
    return len(rows)


def purged(connection: Connection) -> dict[NudgeState, int]:
    """Return how many rows were deleted in all societies, by the state in which they had ended."""
    total = func.sum(purged_nudges.c.rows).label("total")
    counts = (
        select(purged_nudges.c.state, total).where(IN_EVERY_SOCIETY).group_by(purged_nudges.c.state)
    )
    return {row.state: int(row.total) for row in connection.execute(counts)}


def count(connection: Connection, guild: GuildId, state: NudgeState, number: int) -> None:
    """Count deleted rows of a society that had ended in this state."""
    values = {"guild_id": guild, "state": state, "rows": 0}
    insert_unless_known(connection, purged_nudges, values, "guild_id", "state")
    connection.execute(
        update(purged_nudges)
        .where(purged_nudges.c.guild_id == guild, purged_nudges.c.state == state)
        .values(rows=purged_nudges.c.rows + bindparam("more")),
        {"more": number},
    )


def _carries_others() -> ColumnElement[bool]:
    inside = outbox.alias("inside")
    return _any(
        inside,
        inside.c.guild_id == outbox.c.guild_id,
        inside.c.merged_into == outbox.c.id,
        # The same condition as the index of these rows.
        inside.c.state == literal_column("'merged'"),
    )


def _is_asked_for(before: datetime) -> ColumnElement[bool]:
    """Match rows that something still open reads: see uses of `outbox.list_for_subject`."""
    subject = outbox.c.subject_id
    return or_(
        _about(pairs, "pair", pairs.c.id == subject, pairs.c.state != PairState.ENDED)
        & outbox.c.kind.in_(_AS_LONG_AS_THE_PAIR),
        _about(
            check_ins,
            "pair",
            check_ins.c.id == outbox.c.subject_version,
            check_ins.c.state.in_((CheckInState.PLANNED, CheckInState.ASKED)),
        )
        & (outbox.c.kind == NudgeKind.CHECK_IN),
        _about(
            meetings,
            "meeting",
            meetings.c.id == subject,
            meetings.c.state.in_((MeetingState.PROPOSED, MeetingState.CONFIRMED)),
        ),
        _about(
            commitments,
            "commitment",
            commitments.c.id == subject,
            commitments.c.state == CommitmentState.OPEN,
        ),
        _about(
            requests,
            "request",
            requests.c.id == subject,
            requests.c.state.in_([state for state in RequestState if state.is_open]),
        ),
        _about(aways, "away", aways.c.id == subject, aways.c.ends_at >= before),
        # While a case is open its notice stays, so that the same one is never planned again.
        _about(cases, "case", cases.c.id == subject, cases.c.state == CaseState.OPEN),
    )


def _is_beside_what_may_leave() -> ColumnElement[bool]:
    """Match rows whose subject has another row that waits, and may ask what was sent before."""
    other = outbox.alias("other")
    return _any(
        other,
        other.c.guild_id == outbox.c.guild_id,
        other.c.subject_type == outbox.c.subject_type,
        other.c.subject_id == outbox.c.subject_id,
        other.c.state.in_(MAY_LEAVE),
    )


def _about(table: Any, subject_type: str, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    row = _any(table, table.c.guild_id == outbox.c.guild_id, *conditions)
    return and_(outbox.c.subject_type == subject_type, row)


def _is_last_dm_refused() -> ColumnElement[bool]:
    """Match the row by which /nudges says since when the person's direct messages are closed."""
    later = outbox.alias("later")
    return and_(
        # A row that was simply sent has no reason, and NULL would keep it forever.
        func.coalesce(outbox.c.reason, "") == DMS_CLOSED,
        ~_any(
            later,
            later.c.guild_id == outbox.c.guild_id,
            later.c.recipient_id == outbox.c.recipient_id,
            later.c.reason == DMS_CLOSED,
            later.c.settled_at > outbox.c.settled_at,
        ),
    )


def _is_recent() -> ColumnElement[bool]:
    """Match the latest messages of a person or a channel, which /why reads."""
    later = outbox.alias("later")
    is_message = and_(
        outbox.c.state.in_((NudgeState.SENT, NudgeState.MERGED)), outbox.c.message_id.is_not(None)
    )
    to_person = and_(
        later.c.recipient_id == outbox.c.recipient_id,
        later.c.state.in_((NudgeState.SENT, NudgeState.MERGED)),
    )
    # The same condition as the index of these rows.
    to_channel = and_(
        later.c.channel_id == outbox.c.channel_id,
        literal_column("later.state = 'sent' AND later.recipient_id IS NULL"),
    )
    return or_(
        and_(is_message, outbox.c.recipient_id.is_not(None), ~_enough(later, to_person)),
        and_(is_message, outbox.c.recipient_id.is_(None), ~_enough(later, to_channel)),
    )


def _enough(later: Any, of_the_same: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(
        select(literal(1))
        .select_from(later)
        .where(
            later.c.guild_id == outbox.c.guild_id,
            of_the_same,
            later.c.message_id.is_not(None),
            later.c.settled_at > outbox.c.settled_at,
        )
        .correlate(outbox)
        .offset(LATEST - 1)
        .limit(1)
    )


def _any(table: Any, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(select(literal(1)).select_from(table).where(*conditions).correlate(outbox))
