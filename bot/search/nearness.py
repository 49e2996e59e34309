"""Leave out of an answer what isn't near the question, so that "the nearest" means something."""

from typing import Final

from bot.domain.programs.eligibility import Kind
from bot.search.confidence import Fit
from bot.search.fit import in_field
from bot.search.order import OPEN, Hit, Place
from bot.search.understood import GENERAL_FIELDS, Understood
from bot.search.vocabulary import Facet, Vocabulary

MOST_REASONS: Final = 2  # a program that more than these rule out is near nothing
_IDENTITY: Final = frozenset({Kind.COMMUNITY, Kind.GENDER})


def worth_showing(
    asked: Understood, ranked: list[Hit], fit: Fit, vocabulary: Vocabulary
) -> list[Hit]:
    """Return what answers the question, and of what doesn't, only what is near it.

    A question that is no search, or about another country, gets only the programs it names.
    """
    if asked.topic or asked.is_outside:
        return [hit for hit in ranked if hit[1].named]
    if fit is not Fit.NONE and all(place.group <= OPEN for _, place in ranked):
        return ranked
    return [hit for hit in ranked if hit[1].named or _is_shown(hit[1], asked, fit, vocabulary)]


def _is_shown(place: Place, asked: Understood, fit: Fit, vocabulary: Vocabulary) -> bool:
    if place.group > OPEN:
        return _is_near(place, asked, vocabulary)
    return fit is not Fit.NONE or not place.standing.unmentioned or _is_of_its_kind(place, asked)


def _is_of_its_kind(place: Place, asked: Understood) -> bool:
    """Return whether a program names the stage or the field that was asked for.

    One for everyone of a gender would only fill an answer that has nothing else.
    """
    program = place.program
    fields, stages = asked.of(Facet.FIELD), asked.of(Facet.STAGE)
    return (
        not (fields or stages)
        or any(name in program.fields for name in fields)
        or any(stage in program.stages for stage in stages)
    )


def _is_near(place: Place, asked: Understood, vocabulary: Vocabulary) -> bool:
    """Return whether a closed program has the stage, or the very field, that was asked for.

    One for the next stage is near if nothing else speaks against it. Where neither stage nor field
    was asked for, one reason alone may. One for other people than the asker is near nothing.
    """
    standing, program = place.standing, place.program
    fields = asked.of(Facet.FIELD)
    if any(name in program.fields for name in fields if name not in GENERAL_FIELDS):
        return True
    failed = len(standing.failed)
    if failed > MOST_REASONS or any(rule.kind in _IDENTITY for rule in standing.failed):
        return False
    if standing.unmet and standing.unmentioned:
        return False
    if not fields and not asked.of(Facet.STAGE):
        return failed <= 1
    if fields and not any(in_field(program, name, vocabulary) for name in fields):
        return False
    if not any(rule.kind is Kind.WHO for rule in (*standing.failed, *standing.unmet)):
        return True
    near = {
        close
        for name in asked.of(Facet.STAGE)
        for close in vocabulary.related(Facet.STAGE, name).near
    }
    return failed <= 1 and not near.isdisjoint(program.stages)
