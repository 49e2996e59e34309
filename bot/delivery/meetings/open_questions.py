"""Ask whether they met once more, together with the next thing that notifies someone.

The card asks without a notification; whoever has not answered by then is asked in the next message
for them about the same pair, once.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.delivery import merge
from bot.delivery.decision import Send
from bot.delivery.nudges.welcome_back import pair_of
from bot.domain.ids import PairId, UserId
from bot.domain.meetings.meetings import ANSWER_WITHIN
from bot.domain.meetings.nudges import MetQuestion
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import Digest, DigestItem
from bot.domain.nudges.policy import MOST_MERGED
from bot.domain.states import MeetingState, NudgeState
from bot.storage import outbox
from bot.storage.meetings import meetings, nudges
from bot.storage.meetings.cards import AGAIN, SUBJECT
from bot.storage.meetings.meetings import Meeting
from bot.storage.nudges import settings
from bot.storage.outbox import Nudge

_ASKED = (NudgeState.SENT, NudgeState.MERGED)


def with_open_question(connection: Connection, nudge: Nudge, ready: Send, now: datetime) -> Send:
    """Return the message with the question, if it is still open for the one it notifies."""
    person = nudge.recipient
    notified = frozenset(ready.facts.pings.people) - ready.not_notified
    if person is None or not merge.is_open(nudge) or notified != {person}:
        return ready
    pair = pair_of(connection, nudge)
    if (
        pair is None
        or NudgeKind.MET_QUESTION in settings.get(connection, nudge.guild, person).muted
    ):
        return ready
    facts = ready.facts
    parts = facts.parts if isinstance(facts, Digest) else (DigestItem(nudge.ref, facts),)
    meeting = _open_for(connection, nudge, pair, person, now)
    if meeting is None or meeting.starts_at is None or len(parts) == MOST_MERGED:
        return ready
    row = _plan(connection, nudge, meeting, person, now)
    if row is None:
        return ready
    question = MetQuestion(nudge.guild, pair, meeting.id, (person,), meeting.starts_at, True)
    both = (*parts, DigestItem(row.ref, question))
    return replace(ready, facts=Digest(nudge.guild, person, both))


def _open_for(
    connection: Connection, nudge: Nudge, pair: PairId, person: UserId, now: datetime
) -> Meeting | None:
    """Return the pair's latest meeting, if this person was asked about it and has not answered."""
    begun = [
        meeting
        for meeting in meetings.list_for_pair(connection, nudge.guild, pair)
        if meeting.starts_at is not None
        and now - ANSWER_WITHIN < meeting.starts_at <= now
        and meeting.state is not MeetingState.CANCELLED
    ]
    if not begun or person in meetings.answers_of(connection, nudge.guild, begun[-1].id):
        return None
    rows = outbox.list_for_subject(connection, nudge.guild, SUBJECT, begun[-1].id)
    was_asked = any(
        row.kind is NudgeKind.MET_QUESTION and row.recipient == person and row.state in _ASKED
        for row in rows
    )
    return begun[-1] if was_asked else None


def _plan(
    connection: Connection, nudge: Nudge, meeting: Meeting, person: UserId, now: datetime
) -> Nudge | None:
    """Add the question to the outbox, as a part of this message; None if it was added before."""
    is_new = outbox.plan(
        connection,
        guild=nudge.guild,
        kind=NudgeKind.MET_QUESTION,
        subject_type=SUBJECT,
        subject_id=meeting.id,
        subject_version=meeting.sequence,
        recipient=person,
        due_at=now,
        occurrence=AGAIN,
    )
    if not is_new:
        return None
    rows = outbox.list_for_subject(connection, nudge.guild, SUBJECT, meeting.id)
    row = next(row for row in reversed(rows) if row.recipient == person)
    nudges.merge(connection, nudge, [row], now)
    return row
