"""Say in the pair's thread that a meeting is off, with a file that takes it out of calendars."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.meetings.facts import entry, whole_series
from bot.delivery.verdict import InChannel, Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.ids import MeetingId
from bot.domain.meetings.nudges import CalendarEntry, CalendarSeries, MeetingCancelled
from bot.domain.nudges.policy import Manners
from bot.domain.states import MeetingState
from bot.storage.meetings import meetings
from bot.storage.meetings import nudges as meeting_nudges
from bot.storage.meetings import series as meeting_series
from bot.storage.meetings.meetings import Meeting
from bot.storage.meetings.series import Series
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs


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
    series = _series_of(connection, meeting)
    has_ended = series is not None and _has_ended_with(series, meeting)
    file: CalendarEntry | CalendarSeries | None = None
    if meeting.starts_at is not None:
        goes_on = series is not None and not has_ended
        file = (
            whole_series(connection, series) if series and goes_on else entry(connection, meeting)
        )
    facts = MeetingCancelled(
        guild=pair.guild,
        pair=pair.id,
        meeting=meeting.id,
        people=tuple(one.user for one in pair.members if one.user != meeting.changed_by),
        by=meeting.changed_by,
        starts_at=meeting.starts_at,
        series_ended=has_ended,
        entry=file,
        written_at=now,
    )
    return Ready(facts, InChannel(pair.thread))


def _series_of(connection: Connection, meeting: Meeting) -> Series | None:
    if meeting.series is None:
        return None
    return meeting_series.get(connection, meeting.guild, meeting.series)


def _has_ended_with(series: Series, meeting: Meeting) -> bool:
    """Whether the meeting was called off with the whole series."""
    return meeting.changed_by is not None and series.ended_at == meeting.settled_at


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Nothing follows."""


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: /meet list does not show it any more."""
