"""Times as people say them: read where they are clear, asked about where they are not."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import DomainError
from bot.domain.times import reader
from bot.domain.times.civil import CivilTime, civil
from bot.domain.times.reader import Asker

CHICAGO = "America/Chicago"
NOW = datetime(2026, 9, 2, 15, tzinfo=UTC)  # Wednesday, 10:00 in Chicago


def parse(typed: str, now: datetime, zone: str) -> CivilTime:
    """Return the one time that is meant."""
    return reader.meeting(typed, Asker(now, zone))


def several(typed: str, now: datetime, zone: str) -> tuple[str, ...]:
    """Return each time that is named."""
    return reader.several(typed, Asker(now, zone))


def read(typed: str, zone: str = CHICAGO, now: datetime = NOW) -> str:
    """Return what is read, as a wall clock says it, without the speaker's own zone."""
    return str(parse(typed, now, zone)).removesuffix(f" [{zone}]")


def refusal(typed: str, zone: str = CHICAGO, now: datetime = NOW) -> tuple[str, list[str]]:
    """Return the code of a refusal, and the readings that come with it."""
    with pytest.raises(DomainError) as caught:
        parse(typed, now, zone)
    readings = caught.value.facts["readings"]
    return caught.value.code, [str(one).removesuffix(f" [{zone}]") for one in readings]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("thu 6pm", "2026-09-03 18:00"),
        ("6pm thu", "2026-09-03 18:00"),
        ("tomorrow noon", "2026-09-03 12:00"),
        ("next tuesday 18:00", "2026-09-08 18:00"),
        ("in two weeks at 5", "2026-09-16 17:00"),
        ("every other Tuesday 18:00", "2026-09-08 18:00 every 14 days"),
        ("Feb 1 4pm", "2027-02-01 16:00"),
        ("feb 1 4", "2027-02-01 16:00"),
        ("Thursday, 3 Sept at 6.30pm", "2026-09-03 18:30"),
        ("How about Thursday around 6:30 p.m.?", "2026-09-03 18:30"),
        ("tonight at 7", "2026-09-02 19:00"),
        ("tomorrow at 8 in the evening", "2026-09-03 20:00"),
        ("half past 5 tomorrow", "2026-09-03 17:30"),
        ("quarter to 7 fri", "2026-09-04 18:45"),
        ("fri 19h30", "2026-09-04 19:30"),
        ("6-7pm thu", "2026-09-03 18:00"),
        ("thu 11-1pm", "2026-09-03 11:00"),
        ("6pm", "2026-09-02 18:00"),
        ("in 2 hours", "2026-09-02 12:00"),
        ("in half an hour", "2026-09-02 10:30"),
        ("wed 9:05am", "2026-09-09 09:05"),
        ("next week tue 6pm", "2026-09-08 18:00"),
        ("3/4 5pm", "2027-03-04 17:00"),
        ("tuesdays at 6", "2026-09-08 18:00 every 7 days"),
        ("every 3 weeks on friday noon", "2026-09-04 12:00 every 21 days"),
        ("2026-09-10 18:00", "2026-09-10 18:00"),
    ],
)
def test_it_reads_what_people_say(typed: str, meant: str) -> None:
    assert read(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("half past six friday", "2026-09-04 18:30"),
        ("friday at six", "2026-09-04 18:00"),
        ("quarter to seven thursday", "2026-09-03 18:45"),
        ("six thirty on friday", "2026-09-04 18:30"),
        ("day after tomorrow 5pm", "2026-09-04 17:00"),
        ("the 15th at 6pm", "2026-09-15 18:00"),
        ("10.9. 18:00", "2026-09-10 18:00"),
        ("10.9. 18.30", "2026-09-10 18:30"),
        ("thu 18.30", "2026-09-03 18:30"),
        ("at 18.30 on thursday", "2026-09-03 18:30"),
        ("fri 1830", "2026-09-04 18:30"),
        ("1830", "2026-09-02 18:30"),
        ("18.30", "2026-09-02 18:30"),
        ("18h Donnerstag", "2026-09-03 18:00"),
        ("am Donnerstag um 18 Uhr", "2026-09-03 18:00"),
        ("Freitag 18.30 Uhr", "2026-09-04 18:30"),
        ("morgen 18 uhr 15", "2026-09-03 18:15"),
        ("tmr 5pm", "2026-09-03 17:00"),
        ("tomorow 5pm", "2026-09-03 17:00"),
        ("wendesday 6pm next week", "2026-09-09 18:00"),
        ("thurday noon", "2026-09-03 12:00"),
        ("end of month 5pm", "2026-09-30 17:00"),
        ("in one hour", "2026-09-02 11:00"),
        ("thu 6pm-ish", "2026-09-03 18:00"),
        ("<t:1790000000:F>", "2026-09-21 09:13"),
        ("how about <t:1790000000>?", "2026-09-21 09:13"),
    ],
)
def test_it_reads_the_many_ways_of_saying_the_same(typed: str, meant: str) -> None:
    assert read(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("6pm EST thu", "2026-09-03 18:00 [America/New_York]"),
        ("thu 6pm New York time", "2026-09-03 18:00 [America/New_York]"),
        ("London time 6pm thu", "2026-09-03 18:00 [Europe/London]"),
        ("thu 6pm in London", "2026-09-03 18:00 [Europe/London]"),
        ("thu 18:00 GMT+1", "2026-09-03 18:00 [Etc/GMT-1]"),
        ("utc+2 thu 18:00", "2026-09-03 18:00 [Etc/GMT-2]"),
        ("thu 18:00 UTC+5:30", "2026-09-03 18:00 [Asia/Kolkata]"),
        ("thu 18:00 Europe/Berlin", "2026-09-03 18:00 [Europe/Berlin]"),
        ("thu 6pm my time", "2026-09-03 18:00"),
    ],
)
def test_a_zone_is_found_wherever_it_stands(typed: str, meant: str) -> None:
    assert read(typed) == meant


