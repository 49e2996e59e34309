"""The outbox rows of a meeting: proposal, confirmation, reminders, question, cancellation.

They are written in the transaction that causes them. A reminder is identified by the pair, the
local time, and the version of the calendar entry: none of these changes with a time zone database.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from bot.domain.ids import GuildId, PairId, UserId
from bot.domain.meetings.meetings import (
    ANSWER_WITHIN,
    NEW_TIME_WITHIN,
    answer_reminders,
    finder,
    question_due,
    reminder_due,
)
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.policy import NotificationPolicy
from bot.domain.states import NudgeState
from bot.storage import outbox
from bot.storage.meetings import meetings
from bot.storage.meetings.cards import SUBJECT, plan_edit, refresh
from bot.storage.meetings.meetings import Meeting
from bot.storage.nudges import settings as nudge_settings
from bot.storage.outbox import Nudge
from bot.storage.pairs.pairs import Pair
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.tables import outbox as outbox_table

# What could not be announced by then is no longer news.
NEWS_FOR = timedelta(days=5)
UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When messages about a meeting are sent: so long before it, and so long after its start."""

    before: tuple[timedelta, ...]
    after: timedelta
    default: NotificationPolicy


def plan_now(
    connection: Connection,
    kind: NudgeKind,
    meeting: Meeting,
    version: int,
    now: datetime,
    occurrence: str = "",
) -> None:
    """Plan a message about the meeting for the pair's thread, due right away."""
    outbox.plan(
        connection,
        guild=meeting.guild,
        kind=kind,
        subject_type=SUBJECT,
        subject_id=meeting.id,
        subject_version=version,
        occurrence=f"{version}:{occurrence}" if occurrence else str(version),
        due_at=now,
    )


def plan_around(
    connection: Connection, meeting: Meeting, pair: Pair, rhythm: Rhythm, now: datetime
) -> int:
    """Plan each member's reminders and question, or move them; return how many are new or moved.

    What would be due in the past is left out, because they have just confirmed the meeting.
    """
    assert meeting.starts_at is not None, "there is nothing to be reminded of yet"
    since = meeting.confirmed_at or now
    changed = 0
    for member in pair.members:
        policy = nudge_settings.policy_of(connection, pair.guild, member.user, rhythm.default)
        ends = meeting.starts_at
        for ahead in sorted(rhythm.before):
            due = reminder_due(meeting.starts_at, ahead, policy, since)
            if due > now:
                what = f"{int(ahead.total_seconds()) // 3600}h"
                kind = NudgeKind.MEETING_REMINDER
                changed += _plan(connection, kind, meeting, member.user, what, due, ends, now)
            # A late one is no longer useful once the next is due.
            ends = meeting.starts_at - ahead
        due = question_due(meeting.starts_at, rhythm.after, policy)
        over = meeting.starts_at + ANSWER_WITHIN
        kind = NudgeKind.MET_QUESTION
        changed += _plan(connection, kind, meeting, member.user, "met", due, over, now)
    return changed


def tell_left_out(connection: Connection, meeting: Meeting, now: datetime) -> None:
    """Plan the one message about all meetings that were left out of a series at this moment."""
    outbox.plan(
        connection,
        guild=meeting.guild,
        kind=NudgeKind.MEETING_CANCELLED,
        subject_type=SUBJECT,
        subject_id=meeting.id,
        subject_version=meeting.sequence,
        due_at=now,
        key=f"left-out:{meeting.pair}:{meeting.series}:{now.isoformat()}",
    )


def reminders_ahead(connection: Connection, meeting: Meeting) -> tuple[int, ...]:
    """Return how many hours before the meeting someone will still be reminded, most first."""
    hours = {
        int(row.occurrence_key.rsplit(":", 2)[1].removesuffix("h"))
        for row in outbox.list_for_subject(connection, meeting.guild, SUBJECT, meeting.id)
        if row.kind is NudgeKind.MEETING_REMINDER
        and row.subject_version == meeting.sequence
        and row.state is NudgeState.DUE
    }
    return tuple(sorted(hours, reverse=True))


def was_reminded(connection: Connection, meeting: Meeting, people: Sequence[UserId]) -> bool:
    """Return whether a reminder of this meeting, as it is now, has reached all these people."""
    sent = (NudgeState.SENT, NudgeState.MERGED, NudgeState.UNCERTAIN)
    reached = {
        row.recipient
        for row in outbox.list_for_subject(connection, meeting.guild, SUBJECT, meeting.id)
        if row.kind is NudgeKind.MEETING_REMINDER
        and row.subject_version == meeting.sequence
        and row.state in sent
    }
    return reached.issuperset(people)


