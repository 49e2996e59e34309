"""Weekly availability as people type it: "tue/thu evenings", "weekdays 5-7pm", "lunes 18-20".

The days are read with the words of every other day and time; only the hours have an end here.
"""

import re
from collections.abc import Iterator

from bot.domain.errors import DomainError
from bot.domain.times import spanish
from bot.domain.times.civil import WEEKDAYS
from bot.domain.times.normalize import MOST_READ, plain, spelled_out
from bot.domain.windows import DAYS, Window, parse_window

_LINES = re.compile(r"[;\n]")
_TO = r"\s*(?:[-\u2013\u2014]|\b(?:to|till?|until|hasta|a)\b(?: las?\b)?)\s*"
_TIME = r"\d{1,2}(?:[:.h]?\d{2})?\s*(?:[ap](?:\.?\s?m)?\b\.?|h(?:rs?|oras)?\b)?"
_HOURS = re.compile(rf"(?<![\d:])(?P<start>{_TIME}){_TO}(?P<end>{_TIME})(?![\d:])")
_CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[:.h]?(?P<minute>\d{2}))?\s*(?P<half>[ap])?")
# Words that mean something else beside a single day: no month, and no tomorrow, is meant here.
_MEANT_HERE = (
    (re.compile(r"\b(?:noon|midday|medio ?d[ií]a)\b"), "12pm"),
    (re.compile(r"\b(?:midnight|media ?noche)\b"), "12am"),
    (re.compile(r"\bm ?- ?f\b"), "monday-friday"),
    (re.compile(r"\bmar\b"), "tuesday"),
    (re.compile(r"\bentre semana\b"), "weekdays"),
    (re.compile(r"\bma[ñn]anas?\b"), "morning"),
    (re.compile(r"\btardes?\b"), "afternoon"),
    (re.compile(r"\bnoches?\b"), "evening"),
)
_W = "|".join(WEEKDAYS)
_FROM_DAY = re.compile(rf"({_W})s? ?(?:-|to|a|through|thru|till|until) ?({_W})s?")
_GROUPS = {
    **dict.fromkeys(("weekdays", "weekday"), DAYS[:5]),
    **dict.fromkeys(("weekends", "weekend"), DAYS[5:]),
    **dict.fromkeys(("daily", "everyday", "day", "days"), DAYS),
}
_PARTS_OF_DAY = {
    "morning": "08:00-12:00",
    "afternoon": "12:00-17:00",
    "evening": "17:00-21:00",
    "night": "19:00-22:00",
}
_FILLER = re.compile(
    r"and|or|on|in|the|from|at|every|each|all|any|between|also|y|por|en|las?|los|el|de"
)
_SHORTEST = 3
# "After 6pm" has no end; until then someone who says it is certainly free.
_AFTER = re.compile(
    r"\b(?:any ?time )?(?:after|despu[ée]s de las?|from)\s+(?P<at>\d{1,2}(?::\d{2})?)\s*"
    r"(?P<half>[ap]\.?m\.?|h)?(?P<on>\s*(?:on|onwards?)\b)?(?!\s*(?:[-\u2013\u2014\d:]|to\b|till?\b|until\b))",
    re.IGNORECASE,
)
_EVENING_ENDS, _NIGHT_ENDS = 21, 23


def read_windows(text: str) -> tuple[Window, ...]:
    """Return the windows that people type, separated as they like; nothing for an empty text.

    Several days may share their hours, and hours their day. Raises as `parse_window` does, with
    the line that could not be read.
    """
    windows = {window for line in _LINES.split(text) for window in _of_line(line.strip())}
    return tuple(sorted(windows))


def _until_evening(match: re.Match[str]) -> str:
    """Return "after 6pm" as hours with an end; as it stands if the hour isn't clear."""
    hour, _, minute = match["at"].partition(":")
    half = (match["half"] or "").casefold()[:1]
    start = int(hour) % 12 + (12 if half == "p" else 0) if half in ("a", "p") else int(hour)
    # "After 6" without more may be either half of the day.
    is_clear = half or start >= 13
    is_from = match[0].casefold().startswith("from") and not match["on"]
    if not is_clear or is_from or start >= _NIGHT_ENDS:
        return match[0]
    end = _EVENING_ENDS if start < _EVENING_ENDS - 1 else _NIGHT_ENDS
    return f"{start}:{minute or '00'}-{end}:00"


