"""Find programs that take mentors, for someone who wants to be one."""

from collections.abc import Iterable
from typing import Final

from bot.domain.ids import ProgramId
from bot.domain.programs.eligibility import Kind
from bot.domain.programs.programs import Program
from bot.search.asker import PROFESSIONS, Asker
from bot.search.eligibility import Judge, Open, mentor_rules_of
from bot.search.fit import place_fits
from bot.search.order import OPEN, Hit, Place
from bot.search.understood import GENERAL_FIELDS, Understood
from bot.search.vocabulary import Facet, Vocabulary

_THEIRS: Final = 10.0
_SAME_FIELD: Final = 2.0
_SAME_PLACE: Final = 2.0
_CONDITION: Final = 1.0  # what each thing left to check takes from a score


def taking_mentors(
    programs: Iterable[Program],
    asked: Understood,
    asker: Asker,
    theirs: frozenset[ProgramId],
    vocabulary: Vocabulary,
) -> list[Hit]:
    """Return the programs that may take the asker as a mentor, best first.

    One of a specialty takes mentors of that specialty, and `theirs` are of the school or employer
    that they named. Without anything about the asker, none is returned, because all of them would
    only be a list.
    """
    if not (asker.stages or asked.of(Facet.FIELD)):
        return []
    judge = Judge(vocabulary).judging(asker)
    hits: list[Hit] = []
    for program in programs:
        rules = mentor_rules_of(program)
        if not rules or not _is_of_their_field(program, asked):
            continue
        named = program.id in theirs
        standing = judge(program, rules, named)
        unsaid = any(condition.kind is Kind.WHO for condition in standing.conditions)
        if standing.open is Open.NO or (unsaid and asker.stages):
            continue
        score = 10.0 - _CONDITION * len(standing.conditions)
        score += _SAME_FIELD * any(name in program.fields for name in asked.of(Facet.FIELD))
        score += _SAME_PLACE * any(
            not program.everywhere and place_fits(program, place, vocabulary)
            for place in asked.of(Facet.PLACE)
        )
        score += _THEIRS * named
        hits.append((score, Place(OPEN, 0.0, standing, program, named, False, False)))
    hits.sort(key=lambda hit: (-hit[0], hit[1].program.id))
    return hits


def _is_of_their_field(program: Program, asked: Understood) -> bool:
    """Return whether a program is for no specialty, or for one that they named."""
    fields = set(program.fields)
    return bool(fields & (GENERAL_FIELDS | PROFESSIONS)) or bool(fields & {*asked.of(Facet.FIELD)})
