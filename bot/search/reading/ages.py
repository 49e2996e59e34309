"""Parse ages, and the stage that an age implies if no other is written."""

import re
from typing import Final

from bot.search.reading.passage import Passage
from bot.search.reading.people import OTHER
from bot.search.vocabulary import Facet, Match, Meaning
from bot.search.words import fold

_SELF: Final = (
    r"\b(?:i'?m|i am|she'?s|he'?s|she is|he is|(?<!there )are|is|aged?"
    r"|turn(?:ed|ing|s)?|tengo|tiene)\s+"
)
_FILLING: Final = r"(?:only |just |now |almost |already |like )?"
_ENDING: Final = (
    r"(?=\s*(?:$|[,.;!?)]|and\b|but\b|with\b|now\b|so\b|in\b|y\b|too old|from\b|w/|live|want|year))"
)
# "Con 10 años de práctica" says how long someone has worked.
_NOT_WORKED: Final = (
    r"(?! (?:de (?!edad\b)|como\b|trabaj|operando|ejerciendo|siendo|atendiendo|cuidando))"
)
_RELATIVE: Final = (
    r"(?:daughter|son|niece|nephew|sister|brother|hija|hijo|sobrina|sobrino|kid|cousin)"
)
_PATTERNS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(\d{1,2})\s*-?\s*(?:years?|yrs?|yr)s?\.?\s*-?\s*old\b",
        r"\b(\d{1,2})\s*-?\s*(?:yo|y/o|y\.o\.?)\b",
        r"\b(?:de|cumpl\w+)\s+(\d{1,2})\s+anos\b" + _NOT_WORKED,
        r"\b(?:tengo|tiene|con)\s+(\d{1,2})\s+anos\b(?! en\b)" + _NOT_WORKED,
        (
            r"(?<!llevo )(?<!hace )(?<!por )(?<!con )\b(\d{1,2})\s+anos\b"
            r"(?! (?:de|como|trabaj|operando|en))"
        ),
        _SELF + _FILLING + r"(\d{1,2})\b" + _ENDING,
        _RELATIVE + r"\s*,?\s*(?:de )?\(?(\d{1,2})\b",
        r"(?:^|[,(])\s*(\d{2})\s*(?=$|[,)])",
        r"\b(\d{2})\s?[mf]\b",
        r"\b(?:at|over|after)\s+(?:age\s+)?(\d{2})\b(?=\s*(?:$|[,.;!?]))",
    )
)
_LETTERS: Final = {"f": "women", "m": "men"}  # "16f"
_DIGIT: Final = re.compile(r"\d")
_DECADE: Final = re.compile(r"\b(?:my|early|mid|late|in)[\s-]+(\d)0'?s\b")
_WORDY: Final = {"twenties": 25, "thirties": 35, "forties": 45, "fifties": 55}
_NUMBERS: Final = {
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
}
_WRITTEN: Final = frozenset((*_NUMBERS, *_WORDY))
_NOT_YEARS: Final = re.compile(
    r"\s*(?:hours?|hrs?|weeks?|months?|days?|miles?|credits?|%|percent|minutes?|yrs?\b"
    r"|years?\b(?! ?-?old)|schools?|th\b|st\b|nd\b|rd\b|k\b|meses|horas)"
)
_CLASSES: Final = {"freshman": "1", "sophomore": "2", "junior": "3", "senior": "4"}
_THEIRS: Final = frozenset({"my", "his", "her", "their", "a"})
_OTHER_JUNIORS: Final = frozenset(
    {"high", "college", "faculty", "fellow", "partner", "living", "citizen", "center", "nurse"}
)
YOUNG: Final = frozenset({"girl", "boy", "kid", "teen"})
_COLLEGE: Final = frozenset(
    {"premed", "college", "university", "uni", "major", "mcat", "undergrad", "dorm", "campus"}
)
_STUDENTS: Final = frozenset({"high-school", "college-pre-health", "nursing-student"})
# Students who are in their fourth year when little is left.
_FOUR_YEARS: Final = frozenset(
    {"nursing-student", "medical-student", "pharmacy-student", "dental-student"}
)
_LAST: Final = (
    *(
        (count, span, "left")
        for count in ("one", "1", "a")
        for span in ("semester", "term", "year")
    ),
    *((last, span) for last in ("last", "final") for span in ("semester", "term", "year")),
    *(("about", "to", word) for word in ("graduate", "finish")),
    *(("almost", word) for word in ("done", "graduated", "finished")),
    *(("graduating", word) for word in ("in", "this", "soon", "next")),
    ("graduate", "in"),
    *(("ultimo", span) for span in ("semestre", "ano", "cuatrimestre")),
    *(("me", "falta", "un", span) for span in ("semestre", "ano")),
)
# Words without one of which nothing of the kind is said.
LAST_WORDS: Final = frozenset(
    {"left", "last", "final", "graduate", "finish", "done", "graduated", "finished", "graduating"}
    | {"ultimo", "falta"}
)
_LAST_YEAR: Final = "4"
OLDEST: Final = 90
YOUNGEST: Final = 5


