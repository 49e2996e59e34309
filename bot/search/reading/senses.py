"""Abbreviations with two meanings, so that the other one can be offered."""

from typing import NamedTuple

from bot.search.understood import Understood
from bot.search.vocabulary import Facet, Vocabulary

Reading = tuple[Facet, str]


class OtherReading(NamedTuple):
    """How an abbreviation was understood, None for a school, and what else it can mean."""

    written: str
    taken: Reading | None
    other: Reading


def other_readings(asked: Understood, vocabulary: Vocabulary) -> list[OtherReading]:
    """Return the other meanings of abbreviations in a question, in its order."""
    readings: list[OtherReading] = []
    for facet, extents in asked.extents.items():
        for value, (start, end) in extents.items():
            written = asked.query[start:end]
            meanings = vocabulary.senses.get(written.casefold(), ())
            taken = None if facet is Facet.NAME else (facet, value)
            if taken is not None and (taken not in meanings or value not in asked.of(facet)):
                continue
            readings += [
                OtherReading(written, taken, other)
                for other in meanings
                if other != taken and other[1] not in asked.of(other[0])
            ]
    return readings
