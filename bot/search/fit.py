"""Judge one program against what was asked: what fits, and what may rule it out."""

from bot.domain.programs.programs import ANY_FIELD, ANY_STAGE, MeetingFormat, Program
from bot.search.asker import PROFESSIONS
from bot.search.understood import GENERAL_FIELDS
from bot.search.vocabulary import ANYWHERE, Facet, Vocabulary


def stage_fits(program: Program, value: str, vocabulary: Vocabulary) -> bool:
    """Return whether it is for someone of this stage, or of a similar one."""
    if value in program.stages or ANY_STAGE in program.stages or value in program.stages_also:
        return True
    return any(near in program.stages for near in vocabulary.related(Facet.STAGE, value).near)


def field_fits(program: Program, value: str, vocabulary: Vocabulary) -> bool:
    """Return whether the program serves the field; one for any health career serves most."""
    if value in program.fields:
        return True
    if value in GENERAL_FIELDS:
        return any(
            name in GENERAL_FIELDS
            or value == ANY_FIELD
            or value in vocabulary.related(Facet.FIELD, name).broader
            for name in program.fields
        )
    return ANY_FIELD in program.fields


def in_field(program: Program, value: str, vocabulary: Vocabulary) -> bool:
    """Return whether the program is useful in the field: a specialty is a part of medicine."""
    if field_fits(program, value, vocabulary):
        return True
    return value not in PROFESSIONS and "medicine" in program.fields


def place_fits(program: Program, value: str, vocabulary: Vocabulary) -> bool:
    """Return whether the program can be joined from there."""
    if program.everywhere:
        return True
    if value == ANYWHERE:
        return program.format is MeetingFormat.HYBRID and not program.restricted
    return bool(program.state) and program.state in vocabulary.states_of(value)


def community_fits(program: Program, value: str, vocabulary: Vocabulary) -> bool:
    """Return whether the program is meant for, or welcomes, a community that was named."""
    meant = (*program.communities, *program.communities_also)
    related = vocabulary.related(Facet.COMMUNITY, value)
    return any(community in meant for community in (value, *related.broader, *related.near))


def format_fits(program: Program, value: str) -> bool:
    """Return whether the program is known to meet this way; hybrid meets both ways."""
    return value == "any" or program.format == value or program.format is MeetingFormat.HYBRID
