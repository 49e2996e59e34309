"""Carry out what a circle has decided, by a click or once the deadline has passed."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.domain.ids import UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.pairs.nudges import CircleAsked
from bot.domain.states import (
    CircleTopic,
    CommitmentState,
    EndReason,
    GoalState,
    NudgeState,
    PairState,
)
from bot.storage import live_buttons, outbox
from bot.storage.meetings import arrangements, cards, meetings, votes
from bot.storage.meetings import nudges as meeting_nudges
from bot.storage.meetings import series as meeting_series
from bot.storage.meetings.nudges import Rhythm
from bot.storage.pairs import agreements, circle_questions, contacts, endings, pairs, pauses
from bot.storage.pairs.circle_questions import CircleQuestion
from bot.storage.pairs.pairs import Pair
from bot.storage.progress import check_ins, commitments, goals
from bot.storage.youth import together

SUBJECT = "circle"
# What the message of a row says: the question, that the circle did not agree, or who left or came.
ASKED, NOT_AGREED, LEFT, JOINED, TAKEN_OUT = range(5)
_LEFT = "who proposed it left the circle"


def start_pause(
    connection: Connection,
    pair: Pair,
    until: datetime,
    rhythm: Rhythm,
    now: datetime,
    occurrence: str,
    *,
    announce: bool = True,
) -> None:
    """Pause a pair from now on, and plan its end; with `announce`, a line in the thread says so.

    It replaces an earlier pause: meetings that only a longer one had left out are on again.
    """
    forget_end_of_pause(connection, pair, now)
    pauses.begin(connection, pair.guild, pair.id, now, until)
    pairs.set_state(connection, pair.guild, pair.id, PairState.PAUSED, paused_until=until)
    plan_about_pause(connection, pair, NudgeKind.PAIR_RESUMED, until, now, occurrence)
    if announce:
        announce_pause(connection, pair, until, now, occurrence)
    arrangements.bring_back(connection, pairs.get(connection, pair.guild, pair.id), rhythm, now)


def announce_pause(
    connection: Connection, pair: Pair, until: datetime, now: datetime, occurrence: str
) -> None:
    """Plan the line in the thread that says that the pair is paused."""
    version = int(until.timestamp())
    plan_about_pause(connection, pair, NudgeKind.PAIR_PAUSED, now, now, occurrence, version)


def plan_about_pause(
    connection: Connection,
    pair: Pair,
    kind: NudgeKind,
    due_at: datetime,
    now: datetime,
    occurrence: str,
    version: int = 0,
) -> None:
    """Plan a message about a pair's pause."""
    outbox.plan(
        connection,
        guild=pair.guild,
        kind=kind,
        subject_type="pair",
        subject_id=pair.id,
        subject_version=version,
        due_at=due_at,
        now=now,
        occurrence=occurrence,
    )


def forget_end_of_pause(connection: Connection, pair: Pair, now: datetime) -> None:
    """Cancel the messages of a pause that is replaced or ended."""
    reason = "the pause has changed"
    for kind in (NudgeKind.PAIR_RESUMED, NudgeKind.PAIR_PAUSED):
        outbox.cancel(connection, pair.guild, "pair", pair.id, reason, now, kind=kind)


def decide(
    connection: Connection, question: CircleQuestion, pair: Pair, rhythm: Rhythm, now: datetime
) -> CircleQuestion:
    """Close the question if it can be decided by now, and carry it out; return it as it is now.

    What no longer concerns the pair is closed without a decision.
    """
    if question.closed_at is not None:
        return question
    if pair.ended_at is not None or pair.is_held or _is_outdated(connection, question, pair):
        closed = circle_questions.close(connection, question, now, agreed=None)
        show_answers(connection, closed, now, "closed")
        return closed
    tally = circle_questions.tally(connection, question, pair)
    agreed = tally.is_unanimous or len(tally.yes) >= votes.needed(pair)
    # Nobody is outvoted before the deadline that they were told of.
    is_final = tally.is_unanimous or not (tally.waiting or agreed)
    if not is_final and question.decide_at > now:
        return question
    closed = circle_questions.close(connection, question, now, agreed=agreed)
    show_answers(connection, closed, now, "closed")
    if agreed:
        _carry_out(connection, closed, pair, rhythm, now)
    else:
        plan_message(connection, closed, NOT_AGREED, now)
    return closed


