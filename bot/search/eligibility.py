"""Judge whether someone may join a program: condition by condition, from what they stated."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from functools import lru_cache
from typing import Final

from bot.domain.ids import ProgramId
from bot.domain.programs.eligibility import ANYONE, Kind, ages, profession_and_stage, requirement
from bot.domain.programs.programs import ANY_STAGE, MeetingFormat, Program, Restriction, Scope
from bot.search.asker import PROFESSION_OF, STARTING_OUT, Asker
from bot.search.terms import membership_names
from bot.search.vocabulary import ANYWHERE, Facet, Vocabulary
from bot.search.words import cut

MOST_REMEMBERED: Final = 4_096
# What people know of themselves and can check in a moment; it never makes an answer doubtful.
_MINOR: Final = frozenset({Kind.YEAR, Kind.AGE, Kind.CITIZENSHIP})
_IDENTITY: Final = frozenset({Kind.COMMUNITY, Kind.GENDER})
_BELONGING: Final = frozenset({Kind.SCHOOL, Kind.ALUMNI, Kind.EMPLOYER, Kind.MEMBER})
_STUDYING: Final = frozenset({Kind.SCHOOL, Kind.ALUMNI})
_BEFORE_MEDICAL_SCHOOL: Final = frozenset({"college-pre-health", "post-bac"})
# A person who states one of these backgrounds is not who a program for another of them is for.
_PARTS: Final = frozenset({"west", "east", "north", "south"})
_PEOPLES: Final = frozenset(
    {"black-african-american", "hispanic-latinx", "native-american", "asian-american", "white"}
)
_MINORITIES: Final = _PEOPLES | {"urm"}
# They know how early in their career they are.
_AT_WORK: Final = frozenset({"physician", "nurse"})
_RESTRICTED: Final = {
    Restriction.CAMPUS: Kind.SCHOOL,
    Restriction.SCHOOLS: Kind.SCHOOL,
    Restriction.DEPARTMENT: Kind.SCHOOL,
    Restriction.EMPLOYER: Kind.EMPLOYER,
    Restriction.ALUMNI: Kind.ALUMNI,
    Restriction.MEMBERS: Kind.MEMBER,
}


class Open(StrEnum):
    """Whether a program is open to the asker."""

    YES = "yes"
    IF = "if"
    NO = "no"


class Outcome(IntEnum):
    """Whether a condition is met; `OPEN` is for what the asker did not state."""

    MET = 0
    OPEN = 1
    FAILED = 2


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One condition of programs; `kind` None is the place from which they can be joined.

    Equal conditions are one object, so that outcomes are looked up by identity. One that isn't
    `stated` by the source is only implied: it never rules anyone out, and has to be asked about.
    """

    kind: Kind | None
    values: tuple[str, ...]
    stated: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """An asker's eligibility for a program: what rules them out, and what is still open.

    `doubtful` counts the open conditions that matter for an answer, `unmentioned` those of them
    that ask for a community or gender about which nothing was said. `unmet` are the conditions that
    are only implied, and that the asker doesn't meet.
    """

    open: Open
    failed: tuple[Rule, ...] = ()
    conditions: tuple[Rule, ...] = ()
    doubtful: int = 0
    unmentioned: int = 0
    unmet: tuple[Rule, ...] = ()


FREE: Final = Standing(Open.YES)
Judging = Callable[[Program, Sequence[Rule], bool], Standing]


@lru_cache(65_536)
def rule(kind: Kind | None, values: tuple[str, ...], stated: bool = True) -> Rule:
    """Return the one object for a condition."""
    return Rule(kind, values, stated)


def rules_of(program: Program) -> tuple[Rule, ...]:
    """Return a program's conditions, hardest first: those it states, or else its facets'."""
    stated = [requirement(text) for text in program.requires]
    implied = [requirement(text) for text in program.implied]
    kinds = {condition.kind for condition in (*stated, *implied)}
    rules = [rule(c.kind, c.values) for c in stated if not c.open_to_all]
    rules += [rule(c.kind, c.values, False) for c in implied if not c.open_to_all]
    if not stated and not implied:
        rules = _from_facets(program)
    elif Kind.WHO not in kinds:
        # Who is meant is known from the host's words, though not stated as a condition.
        rules.append(rule(Kind.WHO, ("?", *program.stages)))
    if Kind.REGION not in kinds:
        rules.append(_place(program))
    return tuple(rules)


def mentor_rules_of(program: Program) -> tuple[Rule, ...]:
    """Return the conditions for being a mentor in a program; empty if they aren't known."""
    stated = [requirement(text) for text in program.mentors]
    if not stated:
        return ()
    return (*(rule(c.kind, c.values) for c in stated if not c.open_to_all), _place(program))


