"""Say in the pair's thread that a meeting is off, with a file that takes it out of calendars."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.meeting_facts import entry
from bot.delivery.verdict import InChannel, Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.ids import MeetingId
from bot.domain.manners import Manners
from bot.domain.meeting_nudges import MeetingCancelled
from bot.domain.states import MeetingState
from bot.storage import meeting_nudges, meeting_series, meetings, pairs
from bot.storage.meetings import Meeting
from bot.storage.outbox import Nudge


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Say it at once, unless nobody had heard of it; calendars must know even if the pair ended."""
    meeting = meetings.find(connection, nudge.guild, MeetingId(nudge.subject_id))
    if meeting is None:
        return Never("the meeting is gone")
    pair = pairs.get(connection, nudge.guild, meeting.pair)
    if meeting.state is not MeetingState.CANCELLED:
        return Never("it takes place")
    if meeting.starts_at is None and not meeting_nudges.was_shown(connection, meeting):
        return Never("nobody had seen the times")
    if pair.thread is None:
        return Undeliverable("the pair has no thread")
    off = _ended_with(connection, meeting)
    facts = MeetingCancelled(
        guild=pair.guild,
        pair=pair.id,
        meeting=meeting.id,
        people=tuple(one.user for one in pair.members if one.user != meeting.changed_by),
        by=meeting.changed_by,
        starts_at=meeting.starts_at,
        series_ended=bool(off),
        entries=tuple(entry(connection, one) for one in off or [meeting] if one.starts_at),
        written_at=now,
    )
    return Ready(facts, InChannel(pair.thread))


def _ended_with(connection: Connection, meeting: Meeting) -> list[Meeting]:
    """Return the meetings that were called off with the whole series, if it was."""
    if meeting.series is None:
        return []
    series = meeting_series.get(connection, meeting.guild, meeting.series)
    if meeting.changed_by is None or series.ended_at != meeting.settled_at:
        return []
    made = meetings.of_series(connection, meeting.guild, series.id)
    together = (meeting.settled_at, meeting.changed_by)
    return [one for one in made if (one.settled_at, one.changed_by) == together]


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Nothing follows."""


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: /meet list does not show it any more."""
