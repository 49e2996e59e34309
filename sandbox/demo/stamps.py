"""Discord's timestamps, written as its app shows them to someone in a given time zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_UNITS = (
    ("year", timedelta(days=365)),
    ("month", timedelta(days=30)),
    ("day", timedelta(days=1)),
    ("hour", timedelta(hours=1)),
    ("minute", timedelta(minutes=1)),
    ("second", timedelta(seconds=1)),
)


def shown(seconds: int, style: str, zone: ZoneInfo, now: datetime) -> str:
    """Return the text of `<t:seconds:style>` in `zone`; style ``R`` counts from `now`."""
    instant = datetime.fromtimestamp(seconds, UTC)
    if style == "R":
        return _relative(instant - now)
    local = instant.astimezone(zone)
    clock = f"{local:%I:%M %p}".lstrip("0")
    day = f"{local:%B} {local.day}, {local.year}"
    return {
        "t": clock,
        "T": f"{local:%I:%M:%S %p}".lstrip("0"),
        "d": f"{local.month}/{local.day}/{local.year}",
        "D": day,
        "F": f"{local:%A}, {day} at {clock}",
    }.get(style, f"{day} at {clock}")


def _relative(away: timedelta) -> str:
    """Return "in 2 days" or "3 hours ago": in the largest unit that fits, rounded."""
    distance = abs(away)
    unit, length = next((each for each in _UNITS if distance >= each[1]), _UNITS[-1])
    number = round(distance / length)
    text = f"{number} {unit}" if number == 1 else f"{number} {unit}s"
    if number == 1 and unit != "second":
        text = f"an {unit}" if unit == "hour" else f"a {unit}"
    return f"in {text}" if away >= timedelta(0) else f"{text} ago"