def _from_facets(program: Program) -> list[Rule]:
    """Derive the conditions of an entry that states none from its other facts."""
    rules = []
    if ANY_STAGE not in program.stages:
        rules.append(rule(Kind.WHO, (*program.stages, *program.stages_also)))
    if program.restricted:
        kind = _RESTRICTED.get(program.restriction, Kind.MEMBER)
        rules.append(rule(kind, (program.restricted_to or program.membership or program.host,)))
    if program.communities:
        rules.append(rule(Kind.COMMUNITY, program.communities))
    return rules


def _place(program: Program) -> Rule:
    """Return the condition on the place from which a program can be joined."""
    if program.everywhere or not program.state:
        return rule(None, ())
    hybrid = program.format is MeetingFormat.HYBRID and not program.restricted
    unclear = program.scope is Scope.UNKNOWN
    return rule(None, (program.state, "hybrid" if hybrid else "", "unclear" if unclear else ""))


class Judge:
    """Judge programs; outcomes are cached by condition and by the facts they depend on."""

    __slots__ = ("_tables", "_vocabulary", "_where")

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._tables: dict[tuple[object, ...], dict[Rule, Outcome]] = {}
        self._where: dict[ProgramId, str] = {}

    def judging(
        self,
        asker: Asker,
        *,
        attends: bool = False,
        denied: frozenset[ProgramId] = frozenset(),
    ) -> Judging:
        """Return a function that judges programs, with their rules, for one asker.

        Its third argument says whether the asker named the program or its host, and so is assumed
        to belong there. `attends` says that they named a school that some program is for, and
        `denied` are programs whose school or organization they said not to belong to.
        """
        elsewhere = attends or bool(asker.schools)
        # A source that doesn't mention the asker's own stage leaves more open than an asker who
        # doesn't; and someone who only asks for a field, and says nothing of themselves, knows
        # their stage.
        at_work = not _AT_WORK.isdisjoint(asker.stages)
        unsure = asker.starting_out or asker.telling or at_work
        silent = 2 if asker.stages and not at_work else int(unsure)
        nearly = _nearly_there(asker)
        weight: dict[Kind | None, int] = {Kind.WHO: silent}
        tables: dict[Kind | None, dict[Rule, Outcome]] = {}

        def judge(program: Program, rules: Sequence[Rule], named: bool) -> Standing:
            failed: list[Rule] = []
            conditions: list[Rule] = []
            unmet: list[Rule] = []
            known_of = False
            for each in rules:
                kind = each.kind
                if named and _is_implied(kind, asker, rules):
                    continue
                if kind in _BELONGING:
                    if program.id in denied and kind is not Kind.MEMBER:
                        outcome = Outcome.FAILED
                    else:
                        outcome = _belonging(each, program, asker, elsewhere=elsewhere)
                else:
                    table = tables.get(kind)
                    if table is None:
                        table = tables[kind] = self._table(kind, asker)
                    remembered = table.get(each)
                    outcome = (
                        self._outcome(each, asker, table) if remembered is None else remembered
                    )
                if outcome is Outcome.FAILED and each.stated:
                    failed.append(each)
                elif outcome is Outcome.FAILED:
                    conditions.append(each)
                    unmet.append(each)
                elif outcome is Outcome.OPEN:
                    conditions.append(each)
                elif kind is Kind.COMMUNITY:
                    known_of = True
            if not failed and not conditions:
                return FREE
            standing = _standing(failed, conditions, known_of, weight, nearly=nearly)
            if unmet:
                of_identity = sum(each.kind in _IDENTITY for each in unmet)
                standing = replace(
                    standing,
                    unmet=tuple(unmet),
                    unmentioned=max(0, standing.unmentioned - of_identity),
                )
            if named or not standing.doubtful:
                return standing
            # A "nurse at UCLA" works there.
            works_elsewhere = bool(asker.schools) and at_work and _is_of_an_employer(rules)
            if works_elsewhere or (asker.cities and self._is_far(program, rules, asker)):
                return replace(standing, doubtful=standing.doubtful + 1)
            return standing

        return judge

    def _is_far(self, program: Program, rules: Sequence[Rule], asker: Asker) -> bool:
        """Return whether someone lives in another city of the state than a school's or employer's.

        They may commute or move, so it rules nothing out, but then they would have named it.
        """
        if not program.cities or not any(each.kind in _BELONGING for each in rules):
            return False
        there = self._where.get(program.id)
        if there is None:
            named = ", ".join((*program.cities, program.host, program.name))
            there = f" {' '.join(word.key for word in cut(named, self._vocabulary.aliases))} "
            self._where[program.id] = there
        return not any(f" {part} " in there for city in asker.cities for part in _endings(city))

    def _table(self, kind: Kind | None, asker: Asker) -> dict[Rule, Outcome]:
        key = (kind, *asker.facts(kind))
        table = self._tables.get(key)
        if table is None:
            table = {}
            if len(self._tables) < MOST_REMEMBERED:
                self._tables[key] = table
        return table

    def _outcome(self, each: Rule, asker: Asker, table: dict[Rule, Outcome]) -> Outcome:
        outcome = self._decided(each, asker)
        if len(table) < MOST_REMEMBERED:
            table[each] = outcome
        return outcome

    def _decided(self, each: Rule, asker: Asker) -> Outcome:
        match each.kind:
            case None:
                return self._place(each, asker)
            case Kind.WHO:
                return _who(each, asker)
            case Kind.YEAR:
                return _one_of(each.values, asker.years)
            case Kind.AGE:
                return _age(each, asker)
            case Kind.REGION:
                return self._region(each, asker)
            case Kind.COMMUNITY:
                return self._community(each, asker)
            case Kind.GENDER:
                return _one_of(each.values, (asker.gender,) if asker.gender else ())
            case _:
                return _citizenship(asker)

    def _place(self, each: Rule, asker: Asker) -> Outcome:
        if not each.values:
            return Outcome.MET
        if not asker.places:
            return Outcome.OPEN
        state, hybrid, unclear = each.values
        states = self._vocabulary.states_of
        if any(state in states(place) for place in asker.places):
            return Outcome.MET
        if hybrid and ANYWHERE in asker.places:
            return Outcome.MET
        return Outcome.OPEN if unclear else Outcome.FAILED

    def _region(self, each: Rule, asker: Asker) -> Outcome:
        if not asker.places:
            return Outcome.OPEN
        vocabulary = self._vocabulary
        outcome = Outcome.FAILED
        for value in each.values:
            state, _, place = value.partition("/")
            if not any(state in vocabulary.states_of(asked) for asked in asker.places):
                continue
            town = " ".join(w.key for w in cut(place, vocabulary.aliases))
            if not place or any(f"{city} ".startswith(f"{town} ") for city in asker.cities):
                return Outcome.MET
            if not any(vocabulary.city_state.get(city) == state for city in asker.cities):
                outcome = Outcome.OPEN
        return outcome

    def _community(self, each: Rule, asker: Asker) -> Outcome:
        wider = {
            name
            for stated in asker.communities
            for name in (stated, *self._vocabulary.related(Facet.COMMUNITY, stated).broader)
        }
        if not wider.isdisjoint(each.values):
            return Outcome.MET
        if not _PEOPLES.isdisjoint(asker.communities) and _PEOPLES.issuperset(each.values):
            return Outcome.FAILED
        if _PEOPLES.intersection(asker.communities) == {"white"} and (
            _MINORITIES.issuperset(each.values)
        ):
            return Outcome.FAILED
        return Outcome.OPEN