@pytest.mark.parametrize(
    ("typed", "zone", "offered"),
    [
        ("nov 1 1:30am", CHICAGO, [("01:30", 0), ("01:30", 1)]),
        ("25 oct 2:30am", "Europe/Berlin", [("02:30", 0), ("02:30", 1)]),
        ("25 oct 2:30", "Europe/Berlin", [("02:30", 0), ("02:30", 1), ("14:30", 0)]),
        ("2026-11-01 01:30", CHICAGO, [("01:30", 0), ("01:30", 1)]),
    ],
)
def test_an_hour_that_comes_twice_in_autumn_is_asked_about(
    typed: str, zone: str, offered: list[tuple[str, int]]
) -> None:
    with pytest.raises(DomainError) as caught:
        parse(typed, NOW, zone)
    assert caught.value.code == "when.unclear"
    readings = caught.value.facts["readings"]
    assert [(f"{one.at:%H:%M}", one.at.fold) for one in readings] == offered
    for one in readings:
        assert parse(str(one), NOW, "UTC").instant == one.instant
    assert len({one.instant for one in readings}) == len(offered)


def test_which_of_the_two_may_be_said_at_once() -> None:
    before = parse("nov 1 1:30am before the clocks go back", NOW, CHICAGO)
    after = parse("nov 1 1:30am after the clocks go back", NOW, CHICAGO)
    assert after.instant - before.instant == timedelta(hours=1)


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("thu 6pm, fri 5pm", ["2026-09-03 18:00", "2026-09-04 17:00"]),
        ("thu 6pm or fri 5pm", ["2026-09-03 18:00", "2026-09-04 17:00"]),
        ("thu 6pm or 7pm", ["2026-09-03 18:00", "2026-09-03 19:00"]),
        ("Thursday, 3 Sept at 6.30pm", ["2026-09-03 18:30"]),
        ("thu or fri 6pm", ["2026-09-03 18:00", "2026-09-04 18:00"]),
        ("thu, 6pm", ["2026-09-03 18:00"]),
    ],
)
def test_several_times_may_stand_in_one_line(typed: str, parts: list[str]) -> None:
    assert [read(one) for one in several(typed, NOW, CHICAGO)] == parts


def test_a_line_of_which_a_part_can_not_be_read_stays_as_it_is() -> None:
    assert several("no idea, thu 6pm", NOW, CHICAGO) == ("no idea, thu 6pm",)


def test_a_zone_said_once_counts_for_all_of_them() -> None:
    first, second = several("thu 6pm, fri 5pm EST", NOW, CHICAGO)
    assert read(first) == "2026-09-03 18:00 [America/New_York]"
    assert read(second) == "2026-09-04 17:00 [America/New_York]"


def test_a_day_that_no_month_has_is_named() -> None:
    assert refusal("sept 31 5pm") == ("when.no_such_day", [])
    assert refusal("end of term 5pm") == ("when.not_known", [])


def test_a_zone_that_is_said_counts_instead_of_the_speakers() -> None:
    assert read("thu 6pm ET") == "2026-09-03 18:00 [America/New_York]"
    assert read("thu 6pm (Pacific time)") == "2026-09-03 18:00 [America/Los_Angeles]"


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("thu at 8", ["2026-09-03 08:00", "2026-09-03 20:00"]),
        ("at 10", ["2026-09-02 22:00", "2026-09-03 10:00"]),
        ("next friday 6pm", ["2026-09-04 18:00", "2026-09-11 18:00"]),
        ("wednesday 6pm", ["2026-09-02 18:00", "2026-09-09 18:00"]),
        ("friday midnight", ["2026-09-04 00:00", "2026-09-05 00:00"]),
        ("this weekend 5pm", ["2026-09-05 17:00", "2026-09-06 17:00"]),
        ("fri 7ish", ["2026-09-04 07:00", "2026-09-04 19:00"]),
        ("fri 7", ["2026-09-04 07:00", "2026-09-04 19:00"]),
        ("fri 2:30", ["2026-09-04 02:30", "2026-09-04 14:30"]),
        ("friday 3 september 6pm", ["2026-09-03 18:00", "2026-09-04 18:00"]),
    ],
)
def test_what_may_mean_two_things_is_asked_about(typed: str, offered: list[str]) -> None:
    assert refusal(typed) == ("when.unclear", offered)


