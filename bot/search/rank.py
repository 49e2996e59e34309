"""Weigh what a question asks for as clauses that the index can score.

A score is a sum: what fits adds, what does not adds nothing, so a program that the asker can't join
ranks below an equal one that they can. Stage and field count most, then place, then community; text
only breaks near ties.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from bot.domain.programs.programs import ANY_FIELD, ANY_STAGE
from bot.search.terms import EVERYWHERE, OPEN, REACH_UNKNOWN
from bot.search.understood import GENERAL_FIELDS, Understood
from bot.search.vocabulary import ANYWHERE, Facet, Vocabulary

STAGE: Final = 20.0
FIELD: Final = 11.0
PLACE: Final = 18.0
COMMUNITY: Final = 7.0
NOT_FOR_OTHERS: Final = 8.0  # not for programs for a community other than the asker's own
OFFER: Final = 4.0
ALL_OFFERS: Final = 6.0
FORMAT: Final = 3.0
DURATION: Final = 3.0
ALONE: Final = 2.5  # what a wish counts for more if no stage, field, or community is known
YEAR: Final = 2.0
OPENNESS: Final = 1.5
TEXT: Final = 0.8

Tiers = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """Score a program by the best tier that it has: facet terms of the index with their weights.

    Clauses are created once for each thing that can be asked and compared by identity, so that an
    index can cache a prepared query for each.
    """

    tiers: Tiers


NO_CONDITIONS: Final = Clause(((OPEN, OPENNESS),))
NO_PLACE: Final = Clause(((EVERYWHERE, 0.8),))
NO_COMMUNITY: Final = Clause((("c:-", 5.0),))
NO_FIELD: Final = Clause(tuple((f"f:{name}", 3.0) for name in (ANY_FIELD, "medicine", "nursing")))
WITHOUT_CONDITIONS: Final = Clause(((OPEN, OFFER),))
# If only words were given, they decide; what is open to everyone merely orders the rest.
FAINT: Final = tuple(
    Clause(tuple((term, weight / 20) for term, weight in clause.tiers))
    for clause in (NO_CONDITIONS, NO_PLACE, NO_FIELD, NO_COMMUNITY)
)
FAINT_SCORE: Final = sum(max(weight for _, weight in clause.tiers) for clause in FAINT)
_REMEMBERED: Final = 2_048


def clauses(asked: Understood, vocabulary: Vocabulary) -> list[Clause]:
    """Return one clause for each thing that was asked."""
    values = asked.values
    if not values and asked.text:
        return list(FAINT)
    clauses = [NO_CONDITIONS]
    if stages := values.get(Facet.STAGE):
        clauses.append(_stages(stages, vocabulary))
    if fields := values.get(Facet.FIELD):
        clauses.append(_fields(fields, vocabulary))
    else:
        clauses.append(NO_FIELD)
    communities = values.get(Facet.COMMUNITY)
    alone = 1.0 if stages or fields or communities else ALONE
    if places := values.get(Facet.PLACE):
        clauses.append(_places(places, asked.cities, alone, vocabulary))
    else:
        clauses.append(NO_PLACE)
    if communities:
        clauses += [_community(value, vocabulary) for value in communities]
        clauses.append(_not_for_others(communities, vocabulary))
    else:
        clauses.append(NO_COMMUNITY)
    if offers := values.get(Facet.OFFER):
        # Several wishes share one budget: they must not outweigh who can join, and from where.
        share = alone * min(OFFER, ALL_OFFERS / len(offers))
        clauses += [_offer(value, share, vocabulary) for value in offers]
    for value in values.get(Facet.FORMAT, ()):
        if value != "any":
            clauses.append(_format(value, alone))
    for value in values.get(Facet.DURATION, ()):
        clauses.append(_duration(value, alone))
    for value in values.get(Facet.YEAR, ()):
        clauses.append(_year(value))
    if Facet.RESTRICTION in values:
        clauses.append(WITHOUT_CONDITIONS)
    return clauses


@lru_cache(_REMEMBERED)
def _stages(values: tuple[str, ...], vocabulary: Vocabulary) -> Clause:
    return Clause(best(tier for value in values for tier in stage_tiers(value, vocabulary)))


@lru_cache(_REMEMBERED)
def _fields(values: tuple[str, ...], vocabulary: Vocabulary) -> Clause:
    return Clause(best(tier for value in values for tier in field_tiers(value, vocabulary)))


@lru_cache(_REMEMBERED)
def _places(
    values: tuple[str, ...], cities: tuple[str, ...], share: float, vocabulary: Vocabulary
) -> Clause:
    tiers = (tier for value in values for tier in place_tiers(value, cities, vocabulary))
    return Clause(best((term, weight * share) for term, weight in tiers))


@lru_cache(_REMEMBERED)
def _community(value: str, vocabulary: Vocabulary) -> Clause:
    return Clause(best(iter(community_tiers(value, vocabulary))))


@lru_cache(_REMEMBERED)
def _not_for_others(values: tuple[str, ...], vocabulary: Vocabulary) -> Clause:
    """Raise the score of whatever is not for a community other than the asker's own.

    Someone who chose one part of a wider community is told apart from its other parts; women, say,
    or veterans may belong to any of them.
    """
    wider = {
        name for value in values for name in vocabulary.related(Facet.COMMUNITY, value).broader
    }
    others = {beside for name in wider for beside in vocabulary.inside(name)} - {*values}
    open_to = sorted(vocabulary.known.communities - others) if others else ()
    return Clause(tuple((f"c:{name}", NOT_FOR_OTHERS) for name in ("-", *open_to) if others))


@lru_cache(_REMEMBERED)
def _offer(value: str, share: float, vocabulary: Vocabulary) -> Clause:
    return Clause(offer_tiers(value, share, vocabulary))


@lru_cache(_REMEMBERED)
def _format(value: str, share: float) -> Clause:
    return Clause(format_tiers(value, FORMAT * share))


@lru_cache(_REMEMBERED)
def _duration(value: str, share: float) -> Clause:
    return Clause(((f"d:{value}", DURATION * share),))


@lru_cache(_REMEMBERED)
def _year(value: str) -> Clause:
    return Clause(((f"y:{value}", YEAR), ("y:-", YEAR * 0.6)))


def best(tiers: Iterator[tuple[str, float]]) -> Tiers:
    """Keep each term once, with its greatest weight, best first."""
    tier_of: dict[str, float] = {}
    for term, weight in tiers:
        tier_of[term] = max(tier_of.get(term, 0.0), weight)
    return tuple(sorted(tier_of.items(), key=lambda tier: (-tier[1], tier[0])))


def stage_tiers(value: str, vocabulary: Vocabulary) -> Tiers:
    """Prefer programs for this stage, then those for any, then for stages close to it."""
    tiers = [(f"s:{value}", STAGE), (f"s:{ANY_STAGE}", STAGE * 0.8), (f"ss:{value}", STAGE * 0.55)]
    tiers += [(f"s:{near}", STAGE * 0.5) for near in vocabulary.related(Facet.STAGE, value).near]
    return tuple(tiers)


def field_tiers(value: str, vocabulary: Vocabulary) -> Tiers:
    """Prefer the field itself; a program for any health career serves a general wish better."""
    general = value in GENERAL_FIELDS
    tiers = [(f"f:{value}", FIELD), (f"f:{ANY_FIELD}", FIELD * (0.8 if general else 0.5))]
    wider = vocabulary.related(Facet.FIELD, value).broader
    tiers += [(f"f:{name}", FIELD * 0.35) for name in wider]
    if value == ANY_FIELD:
        tiers += [(f"f:{other}", FIELD * 0.5) for other in ("medicine", "nursing", "pharmacy")]
    return tuple(tiers)


def place_tiers(value: str, asked_cities: tuple[str, ...], vocabulary: Vocabulary) -> Tiers:
    """Prefer the same city, then the state, then within reach, then everywhere.

    What can't be joined from there gets nothing, so that it ranks below everything that can.
    """
    if value == ANYWHERE:
        return ((EVERYWHERE, PLACE), ("v:hybrid", PLACE * 0.4))
    cities = [c for c in asked_cities if vocabulary.city_state.get(c, value) == value]
    states = vocabulary.states_of(value)
    same_state = PLACE * (0.92 if cities else 1.0)
    return (
        *((f"city:{city}", PLACE) for city in cities),
        *((f"p:{state}", same_state) for state in states),
        *((f"near:{state}", PLACE * 0.8) for state in states),
        (EVERYWHERE, PLACE * 0.72),
        (REACH_UNKNOWN, PLACE * 0.5),
    )


def community_tiers(value: str, vocabulary: Vocabulary) -> Tiers:
    """Prefer programs meant for the community, then wider ones, then those open to all."""
    tiers = [(f"c:{value}", COMMUNITY), (f"cc:{value}", COMMUNITY * 0.85)]
    related = vocabulary.related(Facet.COMMUNITY, value)
    tiers += [(f"c:{near}", COMMUNITY * 0.9) for near in related.near]
    tiers += [(f"c:{narrow}", COMMUNITY * 0.5) for narrow in vocabulary.inside(value)]
    for wider in related.broader:
        tiers += [(f"c:{wider}", COMMUNITY * 0.8), (f"cc:{wider}", COMMUNITY * 0.6)]
    tiers.append(("c:-", COMMUNITY * 0.45))
    return tuple(tiers)


def offer_tiers(value: str, share: float, vocabulary: Vocabulary) -> Tiers:
    """Prefer programs that offer it, then those that offer something close."""
    near = vocabulary.related(Facet.OFFER, value).near
    return ((f"o:{value}", share), *((f"o:{other}", share * 0.5) for other in near))


def format_tiers(value: str, share: float) -> Tiers:
    """Prefer the format asked for; hybrid serves both, unknown may."""
    return (
        (f"v:{value}", share),
        ("v:hybrid", share * 0.7),
        *((("v:unknown", share * 0.3),) if value != "hybrid" else ()),
    )


@lru_cache(_REMEMBERED)
def membership_clause(name: str) -> Clause:
    """Rank programs that a membership opens above those that anyone may join."""
    return Clause(((f"m:{name.casefold()}", OPENNESS + 1.0),))
