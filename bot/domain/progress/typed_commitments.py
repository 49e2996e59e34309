"""Split a commitment in one sentence into what and when: ``draft it by Sunday 7pm``.

Each sentence pattern proposes where the time may be; the first that can be parsed counts. Words
that clearly aren't a time are left alone, like the May of "email Dr. May".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.domain.errors import DomainError
from bot.domain.progress import due_dates
from bot.domain.progress.due_dates import Due
from bot.domain.times import days, reader, zone_words
from bot.domain.times.normalize import plain, spelled_out
from bot.domain.times.reader import Asker

LAST_WORDS = 7
MOST_DAY_WORDS = 4
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
_PART = r"(?:morning|afternoon|evening)"
_UNIT = r"(?:minute|hour|day|week|month|year)s?"
_MARK = re.compile(
    r"(?i)(?:^|[\s,;]+)(?=(?:by|until|till|before|due|no later than|para|antes del?"
    r"|hasta|a más tardar)\s+\S)"
)
_LEADING = re.compile(
    r"(?i)((?:on\s+|in\s+)[^,:]+|today|tonight|tomorrow|[^,:]+(?=[,:]))[\s,:]+(\S.*)"
)
_GAP = re.compile(r"[\s,;]+(?=\S)")
# Words at the end of a sentence that may be a time, but usually are not.
_MISTAKABLE = re.compile(
    "|".join(
        (
            # A name, the weather, a period of time, a chapter.
            rf"(?:on )?{_MONTH}(?: \d{{4}})?|{_MONTH} (?:on|the) .*",
            rf"sun|sat|wed|mon|{_PART}|night",
            r"(?:an? |\d+ )?(?:day|week|month|year|hour|minute)s?",
            r"\d{1,4}(?:[.:/-]\d{1,2})?(?: (?:or|and|to) \d+)?",
            rf"\d{{1,4}} (?!(?:of )?{_MONTH}|(?:days?|weeks?|months?) from|[ap]m\b|o'?clock).*",
            rf"\d{{1,4}} {_MONTH} \d{{1,2}}(?: (?![ap]m).*)?",
            # "Log in tomorrow", "see my pt tomorrow".
            rf"in (?!(?:\d+|an?|half|the {_PART})\b|{_MONTH}(?: \d{{4}})?$).*",
            rf"(?:{'|'.join(zone_words.CODES)})\b.*",
            # A period of time without "in", a holiday, a meal, and the next meeting itself.
            rf"(?:an? |the )?(?:fortnight|half an? {_UNIT}|{_UNIT} and a half|few|several)s?\b.*",
            rf"(?:a )?(?:couple(?: of)?|few|several|some) {_UNIT}",
            rf"(?:an?|\d+) (?:{_UNIT} )?(?:-|or|to) ?\d+ {_UNIT}",
            r"(?:the )?(?:firstthing|noon|cob|eod|christmas|easter|halloween|thanksgiving|newyear)",
            r"(?:for |the |our |at |to )*nextmeeting",
        )
    )
)
# A name or a meal rather than a day: "email Tom", "plan a lunch".
_NAMES = re.compile(r"(?i)(?:tom|jan|mar|sun|sat|wed|mon|may|april|june|lunch.*|wk|nye)[.!?]?")
_TITLE = re.compile(r"(?i)\b(?:dr|mr|mrs|ms|prof|professor|doctor|miss)\.?$")
# A time that is only a number: the 3 of "by Friday 3 papers".
_LOOSE_NUMBER = re.compile(r"(?<!at) \d{1,2}$")
# Words left dangling when a time is removed; verbs keep their particles.
_DANGLING = re.compile(
    r"(?i)(?:^|[\s,;:-]+)(?:by|until|till|before|due|no later than|or|and|and/or|than|between"
    r"|within|during|the|next|an?|sometime|at the latest|para|antes del?|hasta|el)$"
)
_PREPOSITION = re.compile(r"(?i)(?:^|[\s,;:-]+)(?:at|for|from|of|around|about|to)$")
_PARTICLE = re.compile(r"(?i)(?:^|[\s,;:-]+)(?:on|in)$")
_WITH_PARTICLE = re.compile(
    r"(?i)\b(?:log|sign|check|hand|turn|fill|send|put|get|com|drop|carry|mov|go|keep|catch|pass|sit|"
    r"dial|plug|bring|follow|hold|try|call|tun|work|focus|decid|build)\w*(?: \S+){0,3} (?:in|on)$"
)
_ANY_LEAP_YEAR = date(2024, 1, 1)
# These errors show that a time was meant.
_MEANT_A_TIME = {"when.unclear", "when.no_such_day", "when.not_known", "when.far"}
# A date right before a time belongs to it: without it, "by 2031-13-04 7pm" would be today.
_DATE_BEFORE = re.compile(r"(?:\d{1,4}[/.-]\d{1,2}(?:[/.-]\d{2,4})?|\d{4}-\S*\d)[\s,]*$")


@dataclass(frozen=True, slots=True)
class _Guess:
    """Where the time may be; `led` by a word such as "by", which makes it certain."""

    what: str
    when: str
    led: bool


def split(words: str, asker: Asker) -> tuple[str, Due]:
    """Return what is committed to and when it is due, which may be in the past.

    Raises `DomainError` ``commitment.when_missing``, and as `due_dates.parse` does if a time was
    meant, then with ``words``: what is committed to.
    """
    for shape in _SHAPES:
        for guess in shape(words, asker):
            try:
                due = due_dates.parse(guess.when, asker)
            except DomainError as error:
                if error.code in _MEANT_A_TIME:
                    error.facts["words"] = _finished(guess)
                    raise
                continue
            if guess.led or due.instant > asker.now:
                return _finished(guess), due
    raise DomainError("commitment.when_missing")


def _by_the_end(words: str, asker: Asker) -> Iterator[_Guess]:
    """Propose "... by Sunday 7pm", and "... Sunday by 7pm": from each such word to the end."""
    for mark in _MARK.finditer(words):
        for gap in list(_GAP.finditer(words, 0, mark.start()))[-MOST_DAY_WORDS:]:
            before, day = words[: gap.start()], words[gap.end() : mark.start()]
            if not _TITLE.search(before) and not _NAMES.fullmatch(day) and _is_day(day, asker):
                yield _Guess(before, words[gap.end() :], led=True)
        yield _Guess(words[: mark.start()], words[mark.end() :], led=True)


def _at_the_end(words: str, asker: Asker) -> Iterator[_Guess]:
    """Propose "... tomorrow noon": the last words, as many as make a time."""
    for gap in list(_GAP.finditer(words))[-LAST_WORDS:]:
        before, when = words[: gap.start()], words[gap.end() :]
        if _DATE_BEFORE.search(before) and reader.hours_of(when, asker.language):
            return
        if not _TITLE.search(before) and not _is_mistakable(when):
            yield _Guess(words[: gap.start()], words[gap.end() :], led=False)


def _by_within(words: str, _asker: Asker) -> Iterator[_Guess]:
    """Propose "by Friday read ..." and "... by Friday, then ...": the words after such a word."""
    for mark in _MARK.finditer(words):
        tail = words[mark.end() :]
        for gap in reversed(list(_GAP.finditer(tail))[1 : LAST_WORDS + 1]):
            when = tail[: gap.start()]
            if not _LOOSE_NUMBER.search(when) or _is_day(re.sub(r"^\S+ ", "", when)):
                what = f"{words[: mark.start()]}{gap[0]}{tail[gap.end() :]}"
                yield _Guess(what.strip(" ,;:"), when, led=True)


def _at_the_beginning(words: str, _asker: Asker) -> Iterator[_Guess]:
    """Propose "Tomorrow email ..." and "Friday: read ...": the first words."""
    match = _LEADING.fullmatch(words)
    if match is None:
        return
    spaces = [gap.start() for gap in _GAP.finditer(match[1])]
    for end in (len(match[1]), *reversed(spaces)):
        when, rest = match[1][:end], f"{match[1][end:]} {match[2]}".strip(" ,;:")
        if not _is_mistakable(when):
            yield _Guess(rest, when, led=True)


_SHAPES = (_by_the_end, _at_the_end, _by_within, _at_the_beginning)


def _is_mistakable(when: str) -> bool:
    return bool(_NAMES.fullmatch(when.strip()) or _MISTAKABLE.fullmatch(plain(when)))


def _is_day(when: str, asker: Asker | None = None) -> bool:
    """Whether "Sept 5" is a day, of which the number is a part."""
    words = spelled_out(plain(when, asker.language if asker else ""))
    try:
        return bool(days.meanings(words, asker.today if asker else _ANY_LEAP_YEAR))
    except DomainError:
        return False


def _finished(guess: _Guess) -> str:
    """Return the text without the small words that led to the time."""
    what = guess.what.strip(" ,;:")
    while dangling := _dangling(what, guess):
        what = what[: dangling.start()].strip(" ,;:")
    return what


def _dangling(what: str, guess: _Guess) -> re.Match[str] | None:
    match = _DANGLING.search(what)
    if match is None and not _WITH_PARTICLE.search(what):
        match = _PARTICLE.search(what)
    if match is None and not guess.led:
        # "Who to write to by noon" keeps its last word.
        match = _PREPOSITION.search(what)
    return match
