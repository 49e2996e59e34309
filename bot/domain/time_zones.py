"""Time zones, as people type them."""

import difflib
import re
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.errors import DomainError

# How people in the United States say it, where most of our societies are. A standard-time
# abbreviation means the place: nobody who types EST wants to ignore daylight saving.
SPOKEN = {
    "eastern": "America/New_York",
    "et": "America/New_York",
    "est": "America/New_York",
    "edt": "America/New_York",
    "central": "America/Chicago",
    "ct": "America/Chicago",
    "cst": "America/Chicago",
    "cdt": "America/Chicago",
    "mountain": "America/Denver",
    "mt": "America/Denver",
    "mst": "America/Denver",
    "mdt": "America/Denver",
    "arizona": "America/Phoenix",
    "pacific": "America/Los_Angeles",
    "pt": "America/Los_Angeles",
    "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles",
    "alaska": "America/Anchorage",
    "hawaii": "Pacific/Honolulu",
    "hst": "Pacific/Honolulu",
    "atlantic": "America/Puerto_Rico",
    "gmt": "Etc/GMT",
    "bst": "Europe/London",
    "cet": "Europe/Paris",
    "cest": "Europe/Paris",
    "mez": "Europe/Berlin",
    "ist": "Asia/Kolkata",
}
_OFFSET = re.compile(r"(?:utc|gmt)_?([+-])_?(\d{1,2})(?::?(\d{2}))?")
# Offsets that are no whole hours, where one place keeps them all year.
_BETWEEN = {
    "+3:30": "Asia/Tehran",
    "+4:30": "Asia/Kabul",
    "+5:30": "Asia/Kolkata",
    "+5:45": "Asia/Kathmandu",
    "+6:30": "Asia/Yangon",
    "+9:30": "Australia/Darwin",
}


def resolve(typed: str) -> str:
    """Return the IANA name for what somebody typed: a name, a city, ``Eastern`` or ``UTC+2``.

    Raises `DomainError` ``time_zone.unknown`` with up to three names that come close.
    """
    if found := find(typed):
        return found
    names = _names()
    close = difflib.get_close_matches(_folded(typed), names, n=3, cutoff=0.6)
    raise DomainError(
        "time_zone.unknown", typed=typed.strip()[:60], close=tuple(names[name] for name in close)
    )


def find(typed: str) -> str | None:
    """Return the IANA name for what somebody typed, or None where `resolve` would raise."""
    wanted = _folded(typed)
    if offset := _OFFSET.fullmatch(wanted):
        return _at_offset(offset[1], int(offset[2]), offset[3] or "00")
    return SPOKEN.get(wanted) or _names().get(wanted)


def _folded(typed: str) -> str:
    return "_".join(typed.strip().casefold().replace(" time", "").split())


def _at_offset(sign: str, hours: int, minutes: str) -> str | None:
    if minutes != "00":
        return _BETWEEN.get(f"{sign}{hours}:{minutes}")
    # The signs of these names are turned round: Etc/GMT-2 is two hours ahead.
    name = f"Etc/GMT{'-' if sign == '+' else '+'}{hours}" if hours else "Etc/GMT"
    return name if name.casefold() in _names() else None


def zone(name: str) -> ZoneInfo:
    """Return the zone called `name`, which `resolve` has given."""
    return ZoneInfo(name)


@cache
def _names() -> dict[str, str]:
    """Map each zone's folded name, and its city alone where that is unmistakable, to the zone."""
    zones = sorted(name for name in available_timezones() if "/" in name or name == "UTC")
    places = [name for name in zones if not name.startswith(("Etc/", "US/", "SystemV/"))]
    by_city: dict[str, list[str]] = {}
    for name in places:
        by_city.setdefault(name.rpartition("/")[2].casefold(), []).append(name)
    cities = {city: found[0] for city, found in by_city.items() if len(found) == 1}
    return cities | {name.casefold(): name for name in zones}
