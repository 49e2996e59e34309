"""The transactions that record a row's outcome, each guarded by the fence of its lease."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from bot.delivery import kinds
from bot.delivery.claim import decide
from bot.delivery.decision import Receipt, Verdict
from bot.delivery.moderation import setting_cases
from bot.delivery.moderation.cases import (
    UNCERTAIN,
    UNDELIVERABLE,
    close_delivered,
    open_about,
)
from bot.delivery.nudges import own_threads
from bot.delivery.pairs import departures, threads
from bot.domain.ids import ChannelId, PairId, UserId
from bot.domain.nudges.failures import Failure
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import NudgeState
from bot.storage import leases, live_buttons, outbox
from bot.storage.nudges import settings as nudge_settings
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs

Checkpoint = Callable[[str], None]
_AGAIN = ":again"
# Discord's error codes for someone who is not a member, and for a channel that is gone.
LEFT, GONE = "10007", "10003"
# Their thread is made in the mentoring channel first.
_IN_NEW_THREADS = (NudgeKind.INTRODUCTION, NudgeKind.THREAD_RENEWED)


def record_thread(connection: Connection, nudge: Nudge, thread: ChannelId) -> Nudge | None:
    """Save the pair's thread before anything is sent to it; None if the lease is lost."""
    held = leases.record_channel(connection, nudge, thread)
    if held is not None and nudge.kind is NudgeKind.INTRODUCTION:
        pairs.record_thread(connection, nudge.guild, PairId(nudge.subject_id), thread)
    return held


def mark_sent(
    connection: Connection,
    nudge: Nudge,
    receipt: Receipt,
    now: datetime,
    checkpoint: Checkpoint,
) -> bool:
    """Record the sent message and what follows from it; False if the lease is lost."""
    if not leases.mark_sent(connection, nudge, receipt.channel, receipt.message, now):
        return False
    for row in (nudge, *leases.merged_into(connection, nudge)):
        kinds.follow_sending(connection, row, receipt, now)
        live_buttons.take_older(connection, row, receipt.channel, receipt.message, now)
        close_delivered(connection, row, now)
    live_buttons.keep_few(connection, nudge, receipt.channel, now)
    checkpoint("before-settle")
    return True


def mark_not_found(connection: Connection, nudge: Nudge, verdict: Verdict, now: datetime) -> str:
    """Record the decision about a row that was looked for, wasn't found, and should not be sent."""
    return decide(connection, nudge, verdict, now, may_exist=False)


def replace_thread(connection: Connection, nudge: Nudge, now: datetime) -> bool:
    """Have a row's deleted thread replaced; False if it wasn't a pair's thread.

    A deleted thread contains no message, so the row is sent again.
    """
    if nudge.channel is None:
        return False
    if threads.record_thread_deleted(connection, nudge.guild, nudge.channel, now) is None:
        return False
    code = str(threads.UNKNOWN_CHANNEL)
    leases.give_back(
        connection, nudge, now, may_exist=False, error=code, reason=threads.IN_THE_MAKING
    )
    return True


def decide_without(connection: Connection, nudge: Nudge, error: str, now: datetime) -> bool:
    """Have a row decided again that can't change its message: it is gone, or too old."""
    return leases.give_back(
        connection, nudge, now, may_exist=False, error=error, reason=outbox.NO_MESSAGE
    )


def mark_dead(
    connection: Connection, nudge: Nudge, failure: Failure, error: str, now: datetime
) -> bool:
    """Mark a row that can't be delivered as dead, and open a case unless it is sent again."""
    reason = failure.value
    if not leases.end(connection, nudge, NudgeState.DEAD, reason, now, error):
        return False
    kinds.follow_giving_up(connection, nudge, now)
    if nudge.kind in _IN_NEW_THREADS and nudge.channel is None and error == GONE:
        setting_cases.record_channel_gone(connection, nudge.guild, now)
    if not own_threads.is_tried_again(connection, nudge):
        open_about(connection, nudge, UNDELIVERABLE, reason, now, error)
    return True


def give_up_after_leaving(
    connection: Connection, nudge: Nudge, person: UserId, now: datetime
) -> bool:
    """Give up a row for, or about, someone who left the server.

    In a pair, the moderators get one case about that, and none about its messages. No one else
    waits for messages that were for that person alone, such as a reminder of a saved program.
    """
    if not leases.end(connection, nudge, NudgeState.DEAD, departures.REASON, now, LEFT):
        return False
    kinds.follow_giving_up(connection, nudge, now)
    is_known = departures.record_departure(connection, nudge.guild, person, now)
    if not is_known and not nudge.kind.row.follows_settings:
        open_about(connection, nudge, UNDELIVERABLE, departures.REASON, now)
    return True


def mark_uncertain(connection: Connection, nudge: Nudge, error: str, now: datetime) -> bool:
    """Mark the row uncertain and open a case.

    It is not sent again, because sending twice would break the guarantee, except for kinds without
    which someone would miss a meeting. What follows from a sent message still follows: if it does
    exist, its buttons must work.
    """
    reason = Failure.UNKNOWN.value
    if not leases.end(connection, nudge, NudgeState.UNCERTAIN, reason, now, error):
        return False
    open_about(connection, nudge, UNCERTAIN, reason, now)
    if nudge.kind.row.resend_if_uncertain and not nudge.occurrence_key.endswith(_AGAIN):
        _plan_again(connection, nudge, now)
    return True


def _plan_again(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Plan the same nudge a second and last time, as a row of its own.

    It is due when the first one was, so that people named in one message are named together again.
    Whether it is still useful is decided when it is claimed.
    """
    own = nudge.occurrence_key.removeprefix(f"{nudge.kind}:{nudge.guild}:")
    outbox.plan(
        connection,
        guild=nudge.guild,
        kind=nudge.kind,
        subject_type=nudge.subject_type,
        subject_id=nudge.subject_id,
        subject_version=nudge.subject_version,
        recipient=nudge.recipient,
        due_at=nudge.due_at,
        expires_at=nudge.expires_at,
        priority=nudge.priority,
        now=now,
        key=f"{own}{_AGAIN}",
    )


def close_dms(connection: Connection, nudge: Nudge, now: datetime) -> bool:
    """Turn direct messages off for someone who does not accept them; the row goes another way."""
    if nudge.recipient is not None:
        nudge_settings.save(connection, nudge.guild, nudge.recipient, dms=False)
    return leases.give_back(
        connection, nudge, now, may_exist=False, error="50007", reason=outbox.DMS_CLOSED
    )