def reminded_before(
    connection: Connection, meeting: Meeting, moment: datetime
) -> frozenset[UserId]:
    """Return whom a reminder of this meeting, as it is now, that was due earlier has reached."""
    return frozenset(
        row.recipient
        for row in outbox.list_for_subject(connection, meeting.guild, SUBJECT, meeting.id)
        if row.kind is NudgeKind.MEETING_REMINDER
        and row.recipient is not None
        and row.subject_version == meeting.sequence
        and row.due_at < moment
        and row.state in (NudgeState.SENT, NudgeState.MERGED)
    )


def plan_waiting(
    connection: Connection,
    meeting: Meeting,
    pair: Pair,
    times: Sequence[datetime],
    now: datetime,
) -> None:
    """Plan the reminders of everyone who has to answer."""
    assert meeting.asked_by is not None, "somebody waits for an answer"
    for due in answer_reminders(now, min(times), max(times)):
        for person in pair.partners_of(meeting.asked_by):
            outbox.plan(
                connection,
                guild=meeting.guild,
                kind=NudgeKind.TIMES_WAITING,
                subject_type=SUBJECT,
                subject_id=meeting.id,
                subject_version=meeting.round,
                recipient=person,
                due_at=due,
                expires_at=max(times),
                occurrence=f"{meeting.round}:{due.isoformat()}",
                now=now,
            )


def withdraw_open_times(
    connection: Connection, meeting: Meeting, reason: str, now: datetime
) -> None:
    """Withdraw the messages about open times: those not sent yet, and the buttons of the others.

    Call it before the times are closed or replaced.
    """
    retire(connection, meeting, now)
    for kind in (NudgeKind.MEETING_PROPOSED, NudgeKind.TIMES_WAITING):
        outbox.cancel(connection, meeting.guild, SUBJECT, meeting.id, reason, now, kind)


def retire(
    connection: Connection, meeting: Meeting, now: datetime, *, accepted: bool = False
) -> None:
    """Plan to take the buttons from every message that still offers the open times.

    An `accepted` proposal becomes the meeting's card, or is closed once another message is.
    """
    if meeting.asked_by is None:
        return
    kinds = {NudgeKind.TIMES_WAITING} | ({NudgeKind.MEETING_PROPOSED} if not accepted else set())
    for row in outbox.list_for_subject(connection, meeting.guild, SUBJECT, meeting.id):
        if row.kind in kinds and row.subject_version == meeting.round:
            plan_edit(connection, row, now, "closed")
    for row in outbox.list_for_subject(connection, meeting.guild, "pair", meeting.pair):
        asked_since = meeting.asked_at and row.settled_at and row.settled_at >= meeting.asked_at
        if row.kind is NudgeKind.FIRST_MEETING and asked_since:
            plan_edit(connection, row, now, f"closed:{meeting.id}:{meeting.round}")


def show_answers(connection: Connection, meeting: Meeting, now: datetime, occurrence: str) -> None:
    """Plan to let the proposal in the thread show who has answered by now."""
    for row in outbox.list_for_subject(connection, meeting.guild, SUBJECT, meeting.id):
        is_proposal = row.kind is NudgeKind.MEETING_PROPOSED
        if is_proposal and row.subject_version == meeting.round:
            plan_edit(connection, row, now, occurrence)


def was_shown(connection: Connection, meeting: Meeting) -> bool:
    """Return whether a proposal for the meeting was sent, or may have been."""
    hidden = (NudgeState.CANCELLED, NudgeState.EXPIRED, NudgeState.DEAD)
    return any(
        row.kind is NudgeKind.MEETING_PROPOSED and row.state not in hidden
        for row in outbox.list_for_subject(connection, meeting.guild, SUBJECT, meeting.id)
    )


def let_pass(connection: Connection, meeting: Meeting, now: datetime) -> None:
    """Close times that have passed or come too late, and tell whoever proposed them.

    A meeting that was to be moved keeps its time. Once it has begun, no one is told.
    """
    proposer, reason = meeting.asked_by, "every time of it is over, or the meeting has begun"
    if meeting.starts_at is None:
        meeting = call_off(connection, meeting, None, reason, now)
    else:
        withdraw_open_times(connection, meeting, reason, now)
        meeting = meetings.close_times(connection, meeting)
    has_begun = meeting.starts_at is not None and meeting.starts_at <= now
    if proposer is None or has_begun:
        return
    _plan_times_passed(connection, meeting, proposer, now, str(meeting.round))


def plan_none_fits(connection: Connection, meeting: Meeting, now: datetime) -> bool:
    """Tell whoever proposed times that none is set, once a round; False if that was planned."""
    assert meeting.asked_by is not None, "somebody waits for an answer"
    undecided = f"{meeting.round}:{UNDECIDED}"
    return _plan_times_passed(connection, meeting, meeting.asked_by, now, undecided)


