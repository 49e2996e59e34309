"""Hours of the day, as people say them: "6pm", "18:00", "noon", "half past 5", "at 8".

A bare number is read the way people mean it between students and physicians: 1 to 6 are afternoon,
10 and 11 are morning, and 7 to 9 may be either, so both are returned and somebody is asked.
"""

import re
from dataclasses import dataclass
from datetime import time

_MERIDIEM = r"(?: ?(?P<half>am|pm|a\.m\.?|p\.m\.?)(?![a-z])|(?P<letter>[ap])\b)"
_WITH_MERIDIEM = re.compile(
    rf"(?:\bat |@ ?)?(?<![\d:])(?P<hour>\d{{1,2}})(?:[:.h](?P<minute>\d{{2}}))?{_MERIDIEM}"
)
_WITH_MINUTES = re.compile(
    r"(?:\bat |@ ?|\ba las )?(?<![\d:/.-])(?P<hour>\d{1,2})(?:[:h](?P<minute>\d{2})(?::\d{2})?|h)\b"
)
_AT_HOUR = re.compile(
    r"(?:\bat |@ ?|\ba las )(?P<hour>\d{1,2})(?: o'?clock)?(?![\d/:.-])\b"
    r"|(?<![\d:])(?P<clock>\d{1,2}) o'?clock\b"
)
_PAST = re.compile(
    r"(?:\bat )?\b(?P<part>half past|quarter past|quarter to) (?P<hour>\d{1,2})"
    r"(?: ?(?P<half>am|pm))?\b"
)
_RANGE = re.compile(
    r"(?P<start>(?<![\d:/-])\d{1,2}(?::\d{2})?) ?(?P<half>am|pm)? ?(?:-|to|until) ?"
    r"(?P<end>\d{1,2})(?P<tail>:\d{2})? ?(?P<after>am|pm)?(?![\d:/-])"
)
_NAMED = re.compile(r"(?:\bat )?\b(?P<name>noon|midday|midnight)\b")
_PART = re.compile(r"\b(?:in the |at |this )?(?P<part>morning|afternoon|evening|night)\b")
_LAST_NUMBER = re.compile(r"(?P<rest>.+) (?P<hour>\d{1,2})")

_OFFERED = {
    "morning": (time(9), time(10), time(11)),
    "afternoon": (time(14), time(15), time(16)),
    "evening": (time(18), time(19), time(20)),
    "night": (time(19), time(20)),
    "": (time(12), time(17), time(18)),
}


@dataclass(frozen=True, slots=True)
class SpokenHour:
    """What was found: the times it may mean, and the words left over, which name the day.

    `said` is False when no hour was named at all; then `times` are worth offering. `is_midnight`
    says that it may be the beginning of the day or its end.
    """

    times: tuple[time, ...]
    rest: str
    said: bool = True
    is_midnight: bool = False


def find(words: str) -> SpokenHour:
    """Return the hour named anywhere in `words`, which are folded and single-spaced."""
    words, part = _take_part(_first_of_range(words))
    if found := _NAMED.search(words):
        rest = _without(words, found)
        if found["name"] == "midnight":
            return SpokenHour((time(0),), rest, is_midnight=True)
        return SpokenHour((time(12),), rest)
    if found := _PAST.search(words):
        return SpokenHour(_past_hour(found, part), _without(words, found))
    for pattern in (_WITH_MERIDIEM, _WITH_MINUTES, _AT_HOUR):
        if found := pattern.search(words):
            named = found.groupdict()
            hour = named.get("hour") or named.get("clock") or ""
            half = (named.get("half") or named.get("letter") or "")[:1]
            times = _times(hour, int(named.get("minute") or 0), half, part)
            return SpokenHour(times, _without(words, found))
    return SpokenHour(_OFFERED[part], words, said=False)


def last_number(words: str) -> SpokenHour | None:
    """Return the hour that a number at the end may be: "thu 6"."""
    words, part = _take_part(words)
    found = _LAST_NUMBER.fullmatch(words)
    if found is None:
        return None
    return SpokenHour(_times(found["hour"], 0, "", part), found["rest"])


def _take_part(words: str) -> tuple[str, str]:
    """Take "in the morning" out of the words; "tonight" leaves the day that it names."""
    words = re.sub(r"\btonight\b", "today evening", words)
    words = re.sub(r"\bthis (?=morning|afternoon|evening)", "today ", words)
    found = _PART.search(words)
    return (_without(words, found), found["part"]) if found else (words, "")


def _first_of_range(words: str) -> str:
    """Leave the beginning of "6-7pm" or "18:00 to 19:00"; a date such as 2-3 stays."""
    found = _RANGE.search(words)
    if found is None or not (":" in found["start"] or found["half"] or found["after"]):
        return words
    half = found["half"] or found["after"] or ""
    begins, ends = int(found["start"].partition(":")[0]), int(found["end"])
    if not found["half"] and half == "pm" and ends % 12 < begins % 12:
        half = "am"
    return f"{words[: found.start()]}{found['start']}{half}{words[found.end() :]}"


def _past_hour(found: re.Match[str], part: str) -> tuple[time, ...]:
    half = (found["half"] or "")[:1]
    if found["part"] != "quarter to":
        minute = 30 if found["part"] == "half past" else 15
        return _times(found["hour"], minute, half, part)
    before = int(found["hour"]) - 1
    return _times(str(before or 12), 45, half, part)


def _times(hour: str, minute: int, half: str, part: str) -> tuple[time, ...]:
    """Return what an hour may mean; nothing when there is no such time."""
    number = int(hour)
    if number > 23 or minute > 59:
        return ()
    if half and number > 12:
        # "18pm" is clear enough; "18am" is not.
        half = "" if half == "p" else half
        if half:
            return ()
    if half:
        return (time(number % 12 + (12 if half == "p" else 0), minute),)
    if number > 12 or number == 0 or (len(hour) > 1 and hour[0] == "0"):
        return (time(number, minute),)
    if part == "morning":
        return (time(number % 12, minute),)
    if part or number == 12 or number <= 6:
        return (time(number % 12 + 12, minute),)
    if number >= 10:
        return (time(number, minute),)
    return (time(number, minute), time(number + 12, minute))


def _without(words: str, found: re.Match[str]) -> str:
    return " ".join((words[: found.start()] + " " + words[found.end() :]).split())
