"""Calendar files: one event a meeting, which later files of the same name change or cancel.

Times are UTC, so that no reader needs to know our zones. What people typed goes through icalendar,
which escapes and folds it: a line break in it begins no line of the file.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from bot.domain.meeting_nudges import CalendarEntry
from bot.messages.outgoing import Attachment

PRODUCT = "-//Preceptor//Mentoring meetings//EN"
NAME = "meeting.ics"


def invitation(
    entries: Sequence[CalendarEntry],
    *,
    length: timedelta,
    title: str,
    place: str,
    agenda: Sequence[str],
    written_at: datetime,
) -> Attachment:
    """Return a file that adds the meetings to a calendar, or moves those it has."""
    calendar = _calendar("PUBLISH")
    for number, entry in enumerate(entries):
        event = _event(entry, length, title, "CONFIRMED", written_at)
        if place:
            event.add("location", place)
        if agenda and number == 0:
            event.add("description", "\n".join(f"- {item}" for item in agenda))
        calendar.add_component(event)
    return Attachment(NAME, calendar.to_ical())


def cancellation(
    entries: Sequence[CalendarEntry], *, length: timedelta, title: str, written_at: datetime
) -> Attachment:
    """Return a file that takes the meetings out of a calendar."""
    calendar = _calendar("CANCEL")
    for entry in entries:
        calendar.add_component(_event(entry, length, title, "CANCELLED", written_at))
    return Attachment(NAME, calendar.to_ical())


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _event(
    entry: CalendarEntry, length: timedelta, title: str, status: str, written_at: datetime
) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", written_at.replace(microsecond=0))
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.starts_at + length)
    event.add("summary", title)
    event.add("status", status)
    return event
