"""Judge whether a program that isn't open to someone is near what they asked for all the same."""

from typing import Final

from bot.domain.programs.eligibility import Kind
from bot.domain.programs.programs import Program
from bot.search.eligibility import Standing
from bot.search.fit import in_field
from bot.search.understood import GENERAL_FIELDS
from bot.search.vocabulary import Facet, Vocabulary

MOST_REASONS: Final = 2  # a program that more than these rule out is near nothing
_IDENTITY: Final = frozenset({Kind.COMMUNITY, Kind.GENDER})


def is_near(
    program: Program,
    standing: Standing,
    fields: tuple[str, ...],
    stages: tuple[str, ...],
    vocabulary: Vocabulary,
) -> bool:
    """Return whether a closed program has the stage, or the very field, that was asked for.

    One for the next stage is near if nothing else speaks against it. Where neither stage nor field
    was asked for, one reason alone may. One for other people than the asker is near nothing.
    """
    if any(name in program.fields for name in fields if name not in GENERAL_FIELDS):
        return True
    failed = len(standing.failed)
    if failed > MOST_REASONS or any(rule.kind in _IDENTITY for rule in standing.failed):
        return False
    if standing.unmet and standing.unmentioned:
        return False
    if not fields and not stages:
        return failed <= 1
    if fields and not any(in_field(program, name, vocabulary) for name in fields):
        return False
    if not any(rule.kind is Kind.WHO for rule in (*standing.failed, *standing.unmet)):
        return True
    near = {close for name in stages for close in vocabulary.related(Facet.STAGE, name).near}
    return failed <= 1 and not near.isdisjoint(program.stages)
