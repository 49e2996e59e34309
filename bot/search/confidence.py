"""Decide whether something fits for certain, fits on a condition, or nothing fits well."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Final

from bot.domain.programs.programs import ANY_FIELD, Program
from bot.search.asker import PROFESSIONS, STARTING_OUT
from bot.search.eligibility import Open
from bot.search.fit import community_fits, field_fits, format_fits, in_field
from bot.search.order import Hit, Place
from bot.search.rank import FAINT_SCORE
from bot.search.reading.topics import UNKNOWN_OF_PROGRAMS
from bot.search.understood import GENERAL_FIELDS, Understood
from bot.search.vocabulary import Facet, Vocabulary

CLOSEST: Final = 2
SMALL_TALK: Final = 6
FEW_WORDS: Final = 4
_LEADERSHIP: Final = ("healthcare-leadership",)
_ABOUT_ONESELF: Final = frozenset({Facet.STAGE, Facet.FIELD, Facet.COMMUNITY})


class Fit(StrEnum):
    """Whether the first program of an answer is what was asked for.

    `CERTAIN` if it is open to the asker by all they said, or they named it and it isn't closed to
    them; `IF` if it is what they asked for but depends on something that they didn't say.
    """

    CERTAIN = "certain"
    IF = "if"
    NONE = "none"


def fit_of(
    asked: Understood, ranked: Sequence[Hit], served: frozenset[str], vocabulary: Vocabulary
) -> Fit:
    """Return whether the first program fits: for certain, on a condition, or not."""
    if not ranked or not _answers_the_question(asked, ranked[0][1], served, vocabulary):
        return Fit.NONE
    first = ranked[0][1]
    return Fit.CERTAIN if first.named or first.standing.open is Open.YES else Fit.IF


def _answers_the_question(
    asked: Understood, first: Place, served: frozenset[str], vocabulary: Vocabulary
) -> bool:
    """Return whether the first program really answers the question.

    One asked for by name does, unless the asker is ruled out. Otherwise nothing may point elsewhere
    (another country or subject, a field that no program serves), and the first program must have
    what was asked for and be open to the asker, at most on one condition that they can check for
    themselves.
    """
    if first.standing.open is Open.NO or first.standing.unmet:
        return False
    if asked.teaching and not asked.of(Facet.STAGE):
        return False
    if first.called:
        return asked.topic not in UNKNOWN_OF_PROGRAMS
    if first.named and not _ABOUT_ONESELF.intersection(asked.values):
        return len(asked.text) <= FEW_WORDS and not asked.off_topic
    if asked.off_topic or asked.elsewhere or asked.topic or _speaks_of_something_else(asked):
        return False
    theirs = _is_for_them(first, asked, vocabulary)
    if (
        unserved(asked, served)
        and not theirs
        and not (first.named and ANY_FIELD in first.program.fields)
    ):
        return False
    if asked.values.keys() == {Facet.PLACE} and not (first.named or asked.mentoring):
        return len(asked.text) <= FEW_WORDS
    if not asked.values:
        # If everything said is about others, or is denied, the words alone answer nothing.
        is_asked_for_self = asked.mentoring or _says_something(asked, vocabulary)
        return is_asked_for_self and not asked.without and not asked.set_aside
    if first.named and not asked.of(Facet.STAGE):
        # They named a school, but not what they are there.
        fields = asked.of(Facet.FIELD)
        return any(field_fits(first.program, value, vocabulary) for value in fields)
    return _is_open(first) and _answers(first, asked, vocabulary, widely=theirs)


def _is_for_them(place: Place, asked: Understood, vocabulary: Vocabulary) -> bool:
    """Return whether a program is open for certain, and for a community that they named.

    One for all women in medicine answers a cardiologist who asks for it.
    """
    return place.standing.open is Open.YES and any(
        community in place.program.communities
        for value in asked.of(Facet.COMMUNITY)
        for community in (value, *vocabulary.related(Facet.COMMUNITY, value).broader)
    )


def _is_open(place: Place) -> bool:
    """Return whether at most one condition is open, and none on community or gender.

    If they did say something of the kind ("black premed"), what is left may be asked.
    """
    return place.standing.doubtful <= 1 and not place.standing.unmentioned


def _says_something(asked: Understood, vocabulary: Vocabulary) -> bool:
    """Return whether words alone are enough to look for: two of them, or one that isn't common.

    "I have read everything" shares "read" with a program, which says nothing.
    """
    words = {word for word in asked.text if not word.isdigit()} - set(asked.unexplained)
    return len(words) > 1 or not words <= vocabulary.ordinary


def unserved(asked: Understood, served: frozenset[str]) -> bool:
    """Return whether the question names only fields that no program serves, except general ones.

    Before professional school, a specialty or another health career is an aim that programs for
    medicine or for every health career serve, except veterinary medicine.
    """
    fields = asked.values.get(Facet.FIELD)
    if not fields:
        return False
    particular = [name for name in fields if name not in GENERAL_FIELDS]
    stages = asked.values.get(Facet.STAGE)
    if stages and particular and STARTING_OUT.issuperset(stages) and "medicine" in served:
        particular = [name for name in particular if name == "veterinary"]
    return bool(particular) and not any(name in served for name in particular)


def _speaks_of_something_else(asked: Understood) -> bool:
    """Return whether too many words are about things that neither facets nor programs know.

    A stage, field, or community says what the question is about, so a few unknown words may be a
    school's name or small talk; a place or a wish alone does not ("tickets in Chicago").
    """
    strange = len(asked.unexplained)
    if not strange:
        return False
    familiar = len(asked.text) - strange
    if not any(asked.of(facet) for facet in (Facet.STAGE, Facet.FIELD, Facet.COMMUNITY)):
        return strange >= familiar
    return strange > familiar + SMALL_TALK and not asked.mentoring


def _answers(
    place: Place, asked: Understood, vocabulary: Vocabulary, *, widely: bool = False
) -> bool:
    """Return whether the program has what was asked for; who may join is judged elsewhere.

    `widely` lets a program for medicine answer for its specialties.
    """
    program = place.program
    fields = asked.of(Facet.FIELD)
    stages = asked.of(Facet.STAGE)
    starting_out = bool(stages) and STARTING_OUT.issuperset(stages)
    fits = in_field if widely or starting_out else field_fits
    if fields and not any(fits(program, value, vocabulary) for value in fields):
        return False
    if asked.schools and (offers := asked.of(Facet.OFFER)):
        # They ask whether their own school has it.
        return any(value in program.offers for value in offers)
    if fields:
        return True
    if stages:
        if len(asked.text) > FEW_WORDS and program.fields == _LEADERSHIP:
            return False  # who says so much would have said that they want to lead
        return _is_general(program) or not asked.text
    if communities := asked.of(Facet.COMMUNITY):
        return any(community_fits(program, value, vocabulary) for value in communities)
    if offers := asked.of(Facet.OFFER):
        return any(value in program.offers for value in offers)
    if formats := asked.of(Facet.FORMAT):
        return any(format_fits(program, value) for value in formats)
    return True


def _is_general(program: Program) -> bool:
    """Return whether a program is for a whole profession, since no specialty was asked for."""
    return not (GENERAL_FIELDS | PROFESSIONS).isdisjoint(program.fields)


def with_the_words(ranked: list[Hit], fit: Fit) -> list[Hit]:
    """Leave out programs without any word of a question that is words alone, like a name.

    Programs that are open to everyone would only fill the list. An answer in doubt keeps the two
    closest all the same.
    """
    having = [hit for hit in ranked if hit[0] > FAINT_SCORE]
    least = CLOSEST if fit is Fit.NONE else 1
    return having if len(having) >= least else ranked[:least]


def with_field_close(
    ranked: list[Hit], of_field: Callable[[], list[Hit]], fields: tuple[str, ...]
) -> list[Hit]:
    """Put the best program of the exact field into the two closest, if nothing is open.

    Someone who asked for surgery at the wrong stage is better served by one program of each kind
    than by two that share only the stage. It takes over the score of the one it replaces, so that
    scores still decrease from first to last. `of_field` finds that program, and is called only
    then.
    """
    if not fields or (ranked and ranked[0][1].standing.open is not Open.NO):
        return ranked
    closest = ranked[:CLOSEST]
    if any(name in place.program.fields for _, place in closest for name in fields):
        return ranked
    best = of_field()
    if not best:
        return ranked
    score, moved = best[0]
    rest = [hit for hit in ranked if hit[1].program.id != moved.program.id]
    first, others = rest[: CLOSEST - 1], rest[CLOSEST - 1 :]
    return [*first, (others[0][0] if others else score, moved), *others]


def worth_showing(asked: Understood, ranked: list[Hit], fit: Fit) -> list[Hit]:
    """Return what answers the question, and of what doesn't, only what is near it.

    A question that is no search, or about another country, gets only the programs it names.
    """
    if asked.topic or asked.is_outside:
        return [hit for hit in ranked if hit[1].named]
    shown = [hit for hit in ranked if hit[1].near or hit[1].named]
    if fit is not Fit.NONE:
        return shown
    fields, stages = asked.of(Facet.FIELD), asked.of(Facet.STAGE)
    if not (fields or stages):
        return shown
    # One for everyone of a gender would only fill an answer that has nothing else.
    return [
        hit
        for hit in shown
        if not hit[1].standing.unmentioned
        or hit[1].named
        or any(name in hit[1].program.fields for name in fields)
        or any(stage in hit[1].program.stages for stage in stages)
    ]
