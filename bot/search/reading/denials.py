"""Parse what a question excludes, before or after a "not"."""

from typing import Final

from bot.search.reading.passage import Passage
from bot.search.vocabulary import Facet, Match

_BETWEEN: Final = frozenset(
    {"a", "an", "the", "any", "more", "in", "for", "to", "with", "about", "of", "from", "as", "on"}
    | {"or", "and", "nor", "my", "be", "become", "being", "becoming", "go", "going", "do", "doing"}
    | {"ser", "una", "un", "la", "el", "al", "estudiar", "study", "studying", "work", "working"}
    | {
        "soy",
        "eres",
        "somos",
        "just",
        "another",
        "into",
        "really",
        "want",
        "even",
        "your",
        "get",
        "en",
        "at",
        "is",
        "it",
        "been",
        "tengo",
        "tiene",
        "termine",
    }
)
_JOINING: Final = frozenset({"or", "nor", "and", "ni", "o", "y"})
_WISHING: Final = frozenset({"want", "need", "i", "im", "prefer", "quiero"})
_BUT: Final = frozenset({"but", "pero", "though"})
# What follows "but" and retracts what was before it.
_TAKEN_BACK: Final = (
    ("i", "dont", "want", "that"),
    ("i", "dont", "want", "to"),
    ("i", "dont", "want", "it"),
    ("i", "dont", "want", "those"),
    ("dont", "want", "that"),
    ("that", "doesnt", "interest"),
    ("thats", "not", "for", "me"),
    ("thats", "not", "what", "i"),
    ("not", "for", "me"),
    ("isnt", "for", "me"),
    ("no", "quiero", "eso"),
    ("eso", "no"),
)
_CORRECTIONS: Final = (
    ("no", "wait"),
    ("wait", "no"),
    ("scratch", "that"),
    ("i", "mean"),
    ("bueno",),
    ("mejor", "dicho"),
    ("digo",),
)
_CORRECTING: Final = frozenset(word for words in _CORRECTIONS for word in words) - {
    "no",
    "that",
    "i",
}
# What follows a phrase and rejects it, "surgery is not for me"; and what precedes one that is left.
_REFUSALS: Final = (
    ("is", "not", "for", "me"),
    ("isnt", "for", "me"),
    ("not", "for", "me"),
    ("aint", "for", "me"),
    ("no", "es", "para", "mi"),
    ("no", "es", "lo", "mio"),
    ("and", "hated", "it"),
    ("hated", "it"),
    ("and", "hate", "it"),
    ("didnt", "like", "it"),
    ("didnt", "love", "it"),
    ("not", "a", "fan"),
    ("no", "me", "gusto"),
    ("but", "hated", "it"),
    ("wasnt", "for", "me"),
    *(
        (verb, "me")
        for verb in ("bores", "bored", "scares", "scared", "stresses", "drains", "kills")
    ),
    ("isnt", "it"),
    ("was", "boring"),
    ("me", "aburre"),
    ("me", "aburrio"),
    ("no", "me", "llama"),
)
_THOSE: Final = frozenset({"these", "those", "them", "esas", "estas", "esos", "estos"})
_NOT: Final = frozenset(
    {"not", "no", "dont", "doesnt", "isnt", "arent", "never", "didnt", "cant", "nor", "without"}
)
_LISTED: Final = frozenset({Facet.NAME, Facet.CITY, Facet.PLACE, Facet.STAGE, Facet.FIELD})
_AFTER_A_LIST: Final = frozenset({"but", "so", "im", "i", "is", "what", "where", "pero", "which"})
_BEING_IN: Final = frozenset({"in", "at", "im", "am", "started", "my", "en"})
_YET: Final = frozenset({"yet", "todavia", "aun"})
_QUITTING: Final = frozenset({"quit", "quitting", "leave", "leaving", "dejar", "dejo"})
_ENDING: Final = _QUITTING | {"me", "mi", "mio", "it", "no", "fan", "boring"}
_TAKING_BACK: Final = frozenset({"want", "interest", "thats", "not", "isnt", "eso"})
_DENIABLE: Final = frozenset(
    {Facet.STAGE, Facet.FIELD, Facet.OFFER, Facet.PLACE, Facet.CITY, Facet.FORMAT, Facet.NAME}
    | {Facet.COMMUNITY, Facet.DURATION, Facet.OFF_TOPIC, Facet.YEAR, Facet.STATUS}
)


def read_denials(passage: Passage) -> None:
    """Mark the phrases that a question excludes."""
    if Facet.NEGATION in passage.facets:
        _after_not(passage)
    if not passage.plains.isdisjoint(_THOSE):
        _listed(passage)
    if not passage.plains.isdisjoint(_TAKING_BACK):
        _taken_back(passage)
    if not passage.plains.isdisjoint(_ENDING):
        _refused_after(passage)
    if not passage.plains.isdisjoint(_CORRECTING):
        _corrected(passage)


def _listed(passage: Passage) -> None:
    """Exclude the list after "not at any of those schools: ..."."""
    for position, word in enumerate(passage.words):
        before = [passage.plain(n) for n in range(max(0, position - 6), position)]
        negated = "none" in before or ("any" in before and not _NOT.isdisjoint(before))
        if word.plain not in _THOSE or before[-1:] != ["of"] or not negated:
            continue
        start = next(
            (n for n in range(position + 1, position + 4) if _lists_before(passage, n)), None
        )
        if start is None:
            continue
        end = start
        while end < len(passage.words) and not _ends_a_sentence(passage, end, start):
            end += 1
        listed = range(start, end)
        passage.of_others.update(listed)
        passage.denied.update(
            match
            for match in passage.matches
            if match.first in listed and match.meaning.facet in _LISTED
        )


