"""Calendar files: one entry for each meeting or series, updated by later files with the same UID.

A single meeting is written in UTC, so that no calendar needs to know our zones. A series keeps its
local time, and includes its zone. What people typed goes through icalendar, which escapes and folds
it, so that a line break in it begins no new line of the file. It is loaded for the first file,
because on most days most societies need none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.domain.meetings.meetings import LENGTH
from bot.domain.meetings.nudges import CalendarEntry, CalendarSeries
from bot.messages.outgoing import Attachment

if TYPE_CHECKING:
    from icalendar import Calendar, Event

TITLE = "Mentoring meeting"

PRODUCT = "-//Preceptor//Mentoring meetings//EN"
NAME = "meeting"
# RFC 5546 requires one to publish or cancel an entry; mail to this address is not read.
ORGANIZER = "mailto:noreply@preceptor.invalid"
# A message can have ten files, and one may be there already.
MOST_FILES = 9
# How long a file lists its zone's clock changes; most calendars know them anyway.
ZONE_YEARS = 5


def invitation(
    entry: CalendarEntry | CalendarSeries,
    *,
    place: str,
    agenda: Sequence[str],
    written_at: datetime,
) -> Attachment:
    """Return a file that adds the meeting or series to a calendar, or updates its entry."""
    calendar = _calendar("PUBLISH")
    if isinstance(entry, CalendarSeries):
        events = _events_of(calendar, entry, written_at)
    else:
        events = [_event(entry.uid, entry.sequence, "CONFIRMED", written_at)]
        _at(events[0], entry.starts_at)
        if agenda:
            events[0].add("description", "\n".join(f"- {item}" for item in agenda))
    for event in events:
        if place:
            event.add("location", place)
        calendar.add_component(event)
    return Attachment(f"{NAME}.ics", calendar.to_ical())


def cancellations(
    entries: Iterable[CalendarEntry],
    *,
    written_at: datetime,
    name: str = NAME,
) -> tuple[Attachment, ...]:
    """Return files that remove the entries from a calendar, one each: a file can't cancel more."""
    by_uid: dict[str, CalendarEntry] = {}
    for entry in entries:
        by_uid.setdefault(entry.uid, entry)
    files = []
    for number, entry in enumerate(by_uid.values()):
        calendar = _calendar("CANCEL")
        event = _event(entry.uid, entry.sequence, "CANCELLED", written_at)
        _at(event, entry.starts_at)
        calendar.add_component(event)
        suffix = f"-{number + 1}" if number else ""
        files.append(Attachment(f"{name}{suffix}.ics", calendar.to_ical()))
    return tuple(files[:MOST_FILES])


def _calendar(method: str) -> Calendar:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _events_of(calendar: Calendar, series: CalendarSeries, written_at: datetime) -> list[Event]:
    """Return the repeated event and one for each moved meeting; add their zone."""
    from icalendar import Timezone

    zone = UTC if series.zone == "UTC" else ZoneInfo(series.zone)
    if series.zone != "UTC":
        last = series.first_day.replace(month=1, day=1, year=series.first_day.year + ZONE_YEARS)
        first = date(series.first_day.year, 1, 1)
        calendar.add_component(Timezone.from_tzinfo(zone, series.zone, first, last))

    def turn(day: date) -> datetime:
        return datetime.combine(day, series.at, zone)

    whole = _event(series.uid, series.sequence, "CONFIRMED", written_at)
    _at(whole, turn(series.first_day))
    weeks, days = divmod(series.every_days, 7)
    rhythm = ("DAILY", series.every_days) if days else ("WEEKLY", weeks)
    whole.add("rrule", {"freq": rhythm[0], "interval": rhythm[1]})
    if series.left_out:
        whole.add("exdate", [turn(day) for day in series.left_out])
    events = [whole]
    for day, starts_at in series.moved:
        event = _event(series.uid, series.sequence, "CONFIRMED", written_at)
        event.add("recurrence-id", turn(day))
        _at(event, starts_at)
        events.append(event)
    return events


def _event(uid: str, sequence: int, status: str, written_at: datetime) -> Event:
    from icalendar import Event, vCalAddress

    event = Event()
    event.add("uid", uid)
    event.add("sequence", sequence)
    event.add("dtstamp", written_at.replace(microsecond=0))
    event.add("organizer", vCalAddress(ORGANIZER), parameters={"CN": "Preceptor"})
    event.add("summary", TITLE)
    event.add("status", status)
    return event


def _at(event: Event, starts_at: datetime) -> None:
    event.add("dtstart", starts_at)
    event.add("dtend", starts_at + LENGTH)
