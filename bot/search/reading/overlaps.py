"""Resolve overlapping phrases: decide which ones a question really contains."""

from typing import Final

from bot.search.vocabulary import Facet, Match

_WIN_TIES: Final = frozenset({Facet.NAME, Facet.STAGE, Facet.FIELD, Facet.OFFER, Facet.COMMUNITY})
# What may be read inside a longer phrase of another facet: "male nurse" still means nurse, while
# "women's health" says nothing about women.
_INSIDE: Final = frozenset(
    {
        (Facet.STAGE, Facet.FIELD),
        (Facet.STAGE, Facet.YEAR),
        (Facet.FIELD, Facet.STAGE),
        (Facet.OFFER, Facet.STAGE),
        (Facet.OFFER, Facet.FIELD),
        (Facet.COMMUNITY, Facet.FIELD),
        (Facet.COMMUNITY, Facet.STAGE),
        (Facet.NEGATION, Facet.FIELD),
        (Facet.COMMUNITY, Facet.ELSEWHERE),
    }
)


def without_overlaps(matches: list[Match]) -> list[Match]:
    """Keep the longest reading of every stretch, and what may be read inside it."""
    if len(matches) < 2:
        return matches
    matches.sort(key=_longest_first)
    accepted: list[Match] = []
    for match in matches:
        for longer in accepted:
            if not _compatible(longer, match):
                break
        else:
            accepted.append(match)
    accepted.sort(key=_as_written)
    return accepted


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
    if outer is Facet.NAME and longer.meaning.weak:
        # Everyday words that are also a name: it counts only if nothing else is said.
        return True
    inside = match.first >= longer.first and end <= longer_end
    if not inside and outer is Facet.NAME and inner is Facet.STAGE:
        # "at University of Washington" is not "at university".
        return False
    if not inside:
        return inner is not Facet.OFF_TOPIC
    return inner is Facet.NAME or (outer, inner) in _INSIDE


def namesakes(accepted: list[Match]) -> set[Match]:
    """Return foreign places followed by a state: "Paris, Texas" isn't about France."""
    states = {match.first for match in accepted if match.meaning.facet is Facet.PLACE}
    return {
        match
        for match in accepted
        if match.meaning.facet is Facet.ELSEWHERE and match.first + match.size in states
    }