def _plan_times_passed(
    connection: Connection, meeting: Meeting, proposer: UserId, now: datetime, occurrence: str
) -> bool:
    return outbox.plan(
        connection,
        guild=meeting.guild,
        kind=NudgeKind.TIMES_PASSED,
        subject_type=SUBJECT,
        subject_id=meeting.id,
        subject_version=meeting.round,
        recipient=proposer,
        due_at=now,
        expires_at=now + NEWS_FOR,
        occurrence=occurrence,
    )


def plan_new_time(connection: Connection, meeting: Meeting, pair: Pair, now: datetime) -> None:
    """Plan the one reminder to find a new time."""
    due = now + NEW_TIME_WITHIN
    outbox.plan(
        connection,
        guild=meeting.guild,
        kind=NudgeKind.NEW_TIME,
        subject_type=SUBJECT,
        subject_id=meeting.id,
        subject_version=meeting.sequence,
        recipient=finder(meeting.changed_by, pair.mentor, pair.mentees),
        due_at=due,
        expires_at=due + NEWS_FOR,
        occurrence=str(meeting.sequence),
        now=now,
    )


def _plan(
    connection: Connection,
    kind: NudgeKind,
    meeting: Meeting,
    person: UserId,
    what: str,
    due: datetime,
    expires: datetime,
    now: datetime,
) -> int:
    assert meeting.time is not None
    when = f"{meeting.time.day.isoformat()}T{meeting.time.at:%H:%M}"
    key = f"pair:{meeting.pair}:{when}:{meeting.sequence}:{what}:{person}"
    planned = outbox.plan(
        connection,
        guild=meeting.guild,
        kind=kind,
        subject_type=SUBJECT,
        subject_id=meeting.id,
        subject_version=meeting.sequence,
        recipient=person,
        due_at=due,
        expires_at=max(expires, due + timedelta(minutes=1)),
        now=now,
        key=key,
    )
    if planned:
        return 1
    moved = outbox.move(
        connection,
        guild=meeting.guild,
        kind=kind,
        key=key,
        due_at=due,
        expires_at=max(expires, due + timedelta(minutes=1)),
    )
    return int(moved)


def call_off(
    connection: Connection, meeting: Meeting, by: UserId | None, reason: str, now: datetime
) -> Meeting:
    """Cancel a meeting with all its queued messages; its agenda moves to the next one.

    The caller announces it, because one message may announce several.
    """
    retire(connection, meeting, now)
    cancelled = meetings.cancel(connection, meeting, by, now)
    meetings.detach_agenda(connection, cancelled.guild, cancelled.id)
    outbox.cancel(connection, cancelled.guild, SUBJECT, cancelled.id, reason, now)
    refresh(connection, cancelled, now, f"off:{cancelled.sequence}")
    return cancelled


def planned_first_meetings(
    connection: Connection, since: datetime
) -> frozenset[tuple[GuildId, PairId, int, datetime]]:
    """Return planned first-meeting reminders that are due since then: pair, days, instant."""
    rows = connection.execute(
        select(
            outbox_table.c.guild_id,
            outbox_table.c.subject_id,
            outbox_table.c.subject_version,
            outbox_table.c.due_at,
        ).where(
            IN_EVERY_SOCIETY,
            outbox_table.c.kind == NudgeKind.FIRST_MEETING,
            outbox_table.c.subject_type == "pair",
            outbox_table.c.due_at > since,
        )
    )
    return frozenset(
        (row.guild_id, row.subject_id, row.subject_version, row.due_at) for row in rows
    )


def siblings(connection: Connection, nudge: Nudge) -> list[Nudge]:
    """Return the rows that say the same to the others, at the same moment."""
    rows = outbox.list_for_subject(connection, nudge.guild, nudge.subject_type, nudge.subject_id)
    return [
        row
        for row in rows
        if row.kind is nudge.kind
        and row.subject_version == nudge.subject_version
        and row.due_at == nudge.due_at
        and row.id != nudge.id
    ]


def merge(connection: Connection, into: Nudge, others: Sequence[Nudge], now: datetime) -> None:
    """Record that the message of `into` said what these rows had to say."""
    if not others:
        return
    connection.execute(
        update(outbox_table)
        .where(
            outbox_table.c.id.in_([other.id for other in others]),
            outbox_table.c.state == NudgeState.DUE,
            outbox_table.c.nonce.is_(None),
        )
        .values(
            state=NudgeState.MERGED,
            merged_into=into.id,
            reason="told in one message",
            settled_at=now,
        )
    )
