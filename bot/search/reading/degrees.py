"""Tell a degree that someone has, or gave up, from one that they study for."""

from typing import Final

from bot.search.reading.passage import Passage
from bot.search.vocabulary import Facet, Meaning

_DEGREES: Final = frozenset(
    {"master", "phd", "mph", "mha", "mba", "degree", "bachelor", "associate", "doctorate", "ms"}
    | {"maestria", "doctorado", "licenciatura", "doctoral", "grad", "graduate"}
)
_HAD: Final = frozenset(
    {"have", "has", "had", "got", "finished", "completed", "earned", "quit", "quitting", "left"}
    | {"leaving", "dropped", "hold", "done", "after", "already", "with", "tengo", "termine", "ive"}
    | {"acabe", "hice", "deje", "former", "previous", "useless", "old", "graduated"}
)
_STUDIED_AS: Final = frozenset({"graduate-student", "college-pre-health"})
_STUDENTS: Final = frozenset({"student", "candidate", "program", "school", "estudiante"})
_PASSED: Final = frozenset({"passed", "pase", "aprobe", "licensed"})
_NOT_PASSED: Final = frozenset({"havent", "not", "until", "if", "once", "cant", "dont", "never"})
_REACH: Final = 4


def read_licenses(passage: Passage) -> None:
    """Read someone who passed the NCLEX as a nurse: "took the nclex tuesday!!! passed"."""
    if passage.plains.isdisjoint(_PASSED) or not passage.plains.isdisjoint(_NOT_PASSED):
        return
    for match in passage.live(Facet.STAGE):
        words = {passage.plain(n) for n in range(match.first, match.first + match.size)}
        if match.meaning.value == "nursing-student" and words <= {"nclex", "my", "the"}:
            passage.dropped.add(match)
            passage.matches.append(match._replace(meaning=Meaning(Facet.STAGE, "nurse")))


def read_degrees(passage: Passage) -> None:
    """Drop the stage of "finished my masters", "quit my PhD" and "have a bachelors in business"."""
    for match in passage.live(Facet.STAGE):
        if match.meaning.value not in _STUDIED_AS:
            continue
        words = {passage.key(n) for n in range(match.first, match.first + match.size)}
        if words.isdisjoint(_DEGREES) or not words.isdisjoint(_STUDENTS):
            continue
        first = match.first
        while first > 0 and match.first - first < _REACH and not passage.stops_before(first):
            first -= 1
        before = {passage.plain(n) for n in range(first, match.first)}
        graduated = passage.plain(match.first + match.size) == "from"
        if not before.isdisjoint(_HAD) or graduated:
            passage.dropped.add(match)
