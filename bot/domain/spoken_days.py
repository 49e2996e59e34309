"""Days that may mean more than one: "next friday", "this weekend", 3/4 where either comes first.

`days.parse` knows one day for each wording; this knows all, for whoever asks and does not guess.
"""

import re
from datetime import date, timedelta

from bot.domain import days
from bot.domain.errors import DomainError

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FRIDAY, _SATURDAY, _SUNDAY = 4, 5, 6
_SHORT = tuple(name[:3] for name in WEEKDAYS)
_NAMES = (*WEEKDAYS, *_SHORT)
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_WEEKDAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*"
_IN_WEEKS = re.compile(
    rf"(?:next week|in (?P<many>\d{{1,2}}|a) weeks?) (?P<first>{_WEEKDAY})"
    rf"|(?P<last>{_WEEKDAY}) (?:next week|in (?P<number>\d{{1,2}}|a) weeks?)"
)
# Spans of which any of some weekdays may be meant, and in how many weeks from now.
_SPANS = (
    (re.compile(r"(?:this |the |over the )?weekend"), (_SATURDAY, _SUNDAY), 0),
    (re.compile(r"next weekend"), (_SATURDAY, _SUNDAY), 1),
    (re.compile(r"(?:eow|end (?:of )?(?:the |this )?week)"), (_FRIDAY, _SUNDAY), 0),
    (re.compile(r"end (?:of )?next week"), (_FRIDAY, _SUNDAY), 1),
)
# Where people write the month first. Elsewhere 3/4 may be either, and is asked about.
_MONTH_FIRST = re.compile(
    r"America/(?:New_York|Chicago|Denver|Los_Angeles|Phoenix|Anchorage|Boise|Detroit|Indiana/.*|"
    r"Kentucky/.*|North_Dakota/.*|Puerto_Rico)|Pacific/Honolulu|US/.*"
)


def meanings(words: str, today: date, zone: str, *, again: bool = False) -> list[date]:
    """Return every day that `words` (of `spoken_words.plain`) may mean in `zone`, soonest first.

    With `again` they begin a series. A day that is over is returned too, alone. Raises
    `DomainError` as `days.parse` does.
    """
    words = " ".join(re.sub(r"\b(?:on|at|the)\b", " ", words).split())
    found = _span(words, today) or _weekday(words, today, again=again) or _named(words, today)
    return found or _in_numbers(words, today, zone)


def _span(words: str, today: date) -> list[date]:
    for says, weekdays, weeks in _SPANS:
        if says.fullmatch(words):
            monday = today - today.weekday() * _DAY + weeks * _WEEK
            named = [monday + number * _DAY for number in weekdays]
            return [day for day in named if day >= today]
    return []


def _weekday(words: str, today: date, *, again: bool) -> list[date]:
    """Return the days that a weekday may mean; none when the words are no weekday.

    "Next Tuesday" is the one of next week; said on a Monday it may be tomorrow as well.
    """
    if in_weeks := _IN_WEEKS.fullmatch(words):
        name = in_weeks["first"] or in_weeks["last"]
        many = in_weeks["many"] or in_weeks["number"] or "1"
        weeks = int(many) if many.isdecimal() else 1
        if name not in _NAMES or not weeks:
            return []
        monday = today - today.weekday() * _DAY
        return [monday + weeks * _WEEK + _SHORT.index(name[:3]) * _DAY]
    prefix, _, name = words.rpartition(" ")
    if name not in _NAMES or prefix not in ("", "this", "next", "coming"):
        return []
    ahead = (_SHORT.index(name[:3]) - today.weekday()) % 7
    coming = today + (ahead or 7) * _DAY
    if prefix == "next" and not again:
        this_week = coming.weekday() > today.weekday()
        return [coming, coming + _WEEK] if this_week else [coming]
    return [today, coming] if ahead == 0 else [coming]


def _named(words: str, today: date) -> list[date]:
    """Read "thursday 3 september"; a weekday that is not that date's is asked about."""
    name, _, rest = words.partition(" ")
    named = days.find(rest, today) if name in _NAMES and rest else None
    if named is None:
        return []
    if _SHORT[named.weekday()] == name[:3]:
        return [named]
    return [named, *_weekday(name, today, again=False)]


def _in_numbers(words: str, today: date, zone: str) -> list[date]:
    try:
        first = days.parse(words, today)
    except DomainError as error:
        if error.code != "day.past":
            raise
        return [error.facts["day"]]
    swapped = re.sub(r"^(\d{1,2})([/.-])(\d{1,2})(?!\d|\.)", r"\3\2\1", words)
    other = days.find(swapped, today) if swapped != words else None
    if other in (None, first) or _MONTH_FIRST.fullmatch(zone):
        return [first]
    assert other is not None
    return [first, other]
