"""A series read back by libraries of three families: the same hour on the wall for ten years."""

import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Timezone

from bot.domain.meetings.meetings import series_occurrences
from bot.domain.meetings.nudges import CalendarSeries
from bot.domain.schedule import instant_of
from bot.domain.times.civil import Monthly
from bot.language.say import ENGLISH
from bot.messages.meetings.calendar import invitation

READERS = Path(__file__).parent / "readers"
FIRST = date(2026, 3, 3)
WEEKS = 10 * 52
# Rules of either hemisphere, a half-hour change, rules no calendar can number, and none at all.
ZONES = (
    "America/Chicago",
    "America/St_Johns",
    "Europe/London",
    "Europe/Dublin",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "America/Santiago",
    "Asia/Jerusalem",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Asia/Kathmandu",
)


def file_of(zone: str) -> bytes:
    """Return the file of a weekly series at 18:00."""
    series = CalendarSeries("series@preceptor", 0, FIRST, time(18), zone, 7, (), ())
    return invitation(
        ENGLISH, series, place="", agenda=(), written_at=datetime(2026, 3, 1, tzinfo=UTC)
    ).data


def meant(zone: str) -> list[int]:
    """Return when its meetings are, as our own planner knows."""
    days = (FIRST + timedelta(weeks=week) for week in range(WEEKS))
    return [int(instant_of(day, time(18), zone).timestamp()) for day in days]


def by_icalendar(file: bytes, _folder: Path) -> list[int]:
    """Read with icalendar, which builds a zone from the file's own rules."""
    calendar = Calendar.from_ical(file)
    [zone] = calendar.walk("VTIMEZONE")
    assert isinstance(zone, Timezone)
    tz = zone.to_tz(lookup_tzid=False)
    at = time(18)
    days = (FIRST + timedelta(weeks=week) for week in range(WEEKS))
    return [int(datetime.combine(day, at, tz).timestamp()) for day in days]


def by_ical_js(file: bytes, folder: Path) -> list[int]:
    """Read with ical.js, which web calendars and Thunderbird use."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node.js: install it and ical.js, and set NODE_PATH to its folder")
    probe = subprocess.run(
        [node, "-e", "require('ical.js')"], capture_output=True, check=False, env=os.environ
    )
    if probe.returncode:
        pytest.skip("no ical.js: npm install ical.js, and set NODE_PATH to its node_modules")
    return _printed([node, str(READERS / "ical_js.cjs")], file, folder)


def by_libical(file: bytes, folder: Path) -> list[int]:
    """Read with libical, which GNOME's and KDE's calendars use."""
    python = "/usr/bin/python3"
    probe = "import gi; gi.require_version('ICalGLib', '3.0')"
    try:
        subprocess.run([python, "-c", probe], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no libical: install the packages python3-gi and gir1.2-ical-3.0")
    return _printed([python, str(READERS / "libical.py")], file, folder)


def _printed(command: list[str], file: bytes, folder: Path) -> list[int]:
    path = folder / "series.ics"
    path.write_bytes(file)
    read = subprocess.run(
        [*command, str(path), str(WEEKS)], capture_output=True, check=True, text=True
    )
    return [int(line) for line in read.stdout.split()]


@pytest.mark.parametrize("read", [by_icalendar, by_ical_js, by_libical])
@pytest.mark.parametrize("zone", ZONES)
def test_ten_years_of_a_series_stay_at_their_hour(
    zone: str, read: Callable[[bytes, Path], list[int]], tmp_path: Path
) -> None:
    instants = read(file_of(zone), tmp_path)

    wrong = [
        datetime.fromtimestamp(seen, ZoneInfo(zone)).isoformat()
        for seen, right in zip(instants, meant(zone), strict=True)
        if seen != right
    ]
    assert wrong == []


@pytest.mark.parametrize("read", [by_ical_js, by_libical])
@pytest.mark.parametrize(
    "interval", [Monthly(nth=2, weekday=1), Monthly(nth=-1, weekday=4), Monthly(day=13)]
)
def test_a_series_by_the_month_is_read_as_it_is_planned(
    interval: Monthly, read: Callable[[bytes, Path], list[int]], tmp_path: Path
) -> None:
    zone = "America/Chicago"
    until = datetime(2040, 1, 1, tzinfo=UTC)
    begin = datetime(2026, 3, 1, tzinfo=UTC)
    turns = series_occurrences(FIRST, interval, time(18), zone, (), begin, until)
    planned = [turn.instant for turn in turns][:100]
    first = planned[0].astimezone(ZoneInfo(zone)).date()
    series = CalendarSeries("series@preceptor", 0, first, time(18), zone, interval, (), ())
    file = invitation(ENGLISH, series, place="", agenda=(), written_at=begin).data

    seen = read(file, tmp_path)

    assert seen[:100] == [int(instant.timestamp()) for instant in planned]


@pytest.mark.parametrize("zone", ZONES)
def test_a_zone_changes_in_the_offset_that_was_before(zone: str) -> None:
    [component] = Calendar.from_ical(file_of(zone)).walk("VTIMEZONE")
    tz = ZoneInfo(zone)
    for part in component.subcomponents:
        before, after = part["tzoffsetfrom"].td, part["tzoffsetto"].td
        onset = (part["dtstart"].dt - before).replace(tzinfo=UTC)
        assert (onset + timedelta(seconds=1)).astimezone(tz).utcoffset() == after
        if before != after:
            assert (onset - timedelta(seconds=1)).astimezone(tz).utcoffset() == before