def _is_outdated(connection: Connection, question: CircleQuestion, pair: Pair) -> bool:
    """Return whether what a question is about has changed, or whoever asked has left."""
    if not pair.has(question.asked_by):
        return True
    match question.topic:
        case CircleTopic.END_SERIES:
            series = meeting_series.find_for_pair(connection, pair.guild, pair.id)
            return series is None or series.began_at > question.asked_at
        case CircleTopic.RESUME:
            return pair.state is not PairState.PAUSED
        case _:
            return False


def _carry_out(
    connection: Connection, question: CircleQuestion, pair: Pair, rhythm: Rhythm, now: datetime
) -> None:
    match question.topic:
        case CircleTopic.PAUSE:
            assert question.days is not None, "a pause has a length"
            until = now + timedelta(days=question.days)
            start_pause(connection, pair, until, rhythm, now, f"circle:{question.id}")
        case CircleTopic.END_SERIES:
            arrangements.end_series(connection, pair, question.asked_by, now)
        case CircleTopic.RESUME:
            end_pause(connection, pair, None, rhythm, now, f"circle:{question.id}")
        case CircleTopic.END:
            endings.close(connection, pair, EndReason.TOGETHER, now)
        case CircleTopic.LEAVE | CircleTopic.JOIN:
            raise AssertionError("no one is asked for it")


def plan_message(
    connection: Connection, question: CircleQuestion, version: int, now: datetime
) -> None:
    """Plan the question for the thread, or the news for whoever asked."""
    outbox.plan(
        connection,
        guild=question.guild,
        kind=NudgeKind.CIRCLE_ASKED,
        subject_type=SUBJECT,
        subject_id=question.id,
        subject_version=version,
        due_at=now,
        now=now,
        occurrence=str(version),
    )


def facts(
    connection: Connection, question: CircleQuestion, pair: Pair, people: tuple[UserId, ...]
) -> CircleAsked:
    """Return what the message of a question says now."""
    tally = circle_questions.tally(connection, question, pair)
    return CircleAsked(
        guild=question.guild,
        pair=pair.id,
        question=question.id,
        topic=question.topic,
        days=question.days,
        asked_by=question.asked_by,
        people=people,
        decide_at=question.decide_at,
        needed=votes.needed(pair),
        yes=tally.yes,
        no=tally.no,
        waiting=tally.waiting,
        agreed=question.agreed,
        is_open=question.closed_at is None,
    )


def show_answers(
    connection: Connection, question: CircleQuestion, now: datetime, occurrence: str
) -> None:
    """Plan to let the question in the thread show who has answered, or how it was decided."""
    for row in outbox.list_for_subject(connection, question.guild, SUBJECT, question.id):
        if row.subject_version == ASKED:
            cards.plan_edit(connection, row, now, occurrence)


def end_pause(
    connection: Connection,
    pair: Pair,
    by: UserId | None,
    rhythm: Rhythm,
    now: datetime,
    occurrence: str,
) -> int:
    """End a pair's pause early; return how many meetings of its series are on again.

    `by` is who ended it, or None where a circle decided.
    """
    forget_end_of_pause(connection, pair, now)
    pauses.cut_short(connection, pair.guild, pair.id, now, by)
    pairs.resume_early(connection, pair.guild, pair.id)
    plan_about_pause(connection, pair, NudgeKind.PAIR_RESUMED, now, now, occurrence)
    for member in pair.members:
        outbox.retry_soon(connection, pair.guild, member.user, now)
    awake = pairs.get(connection, pair.guild, pair.id)
    return len(arrangements.bring_back(connection, awake, rhythm, now))


def join(connection: Connection, pair: Pair, user: UserId, now: datetime) -> None:
    """Let a mentee join a circle, and tell everyone in its thread.

    What is open there waits for them too from now on. If the others are still to be introduced, so
    is the newcomer, with them.
    """
    members = [member.user for member in pair.members]
    together.require(connection, pair.guild, [*members, user], now)
    grown = pairs.add_member(connection, pair, user)
    if pair.introduced_at is None:
        return
    question = circle_questions.record_joining(connection, grown, user, now)
    for meeting in meetings.open_of_pairs(connection, pair.guild, [pair.id]):
        meeting_nudges.show_answers(connection, meeting, now, f"joined:{question.id}")
    for other in circle_questions.list_open(connection, grown):
        show_answers(connection, other, now, f"joined:{question.id}")
    plan_message(connection, question, JOINED, now)