def _standing(
    failed: list[Rule],
    conditions: list[Rule],
    known_of: bool,
    weight: Mapping[Kind | None, int],
    *,
    nearly: bool,
) -> Standing:
    """Combine outcomes; `known_of` says that a community was stated and met."""
    belonging = any(each.kind in _BELONGING for each in conditions)
    # Someone who studies or works there is there: the place is not a condition of its own.
    rules = [each for each in conditions if each.kind is not None or not belonging]
    if failed:
        return Standing(Open.NO, tuple(failed), tuple(rules))
    if not rules:
        return FREE
    return Standing(
        Open.IF,
        (),
        tuple(rules),
        sum(_doubt(each, weight, nearly=nearly) for each in rules),
        0 if known_of else sum(each.kind in _IDENTITY for each in rules),
    )


def _endings(city: str) -> list[str]:
    """Return a city's name, and that of the city whose part it is: "west philadelphia"."""
    words = city.split()
    return [city, " ".join(words[1:])] if words[0] in _PARTS and words[1:] else [city]


def _is_implied(kind: Kind | None, asker: Asker, rules: Sequence[Rule]) -> bool:
    """Return whether who names a program belongs there and lives there.

    Who studies elsewhere does not, and a pupil of another state only aims at a college. A program
    of a city that is no school's or employer's is for people who are there. Who names an
    organization's program need not be a member.
    """
    if kind is None and asker.places:
        belonging = any(each.kind in _BELONGING for each in rules)
        return belonging and "high-school" not in asker.stages
    if kind is None:
        return True
    belongs = kind in _BELONGING and kind is not Kind.MEMBER
    return belongs and not (asker.schools and kind in _STUDYING)


