"""Times of day, as people write them: "6pm", "18:00", "noon", "half past 5", "1730", "at 8".

A bare number is read as students and physicians use it: 1 to 6 are afternoon, 10 and 11 are
morning, and 7 to 9 may be either, so both are returned and the person is asked. So it is for 2:30,
written with its minutes, which on a 24-hour clock is at night.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import time

Groups = dict[str, str | None]

_MERIDIEM = r"(?: ?(?P<half>am|pm)(?![a-z])|(?P<letter>[ap])\b)"
_AT = r"(?:\bat |\ba las? )"
_RANGE = re.compile(
    r"(?P<start>(?<![\d:/-])\d{1,2}(?::\d{2})?) ?(?P<half>am|pm)? ?(?:-|to|until) ?"
    r"(?P<end>\d{1,2})(?P<tail>:\d{2})? ?(?P<after>am|pm)?(?![\d:/-])"
)
_BETWEEN = re.compile(r"\bbetween (\d\S*(?: ?[ap]m)?) and (?=\d)")
_FROM_TO = re.compile(
    r"\bfrom (\d{1,2}) (?:to|until|till) \d{1,2}h?\b"
    r"(?! ?(?:[ap]m?\b|days?|weeks?|months?|hours?|[:/.-]))"
)
_FROM = re.compile(r"\bfrom (?=\d{1,2}(?::\d{2})? ?(?:[ap]m)? ?(?:-|to|until|till) ?\d)")
# "Friday 3 to 5" has no minutes in it, unlike "5 to 6", which may be either.
_TO = r"(?<![\d:/.-])(?P<start>[1-46-9]|1[1-9]|2[1-3]) (?:to|until|till) \d{1,2}"
_NAMED_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tomorrow"
_TO_BESIDE = re.compile(
    rf"(?P<before>\b(?:{_NAMED_DAY}) ){_TO}$|{_TO.replace('<start>', '<begin>')}"
    rf"(?P<behind> (?:on )?(?:this |next )?(?:{_NAMED_DAY}))$"
)
# "Fri 5-6" is an hour and no date, since the weekday names the day.
_BARE_RANGE = re.compile(
    r"\b((?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tomorrow) (\d{1,2}) ?- ?\d{1,2}$"
)
_BARE_RANGE_BEFORE = re.compile(rf"^(\d{{1,2}}) ?- ?\d{{1,2}}(?= (?:on )?(?:{_NAMED_DAY})$)")
_PART = re.compile(
    r"\b(?:in the |at |this |by the |the )?(?P<part>morning|afternoon|evening|night|firstthing)\b"
)
_MIDNIGHT = re.compile(r"(?:\bat )?\b(?:midnight|24:00|12 ?am)\b")

# What the hours 1 to 11 may mean without am or pm: hours to add.
_HALVES_SAID = (*((12,),) * 6, *((0, 12),) * 3, *((0,),) * 2)
_HALVES_WRITTEN = (*((0, 12),) * 9, *((0,),) * 2)
# Late at night, the next day comes after these.
_SMALL_HOURS = 5
_NOON = 12

COB = time(17)
_OFFERED = {
    "morning": (time(9), time(10), time(11)),
    "afternoon": (time(14), time(15), time(16)),
    "evening": (time(18), time(19), time(20)),
    "night": (time(19), time(20)),
    "firstthing": (time(8), time(9)),
    "eod": (time(17), time(18), time(20)),
    "": (time(12), time(17), time(18)),
}


@dataclass(frozen=True, slots=True)
class TypedHour:
    """The result: the times it may mean, and the remaining words, which name the day.

    `unlikely` is the other half of the day, for someone up late. `said` is False if no hour was
    named at all; then `times` are suggestions. `is_midnight` says that it may be the beginning of
    the day or its end, `next_day` that it is in the night after the day.
    """

    times: tuple[time, ...]
    rest: str
    said: bool = True
    part: str = ""
    unlikely: tuple[time, ...] = ()
    is_midnight: bool = False
    next_day: bool = False


def find(words: str) -> TypedHour:
    """Return the time of day named anywhere in `words`, which `words.plain` has written."""
    words = _TO_BESIDE.sub(r"\g<before>at \g<start>\g<begin>\g<behind>", words)
    words = _FROM_TO.sub(r"at \1", words)
    words = _BARE_RANGE.sub(r"\1 at \2", _BETWEEN.sub(r"\1-", words))
    words = _BARE_RANGE_BEFORE.sub(r"at \1", words)
    words, part = _take_part(_first_of_range(_FROM.sub("", words)))
    for way in _WAYS:
        if match := way.says.search(words):
            return _hour(way, match, words, part)
    if eod := re.search(r"\beod\b", words):
        return TypedHour(_OFFERED["eod"], _without(words, eod), said=False, part="eod")
    return TypedHour(_OFFERED[part], words, said=False, part=part)


def is_range(words: str) -> bool:
    """Return whether a weekday is followed by hours, as in "thursday 12-13"."""
    return _BARE_RANGE.fullmatch(words) is not None


def beside_day(words: str) -> Iterator[TypedHour]:
    """Yield what may be a time if the rest names a day: the 6 of "thu 6", 1730, 18.30."""
    words, part = _take_part(words)
    for says in _BESIDE_DAY:
        # The last first: in "5 dec 2026 1400" the year is no hour.
        for match in reversed([*says.finditer(words)]):
            hour = _hour(_Way(says, _clock), match, words, part)
            if hour.times:
                yield hour


def _hour(way: "_Way", match: re.Match[str], words: str, part: str) -> TypedHour:
    groups = match.groupdict()
    times = way.means(groups, part)
    rest = _without(words, match)
    if part == "night" and times and _is_small(groups, times):
        # "Tonight at 12" and "tonight at 1" are after midnight.
        small = tuple(time(at.hour % _NOON, at.minute) for at in times[:1])
        return TypedHour(small, rest, part=part, next_day=True)
    has_half = bool(groups.get("half") or groups.get("letter") or part)
    others = () if has_half else tuple(_other_half(groups, times))
    is_midnight = _MIDNIGHT.search(match[0]) is not None
    return TypedHour(times, rest, part=part, unlikely=others, is_midnight=is_midnight)


def _is_small(groups: Groups, times: tuple[time, ...]) -> bool:
    number = int(groups.get("hour") or groups.get("round") or 0)
    if (groups.get("way") or (groups.get("part") or "").rpartition(" ")[2]) in ("to", "till", "of"):
        number = number - 1 or _NOON
    if groups.get("name") == "midnight":
        return True
    if (groups.get("half") or groups.get("letter") or "")[:1] == "a":
        return times[0].hour < _SMALL_HOURS
    return (number == _NOON and not (groups.get("half") or groups.get("letter"))) or (
        0 < number < _SMALL_HOURS and not (groups.get("half") or groups.get("letter"))
    )


def _other_half(groups: Groups, times: tuple[time, ...]) -> Iterator[time]:
    written = groups.get("hour") or groups.get("round") or ""
    if groups.get("name") or not written or written.startswith("0") or int(written) > _NOON:
        return
    for at in times:
        other = time((at.hour + _NOON) % 24, at.minute)
        if other not in times:
            yield other


def _take_part(words: str) -> tuple[str, str]:
    """Remove "in the morning" from the words; "tonight" keeps the day that it names."""
    words = re.sub(r"\btonight\b", "today night", words)
    words = re.sub(r"\bthis (?=morning|afternoon|evening)", "today ", words)
    match = _PART.search(words)
    return (_without(words, match), match["part"]) if match else (words, "")


def _first_of_range(words: str) -> str:
    """Keep only the start of "6-7pm" or "18:00 to 19:00"; a date such as 2-3 stays."""
    match = _RANGE.search(words)
    if match is None or not (":" in match["start"] or match["half"] or match["after"]):
        return words
    half = match["half"] or match["after"] or ""
    begins, ends = int(match["start"].partition(":")[0]), int(match["end"])
    if not match["half"] and half == "pm" and ends % 12 < begins % 12:
        half = "am"
    return f"{words[: match.start()]}{match['start']}{half} {words[match.end() :].lstrip()}".strip()


def _clock(groups: Groups, part: str) -> tuple[time, ...]:
    half = (groups.get("half") or groups.get("letter") or "")[:1]
    written = groups.get("colon") is not None
    hour = groups.get("hour") or groups.get("round") or ""
    return _times(hour, int(groups.get("minute") or 0), half, part, written=written)


def _past(groups: Groups, part: str) -> tuple[time, ...]:
    minute = {"half past": 30, "quarter past": 15, "quarter after": 15}.get(groups["part"] or "")
    half = groups["half"] or ""
    hour = int(groups["hour"] or 0)
    if minute is not None:
        return _times(str(hour), minute, half[:1], part)
    return _times(str(hour - 1 or 12), 45, half[:1], part)


def _minutes_past(groups: Groups, part: str) -> tuple[time, ...]:
    minute, hour, half = int(groups["minute"] or 0), int(groups["hour"] or 0), groups["half"] or ""
    if groups["way"] in ("past", "after"):
        return _times(str(hour), minute, half[:1], part)
    before = _times(str(hour - 1 or 12), 60 - minute, half[:1], part)
    if hour > _NOON and not groups["unit"]:
        return _times(str(minute), 0, "", part)
    if groups["unit"] or half or minute > _NOON or (part == "night" and hour < _SMALL_HOURS):
        return before
    # "Friday 5 to 6" is as likely an hour long as five minutes before six.
    return tuple(sorted({*_times(str(minute), 0, "", part), *before}))


def _half_of(groups: Groups, part: str) -> tuple[time, ...]:
    """Read "half 5", which is 4:30 in some places and 5:30 in others."""
    hour, half = int(groups["hour"] or 0), (groups["half"] or "")[:1]
    before = _times(str(hour - 1 or 12), 30, half, part)
    return (*before, *_times(str(hour), 30, half, part))


def _named(groups: Groups, _part: str) -> tuple[time, ...]:
    return (
        {"midnight": time(0), "24:00": time(0), "cob": COB}.get(groups["name"] or "", time(12)),
    )


def _times(
    hour: str, minute: int, half: str, part: str, *, written: bool = False
) -> tuple[time, ...]:
    """Return what an hour may mean; nothing if there is no such time.

    "At 2" means the afternoon, while a written 2:30 may be on a 24-hour clock.
    """
    number = int(hour)
    if number > 23 or minute > 59 or (half == "a" and number > 12):
        return ()
    # "18pm" is clear enough.
    if half and number <= 12:
        return (time(number % 12 + (12 if half == "p" else 0), minute),)
    if number > 12 or number == 0 or (len(hour) > 1 and hour[0] == "0"):
        return (time(number, minute),)
    if part in ("morning", "firstthing"):
        return (time(number % 12 if number < _NOON else number, minute),)
    if part or number == 12:
        return (time(number % 12 + 12, minute),)
    halves = _HALVES_WRITTEN if written else _HALVES_SAID
    return tuple(time(number + after, minute) for after in halves[number - 1])


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to name a time of day: its pattern, and its meaning in a part of the day."""

    says: re.Pattern[str]
    means: Callable[[Groups, str], tuple[time, ...]]


