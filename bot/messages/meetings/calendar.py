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

from bot.domain.meetings.meetings import LENGTH, link_of
from bot.domain.meetings.nudges import CalendarEntry, CalendarSeries
from bot.domain.times.civil import WEEKDAYS, Interval, Monthly
from bot.domain.times.clock_changes import Weekly, clock_changes
from bot.domain.typed_text import one_line
from bot.language.say import Say, marked
from bot.messages.outgoing import Attachment
from bot.messages.text import join_list

if TYPE_CHECKING:
    from icalendar import Calendar, Event, Timezone

TITLE = marked("Mentoring meeting")
LONGEST_NAME = 40

PRODUCT = "-//Preceptor//Mentoring meetings//EN"
NAME = "meeting"
# RFC 5546 requires one to publish or cancel an entry; mail to this address is not read.
ORGANIZER = "mailto:noreply@preceptor.invalid"
# A message can have ten files, and one may be there already.
MOST_FILES = 9


def invitation(
    say: Say,
    entry: CalendarEntry | CalendarSeries,
    *,
    place: str,
    agenda: Sequence[str],
    written_at: datetime,
    names: Sequence[str] = (),
) -> Attachment:
    """Return a file that adds the meeting or series to a calendar, or updates its entry.

    `names` are the people's, for its title.
    """
    from icalendar import vText

    calendar = _calendar(say, "PUBLISH")
    if isinstance(entry, CalendarSeries):
        events = _events_of(say, calendar, entry, written_at)
    else:
        events = [_event(say, entry.uid, entry.sequence, "CONFIRMED", written_at)]
        _at(events[0], entry.starts_at)
    link = link_of(place)
    details = [say("Join: {place}", place=place)] if link else []
    if agenda and not isinstance(entry, CalendarSeries):
        details += [f"- {item}" for item in agenda]
    for event in events:
        event["summary"] = vText(title(say, names))
        if place:
            event.add("location", place)
        if link:
            event.add("url", link[1])
        if details:
            event.add("description", "\n".join(details))
        calendar.add_component(event)
    return Attachment(f"{NAME}.ics", calendar.to_ical())


def cancellations(
    say: Say,
    entries: Iterable[CalendarEntry],
    *,
    written_at: datetime,
    name: str = NAME,
    names: Sequence[str] = (),
) -> tuple[Attachment, ...]:
    """Return files that remove the entries from a calendar, one each: a file can't cancel more."""
    from icalendar import vText

    by_uid: dict[str, CalendarEntry] = {}
    for entry in entries:
        by_uid.setdefault(entry.uid, entry)
    files = []
    for number, entry in enumerate(by_uid.values()):
        calendar = _calendar(say, "CANCEL")
        event = _event(say, entry.uid, entry.sequence, "CANCELLED", written_at)
        event["summary"] = vText(title(say, names))
        _at(event, entry.starts_at)
        calendar.add_component(event)
        suffix = f"-{number + 1}" if number else ""
        files.append(Attachment(f"{name}{suffix}.ics", calendar.to_ical()))
    return tuple(files[:MOST_FILES])


def diary(say: Say, meetings: Iterable[CalendarEntry], written_at: datetime) -> bytes:
    """Return a file with many meetings, to keep."""
    calendar = _calendar(say, "PUBLISH")
    for meeting in meetings:
        event = _event(say, meeting.uid, meeting.sequence, "CONFIRMED", written_at)
        _at(event, meeting.starts_at)
        event.add("summary", say(TITLE))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def title(say: Say, names: Sequence[str]) -> str:
    """Return the title of an entry: who meets, as far as their names are known."""
    people = [name for name in (one_line(name)[:LONGEST_NAME] for name in names) if name]
    return say("Mentoring: {people}", people=join_list(people)) if len(people) > 1 else say(TITLE)


def _calendar(say: Say, method: str) -> Calendar:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _events_of(
    say: Say, calendar: Calendar, series: CalendarSeries, written_at: datetime
) -> list[Event]:
    """Return the repeated event and one for each moved meeting; add their zone."""
    zone = UTC if series.zone == "UTC" else ZoneInfo(series.zone)
    if series.zone != "UTC":
        calendar.add_component(_zone(say, series.zone, series.first_day))

    def turn(day: date) -> datetime:
        return datetime.combine(day, series.at, zone)

    whole = _event(say, series.uid, series.sequence, "CONFIRMED", written_at)
    _at(whole, turn(series.first_day))
    whole.add("rrule", _rule(say, series.interval))
    if series.left_out:
        whole.add("exdate", [turn(day) for day in series.left_out])
    events = [whole]
    for day, starts_at in series.moved:
        event = _event(say, series.uid, series.sequence, "CONFIRMED", written_at)
        event.add("recurrence-id", turn(day))
        _at(event, starts_at)
        events.append(event)
    return events


def _rule(say: Say, interval: Interval) -> dict[str, object]:
    if isinstance(interval, Monthly):
        if interval.day is not None:
            return {"freq": "MONTHLY", "bymonthday": interval.day}
        assert interval.weekday is not None
        name = WEEKDAYS[interval.weekday][:2].upper()
        return {"freq": "MONTHLY", "byday": f"{interval.nth}{name}"}
    weeks, days = divmod(interval, 7)
    if days:
        return {"freq": "DAILY", "interval": interval}
    return {"freq": "WEEKLY", "interval": weeks}


def _zone(say: Say, zone: str, first_day: date) -> Timezone:
    """Return a zone with the rules of its clock changes, which every calendar can repeat."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    component = Timezone()
    component.add("tzid", zone)
    for change in clock_changes(zone, first_day):
        part = TimezoneDaylight() if change.is_daylight else TimezoneStandard()
        part.add("dtstart", change.begins)
        part.add("tzoffsetfrom", change.before)
        part.add("tzoffsetto", change.after)
        part.add("tzname", change.name)
        if change.yearly is not None:
            part.add("rrule", _yearly(say, change.yearly))
        component.add_component(part)
    return component


def _yearly(say: Say, day: Weekly) -> dict[str, object]:
    name = WEEKDAYS[day.weekday][:2].upper()
    rule: dict[str, object] = {"freq": "YEARLY", "bymonth": day.month}
    if day.nth is not None:
        return {**rule, "byday": f"{day.nth}{name}"}
    return {**rule, "byday": name, "bymonthday": list(day.days)}


def _event(say: Say, uid: str, sequence: int, status: str, written_at: datetime) -> Event:
    from icalendar import Event, vCalAddress

    event = Event()
    event.add("uid", uid)
    event.add("sequence", sequence)
    event.add("dtstamp", written_at.replace(microsecond=0))
    event.add("organizer", vCalAddress(ORGANIZER), parameters={"CN": say("Preceptor")})
    event.add("status", status)
    return event


def _at(event: Event, starts_at: datetime) -> None:
    event.add("dtstart", starts_at)
    event.add("dtend", starts_at + LENGTH)
