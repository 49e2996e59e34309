"""Decide which of many overlapping phrases a question really contains, and which it denies."""

from typing import Final

from bot.search.vocabulary import Facet, Match
from bot.search.words import Word

_WIN_TIES: Final = frozenset({Facet.NAME, Facet.STAGE, Facet.FIELD, Facet.OFFER, Facet.COMMUNITY})
# What may be read inside a longer phrase of another facet: "male nurse" still says nurse, while
# "women's health" says nothing of women.
_INSIDE: Final = frozenset(
    {
        (Facet.STAGE, Facet.FIELD),
        (Facet.STAGE, Facet.YEAR),
        (Facet.COMMUNITY, Facet.FIELD),
        (Facet.COMMUNITY, Facet.STAGE),
        (Facet.NEGATION, Facet.FIELD),
        (Facet.NAME, Facet.STAGE),
        (Facet.NAME, Facet.FIELD),
        (Facet.NAME, Facet.COMMUNITY),
        (Facet.NAME, Facet.PLACE),
        (Facet.NAME, Facet.CITY),
    }
)
_BETWEEN: Final = frozenset(
    {"a", "an", "the", "any", "more", "in", "for", "to", "with", "about", "of", "from", "as", "on"}
    | {"or", "and", "nor", "my"}
)
_WORKING: Final = frozenset(
    {"nurse", "pharmacist", "resident", "early-career", "junior-faculty", "fellow"}
)
_ARTICLES: Final = frozenset({"a", "an", "the", "some", "real", "experienced", "actual", "working"})
_TOWARDS: Final = frozenset(
    {"shadow", "shadowing", "become", "becoming", "be", "with", "by", "follow", "following", "to"}
    | {"meet", "observe"}
)
_WISHING: Final = frozenset({"want", "need", "i", "im", "prefer"})


def settled(matches: list[Match]) -> list[Match]:
    """Keep the longest reading of every stretch, and what may be read inside it."""
    if len(matches) < 2:
        return matches
    matches.sort(key=_longest_first)
    kept: list[Match] = []
    for match in matches:
        for longer in kept:
            if not _compatible(longer, match):
                break
        else:
            kept.append(match)
    kept.sort(key=_as_written)
    return kept


def _longest_first(match: Match) -> tuple[int, int]:
    return -match.size, match.first


def _as_written(match: Match) -> tuple[int, int]:
    return match.first, -match.size


def _compatible(longer: Match, match: Match) -> bool:
    end, longer_end = match.first + match.size, longer.first + longer.size
    if end <= longer.first or match.first >= longer_end:
        return True
    same_span = match.first == longer.first and match.size == longer.size
    outer, inner = longer.meaning.facet, match.meaning.facet
    if same_span:
        return inner not in (Facet.OFF_TOPIC, Facet.ELSEWHERE) or outer not in _WIN_TIES
    if outer is inner:
        return False
    if outer is Facet.NAME and match.meaning.weak:
        return False
    inside = match.first >= longer.first and end <= longer_end
    if not inside:
        return inner is not Facet.OFF_TOPIC
    return inner is Facet.NAME or (outer, inner) in _INSIDE


def spoken_of(words: list[Word], match: Match) -> bool:
    """Tell whether a working stage is somebody else's: "shadow a nurse", "talk to a resident"."""
    if match.meaning.value not in _WORKING:
        return False
    before = match.first - 1
    while before >= 0 and words[before].key in _ARTICLES:
        before -= 1
    return before >= 0 and words[before].key in _TOWARDS


def namesakes(accepted: list[Match]) -> set[Match]:
    """Return foreign places that a state follows: Paris, Texas is no question about France."""
    states = {match.first for match in accepted if match.meaning.facet is Facet.PLACE}
    return {
        match
        for match in accepted
        if match.meaning.facet is Facet.ELSEWHERE and match.first + match.size in states
    }


def negated(words: list[Word], accepted: list[Match]) -> set[Match]:
    """Return the meanings that stand right after a negation, and those joined to them by "or"."""
    denied: set[Match] = set()
    for negation in accepted:
        if negation.meaning.facet is not Facet.NEGATION:
            continue
        position = negation.first + negation.size
        while position < len(words):
            here = [
                match
                for match in accepted
                if match.first == position and match.meaning.facet is not Facet.NEGATION
            ]
            if here:
                denied.update(here)
                position += max(match.size for match in here)
                if position >= len(words) or words[position].key not in ("or", "nor", "and"):
                    break
                if words[position].key == "and" and _wish_follows(words, position + 1):
                    break
                position += 1
            elif words[position].key in _BETWEEN:
                position += 1
            else:
                break
    return denied


def _wish_follows(words: list[Word], position: int) -> bool:
    return position < len(words) and words[position].key in _WISHING
