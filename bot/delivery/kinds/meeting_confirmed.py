"""Say in the pair's thread when they meet, with a file for their calendars."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.meetings.facts import entry, meeting_and_pair, whole_series, zones_of
from bot.delivery.verdict import InChannel, Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.meetings.nudges import CalendarEntry, MeetingConfirmed
from bot.domain.nudges.policy import Manners
from bot.domain.states import MeetingState
from bot.storage.meetings import absences as meeting_absences
from bot.storage.meetings import agenda_items, meetings
from bot.storage.meetings import places as meeting_places
from bot.storage.meetings import series as meeting_series
from bot.storage.meetings.meetings import Meeting
from bot.storage.meetings.series import Series
from bot.storage.outbox import Nudge


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Say it at once: somebody has just clicked, and the other waits to hear."""
    found = meeting_and_pair(connection, nudge)
    if isinstance(found, Never):
        return found
    meeting, pair = found
    if meeting.state is not MeetingState.CONFIRMED or meeting.sequence != nudge.subject_version:
        return Never("it is arranged otherwise by now")
    if meeting.starts_at is None or meeting.starts_at <= now:
        return Never("it has begun")
    if pair.thread is None:
        return Undeliverable("the pair has no thread")
    people = tuple(member.user for member in pair.members if member.user != meeting.changed_by)
    series = _series_of(connection, meeting)
    has_begun = series is not None and series.began_at == meeting.confirmed_at
    items = agenda_items.of_meeting(connection, pair.guild, pair.id, meeting.id)
    facts = MeetingConfirmed(
        guild=pair.guild,
        pair=pair.id,
        meeting=meeting.id,
        people=people,
        starts_at=meeting.starts_at,
        zones=zones_of(connection, pair, people, default),
        every_days=series.every_days if series and has_begun else None,
        moved=meeting.sequence > 0 and not has_begun,
        place=meeting_places.find(connection, pair.guild, pair.id),
        agenda=tuple(item.text for item in items),
        entry=whole_series(connection, series) if series else entry(connection, meeting),
        replaces=_replaced(connection, meeting) if has_begun else None,
        written_at=now,
        away=meeting_absences.of_pair(connection, pair, now).away_at(meeting.starts_at),
    )
    return Ready(facts, InChannel(pair.thread))


def _series_of(connection: Connection, meeting: Meeting) -> Series | None:
    if meeting.series is None:
        return None
    return meeting_series.get(connection, meeting.guild, meeting.series)


def _replaced(connection: Connection, meeting: Meeting) -> CalendarEntry | None:
    """Return the entry that the meeting had by itself, before it was the first of a series."""
    if meeting.sequence == 0 or meeting.starts_at is None:
        return None
    return CalendarEntry(meetings.uid(connection, meeting), meeting.sequence, meeting.starts_at)


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Nothing follows: reminders were planned with the click."""


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: /meet list has it."""
