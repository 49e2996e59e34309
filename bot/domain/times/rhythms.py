"""Intervals of a series: "every tuesday", "every other week", "first monday of the month"."""

import re
from dataclasses import dataclass

from bot.domain.errors import DomainError
from bot.domain.times.civil import WEEKDAYS, Monthly

LONGEST_RHYTHM_WEEKS = 8

_W = "|".join(WEEKDAYS)
_PLURAL = re.compile(rf"\b({_W})s\b")
_WEEKLY = re.compile(
    r"\b(?:(?P<other>every (?:other|2nd) (?:week\b)?|biweekly\b|bi-weekly\b|fortnightly\b|"
    r"every fortnight\b)|every (?P<weeks>\d{1,2}|couple|couple of) weeks\b|"
    r"(?P<week>every week\b|weekly\b|every (?=(?:on )?(?:" + _W + r")\b)))(?: ?on\b)? ?"
)
_OTHER = re.compile(
    r"\b(?:daily|yearly|annually|quarterly|weekdays|every (?:single )?(?:day|weekday|year|morning|"
    r"evening|night|quarter|weekend)|(?:twice|2 times|3 times|2x|3x|thrice) (?:a|per|every) "
    r"(?:week|month)|every \d+ (?:days?|months?|years?)"
    rf"|[1-5](?:st|nd|rd|th)(?: ?(?:and|or|&|/|,) ?[1-5](?:st|nd|rd|th))+ (?:{_W})s?)\b"
)
_NTH = rf"(?P<nth>[1-5](?:st|nd|rd|th)|last) (?P<day>{_W})"
_EVERY_SECOND = re.compile(rf"\bevery 2nd (?P<day>{_W})\b(?! (?:of|in|monthly))")
_NTH_MONTHLY = re.compile(
    rf"\b(?:every|monthly(?: on)?(?: the)?) {_NTH}(?: (?:of|in) (?:the |every )?month(?:ly)?)?\b"
    rf"|\b(?:the )?{_NTH.replace('<nth>', '<nth2>').replace('<day>', '<day2>')} "
    r"(?:(?:of |in )?(?:every )?monthly|(?:of|in) every month)\b"
)
_NTH_OF_MONTH = re.compile(rf"\b(?:on )?(?:the )?{_NTH} (?:of|in) (?:the |a )?month\b")
_DAY_MONTHLY = re.compile(
    r"\b(?:monthly|every month)(?: on)?(?: the)? (?P<a>\d{1,2})(?:st|nd|rd|th)\b"
    r"|\b(?:on )?(?:the )?(?P<b>\d{1,2})(?:st|nd|rd|th) (?:of )?(?:every |the )?"
    r"(?:monthly|every month)\b"
    r"|\bevery (?P<c>\d{1,2})(?:st|nd|rd|th)(?: of (?:the |every )?month(?:ly)?)?\b"
    r"(?! (?:week|day|month|" + _W + "))"
)
_BARE_MONTHLY = re.compile(r"\b(?:monthly|every month|every 4 weeks or monthly)\b(?: on)?")


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The interval, and the day that the words name with it; neither for something that is once."""

    every_days: int | None = None
    monthly: Monthly | None = None
    day: str = ""


ONCE = Rhythm()


def take(words: str) -> tuple[str, tuple[Rhythm, ...]]:
    """Return the words without their interval, and every interval that they may mean.

    `words` are of `words.spelled_out`. Raises `DomainError` ``when.rhythm`` for one that no series
    has, and ``when.monthly`` for a month without its day.
    """
    if _OTHER.search(words):
        raise DomainError("when.rhythm", most=LONGEST_RHYTHM_WEEKS)
    if second := _EVERY_SECOND.search(words):
        name = second["day"]
        both = (Rhythm(14, None, name), Rhythm(None, Monthly(None, 2, WEEKDAYS.index(name))))
        return _without(words, second), both
    if nth := _NTH_MONTHLY.search(words):
        which, name = nth["nth"] or nth["nth2"], nth["day"] or nth["day2"]
        return _without(words, nth), (Rhythm(monthly=_on(which, name)),)
    if of_month := _NTH_OF_MONTH.search(words):
        # It may be meant once, or every month.
        once = Rhythm(day=of_month[0])
        return _without(words, of_month), (
            once,
            Rhythm(monthly=_on(of_month["nth"], of_month["day"])),
        )
    if monthly := _DAY_MONTHLY.search(words):
        number = int(monthly["a"] or monthly["b"] or monthly["c"])
        if not 1 <= number <= 31:
            raise DomainError("when.unreadable")
        return _without(words, monthly), (Rhythm(monthly=Monthly(day=number)),)
    if _BARE_MONTHLY.search(words):
        raise DomainError("when.monthly")
    return _weekly(words)


def _weekly(words: str) -> tuple[str, tuple[Rhythm, ...]]:
    match = _WEEKLY.search(words)
    if match is None:
        plural = _PLURAL.search(words)
        if plural is None:
            return words, (ONCE,)
        return _PLURAL.sub(r"\1", words), (Rhythm(7),)
    weeks = 2 if match["other"] else 1
    if word := match["weeks"]:
        weeks = int(word) if word.isdecimal() else 2
    if not 1 <= weeks <= LONGEST_RHYTHM_WEEKS:
        raise DomainError("when.rhythm", most=LONGEST_RHYTHM_WEEKS)
    rest = _WEEKLY.sub(" ", words)
    return " ".join(_PLURAL.sub(r"\1", rest).split()), (Rhythm(7 * weeks),)


def _on(nth: str, name: str) -> Monthly:
    number = -1 if nth == "last" else int(nth[0])
    return Monthly(None, number, WEEKDAYS.index(name))


def _without(words: str, match: re.Match[str]) -> str:
    return " ".join((words[: match.start()] + " " + words[match.end() :]).split())
