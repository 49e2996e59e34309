"""Say in plain words why a program fits and what may rule it out."""

from bot.domain.programs.programs import ANY_FIELD, ANY_STAGE, MeetingFormat, Program, Scope
from bot.search.judge import community_fits, field_fits, place_fits, stage_fits
from bot.search.terms import city_keys, durations, membership_names
from bot.search.understood import Understood
from bot.search.vocabulary import ANYWHERE, Facet, Vocabulary


def whys(
    program: Program, asked: Understood, vocabulary: Vocabulary, *, named: bool = False
) -> tuple[str, ...]:
    """Return what the program has of what was asked, one short sentence each."""
    said = [
        *_stage_whys(program, asked, vocabulary),
        *_field_whys(program, asked, vocabulary),
        *_place_whys(program, asked, vocabulary),
        *_community_whys(program, asked, vocabulary),
        *_offer_whys(program, asked, vocabulary),
        *_format_whys(program, asked),
        *_duration_whys(program, asked, vocabulary),
    ]
    if named:
        said.insert(0, "You asked for it by name.")
    return tuple(said) or (_nearest(asked),)


def _nearest(asked: Understood) -> str:
    """Say why a program is listed that has nothing of what was asked."""
    if asked.values:
        return "Among the nearest to what you asked."
    if asked.text:
        return "Its description is the closest to your words."
    return "Little is known of your wishes yet, so this is a place to begin."


def obstacles(
    program: Program,
    asked: Understood,
    vocabulary: Vocabulary,
    memberships: tuple[str, ...] = (),
) -> tuple[str, ...]:
    """Return what may keep the asker out, hardest first; unknowns are said plainly."""
    said: list[str] = []
    stages = asked.of(Facet.STAGE)
    if stages and not any(stage_fits(program, value, vocabulary) for value in stages):
        meant = _listed([vocabulary.label(Facet.STAGE, s) for s in program.stages])
        said.append(f"Meant for another stage: {meant}.")
    fields = asked.of(Facet.FIELD)
    if fields and not any(field_fits(program, value, vocabulary) for value in fields):
        about = _listed([vocabulary.label(Facet.FIELD, f) for f in program.fields])
        said.append(f"About another field: {about}.")
    places = asked.of(Facet.PLACE)
    if places and not any(place_fits(program, value, vocabulary) for value in places):
        where = _where(program, vocabulary)
        said.append(f"Not near you: it is in {where}." if where else "Where it runs is not known.")
    said += _joining(program, memberships)
    said += _communities(program, asked, vocabulary)
    said += _years(program, asked)
    said += _unknowns(program, asked)
    return tuple(said)


def _stage_whys(program: Program, asked: Understood, vocabulary: Vocabulary) -> list[str]:
    for value in asked.of(Facet.STAGE):
        label = vocabulary.label(Facet.STAGE, value)
        if value in program.stages:
            return [f"Meant for your stage: {label}."]
        if ANY_STAGE in program.stages:
            return ["Open to every stage."]
        if value in program.stages_also:
            return [f"Some places for your stage: {label}."]
        near = [s for s in vocabulary.related(Facet.STAGE, value).near if s in program.stages]
        if near:
            return [f"Meant for a stage close to yours: {vocabulary.label(Facet.STAGE, near[0])}."]
    return []


def _field_whys(program: Program, asked: Understood, vocabulary: Vocabulary) -> list[str]:
    fields = asked.of(Facet.FIELD)
    exact = [vocabulary.label(Facet.FIELD, f) for f in fields if f in program.fields]
    if exact:
        return [f"Your field: {_listed(exact)}."]
    if fields and ANY_FIELD in program.fields:
        return ["Covers health careers of every kind."]
    return []


def _place_whys(program: Program, asked: Understood, vocabulary: Vocabulary) -> list[str]:
    places = asked.of(Facet.PLACE)
    if not places:
        return []
    cities = city_keys(program, vocabulary) if asked.cities else ()
    if any(city in cities for city in asked.cities):
        return [f"In your city: {_where(program, vocabulary)}."]
    for value in places:
        if value != ANYWHERE and program.state in vocabulary.states_of(value):
            return [f"In {_where(program, vocabulary)}."]
    if program.format is MeetingFormat.VIRTUAL:
        return ["Meets online, so place does not matter."]
    return ["National, so it counts wherever you are."] if program.everywhere else []


