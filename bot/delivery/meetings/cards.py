"""What the messages that show a meeting say now: proposed, confirmed, moved, off, or over."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.delivery.kind_hooks import ClaimedNudge
from bot.delivery.meetings.facts import entry, whole_series
from bot.domain.ids import UserId
from bot.domain.meetings.meetings import ANSWER_WITHIN
from bot.domain.meetings.nudges import (
    CalendarEntry,
    MeetingConfirmed,
    MeetingProposed,
    MetQuestion,
    ProposalClosed,
)
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import MeetingState, NudgeState
from bot.storage import outbox
from bot.storage.meetings import cards, meetings, proposals, votes
from bot.storage.meetings import nudges as meeting_nudges
from bot.storage.meetings import series as meeting_series
from bot.storage.meetings.arrangements import BACK
from bot.storage.meetings.meetings import Meeting
from bot.storage.meetings.series import Series
from bot.storage.outbox import Nudge
from bot.storage.pairs.pairs import Pair

# A reminder that comes at least so long before the meeting tells its time early enough.
EARLY = timedelta(hours=3)
_OFFERS = (NudgeKind.MEETING_PROPOSED, NudgeKind.TIMES_WAITING, NudgeKind.FIRST_MEETING)
_ASKED = (NudgeState.SENT, NudgeState.MERGED)

Shown = MeetingProposed | MeetingConfirmed | MetQuestion | ProposalClosed


def series_of(connection: Connection, meeting: Meeting) -> Series | None:
    """Return the series that the meeting belongs to, or None."""
    if meeting.series is None:
        return None
    return meeting_series.get(connection, meeting.guild, meeting.series)


def agenda_of(connection: Connection, meeting: Meeting) -> tuple[str, ...]:
    """Return what the pair wants to talk about."""
    items = meetings.agenda_of(connection, meeting.guild, meeting.pair, meeting.id)
    return tuple(item.text for item in items)


def confirmed(
    claimed: ClaimedNudge,
    pair: Pair,
    meeting: Meeting,
    people: tuple[UserId, ...] = (),
    back: tuple[datetime, ...] = (),
) -> MeetingConfirmed:
    """Return the card of a meeting that is ahead; `people` are told of it in a new message."""
    connection = claimed.connection
    assert meeting.starts_at is not None, "it is confirmed"
    series = series_of(connection, meeting)
    has_begun = series is not None and meeting_series.began_with(series, meeting)
    # Before the meeting, the only answer is that someone can't come.
    absent = meetings.answers_of(connection, pair.guild, meeting.id)
    yes = votes.yes_to(connection, meeting) - absent.keys()
    return MeetingConfirmed(
        guild=pair.guild,
        pair=pair.id,
        meeting=meeting.id,
        people=people,
        starts_at=meeting.starts_at,
        interval=series.interval if series and has_begun else None,
        moved=meeting.sequence > 0 and not has_begun,
        moved_alone=meeting_series.is_moved_alone(connection, meeting),
        place=meetings.place_of(connection, pair.guild, pair.id),
        agenda=agenda_of(connection, meeting),
        entry=whole_series(connection, series) if series else entry(connection, meeting),
        replaces=_replaced(connection, meeting) if has_begun else None,
        written_at=claimed.now,
        away=meetings.absences_of(connection, pair, claimed.now).away_at(meeting.starts_at),
        missing=() if back else _missing(connection, pair, meeting),
        members=tuple(member.user for member in pair.members),
        reminders=meeting_nudges.reminders_ahead(connection, meeting),
        back=back,
        yes=tuple(member.user for member in pair.members if member.user in yes),
        absent=tuple(member.user for member in pair.members if member.user in absent),
    )


def _missing(connection: Connection, pair: Pair, meeting: Meeting) -> tuple[UserId, ...]:
    """Return who had not said yes when a circle's deadline decided."""
    if meeting.changed_by is not None or meeting.decide_at is None:
        return ()
    yes = votes.yes_to(connection, meeting)
    return tuple(user for user in votes.concerned(connection, pair) if user not in yes)


