"""Messages about meetings stay within Discord's limits, whatever people typed."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from bot.domain.ids import GuildId, MeetingId, MeetingTimeId, PairId, UserId
from bot.domain.meetings.nudges import (
    CalendarEntry,
    FirstMeetingDue,
    MeetingCancelled,
    MeetingConfirmed,
    MeetingProposed,
    MeetingReminder,
    MetQuestion,
    NewTimeDue,
    ProposedTime,
    TimesPassed,
    TimesWaiting,
)
from bot.domain.nudges.nudges import Facts
from bot.language.say import ENGLISH
from bot.messages.meetings.calendar import invitation
from bot.messages.nudges.nudges import render

GUILD = GuildId(2**63 - 1)
PAIR, MEETING = PairId(10**9), MeetingId(10**9)
WHEN = datetime(2027, 3, 14, 18, tzinfo=UTC)
PEOPLE = tuple(UserId(10**18 + number) for number in range(11))
ZONES = (
    *("America/Argentina/Buenos_Aires", "Asia/Kathmandu", "Pacific/Kiritimati", "UTC"),
    *("America/New_York", "Asia/Tokyo", "Europe/Paris", "Australia/Lord_Howe"),
)
TIMES = tuple(
    ProposedTime(MeetingTimeId(10**9 + number), WHEN + timedelta(days=number), 14)
    for number in range(3)
)
AGENDA = ("*" * 200,) * 12
PLACE = "https://" + "a" * 50 + ".example/" + "b" * 230
ENTRY = CalendarEntry("one@preceptor", 0, WHEN)

EVERYTHING: tuple[Facts, ...] = (
    MeetingProposed(
        GUILD, PAIR, MEETING, 999, PEOPLE[0], PEOPLE[1:], TIMES, ZONES, AGENDA, instead_of=WHEN
    ),
    MeetingConfirmed(
        GUILD, PAIR, MEETING, PEOPLE, WHEN, 14, True, PLACE, AGENDA, ENTRY, None, WHEN
    ),
    MeetingCancelled(GUILD, PAIR, MEETING, PEOPLE, PEOPLE[0], WHEN, False, ENTRY, WHEN),
    MeetingReminder(GUILD, PAIR, MEETING, PEOPLE, WHEN, "*" * 300, AGENDA, 0, False, False),
    MetQuestion(GUILD, PAIR, MEETING, PEOPLE, WHEN),
    FirstMeetingDue(GUILD, PAIR, 4, PEOPLE[:1], PEOPLE[1:], PEOPLE[1], TIMES, ZONES, MEETING, 999),
    TimesWaiting(GUILD, PAIR, MEETING, 999, PEOPLE[0], PEOPLE[1:], TIMES, ZONES, WHEN),
    TimesPassed(GUILD, PAIR, PEOPLE[:1], PEOPLE[1:], WHEN),
    NewTimeDue(GUILD, PAIR, PEOPLE[:1], PEOPLE[1:], WHEN),
)


@pytest.mark.parametrize("facts", EVERYTHING, ids=lambda facts: type(facts).__name__)
def test_the_longest_message_fits(facts: Facts) -> None:
    outgoing = render(ENGLISH, facts, "abcdefghij")
    assert len(outgoing.content) <= 2000
    assert len(outgoing.rows) <= 5
    assert all(len(row) <= 5 for row in outgoing.rows)
    for button in outgoing.buttons:
        assert 0 < len(button.label) <= 80
        assert len(button.custom_id) <= 100
        assert len(button.url or "") <= 512
    names = [button.custom_id for button in outgoing.buttons if button.custom_id]
    assert len(set(names)) == len(names)
    assert any(name.endswith("~abcdefghij") for name in names)


def test_no_line_of_a_calendar_file_is_anybodys_words() -> None:
    evil = "x\r\nATTENDEE:mailto:a@b.example\nBEGIN:VEVENT;,\\n\u2028DTSTART:20200101"
    file = invitation(
        ENGLISH,
        ENTRY,
        place=evil,
        agenda=(evil, "y" * 500),
        written_at=WHEN,
    )
    calendar = Calendar.from_ical(file.data)
    assert isinstance(calendar, Calendar)
    assert len(calendar.walk("VEVENT")) == 1
    names = {line.split(b":")[0].split(b";")[0] for line in file.data.split(b"\r\n")}
    assert b"ATTENDEE" not in names
    assert max(map(len, file.data.split(b"\r\n"))) <= 75


def test_a_second_reminder_of_the_first_meeting_has_other_words() -> None:
    early, late = (
        FirstMeetingDue(GUILD, PAIR, days, PEOPLE[:1], PEOPLE[1:], None, (), ZONES, None, 0)
        for days in (4, 10)
    )
    assert (
        render(ENGLISH, early, "abcdefghij").content != render(ENGLISH, late, "abcdefghij").content
    )


def test_times_that_are_over_blame_no_one() -> None:
    pair, circle = (
        render(ENGLISH, TimesPassed(GUILD, PAIR, PEOPLE[:1], partners, WHEN), "r1").content
        for partners in (PEOPLE[1:2], PEOPLE[1:4])
    )
    assert not [person for person in PEOPLE[1:4] if f"<@{person}>" in pair + circle]
