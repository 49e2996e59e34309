"""Time zones, as people type them."""

import difflib
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.errors import DomainError

# How people in the United States say it, where most of our societies are. A standard-time
# abbreviation means the place: nobody who types EST wants to ignore daylight saving.
_SPOKEN = {
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
    "ist": "Asia/Kolkata",
}


def resolve(typed: str) -> str:
    """Return the IANA name for what somebody typed: a name, a city, or ``Eastern``.

    Raises `DomainError` ``time_zone.unknown`` with up to three names that come close.
    """
    wanted = "_".join(typed.strip().casefold().replace(" time", "").split())
    if wanted in _SPOKEN:
        return _SPOKEN[wanted]
    names = _names()
    if wanted in names:
        return names[wanted]
    close = difflib.get_close_matches(wanted, names, n=3, cutoff=0.6)
    raise DomainError(
        "time_zone.unknown", typed=typed.strip()[:60], close=tuple(names[name] for name in close)
    )


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