def _replaced(connection: Connection, meeting: Meeting) -> CalendarEntry | None:
    """Return the calendar entry that the meeting had before it became the first of a series."""
    if meeting.sequence == 0 or meeting.starts_at is None:
        return None
    return CalendarEntry(meetings.uid(connection, meeting), meeting.sequence, meeting.starts_at)


def brought_back(claimed: ClaimedNudge, meeting: Meeting) -> tuple[datetime, ...]:
    """Return when the meetings are that a pause had left out and this message puts back."""
    if meeting.series is None or not claimed.nudge.occurrence_key.endswith(f":{BACK}"):
        return ()
    made = meetings.list_for_series(claimed.connection, claimed.guild, meeting.series)
    return tuple(
        other.starts_at
        for other in made
        if other.starts_at is not None
        and other.state is MeetingState.CONFIRMED
        and other.confirmed_at == meeting.confirmed_at
    )


def to_change(claimed: ClaimedNudge, pair: Pair, meeting: Meeting) -> Nudge | None:
    """Return the proposal that becomes the card without notifying anyone, or None.

    A new message tells of a meeting that was moved, that some had not said yes to, or that no
    early reminder announces.
    """
    connection, nudge = claimed.connection, claimed.nudge
    if nudge.nonce is not None or nudge.reason == outbox.NO_MESSAGE or meeting.starts_at is None:
        return None
    if meeting.sequence > 0 or _missing(connection, pair, meeting):
        return None
    hours = meeting_nudges.reminders_ahead(connection, meeting)
    if not any(timedelta(hours=number) > EARLY for number in hours):
        return None
    return cards.card_of(connection, meeting, pair.thread)


def shown_now(
    claimed: ClaimedNudge, sent: Nudge, pair: Pair, meeting: Meeting, offered: int
) -> Shown | None:
    """Return what a message that offered a round of times, or shows the meeting, says now.

    None if it stays as it is.
    """
    connection, now = claimed.connection, claimed.now
    card = cards.card_of(connection, meeting, pair.thread)
    is_card = card is not None and card.message == sent.message
    if sent.kind in _OFFERS and not cards.was_confirmed(connection, meeting, sent):
        was_accepted = meeting.asked_by is None and meeting.round == offered
        becomes_card = sent.kind is NudgeKind.MEETING_PROPOSED and was_accepted
        if becomes_card and cards.is_being_confirmed(connection, meeting):
            return None  # what confirms it changes this message, or has it changed
        if meeting.asked_by is None or meeting.round != offered:
            return proposals.closed(connection, meeting, offered, now)
        if sent.kind is NudgeKind.MEETING_PROPOSED:
            return proposals.facts(connection, pair, meeting, claimed.default.zone, now)
        return None
    # The version of a proposal is its round, and that of the others the meeting's own.
    is_current = is_card or (sent.kind not in _OFFERS and sent.subject_version == meeting.sequence)
    if meeting.state is not MeetingState.CANCELLED and meeting.starts_at is not None:
        if meeting.starts_at > now and is_card:
            return confirmed(claimed, pair, meeting)
        if meeting.starts_at > now and is_current:
            return None
        if is_card and (people := _to_ask(claimed, pair, meeting)):
            return MetQuestion(pair.guild, pair.id, meeting.id, people, meeting.starts_at)
        if sent.kind is NudgeKind.MET_QUESTION and sent.recipient in _to_ask(
            claimed, pair, meeting
        ):
            return None
    return proposals.over(meeting, is_current=is_current)


def _to_ask(claimed: ClaimedNudge, pair: Pair, meeting: Meeting) -> tuple[UserId, ...]:
    """Return who was asked on the card whether they met, and has not answered."""
    assert meeting.starts_at is not None, "it is over"
    if claimed.now >= meeting.starts_at + ANSWER_WITHIN:
        return ()
    rows = outbox.list_for_subject(claimed.connection, pair.guild, cards.SUBJECT, meeting.id)
    asked = {
        row.recipient for row in rows if row.kind is NudgeKind.MET_QUESTION and row.state in _ASKED
    }
    answers = meetings.answers_of(claimed.connection, pair.guild, meeting.id)
    return tuple(
        member.user
        for member in pair.members
        if member.user in asked and member.user not in answers
    )