def _settle_agreement(connection: Connection, remaining: Pair, now: datetime) -> None:
    """Let an agreement that waited for whoever left go on with the others."""
    latest = agreements.find_latest(connection, remaining.guild, remaining.id)
    if latest is None or latest.agreed_at is not None:
        return
    halves = [latest.half_of(member.user) for member in remaining.members]
    if latest.revealed_at is None:
        if all(half is not None and half.completed_at is not None for half in halves):
            agreements.reveal(connection, latest, now)
    elif all(half is not None and half.agreed_at is not None for half in halves):
        agreements.record_agreed(connection, latest, now)
        if remaining.state is PairState.INTRODUCED:
            pairs.set_state(connection, remaining.guild, remaining.id, PairState.AGREED)


def take_back_joining(
    connection: Connection, pair: Pair, user: UserId, rhythm: Rhythm, now: datetime
) -> None:
    """Let a newcomer out of a circle again; if no one heard yet that they join, no one will."""
    joining = circle_questions.find_joining(connection, pair, user)
    why = "the approval was undone"
    if pair.introduced_at is None:
        pairs.remove_member(connection, pair, user)
        return
    if joining is not None and outbox.cancel(connection, pair.guild, SUBJECT, joining.id, why, now):
        remaining = pairs.remove_member(connection, pair, user)
        for meeting in meetings.open_of_pairs(connection, pair.guild, [pair.id]):
            meeting_nudges.show_answers(connection, meeting, now, f"without:{joining.id}")
        for other in circle_questions.list_open(connection, remaining):
            show_answers(connection, other, now, f"without:{joining.id}")
        return
    leave(connection, pair, user, rhythm, now, by_moderators=True, is_undone=True)


def was_told(connection: Connection, pair: Pair, user: UserId) -> bool:
    """Return whether a circle heard of a newcomer's joining, or may have."""
    joining = circle_questions.find_joining(connection, pair, user)
    rows = outbox.list_for_subject(connection, pair.guild, SUBJECT, joining.id) if joining else ()
    is_unsent = any(row.state is NudgeState.DUE and row.nonce is None for row in rows)
    return pair.introduced_at is not None and not is_unsent


def leave(
    connection: Connection,
    pair: Pair,
    user: UserId,
    rhythm: Rhythm,
    now: datetime,
    *,
    by_moderators: bool = False,
    is_undone: bool = False,
) -> None:
    """Let a mentee leave a circle, which goes on with the others, and tell those.

    What only they had open there is closed, and what waited for them alone is decided. What stays
    open shows whom it waits for now. If the moderators decided it, the mentee is told too.
    """
    question = circle_questions.record_leaving(connection, pair, user, now, is_undone=is_undone)
    remaining = pairs.remove_member(connection, pair, user)
    _settle_agreement(connection, remaining, now)
    without = f"left:{question.id}"
    contacts.delete_for_pair(connection, pair.guild, pair.id, now, user)
    of_pair = (connection, pair.guild, [pair.id])
    for commitment in commitments.open_of_pairs(*of_pair):
        if commitment.owner == user:
            commitments.end(connection, commitment, CommitmentState.DROPPED, now)
            asked_about = outbox.list_for_subject(
                connection, pair.guild, "commitment", commitment.id
            )
            live_buttons.take(connection, asked_about, now)
    for goal in goals.open_of_pairs(*of_pair):
        if goal.owner == user:
            goals.end(connection, goal, GoalState.DROPPED, now)
    asked = check_ins.find_open_for_pair(connection, pair.guild, pair.id)
    if asked is not None and asked.owner == user:
        check_ins.cancel(connection, pair.guild, asked.id, asked_too=True)
    of_circle = outbox.list_for_subject(connection, pair.guild, "pair", pair.id)
    live_buttons.take(connection, [row for row in of_circle if row.recipient == user], now)
    for meeting in meetings.open_of_pairs(*of_pair):
        if meeting.asked_by == user and meeting.starts_at is None:
            meeting_nudges.call_off(connection, meeting, user, _LEFT, now)
        elif meeting.asked_by == user:
            meeting_nudges.withdraw_open_times(connection, meeting, _LEFT, now)
            meetings.close_times(connection, meeting, user)
        elif remaining.state is PairState.PAUSED or not arrangements.set_if_all_can(
            connection, remaining, meeting, rhythm, now
        ):
            meeting_nudges.show_answers(connection, meeting, now, without)
    for other in circle_questions.list_open(connection, remaining):
        if decide(connection, other, remaining, rhythm, now).closed_at is None:
            show_answers(connection, other, now, without)
    plan_message(connection, question, TAKEN_OUT if by_moderators else LEFT, now)
