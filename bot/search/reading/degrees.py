"""Tell a degree that someone has, or gave up, from one that they study for."""

from typing import Final

from bot.search.reading.passage import Passage
from bot.search.vocabulary import Facet, Match, Meaning

_DEGREES: Final = frozenset(
    {"master", "phd", "mph", "mha", "mba", "degree", "bachelor", "associate", "doctorate", "ms"}
    | {"maestria", "posgrado", "doctorado", "licenciatura", "doctoral", "grad", "graduate"}
)
_MORE: Final = frozenset({"bs", "ba", "major", "minor", "minored", "majored", "master", "bsc"})
_SAID: Final = _DEGREES | _MORE | {"masters", "bachelors", "associates", "graduated", "degrees"}
_HAD: Final = frozenset(
    {"have", "has", "had", "got", "finished", "completed", "earned", "quit", "quitting", "left"}
    | {"leaving", "dropped", "hold", "done", "after", "already", "with", "tengo", "termine", "ive"}
    | {"acabe", "hice", "deje", "former", "previous", "useless", "old", "graduated"}
)
_STUDIED_AS: Final = frozenset({"graduate-student", "college-pre-health"})
_STUDENTS: Final = frozenset({"student", "candidate", "program", "school", "estudiante"})
_PASSED: Final = frozenset({"passed", "pase", "aprobe", "licensed"})
_NOT_PASSED: Final = frozenset({"havent", "not", "until", "if", "once", "cant", "dont", "never"})
_FINISHED: Final = frozenset({"resident", "college-pre-health"})
_DONE: Final = frozenset({"done", "completed", "complete", "finished", "trained", "behind"})
_SOON: Final = frozenset({"about", "going", "gonna", "ready", "soon", "set"})
_REACH: Final = 4


def read_licenses(passage: Passage) -> None:
    """Read someone who passed the NCLEX as a nurse, and who has not yet as a student."""
    if passage.plains.isdisjoint(_PASSED):
        return
    passed = passage.plains.isdisjoint(_NOT_PASSED)
    for match in passage.live(Facet.STAGE):
        words = {passage.plain(n) for n in range(match.first, match.first + match.size)}
        if "nclex" not in words or not words <= {"nclex", "my", "the", "passed"}:
            continue
        stage = "nurse" if passed else "nursing-student"
        if match.meaning.value != stage:
            passage.dropped.add(match)
            passage.matches.append(match._replace(meaning=Meaning(Facet.STAGE, stage)))


def _drop_finished_training(passage: Passage) -> None:
    """Drop a training that is over: "pharmacist, PGY1 done", "undergrad done, in PA school"."""
    for match in passage.live(Facet.STAGE):
        after = passage.plain(match.first + match.size)
        done = after in _DONE and not passage.stops_before(match.first + match.size)
        if match.meaning.value in _FINISHED and done:
            passage.dropped.add(match)


def read_degrees(passage: Passage) -> None:
    """Drop the stage of "finished my masters", "quit my PhD" and "have a bachelors in business"."""
    if not passage.plains.isdisjoint(_DONE):
        _drop_finished_training(passage)
    if passage.plains.isdisjoint(_SAID):
        return
    for match in passage.live(Facet.STAGE):
        if match.meaning.value == "high-school" and _is_over(passage, match):
            passage.dropped.add(match)
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
        after = {m.first for m in passage.live(Facet.STAGE) if m is not match}
        before_a_job = match.first + match.size in after
        if not before.isdisjoint(_HAD) or graduated or before_a_job:
            passage.dropped.add(match)
    _drop_subjects(passage)


def _is_over(passage: Passage, match: Match) -> bool:
    """Return whether someone has left high school: "the first to graduate HS, now a CNA"."""
    before = (passage.plain(match.first - 1), passage.plain(match.first - 2))
    if "graduated" in before:
        return True
    later = any(
        other.first > match.first and other.meaning.value != "high-school"
        for other in passage.live(Facet.STAGE)
    )
    return later and "graduate" in before and passage.plain(match.first - 3) not in _SOON


def _drop_subjects(passage: Passage) -> None:
    """Drop what a degree was in, if there is another aim: "PhD in immunology, now med school"."""
    fields = passage.live(Facet.FIELD)
    for match in fields:
        degree = passage.key(match.first - 2)
        if passage.plain(match.first - 1) not in ("in", "en") or degree not in _DEGREES | _MORE:
            continue
        others = any(m.meaning.value != match.meaning.value for m in fields)
        stages = [m for m in passage.live(Facet.STAGE) if m.meaning.value not in _STUDIED_AS]
        if others or stages:
            passage.dropped.add(match)