def _lists_before(passage: Passage, position: int) -> bool:
    """Return whether a list begins with a word: "those schools: penn", "those (penn"."""
    if not 0 < position < len(passage.words):
        return False
    return not {":", "("}.isdisjoint(_gap(passage, position)) or " - " in _gap(passage, position)


def _ends_a_sentence(passage: Passage, position: int, start: int) -> bool:
    """Return whether a word begins something else than the list."""
    if position == start:
        return False
    ends = not {".", "?", "!", ")", "\n"}.isdisjoint(_gap(passage, position))
    return ends or passage.plain(position) in _AFTER_A_LIST


def _gap(passage: Passage, position: int) -> str:
    words = passage.words
    return passage.question[words[position - 1].end : words[position].start]


def _after_not(passage: Passage) -> None:
    """Exclude what follows a negation, and what is joined to it by "or" or a comma."""
    words, accepted = passage.words, passage.matches
    for negation in accepted:
        if negation.meaning.facet is not Facet.NEGATION:
            continue
        position = negation.first + negation.size
        if passage.plain(position - 1) == "no" and passage.stops_before(position):
            continue  # "but no, nursing it is"
        while position < len(words):
            here = [
                match
                for match in accepted
                if match.first == position and match.meaning.facet in _DENIABLE
            ]
            if here:
                size = max(match.size for match in here)
                around = {match for match in here if match.meaning.facet is Facet.COMMUNITY}
                if around and passage.plain(position - 1) == "no" and not passage.spanish:
                    passage.dropped.update(around)  # "no women above me" says who is there
                    here = [match for match in here if match not in around]
                if passage.plain(position + size) in _YET:
                    here = [match for match in here if match.meaning.facet is not Facet.FIELD]
                passage.denied.update(here)
                position += size
                if position >= len(words) or not _goes_on(passage, position):
                    break
                if words[position].key in _JOINING:
                    position += 1
            elif words[position].key in _BETWEEN:
                position += 1
            else:
                break


def _goes_on(passage: Passage, position: int) -> bool:
    """Return whether a negated list continues: "not X or Y", "not X, Y or Z".

    Not "not X and I want".
    """
    key = passage.words[position].key
    if key in _JOINING:
        return not (key in ("and", "y") and passage.key(position + 1) in _WISHING)
    listed = passage.stops_before(position) and any(
        word.key in ("or", "nor", "o", "ni") for word in passage.words[position : position + 6]
    )
    return listed and any(match.first == position for match in passage.matches)


def _taken_back(passage: Passage) -> None:
    """Exclude the fields and stages before a "but I don't want that"."""
    plain = [word.plain for word in passage.words]
    for position, word in enumerate(plain):
        if word not in _BUT and not passage.stops_before(position):
            continue
        start = position + 1 if word in _BUT else position
        if not any(tuple(plain[start : start + len(end)]) == end for end in _TAKEN_BACK):
            continue
        passage.denied.update(_list_before(passage, position))


def _refused_after(passage: Passage) -> None:
    """Exclude a field or wish that is rejected right after it, and a field that is given up."""
    plain = [word.plain for word in passage.words]
    for match in passage.live(Facet.FIELD, Facet.STAGE, Facet.OFFER):
        end = match.first + match.size
        refused = any(tuple(plain[end : end + len(words)]) == words for words in _REFUSALS)
        led = {passage.plain(match.first), passage.plain(match.first - 1)}
        if match.meaning.facet is Facet.STAGE and not _BEING_IN.isdisjoint(led):
            continue  # "i'm in med school and hate it"
        but_no = plain[end : end + 2] == ["but", "no"] and passage.stops_before(end + 2)
        given_up = match.meaning.facet is Facet.FIELD and (
            passage.plain(match.first - 1) in _QUITTING
        )
        if refused or given_up or but_no:
            passage.denied.add(match)


def _corrected(passage: Passage) -> None:
    """Drop what someone corrects: "pre vet, no wait, pre OT"."""
    plain = [word.plain for word in passage.words]
    for position in range(1, len(plain)):
        if not any(tuple(plain[position : position + len(c)]) == c for c in _CORRECTIONS):
            continue
        for facet in (Facet.FIELD, Facet.STAGE):
            before = [m for m in passage.live(facet) if m.first < position]
            after = [m for m in passage.live(facet) if m.first > position]
            if facet is Facet.FIELD and after and before:
                passage.dropped.update(before)


def _list_before(passage: Passage, end: int) -> list[Match]:
    """Return the last fields and stages before a word, and those joined to them by "or"."""
    listed: list[Match] = []
    limit = end
    for match in sorted(passage.matches, key=lambda match: -match.first):
        beside = bool(listed) and match.first == listed[-1].first
        if (match.first >= limit and not beside) or match.meaning.facet not in (
            Facet.FIELD,
            Facet.STAGE,
            Facet.OFFER,
        ):
            continue
        between = range(match.first + match.size, limit)
        joined = all(passage.key(n) in _JOINING or passage.key(n) in _BETWEEN for n in between)
        if listed and not joined and match.first != listed[-1].first:
            break
        listed.append(match)
        limit = match.first if not listed else min(limit, match.first + match.size)
        limit = match.first
    return listed
