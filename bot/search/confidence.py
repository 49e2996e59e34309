"""Decide whether an answer may be given as one, or must say that nothing here fits well."""

from collections.abc import Sequence
from typing import Final

from bot.domain.programs.programs import Program
from bot.search.judge import community_fits, essentials_fit, format_fits
from bot.search.rank import FAINT_SCORE
from bot.search.understood import GENERAL_FIELDS, Understood
from bot.search.vocabulary import Facet, Vocabulary

CLOSEST: Final = 2
SMALL_TALK: Final = 2


def is_confident(
    asked: Understood,
    ranked: Sequence[tuple[float, Program]],
    served: frozenset[str],
    vocabulary: Vocabulary,
) -> bool:
    """Tell whether the best programs really answer the question.

    A program asked for by name always does. Otherwise nothing may point elsewhere (another
    country, another subject, a field that nobody here serves), and one of the first three must
    have each essential that was asked for.
    """
    if not ranked or asked.off_topic or asked.elsewhere:
        return False
    if asked.names:
        return True
    if _unserved(asked, served):
        return False
    if _speaks_of_something_else(asked):
        return False
    if not asked.values:
        return bool(asked.text) or asked.mentoring
    return any(_answers(program, asked, vocabulary) for _, program in ranked[:3])


def _unserved(asked: Understood, served: frozenset[str]) -> bool:
    """Tell whether the question names only fields that no program serves, general ones aside."""
    particular = [name for name in asked.of(Facet.FIELD) if name not in GENERAL_FIELDS]
    return bool(particular) and not any(name in served for name in particular)


def _speaks_of_something_else(asked: Understood) -> bool:
    """Tell whether too many words are about things that neither facets nor programs know.

    A stage, field or community says what the question is about, so that a few strange words may be
    a school's name or small talk; a place or a wish alone does not ("tickets in Chicago").
    """
    strange = len(asked.unexplained)
    if not strange:
        return False
    familiar = len(asked.text) - strange
    if not any(asked.of(facet) for facet in (Facet.STAGE, Facet.FIELD, Facet.COMMUNITY)):
        return strange >= familiar
    return strange > familiar + SMALL_TALK and not asked.mentoring


def _answers(program: Program, asked: Understood, vocabulary: Vocabulary) -> bool:
    if not essentials_fit(program, asked, vocabulary):
        return False
    if asked.of(Facet.STAGE) or asked.of(Facet.FIELD):
        return True
    communities = asked.of(Facet.COMMUNITY)
    if communities:
        return any(community_fits(program, value, vocabulary) for value in communities)
    offers = asked.of(Facet.OFFER)
    if offers:
        return any(value in program.offers for value in offers)
    formats = asked.of(Facet.FORMAT)
    if formats:
        return any(format_fits(program, value) for value in formats)
    return True


def with_the_words(
    ranked: list[tuple[float, Program]], confident: bool
) -> list[tuple[float, Program]]:
    """Leave out what has no word of a question that is words alone, such as a program's name.

    What stands open to everybody would only fill the list up. An answer in doubt keeps the two
    closest all the same.
    """
    having = sum(score > FAINT_SCORE for score, _ in ranked)
    return ranked[: max(having, 1 if confident else CLOSEST)]


def with_field_close(
    ranked: list[tuple[float, Program]],
    of_field: list[tuple[float, Program]],
    fields: tuple[str, ...],
) -> list[tuple[float, Program]]:
    """Put the best program of the very field into the two closest, where nothing fits well.

    Somebody who asked for surgery at the wrong stage is better served by one program of each kind
    than by two that share only the stage. It takes over the score of the one it displaces, so that
    scores still fall from first to last.
    """
    closest = ranked[:CLOSEST]
    if not of_field or any(name in p.fields for _, p in closest for name in fields):
        return ranked
    moved = of_field[0][1]
    rest = [hit for hit in ranked if hit[1].id != moved.id]
    first, others = rest[: CLOSEST - 1], rest[CLOSEST - 1 :]
    score = others[0][0] if others else of_field[0][0]
    return [*first, (score, moved), *others]
