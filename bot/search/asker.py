"""The asker's facts that conditions of programs depend on, from a question or a profile."""

from typing import Final, NamedTuple

from bot.domain.programs.eligibility import Kind
from bot.domain.programs.programs import ANY_FIELD
from bot.search.understood import Understood
from bot.search.vocabulary import Facet

# The profession that a stage implies.
PROFESSION_OF: Final = {
    "medical-student": "medicine",
    "physician": "medicine",
    "fellow": "medicine",
    "nursing-student": "nursing",
    "np-student": "nursing",
    "nurse": "nursing",
    "pharmacy-student": "pharmacy",
    "pharmacist": "pharmacy",
    "dental-student": "dentistry",
    "physical-therapy-student": "physical-therapy",
    "pa-student": "physician-assistant",
}
# Professions with a training of their own; every other field is a specialty of medicine.
PROFESSIONS: Final = frozenset(
    {"nursing", "pharmacy", "dentistry", "physical-therapy", "physician-assistant"}
    | {"healthcare-leadership", "veterinary", "psychology", "optometry", "podiatry", "chiropractic"}
    | {"occupational-therapy", "speech-therapy", "nutrition", "social-work", "public-health"}
    | {"emergency-services", "medical-assisting", "midwifery", "respiratory-therapy"}
)
# Stages of people who are not in the profession yet.
STARTING_OUT: Final = frozenset({"high-school", "college-pre-health", "post-bac"})
A_FEW_WORDS: Final = 4
_NONE: Final[frozenset[str]] = frozenset()
_GENDERS: Final = {"women": "women", "men": "men", "men-in-nursing": "men"}


class Asker(NamedTuple):
    """The asker's facts, each grouped by the kind of condition that it answers.

    An empty fact was not stated. `schools` are places of study that no program belongs to,
    `memberships` the organizations that they belong to, in lower case. `telling` marks someone who
    wrote more than a few words, and yet no stage; `teaching` someone who teaches or advises.
    `not_stages` are those that they said not to be at.
    """

    stages: tuple[str, ...] = ()
    professions: tuple[str, ...] = ()
    starting_out: bool = False
    years: tuple[str, ...] = ()
    age: int | None = None
    places: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    communities: tuple[str, ...] = ()
    gender: str = ""
    citizen: bool | None = None
    schools: tuple[str, ...] = ()
    memberships: frozenset[str] = frozenset()
    telling: bool = False
    teaching: bool = False
    not_stages: tuple[str, ...] = ()

    def facts(self, kind: Kind | None) -> tuple[object, ...]:
        """Return the facts that the outcome of one kind of condition depends on.

        None is for the place.
        """
        match kind:
            case None:
                return (self.places, self.cities)
            case Kind.WHO:
                return (
                    self.stages,
                    self.professions,
                    self.starting_out,
                    self.teaching,
                    self.not_stages,
                )
            case Kind.YEAR:
                return (self.stages, self.years)
            case Kind.AGE:
                return (self.age,)
            case Kind.REGION:
                return (self.places, self.cities)
            case Kind.COMMUNITY:
                return (self.communities,)
            case Kind.GENDER:
                return (self.gender,)
            case Kind.CITIZENSHIP:
                return (self.citizen,)
            case _:
                return ()


def asker_of(asked: Understood, memberships: tuple[str, ...] = ()) -> Asker:
    """Return the facts of the person a question is about."""
    values = asked.values
    stages = values.get(Facet.STAGE, ())
    communities = values.get(Facet.COMMUNITY, ())
    named = (*memberships, *asked.memberships)
    return Asker(
        stages,
        _professions(stages, values.get(Facet.FIELD, ())),
        asked.aspiring,
        values.get(Facet.YEAR, ()),
        asked.age,
        values.get(Facet.PLACE, ()),
        asked.cities,
        communities,
        _gender(asked, communities) if communities else asked.gender,
        _citizen(values[Facet.STATUS]) if Facet.STATUS in values else None,
        asked.schools,
        frozenset([name.casefold() for name in named]) if named else _NONE,
        not stages and len(asked.text) > A_FEW_WORDS,
        asked.teaching,
        asked.without.get(Facet.STAGE, ()),
    )


def _professions(stages: tuple[str, ...], fields: tuple[str, ...]) -> tuple[str, ...]:
    """Return the asker's professions: those of their stages, or of the fields they name."""
    if not stages and not fields:
        return ()
    own = {PROFESSION_OF[stage] for stage in stages if stage in PROFESSION_OF}
    named = {name if name in PROFESSIONS else "medicine" for name in fields if name != ANY_FIELD}
    return tuple(sorted(own or named))


def _gender(asked: Understood, communities: tuple[str, ...]) -> str:
    stated = {_GENDERS[name] for name in communities if name in _GENDERS}
    if len(stated) == 1:
        return stated.pop()
    return "" if stated else asked.gender


def _citizen(statuses: tuple[str, ...]) -> bool | None:
    if "not-a-citizen" in statuses:
        return False
    return True if statuses and "citizen" in statuses else None
