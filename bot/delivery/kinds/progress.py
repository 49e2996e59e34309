"""Nudges about progress: check-ins, commitments, updates, and wins.

Nothing is lost if one is never sent: /status, /commit list, and /update history show it.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.delivery.decision import Cancel, Edit, InChannel, InDm, Receipt, Reschedule, Send, Verdict
from bot.delivery.kind_hooks import ClaimedNudge, after_giving_up, after_sending, decides
from bot.delivery.meetings import first_meetings
from bot.domain.ids import CheckInId, CommitmentId, PairId, UpdateId, UserId, WinId
from bot.domain.meetings.meetings import LENGTH
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import CheckInDue, UpdateShared
from bot.domain.nudges.policy import A_DAY, PauseOffer
from bot.domain.progress.check_ins import (
    CheckInLater,
    PastCheckIn,
    due_between,
    unanswered_in_a_row,
)
from bot.domain.progress.commitments import AHEAD, ASKED_AGAIN, AT_DUE, LATE, CommitmentDue
from bot.domain.progress.wins import WinPosted, WinShared
from bot.domain.states import CheckInState, CommitmentState
from bot.storage import live_buttons, outbox
from bot.storage.meetings import meetings
from bot.storage.moderation import societies
from bot.storage.nudges import away, pings
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair
from bot.storage.progress import check_ins, commitments, progress, updates, wins
from bot.storage.progress.check_ins import CheckIn

# A check-in that would come in the hour of a meeting comes after the question whether they met.
AFTER_MEETING = timedelta(hours=3)
ACTIVE = "they met, wrote, or agreed on something lately"


@decides(NudgeKind.CHECK_IN)
def check_in(claimed: ClaimedNudge) -> Verdict:
    """Send the check-in to whoever has the turn, unless the pair is paused or already answered."""
    connection, guild = claimed.connection, claimed.guild
    planned = check_ins.find(connection, guild, CheckInId(claimed.nudge.subject_version))
    pair = claimed.subject_pair()
    if planned is None:
        return Cancel("the pair has ended")
    if planned.state is not CheckInState.PLANNED:
        return Cancel("answered already")
    if not pair.state.is_active:
        return Cancel("the pair is paused")
    if not pair.has(planned.owner):
        return Cancel("the person left the pair")
    partners = pair.partners_of(planned.owner)
    if away.all_away(connection, guild, partners, claimed.now):
        return Cancel("the partner is away")
    if reason := reason_needless(connection, pair, planned.owner, claimed.now):
        return Cancel(reason)
    if around := meetings.find_around(connection, guild, pair.id, claimed.now, LENGTH):
        assert around.starts_at is not None, "it is confirmed"
        return Reschedule(around.starts_at + AFTER_MEETING, "they are meeting")
    place = claimed.place_of(pair, planned.owner)
    facts = _check_in_due(connection, planned, claimed.default.pause_offer)
    # One person may have left a circle; it continues with the others.
    about = partners if len(partners) == 1 else ()
    return Send(facts, place, person=planned.owner, about=about)


def reason_needless(connection: Connection, pair: Pair, owner: UserId, now: datetime) -> str | None:
    """Return why `owner` doesn't have to be asked at that moment how it is going, or None."""
    latest = progress.latest_activity(connection, pair.guild, pair.id, now)
    if latest is not None and latest.makes_needless(now):
        return ACTIVE
    rows = outbox.list_for_subject(connection, pair.guild, "pair", pair.id)
    is_reminded = any(
        row.kind is NudgeKind.FIRST_MEETING and first_meetings.is_asked_about(row, now)
        for row in rows
    )
    if is_reminded:
        return "the first meeting was asked about"
    return _has_to_wait(connection, pair, owner, now)


def _has_to_wait(connection: Connection, pair: Pair, owner: UserId, now: datetime) -> str | None:
    """Return why someone of a pair that has not met can't do more about it now, or None."""
    if meetings.counts_as_met(connection, pair.guild, pair.id):
        return None
    if all(
        pings.heard_by(connection, pair.guild, partner, now).is_silent
        for partner in pair.partners_of(owner)
    ):
        return "nobody answers to meet them, and the moderators know"
    return first_meetings.proposed_lately(connection, pair, owner, now)


