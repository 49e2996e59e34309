"""Set aside what others say that someone should be, and what was wanted once or turned from.

"Everyone assumes I want to be a nurse", "used to want derm", "RN turned premed".
"""

from typing import Final

from bot.search.reading.passage import Passage
from bot.search.understood import GENERAL_FIELDS
from bot.search.vocabulary import Facet, Match

_PEOPLE: Final = frozenset(
    {"everyone", "everybody", "people", "they", "others", "parents", "family", "friends", "mom"}
    | {"dad", "todos", "gente", "padres", "familia", "folks", "teachers", "counselor", "advisor"}
    | {"someone", "teacher", "relatives", "papas", "amigos", "boyfriend", "girlfriend", "husband"}
    | {"wife", "brother", "sister", "roommate", "friend", "boss", "professor", "partner", "grandma"}
    | {"mother", "father", "uncle", "aunt", "cousin", "advisors", "novio", "novia", "hermana"}
)
_SAYING: Final = frozenset(
    {"assume", "assumes", "assumed", "think", "thinks", "thought", "say", "says", "said", "expect"}
    | {"expects", "expected", "tell", "tells", "told", "keep", "keeps", "push", "pushes", "pushing"}
    | {"wanted", "want", "wants", "suggest", "suggested", "suggests", "dicen", "piensan", "creen"}
    | {"quieren", "dice", "piensa", "cree", "quiere", "insist", "insists", "recommended"}
)
_ONCE: Final = (
    *(("used", "to", word) for word in ("want", "think", "be", "dream", "love", "say", "plan")),
    *(("i", "thought", word) for word in ("i", "id", "about")),
    *(("thought", "i", word) for word in ("wanted", "want", "would")),
    *(("was", word) for word in ("set", "going", "thinking", "considering", "planning", "sure")),
    *(("came", "in", word) for word in ("wanting", "set", "thinking", "for")),
    *((word,) for word in ("originally", "initially", "antes", "queria", "pensaba")),
    ("started", "out"),
    ("at", "first"),
    ("first", "wanted"),
    ("always", "thought"),
    ("hated",),
    ("hate",),
    ("disliked",),
    ("dropped", "out", "of"),
    ("tried",),
)
_FIRST_WORDS: Final = frozenset(words[0] for words in _ONCE)
_ENDS: Final = frozenset({"but", "now", "pero", "ahora", "until", "then", "actually", "and", "so"})
_NOT_ENDS: Final = frozenset({"and", "so"})
_I: Final = frozenset({"i", "im", "yo", "me"})
_TURNED: Final = frozenset({"turned", "gone"})
_AIMING: Final = frozenset(
    {("thinking", "of"), ("thinking", "about"), ("switching", "to"), ("going", "into")}
    | {("considering", "nursing"), ("wanting", "to"), ("looking", "into"), ("pensando", "en")}
)

_TURNING: Final = _TURNED | {first for first, _ in _AIMING}


def read_hearsay(passage: Passage) -> None:
    """Drop the fields and stages of such clauses, if the question says others."""
    plains = passage.plains
    if not plains.isdisjoint(_SAYING) and not plains.isdisjoint(_PEOPLE):
        _said_by_others(passage)
    if not plains.isdisjoint(_FIRST_WORDS):
        _wanted_once(passage)
    if not plains.isdisjoint(_TURNING):
        _turned_from(passage)


def _said_by_others(passage: Passage) -> None:
    for position, word in enumerate(passage.words):
        if word.plain not in _PEOPLE or passage.plain(position + 1) not in _SAYING:
            continue
        if passage.plain(position + 1) in ("want", "quieren") and passage.plain(position) == "they":
            continue
        _drop(passage, position + 2, _end(passage, position + 2, _ENDS))


def _wanted_once(passage: Passage) -> None:
    plain = [word.plain for word in passage.words]
    for position, word in enumerate(plain):
        if word not in _FIRST_WORDS:
            continue
        for words in _ONCE:
            start = position + len(words)
            if tuple(plain[position:start]) == words:
                _drop(passage, start, _end(passage, start, _ENDS - _NOT_ENDS), later=True)


def _turned_from(passage: Passage) -> None:
    """Read "RN turned premed" as premed; the job may still be theirs, its field is no aim."""
    for position, word in enumerate(passage.words):
        aiming = (word.plain, passage.plain(position + 1)) in _AIMING
        if (word.plain not in _TURNED and not aiming) or passage.stops_before(position):
            continue
        if any(m.first > position for m in passage.live(Facet.STAGE, Facet.FIELD)):
            end = position
            for match in reversed(passage.live(Facet.FIELD)):
                if match.first + match.size == end:
                    passage.dropped.add(match)
                    end = match.first


def _end(passage: Passage, start: int, ends: frozenset[str]) -> int:
    end = start
    while end < len(passage.words):
        if passage.plain(end) in ends or (end > start and passage.stops_before(end)):
            break
        end += 1
    return end


def _drop(passage: Passage, start: int, end: int, *, later: bool = False) -> None:
    """Drop what stands between two words, if something else of the kind stands elsewhere."""
    for facet in (Facet.FIELD, Facet.STAGE):
        inside = [m for m in passage.live(facet) if start <= m.first < end]
        values = {m.meaning.value for m in inside}
        others = [
            m
            for m in passage.live(facet)
            if (m.first >= end or (m.first < start and not later))
            and m.meaning.value not in GENERAL_FIELDS - values
        ]
        if others and not _is_repeated(inside, others):
            passage.dropped.update(inside)
            if later and facet is Facet.STAGE:
                words = {n for m in inside for n in range(m.first, m.first + m.size)}
                passage.dropped.update(m for m in passage.live(Facet.FIELD) if m.first in words)
            if later and inside and facet is Facet.FIELD:
                passage.dropped.update(
                    m for m in passage.live(Facet.STAGE) if start <= m.first < end
                )


def _is_repeated(inside: list[Match], others: list[Match]) -> bool:
    values = {m.meaning.value for m in others}
    return any(m.meaning.value in values for m in inside)
