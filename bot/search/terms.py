"""Turn a program into what the index stores: facet terms, the text to search, and its names."""

import re
from typing import Final

from bot.domain.programs.programs import Program, Restriction, Scope
from bot.search.vocabulary import Facet, Vocabulary
from bot.search.words import cut, fold

EVERYWHERE: Final = "everywhere"
REACH_UNKNOWN: Final = "reach-unknown"
OPEN: Final = "open"
_PART_OF_NAME: Final = re.compile(r"[(),;]")


def facet_terms(program: Program, vocabulary: Vocabulary) -> list[str]:
    """Return the exact terms by which a program is found through facets.

    A prefix names the facet; a doubled one ("ss:") marks what is welcomed rather than meant, and
    "near:" lists the states from which a local program is still within reach.
    """
    terms = [f"s:{stage}" for stage in program.stages]
    terms += [f"ss:{stage}" for stage in program.stages_also]
    terms += [f"y:{year}" for year in program.years] or ["y:-"]
    terms += [f"f:{name}" for name in program.fields]
    terms += [f"c:{community}" for community in program.communities] or ["c:-"]
    terms += [f"cc:{community}" for community in program.communities_also]
    terms += [f"o:{offer}" for offer in program.offers]
    terms += [f"v:{program.format}"]
    terms += [f"d:{duration}" for duration in durations(program, vocabulary)]
    if program.state:
        terms.append(f"p:{program.state}")
        if program.scope in (Scope.LOCAL, Scope.REGIONAL) and not program.restricted:
            terms += [
                f"near:{near}" for near in vocabulary.related(Facet.PLACE, program.state).near
            ]
    terms += [f"city:{key}" for key in city_keys(program, vocabulary)]
    if program.everywhere:
        terms.append(EVERYWHERE)
    elif program.scope is Scope.UNKNOWN:
        terms.append(REACH_UNKNOWN)
    if not program.restricted:
        terms.append(OPEN)
    if program.restriction is Restriction.MEMBERS:
        terms += [f"m:{name}" for name in membership_names(program)]
    return terms


def membership_names(program: Program) -> frozenset[str]:
    """Return the names by which a person may say that they belong to the program's host."""
    written = (program.host, program.membership, *program.other_names)
    parts = (part.strip() for name in written for part in _PART_OF_NAME.split(name))
    return frozenset(name.casefold() for name in (*program.acronyms, *written, *parts) if name)


def city_keys(program: Program, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the program's cities and areas, normalized."""
    return tuple(
        " ".join(word.key for word in cut(place, vocabulary.aliases))
        for place in (*program.cities, *program.areas)
    )


def durations(program: Program, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the duration values that the program's own words contain."""
    keys = [word.key for word in cut(program.duration, vocabulary.aliases)]
    durations_by_word = {
        meaning.value: None
        for first in range(len(keys))
        for size in range(1, len(keys) - first + 1)
        for meaning in vocabulary.phrases.get(" ".join(keys[first : first + size]), ())
        if meaning.facet is Facet.DURATION
    }
    return tuple(durations_by_word)


def name_text(program: Program) -> str:
    """Return the names by which people know the program, accents folded."""
    return fold(" ".join((program.name, *program.acronyms, *program.other_names, program.host)))


def body_text(program: Program, vocabulary: Vocabulary) -> str:
    """Return the rest of what the card says, with the labels that people would type."""
    state = vocabulary.label(Facet.PLACE, program.state)
    return fold(
        " ".join(
            (
                program.summary,
                program.who_may_join,
                *program.keywords,
                *program.cities,
                *program.areas,
                state,
                program.duration,
            )
        )
    )
