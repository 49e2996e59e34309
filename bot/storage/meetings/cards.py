"""The messages that show a meeting, and the one among them that is its card.

The proposal becomes the card when its time is accepted; a message that announces a later time
becomes the card in its place. A meeting of a series has its reminder for a card.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.domain.ids import ChannelId, MessageId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import NudgeState
from bot.storage import outbox
from bot.storage.meetings.meetings import Meeting
from bot.storage.outbox import Nudge

SUBJECT = "meeting"
# A message that could not be changed by then is no longer looked at.
CHANGED_WITHIN = timedelta(days=5)
# A card is the latest message of the first of these kinds that was sent.
_CARDS = (NudgeKind.MEETING_CONFIRMED, NudgeKind.MEETING_PROPOSED, NudgeKind.MEETING_REMINDER)
_SHOWING = frozenset({*_CARDS, NudgeKind.MET_QUESTION})
# The end of the key of a question that comes with the next thing for someone.
AGAIN = "again"
# The end of the key of the change that closes a question no one may answer anymore.
UNASKED = "unasked"
# The end of the key of what posts a card again that was lost.
RESTORED = "restored"


def _sent(connection: Connection, meeting: Meeting) -> list[Nudge]:
    rows = outbox.list_for_subject(connection, meeting.guild, SUBJECT, meeting.id)
    return [row for row in rows if row.kind in _SHOWING and row.message is not None]


def plan_edit(
    connection: Connection,
    sent: Nudge,
    now: datetime,
    occurrence: str,
    due_at: datetime | None = None,
) -> None:
    """Plan to change a message that was sent; `occurrence` tells the change apart.

    It is changed right away, or at `due_at`.
    """
    if sent.message is None:
        return
    due_at = due_at or now
    outbox.plan(
        connection,
        guild=sent.guild,
        kind=NudgeKind.PROPOSAL_CHANGED,
        subject_type="nudge",
        subject_id=sent.id,
        due_at=due_at,
        expires_at=due_at + CHANGED_WITHIN,
        occurrence=occurrence,
        now=now,
    )


def card_of(connection: Connection, meeting: Meeting, thread: ChannelId | None) -> Nudge | None:
    """Return the row whose message in the thread is the card, and whose reference it carries."""
    sent = [row for row in _sent(connection, meeting) if row.channel == thread]
    for kind in _CARDS:
        messages = [row.message for row in sent if row.kind is kind]
        if messages:
            return next(row for row in sent if row.message == messages[-1])
    return None


def was_confirmed(connection: Connection, meeting: Meeting, sent: Nudge) -> bool:
    """Return whether the message of a proposal became a card."""
    return any(
        row.kind is NudgeKind.MEETING_CONFIRMED and row.message == sent.message
        for row in _sent(connection, meeting)
    )


def is_being_confirmed(connection: Connection, meeting: Meeting) -> bool:
    """Return whether what confirms the meeting's time is on its way."""
    rows = outbox.list_for_subject(connection, meeting.guild, SUBJECT, meeting.id)
    return any(
        row.kind is NudgeKind.MEETING_CONFIRMED
        and row.subject_version == meeting.sequence
        and row.state in (NudgeState.DUE, NudgeState.LEASED)
        for row in rows
    )


def plan_unasking(
    connection: Connection, meeting: Meeting, asked_in: MessageId, over: datetime, now: datetime
) -> None:
    """Plan to close the question in a message once it is `over`, if someone hasn't answered."""
    for row in _sent(connection, meeting):
        if row.message == asked_in:
            plan_edit(connection, row, now, UNASKED, due_at=over)
            return


def plan_again(connection: Connection, lost: Nudge, meeting: Meeting, now: datetime) -> None:
    """Plan to post the card again, once for each message that is `lost`; it notifies no one."""
    outbox.plan(
        connection,
        guild=meeting.guild,
        kind=NudgeKind.MEETING_CONFIRMED,
        subject_type=SUBJECT,
        subject_id=meeting.id,
        subject_version=meeting.sequence,
        due_at=now,
        occurrence=f"{lost.id}:{RESTORED}",
    )


def refresh(
    connection: Connection,
    meeting: Meeting,
    now: datetime,
    occurrence: str,
    but: MessageId | None = None,
) -> None:
    """Plan to let every message that shows the meeting, `but` one, say what holds now."""
    seen = {but}
    for row in _sent(connection, meeting):
        if row.message not in seen:
            seen.add(row.message)
            plan_edit(connection, row, now, occurrence)