# The first match counts.
_WAYS = (
    _Way(re.compile(r"(?:\bat )?\b(?P<name>noon|midday|midnight|cob|24:00)\b"), _named),
    _Way(
        re.compile(
            r"(?:\bat )?\b(?P<part>half past|quarter (?:past|after|to|of|till)) (?P<hour>\d{1,2})"
            r"(?: ?(?P<half>am|pm))?\b"
        ),
        _past,
    ),
    _Way(
        re.compile(
            r"(?:\bat )?\b(?P<minute>5|10|20|25) (?P<unit>minutes )?(?P<way>past|after|to|till) "
            r"(?P<hour>\d{1,2})(?![\d:])(?: ?(?P<half>am|pm))?\b"
        ),
        _minutes_past,
    ),
    _Way(re.compile(r"(?:\bat )?\bhalf (?P<hour>\d{1,2})(?: ?(?P<half>am|pm))?\b"), _half_of),
    _Way(
        re.compile(
            rf"{_AT}?(?<![\d:])(?P<hour>\d{{1,2}})(?:[:.h]?(?P<minute>\d{{2}}))?{_MERIDIEM}"
        ),
        _clock,
    ),
    _Way(
        re.compile(
            rf"{_AT}?(?<![\d:/.-])(?P<hour>\d{{1,2}})"
            r"(?:(?P<colon>[:h])(?P<minute>\d{2})(?::\d{2})?|h)\b"
        ),
        _clock,
    ),
    _Way(
        re.compile(
            rf"{_AT}(?P<hour>\d{{1,2}})(?P<colon>[.:]?)(?P<minute>\d{{2}})(?![\d.])"
            rf"|{_AT}(?P<round>\d{{1,2}})(?: o'?clock)?(?![\d/:.-])\b"
        ),
        lambda groups, part: _clock({**groups, "colon": groups["colon"] or None}, part),
    ),
    _Way(re.compile(r"(?<![\d:])(?P<hour>\d{1,2}) o'?clock\b"), _clock),
)
_BESIDE_DAY = (
    re.compile(r"(?<![\d.])(?P<hour>\d{1,2})(?P<colon>\.)(?P<minute>\d{2})(?![\d.])"),
    re.compile(r"(?<![\d/.:-])(?P<hour>[01]\d|2[0-3])(?P<colon>)(?P<minute>[0-5]\d)(?![\d/.:-])"),
    re.compile(r"(?:(?<= )|^(?=\d+ ))(?P<hour>[1-9])(?P<colon>)(?P<minute>[0-5]\d)(?![\d/.:-])"),
    re.compile(r"(?<!\bweek )(?<= )(?P<hour>\d{1,2})$"),
    re.compile(r"^(?P<hour>\d{1,2})(?= )"),
)


def _without(words: str, match: re.Match[str]) -> str:
    return " ".join((words[: match.start()] + " " + words[match.end() :]).split())
