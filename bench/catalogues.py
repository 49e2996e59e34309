"""Make catalogues of any size that look like the shipped one: same facets, invented names."""

import random
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.ids import ProgramId
from bot.domain.programs.programs import Program
from bot.search.vocabulary import Vocabulary

_FIRST = [
    "Amber",
    "Birch",
    "Cedar",
    "Delta",
    "Ember",
    "Fern",
    "Granite",
    "Harbor",
    "Indigo",
    "Juniper",
    "Kestrel",
    "Lark",
    "Maple",
]
_SECOND = [
    "Bridge",
    "Compass",
    "Ladder",
    "Lantern",
    "Harvest",
    "Meadow",
    "Orchard",
    "Path",
    "River",
    "Signal",
    "Summit",
    "Trail",
]
_KIND = ["Mentoring Program", "Mentorship Network", "Scholars Circle", "Pathway", "Partners"]
_SYLLABLES = [
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ha",
    "ji",
    "ko",
    "lu",
    "me",
    "ni",
    "po",
    "qua",
    "re",
    "si",
    "to",
    "vu",
    "wa",
    "xe",
    "yo",
    "zu",
    "dra",
    "fle",
    "gri",
    "sta",
]


def catalogue(shipped: Sequence[Program], size: int, vocabulary: Vocabulary) -> list[Program]:
    """Return the shipped programs and as many invented ones as make `size`, always the same."""
    rng = random.Random(size)
    cities = [(city, state) for city, state in vocabulary.city_state.items() if state]
    made = list(shipped[:size])
    while len(made) < size:
        made.append(_invented(len(made), rng, shipped, cities))
    return made


def _invented(
    number: int, rng: random.Random, shipped: Sequence[Program], cities: list[tuple[str, str]]
) -> Program:
    model, other = rng.choice(shipped), rng.choice(shipped)
    place = "".join(rng.choices(_SYLLABLES, k=3)).capitalize()
    name = f"{place} {rng.choice(_FIRST)} {rng.choice(_SECOND)} {rng.choice(_KIND)}"
    city, state = rng.choice(cities)
    return replace(
        model,
        id=ProgramId(f"invented-{number}"),
        name=name,
        host=f"{place} {rng.choice(('College', 'University', 'Hospital', 'Society'))}",
        acronyms=("".join(word[0] for word in name.split()) + str(number % 97),),
        other_names=(),
        fields=other.fields,
        communities=rng.choice((model.communities, other.communities, ())),
        cities=(city.title(),) if model.state else (),
        areas=(),
        state=state if model.state else "",
        offers=tuple(dict.fromkeys((*model.offers, *other.offers[:1]))),
        summary=f"{model.summary} {other.summary}",
        keywords=(place, *other.keywords[:3]),
    )