def test_a_day_written_in_numbers_is_asked_about_where_the_month_does_not_come_first() -> None:
    assert refusal("3/4 5pm", "Europe/London") == (
        "when.unclear",
        ["2027-03-04 17:00", "2027-04-03 17:00"],
    )


def test_tomorrow_in_a_zone_where_it_is_another_day_is_asked_about() -> None:
    evening = datetime(2026, 9, 3, 4, tzinfo=UTC)  # Wednesday, 23:00 in Chicago
    with pytest.raises(DomainError, match=r"when\.unclear") as caught:
        parse("tomorrow noon London time", evening, CHICAGO)
    days = [reading.day for reading in caught.value.facts["readings"]]
    assert days == [date(2026, 9, 3), date(2026, 9, 4)]
    # A date is the same wherever it is said.
    meant = parse("sep 8 noon London time", evening, CHICAGO)
    assert (meant.day, meant.zone) == (date(2026, 9, 8), "Europe/London")


def test_twelve_said_in_a_night_shift_may_be_midnight() -> None:
    at_three = datetime(2026, 9, 3, 8, tzinfo=UTC)
    with pytest.raises(DomainError, match=r"when\.unclear") as caught:
        parse("friday at 12", at_three, CHICAGO)
    assert {reading.at for reading in caught.value.facts["readings"]} == {time(0), time(12)}
    assert read("friday at 12") == "2026-09-04 12:00"


def test_a_day_without_an_hour_offers_some() -> None:
    code, offered = refusal("tomorrow morning")
    assert code == "when.needs_hour"
    assert offered == ["2026-09-03 09:00", "2026-09-03 10:00", "2026-09-03 11:00"]


def test_a_time_that_is_over_offers_the_next_ones() -> None:
    code, offered = refusal("today 8am")
    assert code == "when.past"
    assert offered == ["2026-09-03 08:00", "2026-09-09 08:00"]


def test_an_hour_that_spring_leaves_out_offers_the_next_minute_that_exists() -> None:
    assert refusal("mar 14 2027 2:30am") == ("when.gap", ["2027-03-14 03:00"])


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "may 5 pm", "in may 5pm", "asdf", "25:00 fri", "fri 99", "mon-fri 5pm", "\0", "🦉"],
)
def test_what_can_not_be_read_is_said_to_be_so(typed: str) -> None:
    assert refusal(typed) == ("when.unreadable", [])


def test_a_rhythm_that_no_series_has_is_named_as_such() -> None:
    assert refusal("every day at 5")[0] == "when.rhythm"
    assert refusal("every 20 weeks on monday 5pm")[0] == "when.rhythm"
    assert refusal("2031-01-01 18:00")[0] == "when.far"


@given(
    minutes=st.integers(0, 1_000_000),
    zone=st.sampled_from([CHICAGO, "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Kiritimati"]),
)
@settings(max_examples=200, deadline=None)
def test_what_is_written_down_is_read_back(minutes: int, zone: str) -> None:
    now = NOW + timedelta(minutes=minutes)
    ahead = civil(now + timedelta(days=3), zone, every_days=14)
    assert parse(str(ahead), now, "UTC") == ahead


def outcome(typed: str) -> tuple[str, tuple[CivilTime, ...]]:
    """Return the code of a refusal with its readings, or no code with what was read."""
    try:
        return "", (parse(typed, NOW, CHICAGO),)
    except DomainError as error:
        return error.code, error.facts["readings"]


@given(typed=st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_nonsense_is_refused_and_whatever_is_read_lies_ahead(typed: str) -> None:
    code, found = outcome(typed)
    assert code == "" or code.startswith("when.")
    assert all(NOW < one.instant < NOW + timedelta(days=400) for one in found)


WORDS = ["thu", "next", "tue", "6pm", "at", "8", "every", "other", "week", "noon", "in", "two"]


@given(words=st.lists(st.sampled_from([*WORDS, "feb", "1", "weeks", "on", "-", "/", "3"])))
@settings(max_examples=500, deadline=None)
def test_any_order_of_the_words_it_knows_is_survived(words: list[str]) -> None:
    code, found = outcome(" ".join(words))
    assert code == "" or code.startswith("when.")
    assert all(one.instant > NOW for one in found)


def test_a_wall_time_knows_whether_clocks_show_it() -> None:
    skipped = CivilTime(date(2027, 3, 14), time(2, 30), CHICAGO)
    assert not skipped.exists
    assert skipped.instant.astimezone(ZoneInfo(CHICAGO)).time() == time(3)