def _doubt(each: Rule, weight: Mapping[Kind | None, int], *, nearly: bool) -> int:
    """Return how much an open condition matters.

    That someone is still on the way to medical school (`nearly`) matters less for "any stage".
    """
    if each.kind in _MINOR:
        return 0
    if nearly and each.kind is Kind.WHO and any(v.endswith(ANYONE) for v in each.values):
        return 1
    return weight.get(each.kind, 1)


def _belonging(each: Rule, program: Program, asker: Asker, *, elsewhere: bool) -> Outcome:
    """Judge whether someone studies, works, or is a member there; `elsewhere` is another school."""
    if asker.memberships and not asker.memberships.isdisjoint(membership_names(program)):
        return Outcome.MET
    return Outcome.FAILED if elsewhere and each.kind in _STUDYING else Outcome.OPEN


def _is_of_an_employer(rules: Sequence[Rule]) -> bool:
    return any(each.kind is Kind.EMPLOYER for each in rules)


def is_of_a_place(rules: Sequence[Rule]) -> bool:
    """Return whether a program is for the people of one school or employer."""
    return is_of_a_school(rules) or _is_of_an_employer(rules)


def is_of_a_school(rules: Sequence[Rule]) -> bool:
    """Return whether a program is for the students or alumni of one school."""
    return any(each.kind in _STUDYING for each in rules)


def barred(standing: Standing) -> Standing:
    """Return the eligibility for a program that is about something else than what was asked."""
    return standing if standing.open is Open.NO else replace(standing, open=Open.NO)


def _one_of(values: tuple[str, ...], stated: tuple[str, ...]) -> Outcome:
    if not stated:
        return Outcome.OPEN
    return Outcome.FAILED if set(values).isdisjoint(stated) else Outcome.MET


def _age(each: Rule, asker: Asker) -> Outcome:
    if asker.age is None:
        return Outcome.OPEN
    ranges = [span for value in each.values if (span := ages(value))]
    within = any(low <= asker.age <= high for low, high in ranges)
    return Outcome.MET if within else Outcome.FAILED


def _citizenship(asker: Asker) -> Outcome:
    if asker.citizen is None:
        return Outcome.OPEN
    return Outcome.MET if asker.citizen else Outcome.FAILED


def _who(each: Rule, asker: Asker) -> Outcome:
    """Compare stages, and the profession that they belong to.

    A first value "?" marks that the source means these stages but does not exclude others.
    """
    values = each.values
    shuts_out = values[0] != "?"
    best = Outcome.FAILED
    for value in values[0 if shuts_out else 1 :]:
        profession, stage = profession_and_stage(value)
        outcome = max(_stage(stage, asker), _profession(profession, stage, asker))
        best = min(best, outcome)
    if best is Outcome.FAILED and not shuts_out:
        return Outcome.OPEN if _nearly_there(asker) else Outcome.FAILED
    return best


def _stage(stage: str, asker: Asker) -> Outcome:
    if not asker.stages:
        if stage in asker.not_stages:
            return Outcome.FAILED
        if asker.teaching and stage in _TAUGHT:
            return Outcome.FAILED
        return Outcome.FAILED if asker.starting_out and stage in _REACHED else Outcome.OPEN
    if stage in asker.stages:
        return Outcome.MET
    if stage == "nurse" and "np-student" in asker.stages:
        return Outcome.OPEN
    if stage == ANYONE:
        if STARTING_OUT.issuperset(asker.stages):
            return Outcome.OPEN if _nearly_there(asker) else Outcome.FAILED
        if "middle-school" in asker.stages:
            return Outcome.FAILED
        return Outcome.OPEN if "img" in asker.stages else Outcome.MET
    if stage == "early-career" and not {"nurse", "physician"}.isdisjoint(asker.stages):
        return Outcome.OPEN
    return Outcome.FAILED


def _nearly_there(asker: Asker) -> bool:
    """Return whether someone is on the way to medical school, past high school."""
    return bool(asker.stages) and _BEFORE_MEDICAL_SCHOOL.issuperset(asker.stages)


def _profession(profession: str, stage: str, asker: Asker) -> Outcome:
    if not profession:
        return Outcome.MET
    own = asker.professions
    if not own:
        # A resident is a physician unless another profession is named.
        return Outcome.MET if profession == "medicine" and stage == "resident" else Outcome.OPEN
    return Outcome.MET if profession in own else Outcome.FAILED


# Stages that someone who only wants to enter a profession has not reached.
_REACHED: Final = frozenset(
    (*PROFESSION_OF, "graduate-student", "resident", "early-career", "junior-faculty")
)
# Stages of people who are taught: anyone who teaches or advises them is past these.
_TAUGHT: Final = frozenset(
    {"middle-school", "high-school", "college-pre-health", "post-bac", "medical-student"}
    | {"nursing-student", "pharmacy-student", "dental-student", "physical-therapy-student"}
    | {"pa-student"}
)
