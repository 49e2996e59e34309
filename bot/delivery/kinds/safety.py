"""Nudges about concerns: in the leads' thread, which says nothing of what a concern is about."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.delivery.decision import Cancel, InDm, InPairThread, Place, Receipt, Send, Verdict
from bot.delivery.kind_hooks import (
    ClaimedNudge,
    DecidedError,
    after_giving_up,
    after_sending,
    decides,
)
from bot.delivery.notifier import ThreadWanted
from bot.delivery.nudges import own_threads
from bot.delivery.nudges.own_threads import DMS_CLOSED
from bot.delivery.safety.concerns import AGAIN, hand_on, is_second_try, plan_waiting
from bot.domain.ids import ConcernId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.safety.concerns import (
    FOLLOWED_UP_AFTER,
    ConcernTold,
    ConcernWaiting,
    next_after,
)
from bot.domain.states import ConcernNews, ConcernState, NudgeState
from bot.services.nudges.own_threads import want_thread
from bot.storage import outbox
from bot.storage.moderation import societies
from bot.storage.outbox import Nudge
from bot.storage.safety import concerns
from bot.storage.safety.concerns import SUBJECT, Concern

TITLE = "Safety leads"
HOUR = timedelta(hours=1)
_WAITING, _TOLD = NudgeKind.CONCERN_WAITING, NudgeKind.CONCERN_TOLD


def _concern(connection: Connection, nudge: Nudge) -> Concern | None:
    return concerns.find(connection, nudge.guild, ConcernId(nudge.subject_id))


def _of_owner(claimed: ClaimedNudge) -> Concern:
    """Return the concern, if the row is for whoever owns it now and may handle it."""
    concern = _concern(claimed.connection, claimed.nudge)
    if concern is None or concern.owner != claimed.recipient:
        raise DecidedError(Cancel("someone else has it"))
    if claimed.recipient not in concerns.handlers_of(claimed.connection, concern):
        raise DecidedError(Cancel("they may not handle it anymore"))
    return concern


def _place(claimed: ClaimedNudge, concern: Concern) -> tuple[Place, bool]:
    """Return the thread of those who may read it, or else a direct message; and if it is hidden.

    If someone it is about could see such a thread, it is a direct message first. Where those are
    closed, it's the lead's own thread with the bot, which says only that something waits.
    """
    connection, nudge, lead = claimed.connection, claimed.nudge, claimed.recipient
    society = societies.find(connection, claimed.guild)
    parent = society.mentoring_channel if society else None
    is_closed = nudge.last_error == DMS_CLOSED
    if is_closed and parent is None:
        raise DecidedError(Cancel("there is no way to tell them"))
    if parent is None or (not is_closed and (concern.by_dm or is_second_try(nudge))):
        return InDm(lead), False
    if concern.by_dm:
        want_thread(connection, claimed.guild, lead)
        own = own_threads.place(connection, nudge, lead)
        if own is None:
            raise DecidedError(Cancel("there is no way to tell them"))
        return own, True
    readers = concerns.readers_of(connection, concern)
    wanted = ThreadWanted(claimed.guild, parent, concern.code, TITLE, readers)
    return InPairThread(wanted, concern.thread), False


@decides(_WAITING)
def concern_waiting(claimed: ClaimedNudge) -> Verdict:
    """Tell the owner that it waits: until they acknowledge it, and then each week until closed."""
    concern = _of_owner(claimed)
    if concern.state.is_over or concern.turn != claimed.nudge.subject_version:
        return Cancel("it is over, or someone else has it")
    is_taken = concern.state is ConcernState.ACKNOWLEDGED
    if not is_taken and claimed.now >= concern.due_at:
        hand_on(claimed.connection, concern, claimed.now)
        return Cancel("no one acknowledged it in time")
    if is_taken and claimed.nudge.due_at < concern.due_at:
        return Cancel("it was acknowledged")
    due_at = claimed.now + FOLLOWED_UP_AFTER if is_taken else concern.due_at
    place, hidden = _place(claimed, concern)
    facts = ConcernWaiting(
        claimed.guild,
        concern.id,
        claimed.recipient,
        due_at,
        is_taken,
        hidden,
        has_next=len(concerns.handlers_of(claimed.connection, concern)) > 1,
    )
    return Send(facts, place, person=claimed.recipient)


@after_sending(_WAITING)
def _waiting_sent(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Remember the thread, and plan the next reminder of one that is acknowledged."""
    concern = _remember_thread(connection, nudge, receipt)
    if concern is None or concern.state is not ConcernState.ACKNOWLEDGED:
        return
    if concern.owner == nudge.recipient and concern.turn == nudge.subject_version:
        next_at = now + FOLLOWED_UP_AFTER
        concern = concerns.follow_up_at(connection, concern, next_at)
        plan_waiting(connection, concern, next_at, now)


