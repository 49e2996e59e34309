"""Read a nurse by the ward and how long they have been there: "tele, 3 years", "5 yrs L&D"."""

from typing import Final

from bot.search.reading.passage import Passage
from bot.search.vocabulary import Facet, Match, Meaning

# Wards that people name alone only if they are nurses there.
_WARDS: Final = (
    *(("med", "surg"), ("medical", "surg"), ("mother", "baby"), ("labor", "and", "delivery")),
    *(("l", "d"), ("l", "&", "d"), ("float", "pool"), ("step", "down"), ("pre", "op")),
    *(
        (ward,)
        for ward in ("tele", "telemetry", "stepdown", "medsurg", "icu", "micu", "sicu", "cvicu")
    ),
    *((ward,) for ward in ("ccu", "nicu", "picu", "pacu", "postpartum", "bedside", "ltac")),
)
FIRST_WORDS: Final = frozenset(words[0] for words in _WARDS)
_SPANS: Final = frozenset(
    {"year", "years", "yr", "yrs", "months", "month", "mos", "mo", "anos", "meses", "ano"}
)
_FLOATED: Final = frozenset({"floated", "floating", "float"})
_NEWLY: Final = frozenset({"new", "transferred", "transferring", "moved", "switched"} | _FLOATED)
_HALVES: Final = frozenset({"a", "half", "and", "plus"})
_ON_IT: Final = frozenset({"in", "on", "of", "doing", "at", "en", "as", "the", "working"})
_FOR: Final = frozenset({"for", "since", "about", "almost", "over", "por", "desde", "hace"})
_TIMES: Final = _SPANS | _NEWLY
_BEFORE_A_TIME: Final = _FOR | {"unit", "floor", "nurse"}
_AFTER_A_TIME: Final = _ON_IT | _HALVES
_ROOMS: Final = frozenset({"floor", "unit"})
_NEW: Final = frozenset({"early-career"})
_TO_BE: Final = frozenset({"want", "to", "into", "shadow", "volunteer", "volunteered", "shadowed"})


def read_wards(passage: Passage) -> None:
    """Add the stage of a nurse for a ward with a length of time, or for a new graduate's floor."""
    if not passage.plains.isdisjoint(FIRST_WORDS) and not passage.plains.isdisjoint(_TIMES):
        _read_time_on_a_ward(passage)
    if not passage.plains.isdisjoint(_ROOMS):
        _read_first_floor(passage)


def _read_time_on_a_ward(passage: Passage) -> None:
    """Read "med-surg 2 years" as a nurse, and not as the second course of med-surg."""
    for start in range(len(passage.words)):
        end = _ward_at(passage, start)
        timed = _time_after(passage, end) or _time_before(passage, start)
        if end == start or not (timed or _is_new_there(passage, start, end)):
            continue
        course = [
            match
            for match in passage.live(Facet.STAGE, Facet.FIELD)
            if match.first < end and start < match.first + match.size
        ]
        passage.dropped.update(course)
        if not any(not match.meaning.weak for match in passage.live(Facet.STAGE)):
            passage.matches.append(Match(start, end - start, Meaning(Facet.STAGE, "nurse")))
        return


def _read_first_floor(passage: Passage) -> None:
    """Read "new grad on an oncology floor" as a nurse who is new, and the floor as no field."""
    stages = passage.live(Facet.STAGE)
    if {match.meaning.value for match in stages} != _NEW:
        return
    for position, word in enumerate(passage.words):
        before = [passage.plain(n) for n in range(max(0, position - 5), position)]
        if word.plain not in _ROOMS or _ON_IT.isdisjoint(before) or not _TO_BE.isdisjoint(before):
            continue
        passage.dropped.update(
            match for match in passage.live(Facet.FIELD) if position - 3 <= match.first < position
        )
        passage.matches.append(Match(position, 1, Meaning(Facet.STAGE, "nurse")))
        return


def _ward_at(passage: Passage, start: int) -> int:
    """Return where the name of a ward ends that begins at a word, or `start`."""
    if passage.plain(start) not in FIRST_WORDS:
        return start
    for ward in _WARDS:
        end = start + len(ward)
        if tuple(passage.plain(n) for n in range(start, end)) == ward:
            return end
    return start


def _is_new_there(passage: Passage, start: int, end: int) -> bool:
    """Return whether someone came there from another ward: "new to ICU from medsurg".

    Only nurses are "floated to" one.
    """
    before = {passage.plain(n) for n in range(max(0, start - 4), start)}
    if passage.plain(start - 1) == "to" and passage.plain(start - 2) in _FLOATED:
        return True
    from_a_ward = passage.plain(end) == "from" and _ward_at(passage, end + 1) > end + 1
    to_a_ward = passage.plain(end) == "to" and _ward_at(passage, end + 1) > end + 1
    return (from_a_ward or to_a_ward) and not before.isdisjoint(_NEWLY)


def _time_after(passage: Passage, position: int) -> bool:
    """Return whether a length of time follows: "3 years", ", 1 yr", "for 6 years"."""
    while passage.plain(position) in _BEFORE_A_TIME:
        position += 1
    return passage.plain(position).isdigit() and passage.plain(position + 1) in _SPANS


def _time_before(passage: Passage, position: int) -> bool:
    """Return whether a length of time precedes: "4 years in PACU", "2 yrs tele"."""
    before = position - 1
    while before > 0 and passage.plain(before) in _AFTER_A_TIME:
        before -= 1
    counted = passage.plain(before - 1).isdigit() or passage.plain(before - 1) == "half"
    return passage.plain(before) in _SPANS and counted
