"""Times in exact formats: as we or Discord write them, and "in 2 hours"."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone

from bot.domain.errors import DomainError
from bot.domain.times import zones
from bot.domain.times.civil import WEEKDAYS, CivilTime, Monthly, both, civil

# What `CivilTime.__str__` writes.
_WRITTEN = re.compile(
    r"(\d{4}-\d{2}-\d{2})[ t](\d{2}:\d{2})(?:,? (before|after) the clocks go back)?"
    r"(?: every (\d{1,2}) days| monthly (?:day (\d{1,2})|(-?\d) (\w{3})))?(?: \[([\w/+-]+)\])?",
    re.IGNORECASE,
)
# What Discord writes for an instant.
_STAMP = re.compile(r"<t:(-?\d{1,11})(?::[tTdDfFsSR])?>")
# An instant with its offset, or a local time with its seconds.
_INSTANT = re.compile(
    r"(?:(?:by|until|till|before|on|at|from|due(?: by| on| at)?) )?"
    r"(?P<day>\d{4}-\d{2}-\d{2})(?P<by>[ t])(?P<at>\d{2}:\d{2})(?P<seconds>:\d{2}(?:[.,]\d+)?)?"
    r"(?: ?(?P<utc>z)| ?(?P<sign>[+\u2212-])(?P<hours>\d{2})(?::?(?P<minutes>\d{2}))?)?",
    re.IGNORECASE,
)
_MOST_BEHIND_UTC, _MOST_AHEAD_OF_UTC = timedelta(hours=12), timedelta(hours=14)
_SOON = re.compile(
    r"(?:in |within )?(?:(?P<half>half an? hour)|(?P<one>an hour and a half)|the (?P<the>hour)"
    r"|(?P<many>\d{1,3}|an?) ?(?P<unit>hours?|minutes?|mins?)"
    r"(?: and (?P<and>a half|\d{1,2}) ?(?:minutes?|mins?|hours?)?)?)(?: from now| time)?"
    r"|(?:in|within) (?P<short>\d{1,2}) ?h"
    r"|(?:in |within )?(?P<tenths>\d{1,2}\.(?:5|25|75|50)) ?(?P<of>d(?:ays?)?|h(?:ours?|rs?)?)"
    r"(?: from now| time)?"
    r"|(?:in |within )?(?P<hours>\d{1,2}) ?h(?:ours?)? ?(?P<minutes>[0-5]?\d) ?"
    r"m(?:in(?:ute)?s?)?(?: from now| time)?"
    r"|(?:in|within) (?P<hours2>\d{1,2}) ?h ?(?P<minutes2>[0-5]\d)"
)
# "13 hrs" alone is as likely one in the afternoon.
_ON_THE_CLOCK = re.compile(r"(?:1[3-9]|2[0-4]) hours")


def is_exact(typed: str) -> bool:
    """Return whether it is in the format of `CivilTime.__str__`, Discord, or ISO 8601."""
    written = typed.strip()
    return bool(_WRITTEN.fullmatch(written) or _INSTANT.fullmatch(written) or _STAMP.search(typed))


def exactly(typed: str, zone: str) -> list[CivilTime]:
    """Return a time in the format of `CivilTime.__str__`, Discord, or ISO 8601.

    An hour that occurs twice is both, unless it says which; nothing is returned for other words.
    Raises `ValueError` for a date that does not exist, and ``when.unreadable`` for a stamp.
    """
    if written := _WRITTEN.fullmatch(typed.strip()):
        meant = _as_written(written, zone)
        return [meant] if written[3] else both(meant)
    if instant := _INSTANT.fullmatch(typed.strip()):
        return _of_instant(instant, zone)
    if stamp := _STAMP.search(typed):
        return [_at_stamp(int(stamp[1]), zone)]
    return []


def soon(words: str, now: datetime, zone: str) -> CivilTime | None:
    """Return when "in 2 hours" is, rounded to the next five minutes; None for other words."""
    match = _SOON.fullmatch(words) if not _ON_THE_CLOCK.fullmatch(words) else None
    return civil(_rounded_up(now + _span(match)), zone) if match else None


def _at_stamp(seconds: int, zone: str) -> CivilTime:
    try:
        return civil(datetime.fromtimestamp(seconds, UTC), zone)
    except (ValueError, OverflowError, OSError) as error:
        raise DomainError("when.unreadable") from error


def _of_instant(match: re.Match[str], zone: str) -> list[CivilTime]:
    """Return an instant in the zone; beside it, the beginning of "2027-03-20 05:30-07:00"."""
    local = CivilTime(date.fromisoformat(match["day"]), time.fromisoformat(match["at"]), zone)
    if not match["utc"] and not match["sign"]:
        return both(local)
    offset = timedelta(hours=int(match["hours"] or 0), minutes=int(match["minutes"] or 0))
    end = f"{match['hours']}:{match['minutes'] or '00'}"
    is_behind = match["sign"] in ("-", "\u2212")
    may_be_range = is_behind and match["by"] == " " and not match["seconds"] and match["at"] < end
    if offset > (_MOST_BEHIND_UTC if is_behind else _MOST_AHEAD_OF_UTC):
        if may_be_range and offset < timedelta(days=1):
            return both(local)
        raise DomainError("when.unreadable")
    ahead_of_utc = timezone(-offset if is_behind else offset)
    meant = civil(datetime.combine(local.day, local.at, ahead_of_utc), zone)
    return (
        sorted({meant, *both(local)}, key=lambda moment: moment.instant)
        if may_be_range
        else [meant]
    )


def _as_written(written: re.Match[str], zone: str) -> CivilTime:
    day_, at = date.fromisoformat(written[1]), time.fromisoformat(written[2])
    if written[8]:
        zone = zones.require(written[8])
    every_days = int(written[4]) if written[4] else None
    monthly = None
    if written[5]:
        monthly = Monthly(day=int(written[5]))
    elif written[6]:
        names = [name[:3] for name in WEEKDAYS]
        monthly = Monthly(None, int(written[6]), names.index(written[7].casefold()))
    return CivilTime(day_, at.replace(fold=written[3] == "after"), zone, every_days, monthly)


def _rounded_up(instant: datetime) -> datetime:
    past = timedelta(minutes=instant.minute % 5, seconds=instant.second)
    whole = instant.replace(second=0, microsecond=0)
    return whole if not past else whole - timedelta(minutes=instant.minute % 5 - 5)


def _span(soon: re.Match[str]) -> timedelta:
    if soon["half"]:
        return timedelta(minutes=30)
    if soon["one"]:
        return timedelta(minutes=90)
    if soon["the"]:
        return timedelta(hours=1)
    if soon["tenths"]:
        many_hours = 24 if soon["of"].startswith("d") else 1
        return timedelta(hours=float(soon["tenths"]) * many_hours)
    if soon["hours"]:
        return timedelta(hours=int(soon["hours"]), minutes=int(soon["minutes"]))
    if soon["hours2"]:
        return timedelta(hours=int(soon["hours2"]), minutes=int(soon["minutes2"]))
    if soon["short"]:
        return timedelta(hours=int(soon["short"]))
    word = soon["many"]
    many = int(word) if word.isdecimal() else 1
    if not soon["unit"].startswith("h"):
        return timedelta(minutes=many)
    more = {"a half": 30, None: 0}.get(soon["and"])
    return timedelta(hours=many, minutes=int(soon["and"]) if more is None else more)