@decides(_TOLD)
def concern_told(claimed: ClaimedNudge) -> Verdict:
    """Tell the owner what its reporter did."""
    concern = _of_owner(claimed)
    is_withdrawn = concern.state is ConcernState.WITHDRAWN
    news = ConcernNews.WITHDRAWN if is_withdrawn else ConcernNews.ADDED
    if concern.state is ConcernState.CLOSED:
        return Cancel("it was closed")
    place, hidden = _place(claimed, concern)
    facts = ConcernTold(claimed.guild, concern.id, claimed.recipient, news, hidden)
    return Send(facts, place, person=claimed.recipient)


@after_sending(_TOLD)
def _told_sent(connection: Connection, nudge: Nudge, receipt: Receipt, _now: datetime) -> None:
    _remember_thread(connection, nudge, receipt)


def _remember_thread(connection: Connection, nudge: Nudge, receipt: Receipt) -> Concern | None:
    concern = _concern(connection, nudge)
    if concern is not None and concern.by_dm:
        own_threads.remember(connection, nudge, receipt)
        return concern
    if concern is None or concern.thread is not None or is_second_try(nudge):
        return concern
    society = societies.find(connection, nudge.guild)
    if society is None or society.mentoring_channel is None:
        return concern
    return concerns.record_thread(connection, concern, receipt.channel)


@after_giving_up(_WAITING)
def _waiting_failed(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Try once more, directly; if that fails too, ask the next person.

    Once that failed for everyone, it's tried again a day later, and not again and again.
    """
    concern = _concern(connection, nudge)
    is_current = (
        concern is not None
        and not concern.state.is_over
        and concern.owner == nudge.recipient
        and concern.turn == nudge.subject_version
    )
    if concern is None or not is_current or nudge.due_at < concern.reported_at:
        return
    if concern.state is ConcernState.ACKNOWLEDGED and nudge.due_at < concern.due_at:
        return
    order = concerns.handlers_of(connection, concern)
    if concern.owner not in order:
        hand_on(connection, concern, now)
        return
    if concern.thread is not None:
        concern = concerns.record_thread(connection, concern, None)
    if not is_second_try(nudge):
        plan_waiting(connection, concern, now, now, mark=AGAIN)
    elif _was_not_tried(connection, concern, next_after(order, concern.owner), now):
        hand_on(connection, concern, now)


def _was_not_tried(
    connection: Connection, concern: Concern, user: UserId | None, now: datetime
) -> bool:
    """Return whether no message to someone about the concern has failed in the last hour."""
    rows = outbox.list_for_subject(connection, concern.guild, SUBJECT, concern.id)
    failed = {
        row.recipient for row in rows if row.state is NudgeState.DEAD and row.due_at > now - HOUR
    }
    return user is not None and user not in failed


@after_giving_up(_TOLD)
def _told_failed(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Try once more, directly; whoever reads the concern sees it in any case."""
    concern = _concern(connection, nudge)
    if concern is None or is_second_try(nudge) or concern.owner != nudge.recipient:
        return
    own = nudge.occurrence_key.removeprefix(f"{nudge.kind}:{nudge.guild}:")
    outbox.plan(
        connection,
        guild=nudge.guild,
        kind=nudge.kind,
        subject_type=nudge.subject_type,
        subject_id=nudge.subject_id,
        recipient=nudge.recipient,
        due_at=now,
        key=f"{own}{AGAIN}",
    )