def read_age(passage: Passage) -> None:
    """Find the age of the person the question is about."""
    if _DIGIT.search(passage.question) is None:
        if passage.plains.isdisjoint(_WRITTEN):
            return
        for position, number in enumerate(passage.words):
            unit = (passage.key(position + 1), passage.plain(position + 2))
            if number.plain in _NUMBERS and unit == ("year", "old"):
                passage.age = _NUMBERS[number.plain]
                return
        for word in passage.plains & _WORDY.keys():
            passage.age = _WORDY[word]
        return
    folded = fold(passage.question)
    for pattern in _PATTERNS:
        for match in pattern.finditer(folded):
            age = int(match.group(1))
            after = folded[match.end(1) :]
            if not YOUNGEST <= age <= OLDEST:
                continue
            if (
                "old" not in match.group()
                and _NOT_YEARS.match(after)
                and "anos" not in match.group()
            ):
                continue
            if passage.owners and passage.owners[passage.at(match.start(1))] == OTHER:
                continue
            passage.age = age
            passage.gender = passage.gender or _LETTERS.get(match.group()[-1:], "")
            return
    if decade := _DECADE.search(folded):
        passage.age = int(decade.group(1)) * 10 + 5


def read_last_year(passage: Passage) -> None:
    """Read "one semester left" and "graduating in May" as the last year of a student."""
    if passage.live(Facet.YEAR):
        return
    stages = passage.live(Facet.STAGE)
    if not any(match.meaning.value in _FOUR_YEARS for match in stages):
        return
    for position in range(len(passage.words)):
        for words in _LAST:
            if all(passage.plain(position + n) == word for n, word in enumerate(words)):
                meaning = Meaning(Facet.YEAR, _LAST_YEAR)
                passage.matches.append(Match(position, len(words), meaning))
                return


def read_class_year(passage: Passage) -> None:
    """Read "junior" and "senior" as years of school where they say a stage of a student."""
    if passage.plains.isdisjoint(_CLASSES) or passage.live(Facet.YEAR):
        return
    students = [m for m in passage.live(Facet.STAGE) if m.meaning.value in _STUDENTS]
    for match in students:
        for position in range(match.first, match.first + match.size):
            year = _CLASSES.get(passage.key(position))
            if year is not None:
                meaning = Meaning(Facet.YEAR, year)
                passage.matches.append(Match(position, 1, meaning))
                return
    if students:
        _read_class_alone(passage)


def _read_class_alone(passage: Passage) -> None:
    """Read "junior, 16, baltimore high school", and not "my junior partner" or "junior high"."""
    for position, word in enumerate(passage.words):
        year = _CLASSES.get(word.key)
        if year is None or passage.plain(position - 1) in _THEIRS:
            continue
        following = passage.plain(position + 1)
        if following in _OTHER_JUNIORS and not passage.stops_before(position + 1):
            continue
        if not (passage.owners and passage.owners[position] == OTHER):
            passage.matches.append(Match(position, 1, Meaning(Facet.YEAR, year)))
            return


def read_youth(passage: Passage) -> None:
    """Read a "senior" who says girl, boy or kid, and no college, as a pupil: "chicago senior"."""
    stages = passage.live(Facet.STAGE)
    if not stages or not all(match.meaning.weak for match in stages):
        return
    if passage.schools or Facet.NAME in passage.facets or not passage.plains.isdisjoint(_COLLEGE):
        return
    for match in stages:
        if match.meaning.value == "college-pre-health" and passage.key(match.first) in _CLASSES:
            passage.dropped.add(match)
            meaning = Meaning(Facet.STAGE, "high-school")
            passage.matches.append(match._replace(meaning=meaning))


def stage_at(age: int) -> str | None:
    """Return the stage that nearly everyone of an age is at, or None."""
    if age <= 13:
        return "middle-school"
    return "high-school" if age <= 17 else None