def _check_in_due(connection: Connection, planned: CheckIn, pause: PauseOffer | None) -> CheckInDue:
    history = check_ins.list_for_pair(connection, planned.guild, planned.pair)
    earlier = [
        PastCheckIn(check_in.owner, check_in.state)
        for check_in in history
        if check_in.owner == planned.owner and check_in.local_date < planned.local_date
    ]
    is_quiet = pause is not None and unanswered_in_a_row(earlier) >= pause.after
    return CheckInDue(
        guild=planned.guild,
        pair=planned.pair,
        check_in=planned.id,
        owner=planned.owner,
        pause_days_offered=pause.days if pause is not None and is_quiet else 0,
        unmet=not meetings.counts_as_met(connection, planned.guild, planned.pair),
    )


@after_sending(NudgeKind.CHECK_IN)
def _check_in_asked(connection: Connection, nudge: Nudge, _receipt: Receipt, now: datetime) -> None:
    """Record that the check-in was asked and its owner has the turn."""
    check_ins.record_asked(connection, nudge.guild, CheckInId(nudge.subject_version), now)


@after_giving_up(NudgeKind.CHECK_IN)
def _check_in_dropped(connection: Connection, nudge: Nudge, _now: datetime) -> None:
    """Record that the check-in will not be asked and doesn't count."""
    check_ins.cancel(connection, nudge.guild, CheckInId(nudge.subject_version))


@decides(NudgeKind.CHECK_IN_LATER)
def check_in_later(claimed: ClaimedNudge) -> Verdict:
    """Tell the partner of someone who has not answered, once, that no one has to follow up.

    Only while that person is silent; a circle in which others are active is not told.
    """
    connection, guild, now = claimed.connection, claimed.guild, claimed.now
    pair = pairs.find(connection, guild, PairId(claimed.nudge.subject_id))
    if pair is None or not pair.state.is_active:
        return Cancel("the pair is paused or has ended")
    silent = UserId(claimed.nudge.subject_version)
    if not pair.has(silent):
        return Cancel("the person left the pair")
    if _has_acted(claimed, silent, claimed.nudge.created_at):
        return Cancel("answered in the meantime")
    others = pair.partners_of(silent)
    lately = now - timedelta(days=pair.check_in_days)
    if len(others) > 1 and any(_has_acted(claimed, other, lately) for other in others):
        return Cancel("others of the circle are active")
    partners = others if silent == pair.mentor else (pair.mentor,)
    if not meetings.counts_as_met(connection, guild, pair.id):
        return Send(CheckInLater(guild, pair.id, partners, None), claimed.thread_of(pair))
    coming = due_between(pair, now, now + timedelta(days=pair.check_in_days + 1))
    next_at = next((due.instant for due in coming if due.instant > now), None)
    if next_at is None or not partners:
        return Cancel("no next step is planned")
    return Send(CheckInLater(guild, pair.id, partners, next_at), claimed.thread_of(pair))


@after_sending(NudgeKind.CHECK_IN_LATER)
def _word_was_said(connection: Connection, nudge: Nudge, _receipt: Receipt, now: datetime) -> None:
    """Plan to take its button the next day: there is nothing to follow up."""
    sent = outbox.find(connection, nudge.id)
    if sent is not None:
        live_buttons.take(connection, [sent], now + A_DAY)


def _has_acted(claimed: ClaimedNudge, person: UserId, since: datetime) -> bool:
    last = pings.last_act(claimed.connection, claimed.guild, person)
    return last is not None and last >= since