def _of_line(line: str) -> Iterator[Window]:
    """Yield the windows of a line, whose hours follow their days, or all precede them."""
    line = _AFTER.sub(_until_evening, line)
    days: list[str] = []
    spans: list[str] = []
    named = list(_pieces(line))
    hours_first = bool(named) and named[0][0] == ""
    has_both = False
    for day, span in named:
        # A new group begins with the first day after hours, or the first hours after days.
        if has_both and bool(span) == hours_first and (spans if day else days):
            yield from _crossed(days, spans, line)
            days, spans, has_both = [], [], False
        if day:
            days.append(day)
        else:
            spans.append(span)
        has_both = bool(days and spans)
    if named:
        yield from _crossed(days, spans, line)


def _crossed(days: list[str], spans: list[str], line: str) -> Iterator[Window]:
    if not days or not spans:
        raise DomainError("window.unreadable", text=line)
    for day in days:
        for span in spans:
            yield parse_window(f"{day} {span}")


def _pieces(line: str) -> Iterator[tuple[str, str]]:
    """Yield each day, or each span of hours, in the order of the line."""
    words = line.casefold()
    for named, meant in _MEANT_HERE:
        words = named.sub(meant, words)
    done = 0
    for hours in _HOURS.finditer(words):
        yield from _of_words(words[done : hours.start()], line)
        yield "", _span(hours)
        done = hours.end()
    yield from _of_words(words[done:], line)


def _of_words(text: str, line: str) -> Iterator[tuple[str, str]]:
    if len(text) > MOST_READ:
        raise DomainError("window.unreadable", text=line)
    words = _FROM_DAY.sub(_each_day, spelled_out(plain(text)))
    for word in re.split(r"[\s/+&,.:-]+", words):
        if not word or _FILLER.fullmatch(word):
            continue
        if span := _PARTS_OF_DAY.get(word.removesuffix("s")):
            yield "", span
        elif word in _GROUPS:
            yield from ((day, "") for day in _GROUPS[word])
        elif (number := _weekday(word)) is not None:
            yield DAYS[number], ""
        else:
            raise DomainError("window.unreadable", text=line)


def _each_day(ends: re.Match[str]) -> str:
    """Return every day of "monday-friday", also across a weekend."""
    first, last = (WEEKDAYS.index(ends[number]) for number in (1, 2))
    return " ".join(WEEKDAYS[(first + n) % 7] for n in range((last - first) % 7 + 1))


def _weekday(word: str) -> int | None:
    """Return the weekday of a name, or of its first letters, in English or Spanish."""
    names = ((name, name) for name in WEEKDAYS)
    for name, meant in (*names, *spanish.WEEKDAYS.items()):
        if word == f"{name}s" or (len(word) >= _SHORTEST and name.startswith(word)):
            return WEEKDAYS.index(meant)
    return None


def _span(hours: re.Match[str]) -> str:
    """Return hours as `parse_window` reads them; pm at the end may count for both."""
    start, end = (_CLOCK.match(hours[name]) for name in ("start", "end"))
    assert start is not None
    assert end is not None
    ends = _on_the_clock(end, end["half"])
    begins = _on_the_clock(start, start["half"])
    if end["half"] == "p" and not start["half"] and begins < (later := _on_the_clock(start, "p")):
        # "6-8pm" is in the evening, and "11-1pm" around noon.
        begins = later if later < ends else begins
    return f"{begins}-{ends}"


def _on_the_clock(at: re.Match[str], half: str | None) -> str:
    hour, minute = int(at["hour"]), at["minute"] or "00"
    if half and hour > 12:
        return f"99:{minute}"
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02d}:{minute}"
