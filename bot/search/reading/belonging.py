"""Tell the asker's own school or employer from one they left, aim at, or ask about."""

from itertools import pairwise
from typing import Final

from bot.search.reading.passage import Passage
from bot.search.vocabulary import Facet

_LEAVING: Final = frozenset(
    {"transferred", "transferring", "transfer", "dropped", "withdrew", "withdrawn", "flunked"}
    | {"failed", "kicked", "dismissed", "expelled", "moved", "retired"}
)
_NO_FAILURE: Final = frozenset({"transferred", "moved", "retired"})
_OUT: Final = frozenset({"from", "of", "out"})
_LEFT: Final = frozenset(
    {"left", "quit", "leaving", "quitting", "former", "formerly", "previously"}
)
_FORMERLY: Final = frozenset(
    {"was", "were", "used", "started", "began", "worked", "trabaje", "trabajaba", "era", "fui"}
)
_SINCE: Final = frozenset(
    {"but", "now", "then", "transferred", "until", "before", "since", "ahora", "pero"}
)
_INTO: Final = frozenset({"accepted", "admitted", "into"})
_ALUMNI_STAGES: Final = frozenset({"nurse", "early-career", "physician", "pharmacist", "resident"})
_STUDENT_STAGES: Final = frozenset(
    {"college-pre-health", "nursing-student", "medical-student", "pharmacy-student"}
    | {"dental-student", "high-school", "post-bac"}
)
_GONE: Final = _LEAVING | _LEFT | {"was", "were", "era", "used"}
_JOBS: Final = frozenset({"health-worker", "pharmacist"})
_WAS: Final = frozenset({"was", "were", "era"})
_DID: Final = frozenset({"did", "worked", "served", "spent", "after"})
_PAST: Final = _GONE | _DID
_NOW: Final = frozenset({"now", "ahora", "became", "instead"})
_GOING: Final = frozenset(
    {"switch", "switching", "transfer", "transferring", "apply", "applying", "go", "attend"}
    | {"enroll", "enter", "study", "major"}
)
_AIMING: Final = frozenset(
    {"want", "wants", "wanting", "wanna", "hope", "hopes", "hoping", "plan", "planning", "like"}
    | {"thinking", "considering", "trying", "dream", "quiero", "quiere"}
)
_STARTING: Final = frozenset({"starting", "starts", "start", "beginning", "begins"})
_APPLYING: Final = frozenset({"apply", "applying", "applied"})
_ASKING: Final = frozenset({"about", "heard", "know"})
_WORKED: Final = frozenset(
    {"work", "worked", "working", "job", "nurse", "rn", "trabajaba", "trabaje", "enfermera"}
    | {"enfermero", "resident", "pharmacist", "therapist", "tech", "cna"}
)
_MEETING: Final = frozenset(
    {"met", "spoke", "talked", "know", "saw", "asked", "emailed", "called", "interviewed", "heard"}
    | {"shadowed", "messaged", "contacted", "conoci", "hable", "conozco", "pregunte"}
)
_SOMEONE: Final = frozenset(
    {"a", "an", "some", "someone", "somebody", "people", "two", "una", "un", "alguien", "the"}
)
_FROM: Final = frozenset({"from", "at", "in", "of", "with", "de", "del", "en"})
_ARTICLES: Final = frozenset({"the", "a", "an", "la", "el", "una", "un", "some"})
_MINE: Final = frozenset({"my", "our", "mi", "mis"})
_VISITED: Final = frozenset({"toured", "visited", "touring", "visiting", "visite"})
_NEXT_TO: Final = (
    *((*words, end) for words in (("street",), ("across",), ("blocks",)) for end in ("from",)),
    ("interviewed", "at"),
    ("interviewed", "with"),
    ("next", "to"),
    ("close", "to"),
    ("near",),
    ("cerca", "de"),
    ("enfrente", "de"),
    ("frente", "a"),
    ("lado", "de"),
)
_BEING_THERE: Final = frozenset(
    {"starting", "start", "work", "working", "job", "im", "study", "studying", "go", "hired"}
)
_SPOKE: Final = frozenset(
    {"spoke", "told", "said", "says", "came", "gave", "talked", "visited", "recommended", "hablo"}
)
_REACH: Final = 9
_NEAR: Final = 4