@decides(NudgeKind.COMMITMENT_DUE)
def commitment_due(claimed: ClaimedNudge) -> Verdict:
    """Remind only the owner: a day ahead, or when it is due, and once after that.

    Only while it is open and they belong to a pair that has not ended.
    """
    nudge, now = claimed.nudge, claimed.now
    commitment = commitments.find(claimed.connection, claimed.guild, CommitmentId(nudge.subject_id))
    if commitment is None or commitment.state is not CommitmentState.OPEN:
        return Cancel("it is done, moved, dropped, or lapsed")
    pair = claimed.pair(commitment.pair, commitment.owner)
    ahead, answered_at = nudge.subject_version == AHEAD, commitment.last_answered_at
    if ahead and answered_at is not None:
        return Cancel("the owner already said how it goes")
    # If they answered after this question was planned, a later question was planned then.
    answered_since = answered_at is not None and answered_at > nudge.created_at
    if nudge.subject_version == ASKED_AGAIN and answered_since:
        return Cancel("the owner said how it goes in the meantime")
    claimed.wait_for_pause(pair)
    place = claimed.place_of(pair, commitment.owner)
    facts = CommitmentDue(
        guild=nudge.guild,
        commitment=commitment.id,
        owner=commitment.owner,
        words=commitment.words,
        plan_b=commitment.plan_b,
        due_at=commitment.due_at,
        ahead=ahead,
        hidden=not commitment.shown and not isinstance(place, InDm),
        late=now >= commitment.due_at + LATE,
    )
    # One that the partner can't see has no buttons left to answer with.
    asks_in_place = nudge.subject_version == AT_DUE and answered_at is not None and commitment.shown
    is_first_try = nudge.nonce is None and nudge.reason != outbox.NO_MESSAGE
    reminder = _reminder_of(claimed.connection, nudge)
    if asks_in_place and is_first_try and reminder and reminder.message and reminder.channel:
        # They were notified once and have answered: the same message asks now.
        return Edit(facts, reminder.channel, reminder.message, reminder.ref)
    return Send(facts, place, person=commitment.owner)


def _reminder_of(connection: Connection, nudge: Nudge) -> Nudge | None:
    """Return the row that reminded ahead of the same commitment, if its message was sent."""
    rows = outbox.list_for_subject(connection, nudge.guild, "commitment", nudge.subject_id)
    return next(
        (row for row in rows if row.subject_version == AHEAD and row.message is not None), None
    )


@after_sending(NudgeKind.COMMITMENT_DUE)
def _commitment_asked(
    connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime
) -> None:
    """Count the days without an answer from the latest question that notified its owner."""
    commitment = commitments.find(connection, nudge.guild, CommitmentId(nudge.subject_id))
    reminder = _reminder_of(connection, nudge)
    is_edit = reminder is not None and reminder.message == receipt.message
    if commitment is not None and not is_edit:
        commitments.record_asked(connection, commitment, now)


@decides(NudgeKind.UPDATE_SHARED)
def update_shared(claimed: ClaimedNudge) -> Verdict:
    """Show an update right away, at any hour, as in any conversation."""
    update = updates.find(claimed.connection, claimed.guild, UpdateId(claimed.nudge.subject_id))
    if update is None:
        return Cancel("the update was deleted")
    pair = claimed.pair(update.pair)
    thread = claimed.thread_of(pair)
    facts = UpdateShared(
        guild=claimed.guild,
        pair=pair.id,
        update=update.id,
        author=update.author,
        partners=pair.partners_of(update.author),
        moved=update.moved,
        in_the_way=update.in_the_way,
        next_step=update.next_step,
    )
    return Send(facts, thread)


@decides(NudgeKind.WIN_SHARED)
def win_shared(claimed: ClaimedNudge) -> Verdict:
    """Show a win right away, at any hour, as in any conversation."""
    win = wins.find(claimed.connection, claimed.guild, WinId(claimed.nudge.subject_id))
    if win is None:
        return Cancel("the win was deleted")
    pair = claimed.pair(win.pair)
    thread, partners = claimed.thread_of(pair), pair.partners_of(win.author)
    return Send(WinShared(claimed.guild, pair.id, win.author, partners, win.words), thread)


@decides(NudgeKind.WIN_POSTED)
def win_posted(claimed: ClaimedNudge) -> Verdict:
    """Post a win in the society's wins channel, if it has one.

    The partner sees it in the thread.
    """
    win = wins.find(claimed.connection, claimed.guild, WinId(claimed.nudge.subject_id))
    if win is None or not win.shared:
        return Cancel("the win was deleted")
    society = societies.find(claimed.connection, claimed.guild)
    if society is None or society.wins_channel is None:
        return Cancel("no channel for wins")
    return Send(WinPosted(claimed.guild, win.author, win.words), InChannel(society.wins_channel))