def _community_whys(program: Program, asked: Understood, vocabulary: Vocabulary) -> list[str]:
    for value in asked.of(Facet.COMMUNITY):
        if value in program.communities:
            return [f"Meant for {_people(value, vocabulary)}."]
        if value in program.communities_also:
            return [f"Welcomes or puts first {_people(value, vocabulary)}."]
        if community_fits(program, value, vocabulary):
            meant = program.communities or program.communities_also
            return [f"Meant for {_people(meant[0], vocabulary)}."]
    return []


def _people(value: str, vocabulary: Vocabulary) -> str:
    """Name the people of a community in words that fit into a sentence."""
    plain = {
        "first-gen": "people who are the first in their family at college",
        "men": "men",
        "men-in-nursing": "men in nursing",
        "rural": "people from rural places",
        "urm": "people underrepresented in medicine",
        "veteran": "veterans",
        "women": "women",
    }
    return plain.get(value) or f"people who are {vocabulary.label(Facet.COMMUNITY, value)}"


def _offer_whys(program: Program, asked: Understood, vocabulary: Vocabulary) -> list[str]:
    wished = asked.of(Facet.OFFER)
    exact = [vocabulary.label(Facet.OFFER, o) for o in wished if o in program.offers]
    if exact:
        return [f"Offers what you want: {_listed(exact)}."]
    near = [
        vocabulary.label(Facet.OFFER, other)
        for value in wished
        for other in vocabulary.related(Facet.OFFER, value).near
        if other in program.offers
    ]
    return [f"Offers something close: {_listed(list(dict.fromkeys(near)))}."] if near else []


def _format_whys(program: Program, asked: Understood) -> list[str]:
    wished = asked.of(Facet.FORMAT)
    if not wished or program.format is MeetingFormat.UNKNOWN:
        return []
    if program.format in wished or "any" in wished:
        return [f"Meets {_format_words(program.format)}."]
    hybrid = program.format is MeetingFormat.HYBRID
    return ["Meets partly online, partly in person."] if hybrid else []


def _duration_whys(program: Program, asked: Understood, vocabulary: Vocabulary) -> list[str]:
    lasts = durations(program, vocabulary)
    fitting = any(value in lasts for value in asked.of(Facet.DURATION))
    return [f"Lasts as long as you want: {program.duration}."] if fitting else []


def _format_words(meeting: MeetingFormat) -> str:
    match meeting:
        case MeetingFormat.VIRTUAL:
            return "online"
        case MeetingFormat.IN_PERSON:
            return "in person"
        case MeetingFormat.HYBRID:
            return "both online and in person"
        case MeetingFormat.UNKNOWN:
            return "in a way that is not known"


def _joining(program: Program, memberships: tuple[str, ...]) -> list[str]:
    held = {name.casefold() for name in memberships}
    if held & membership_names(program):
        return []
    if program.restricted_to:
        return [f"Only for {program.restricted_to}."]
    return [f"Only for members of {program.membership}."] if program.membership else []


def _communities(program: Program, asked: Understood, vocabulary: Vocabulary) -> list[str]:
    if not program.communities:
        return []
    if any(community_fits(program, value, vocabulary) for value in asked.of(Facet.COMMUNITY)):
        return []
    meant = [_people(community, vocabulary) for community in program.communities]
    return [f"Meant for {_listed(meant)}, which you did not mention."]


def _years(program: Program, asked: Understood) -> list[str]:
    years = asked.of(Facet.YEAR)
    if not years or not program.years or any(year in program.years for year in years):
        return []
    if not any(stage in program.stages for stage in asked.of(Facet.STAGE)):
        return []
    return ["Meant for, or better in, another year of school."]


def _unknowns(program: Program, asked: Understood) -> list[str]:
    said = []
    wished = [value for value in asked.of(Facet.FORMAT) if value != "any"]
    if wished and program.format is MeetingFormat.UNKNOWN:
        said.append("How people meet is not known.")
    elif wished and program.format is not MeetingFormat.HYBRID and program.format not in wished:
        said.append(f"Meets {_format_words(program.format)}.")
    if program.scope is Scope.UNKNOWN:
        said.append("How far it reaches is not known.")
    if not program.host_known:
        said.append("Its host is not established; check before you apply.")
    elif not program.name_known:
        said.append("Its official name is not established.")
    return said


def _where(program: Program, vocabulary: Vocabulary) -> str:
    state = vocabulary.label(Facet.PLACE, program.state) if program.state else ""
    if not program.cities:
        return state
    city = _listed(list(program.cities))
    return city if state in ("", city) else f"{city}, {state}"


def _listed(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