def read_left_studies(passage: Passage) -> None:
    """Drop the stage that someone says they were at before another: "I used to be premed"."""
    if passage.plains.isdisjoint(_PAST):
        return
    for match in passage.live(Facet.STAGE):
        before = [passage.plain(n) for n in _before(passage, match.first, _NEAR)]
        used = ("used", "to") in pairwise(before)
        left = not _LEAVING.isdisjoint(before) and "from" in before and "to" not in before
        facets = (Facet.STAGE, Facet.FIELD) if left else (Facet.STAGE,)
        left_school = bool(before) and before[-1] in _LEFT
        left_for = not _WAS.isdisjoint(before) and not _NOW.isdisjoint(passage.plains)
        clause = [passage.plain(n) for n in _before(passage, match.first, _REACH)]
        did = not _DID.isdisjoint(clause) and "as" in clause and not _NOW.isdisjoint(passage.plains)
        used = used or left_for or did
        once = not _WAS.isdisjoint(before) and passage.plain(match.first + match.size) == "once"
        later = any(other.first >= match.first + match.size for other in passage.live(*facets))
        was = bool(before) and before[-1] in _WAS and not _NOW.isdisjoint(passage.plains)
        later = later or (was and bool(passage.live(Facet.NAME)))
        before_it = used or left or left_school or once or was
        gone = match.meaning.value in _STUDENT_STAGES or (used and match.meaning.value in _JOBS)
        if before_it and (later or ("used", "to") in pairwise(before)) and gone:
            inside = range(match.first, match.first + match.size)
            passage.dropped.add(match)
            passage.dropped.update(m for m in passage.live(Facet.FIELD) if m.first in inside)


def read_belonging(passage: Passage) -> None:
    """Set apart the names and schools that the asker left, aims at, or only asks about.

    Someone who works already may well have graduated from a school that they "were" at.
    """
    for match in passage.live(Facet.NAME):
        first = match.first
        if first in passage.of_others:
            passage.not_theirs.add(match.meaning.value)
        elif _is_left(passage, first):
            passage.denied.add(match)
        elif _is_mentioned(passage, first, first + match.size):
            passage.dropped.add(match)
        elif _is_ahead(passage, first):
            passage.not_theirs.add(match.meaning.value)
    for name, first in tuple(passage.school_at.items()):
        if first in passage.of_others:
            passage.not_theirs.add(name)
        elif _is_left(passage, first):
            passage.schools = tuple(school for school in passage.schools if school != name)
            passage.left_schools = (*passage.left_schools, name)
        elif _is_ahead(passage, first):
            passage.not_theirs.add(name)


def _is_mentioned(passage: Passage, first: int, end: int) -> bool:
    """Return whether a place is someone else's, is close by, or was only seen.

    "I met a nurse from Stanford Health Care", "a Stanford doctor spoke at my school", "toured
    Hunter College", "across the street from Hunter College".
    """
    before = [passage.plain(n) for n in _before(passage, first, _REACH)]
    if before and before[-1] in ("the", "la", "el"):
        before.pop()
    there = any(
        word.plain == "there" and passage.plain(position - 1) in _BEING_THERE
        for position, word in enumerate(passage.words)
    )
    if not before or there:
        return False
    if before[-1] in _VISITED or any(tuple(before[-len(w) :]) == w for w in _NEXT_TO):
        return True
    met = [step for step, word in enumerate(before) if word in _MEETING]
    if met and before[-1] in _FROM:
        between = before[met[-1] + 1 : -1]
        return not _SOMEONE.isdisjoint(between) and _MINE.isdisjoint(between)
    told = {passage.plain(n) for n in (end, end + 1, end + 2)}
    return before[-1] in _ARTICLES and before[-2:-1] != ["at"] and not _SPOKE.isdisjoint(told)


def _before(passage: Passage, position: int, reach: int) -> range:
    """Return the positions before a word in its clause, at most `reach` of them."""
    first = position
    while first > 0 and position - first < reach and not passage.stops_before(first):
        if passage.plain(first - 1) in ("but", "now", "pero", "and") and first < position:
            break
        first -= 1
    return range(first, position)


def _is_left(passage: Passage, position: int) -> bool:
    before = [passage.plain(n) for n in _before(passage, position, _REACH)]
    near = before[-_NEAR:]
    for step, word in enumerate(near):
        rest = near[step + 1 :]
        if word in _LEAVING and not _OUT.isdisjoint(rest) and "to" not in rest:
            passage.dropped_out = passage.dropped_out or word not in _NO_FAILURE
            return True
        if word in _LEFT and len(rest) < 2:
            return True
    if _FORMERLY.isdisjoint(before) or not _INTO.isdisjoint(before):
        return False
    if "used" in before and "to" not in before:
        return False
    worked = not _WORKED.isdisjoint(before)
    if not worked and any(m.meaning.value in _ALUMNI_STAGES for m in passage.live(Facet.STAGE)):
        return False
    after = {word.plain for word in passage.words[position + 1 :]}
    return "used" in before or not _SINCE.isdisjoint(after)


def _is_ahead(passage: Passage, position: int) -> bool:
    """Return whether what follows is a school they want to attend, or ask about."""
    before = [passage.plain(n) for n in _before(passage, position, _REACH)]
    near = before[-3:]
    if "about" in near and not _ASKING.isdisjoint(before) and "im" not in near:
        return True
    if not _APPLYING.isdisjoint(near) and "to" in near:
        return True
    aims = [step for step, word in enumerate(before) if word in _AIMING]
    after = {passage.plain(n) for n in range(position + 1, position + 4)}
    if not aims or not _STARTING.isdisjoint(after):
        return False  # "this BSN at Rutgers starting in sept"
    rest = before[aims[0] + 1 :]
    if "into" in rest[-3:]:
        return True
    return not _GOING.isdisjoint(rest) and not {"at", "to"}.isdisjoint(rest[-3:])
