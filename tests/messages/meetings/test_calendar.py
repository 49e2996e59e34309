"""Calendar files: a series is one entry, and a file that cancels names one."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from bot.domain.meetings.nudges import CalendarEntry, CalendarSeries
from bot.language.say import ENGLISH
from bot.messages.meetings.calendar import cancellations, invitation
from bot.messages.outgoing import Attachment

CHICAGO = ZoneInfo("America/Chicago")
WHEN = datetime(2026, 10, 2, 12, tzinfo=UTC)
SERIES = CalendarSeries(
    uid="series@preceptor",
    sequence=3,
    first_day=date(2026, 10, 6),
    at=time(18),
    zone="America/Chicago",
    interval=14,
    left_out=(date(2026, 10, 20),),
    moved=((date(2026, 11, 3), datetime(2026, 11, 5, 0, tzinfo=UTC)),),
)


def parsed(file: Attachment) -> tuple[Calendar, list[Event]]:
    """Return a file's calendar and its events."""
    calendar = Calendar.from_ical(file.data)
    assert isinstance(calendar, Calendar)
    return calendar, [one for one in calendar.walk("VEVENT") if isinstance(one, Event)]


def published(entry: CalendarEntry | CalendarSeries) -> Attachment:
    """Return the file that publishes an entry."""
    return invitation(ENGLISH, entry, place="", agenda=(), written_at=WHEN)


def test_a_series_comes_again_at_its_civil_hour_without_end() -> None:
    file = published(SERIES)
    calendar, (whole, moved) = parsed(file)
    assert calendar["method"] == "PUBLISH"
    assert b"DTSTART;TZID=America/Chicago:20261006T180000" in file.data
    assert whole["rrule"].to_ical() == b"FREQ=WEEKLY;INTERVAL=2"
    assert b"EXDATE;TZID=America/Chicago:20261020T180000" in file.data
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["America/Chicago"]
    assert moved["recurrence-id"].dt == datetime(2026, 11, 3, 18, tzinfo=CHICAGO)
    assert moved["dtstart"].dt == datetime(2026, 11, 5, 0, tzinfo=UTC)
    assert {str(one["uid"]) for one in (whole, moved)} == {"series@preceptor"}
    assert {one["sequence"] for one in (whole, moved)} == {3}


def test_the_title_has_the_names_and_the_link_is_where_calendars_look_for_it() -> None:
    link = "https://call.example.org/our-room"
    emoji = "\U0001f469\U0001f3fd\u200d\u2695\ufe0f"
    names = ("Mira; the\r\nATTENDEE:mailto:x@y", f"Ana {emoji}")
    file = invitation(
        ENGLISH,
        CalendarEntry("one@preceptor", 0, WHEN),
        place=link,
        agenda=(f"{emoji} first, " + "a long line about it " * 5,),
        written_at=WHEN,
        names=names,
    )
    [event] = parsed(file)[1]
    assert str(event["summary"]) == f"Mentoring: Mira; the ATTENDEE:mailto:x@y and Ana {emoji}"
    assert str(event["location"]) == str(event["url"]) == link
    assert f"Join: {link}" in str(event["description"])
    assert f"{emoji} first" in str(event["description"])
    assert b"\r\nATTENDEE" not in file.data
    assert all(len(line) <= 75 for line in file.data.split(b"\r\n"))


def test_without_names_or_place_an_entry_has_a_plain_title() -> None:
    [event] = parsed(published(CalendarEntry("one@preceptor", 0, WHEN)))[1]
    assert str(event["summary"]) == "Mentoring meeting"
    assert "location" not in event


def test_every_file_has_an_organizer_to_whom_nobody_can_write() -> None:
    single = CalendarEntry("one@preceptor", 0, WHEN)
    files = [published(SERIES), published(single)]
    files += cancellations(ENGLISH, [single], written_at=WHEN)
    for file in files:
        for event in parsed(file)[1]:
            assert str(event["organizer"]) == "mailto:noreply@preceptor.invalid"
            assert event["organizer"].params["CN"] == "Preceptor"


def test_a_file_that_cancels_names_one_entry() -> None:
    entries = [CalendarEntry(f"{name}@preceptor", 1, WHEN) for name in ("a", "b", "a")]
    files = cancellations(ENGLISH, entries, written_at=WHEN)
    assert [file.name for file in files] == ["meeting.ics", "meeting-2.ics"]
    for file, uid in zip(files, ("a@preceptor", "b@preceptor"), strict=True):
        calendar, (event,) = parsed(file)
        assert calendar["method"] == "CANCEL"
        assert str(event["uid"]) == uid
