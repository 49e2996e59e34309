"""Explain in plain sentences why a program fits and what may rule it out."""

from dataclasses import dataclass
from typing import Final

from bot.domain.programs.eligibility import ANYONE, Kind, profession_and_stage, requirement
from bot.domain.programs.programs import ANY_FIELD, MeetingFormat, Program, Scope
from bot.search.eligibility import Open, Rule, Standing
from bot.search.fit import in_field
from bot.search.rank import FAINT_SCORE
from bot.search.reading.roles import MENTORING_OTHERS
from bot.search.terms import city_keys, durations
from bot.search.understood import Understood
from bot.search.vocabulary import ANYWHERE, Facet, Vocabulary
from bot.search.wording.sentences import listed, say, together

_ANY_STAGE_STATED: Final = f"{Kind.WHO}: {ANYONE}"
_PEOPLE: Final = {
    "first-gen": (
        "people who are the first in their family at college",
        "quienes son la primera generación en la universidad",
    ),
    "men": ("men", "hombres"),
    "men-in-nursing": ("men in nursing", "hombres en enfermería"),
    "rural": ("people from rural places", "personas de zonas rurales"),
    "urm": ("people underrepresented in medicine", "personas subrepresentadas en la medicina"),
    "veteran": ("veterans", "veteranos"),
    "women": ("women", "mujeres"),
}
# The same people, to follow "if you're", and "si".
_YOU: Final = {
    "black-african-american": (
        "Black or African American",
        "eres una persona negra o afroamericana",
    ),
    "hispanic-latinx": ("Hispanic or Latinx", "eres una persona hispana o latina"),
    "first-gen": (
        "the first in your family at college",
        "eres la primera generación de tu familia en la universidad",
    ),
    "men": ("a man", "eres hombre"),
    "men-in-nursing": ("a man in nursing", "eres hombre en enfermería"),
    "rural": ("from a rural place", "eres de una zona rural"),
    "urm": (
        "underrepresented in medicine",
        "eres de un grupo subrepresentado en la medicina",
    ),
    "veteran": ("a veteran", "eres veterano o veterana"),
    "women": ("a woman", "eres mujer"),
}
_FORMATS: Final = {
    MeetingFormat.VIRTUAL: ("online", "en línea"),
    MeetingFormat.IN_PERSON: ("in person", "en persona"),
    MeetingFormat.HYBRID: ("both online and in person", "en línea y en persona"),
    MeetingFormat.UNKNOWN: ("in a way that isn’t known", "de un modo que no se conoce"),
}
_GRADES: Final = {
    "1": ("9th grade", "noveno grado"),
    "2": ("10th grade", "décimo grado"),
    "3": ("11th grade", "undécimo grado"),
    "4": ("12th grade", "duodécimo grado"),
}
_YEARS: Final = {
    "1": ("the first year", "el primer año"),
    "2": ("the second year", "el segundo año"),
    "3": ("the third year", "el tercer año"),
    "4": ("the fourth year", "el cuarto año"),
}


@dataclass(frozen=True, slots=True)
class Reasons:
    """Explain one program's eligibility in sentences, in the language of the question."""

    program: Program
    asked: Understood
    vocabulary: Vocabulary
    standing: Standing
    named: bool = False
    by_name: bool = False
    score: float = 0.0

    @property
    def _mentoring(self) -> bool:
        """Return whether the asker wants to be a mentor in it."""
        return self.asked.topic == MENTORING_OTHERS

    @property
    def spanish(self) -> bool:
        """Return whether to answer in Spanish."""
        return self.asked.spanish

    def whys(self) -> tuple[str, ...]:
        """Return what the program has of what was asked, one short sentence each."""
        if self._mentoring:
            unsaid = any(rule.kind is Kind.WHO for rule in self.standing.conditions)
            takes = self._say("takes-mentors" if unsaid else "takes-mentors-like-you")
            return (takes, *self._field(), *self._place())
        reasons = [
            *self._stage(),
            *self._field(),
            *self._place(),
            *self._community(),
            *self._offers(),
            *self._format(),
            *self._duration(),
        ]
        if self.named:
            reasons.insert(0, self._say("named" if self.by_name else "named-host"))
        return tuple(reasons) or (self._nearest(),)

    def obstacles(self) -> tuple[str, ...]:
        """Return what keeps the asker out, then what may, then what is not known."""
        reasons = [self._failed(rule) for rule in self.standing.failed]
        if self._off_field():
            fields = self.program.fields
            reasons.append(self._say("other-field", self._labels(Facet.FIELD, fields)))
        if not self._mentoring:  # what is left open is about mentees, but for the condition's line
            reasons += [self._left_open(rule) for rule in self.standing.conditions]
            reasons += self._preferences()
        reasons += self._unknowns()
        return tuple(dict.fromkeys(filter(None, reasons)))

    def condition(self) -> str:
        """Return everything that must be true for the program to be open, to follow "if"; or ""."""
        if self.standing.open is not Open.IF:
            return ""
        parts = [self._if(rule) for rule in self.standing.conditions]
        return together(list(dict.fromkeys(parts)), spanish=self.spanish)

    def _say(self, name: str, what: str = "") -> str:
        return say(name, spanish=self.spanish, what=what)

    def _label(self, facet: Facet, value: str) -> str:
        return self.vocabulary.label(facet, value, spanish=self.spanish)

    def _labels(self, facet: Facet, values: tuple[str, ...] | list[str], last: str = "") -> str:
        return listed([self._label(facet, v) for v in values], spanish=self.spanish, last=last)

    def _nearest(self) -> str:
        """Explain why a program is listed that has nothing of what was asked."""
        if self.asked.values:
            return self._say("nearest")
        worded = self.asked.text and self.score > FAINT_SCORE
        return self._say("words" if worded else "beginning")

    def _stage(self) -> list[str]:
        if any(rule.kind is Kind.WHO for rule in self.standing.failed):
            return []
        if _ANY_STAGE_STATED in self.program.requires:
            return [self._say("every-stage")]
        open_stage = any(rule.kind is Kind.WHO for rule in self.standing.conditions)
        for value in self.asked.of(Facet.STAGE):
            if value in self.program.stages and not open_stage:
                return [self._say("your-stage", self._label(Facet.STAGE, value))]
            if value in self.program.stages_also and not open_stage:
                return [self._say("some-places", self._label(Facet.STAGE, value))]
            near = self.vocabulary.related(Facet.STAGE, value).near
            close = [stage for stage in near if stage in self.program.stages]
            if close:
                return [self._say("near-stage", self._label(Facet.STAGE, close[0]))]
        return []

    def _field(self) -> list[str]:
        fields = self.asked.of(Facet.FIELD)
        exact = [name for name in fields if name in self.program.fields]
        if exact:
            return [self._say("your-field", self._labels(Facet.FIELD, exact))]
        if fields and ANY_FIELD in self.program.fields:
            return [self._say("every-career")]
        return []

    def _off_field(self) -> bool:
        fields = self.asked.of(Facet.FIELD)
        return bool(fields) and not any(
            in_field(self.program, value, self.vocabulary) for value in fields
        )

    def _place(self) -> list[str]:
        places = self.asked.of(Facet.PLACE)
        if not places or (self.standing.open is Open.NO and self._is_elsewhere()):
            return []
        cities = city_keys(self.program, self.vocabulary) if self.asked.cities else ()
        if any(city in cities for city in self.asked.cities):
            return [self._say("your-city", self._where())]
        for value in places:
            if value != ANYWHERE and self.program.state in self.vocabulary.states_of(value):
                return [self._say("in-place", self._where())]
        if self.program.format is MeetingFormat.VIRTUAL:
            return [self._say("online")]
        return [self._say("national")] if self.program.everywhere else []

    def _is_elsewhere(self) -> bool:
        return any(rule.kind in (None, Kind.REGION) for rule in self.standing.failed)

    def _community(self) -> list[str]:
        program, related = self.program, self.vocabulary.related
        for value in self.asked.of(Facet.COMMUNITY):
            wider = (value, *related(Facet.COMMUNITY, value).broader)
            if meant := [name for name in wider if name in program.communities]:
                stated = "meant-people" if self._is_stated(meant[0]) else "implied-people"
                return [self._say(stated, self._people(meant[0]))]
            if also := [name for name in wider if name in program.communities_also]:
                return [self._say("welcomes", self._people(also[0]))]
        return []

    def _is_stated(self, community: str) -> bool:
        """Return whether the source says that the program is for a community."""
        implied = (requirement(text) for text in self.program.implied)
        return not any(community in condition.values for condition in implied)

    def _people(self, value: str) -> str:
        """Return words for the people of a community that fit into a sentence."""
        if value in _PEOPLE:
            return _PEOPLE[value][self.spanish]
        label = self._label(Facet.COMMUNITY, value)
        return (
            f"personas que se identifican como {label}"
            if self.spanish
            else f"people who are {label}"
        )

    def _offers(self) -> list[str]:
        wished = self.asked.of(Facet.OFFER)
        exact = [value for value in wished if value in self.program.offers]
        if exact:
            return [self._say("offers", self._labels(Facet.OFFER, exact))]
        near = [
            other
            for value in wished
            for other in self.vocabulary.related(Facet.OFFER, value).near
            if other in self.program.offers
        ]
        return (
            [self._say("offers-near", self._labels(Facet.OFFER, list(dict.fromkeys(near))))]
            if near
            else []
        )

    def _format(self) -> list[str]:
        wished, meeting = self.asked.of(Facet.FORMAT), self.program.format
        if not wished or meeting is MeetingFormat.UNKNOWN:
            return []
        if meeting in wished or "any" in wished or meeting is MeetingFormat.HYBRID:
            return [self._say("meets", _FORMATS[meeting][self.spanish])]
        return []

    def _duration(self) -> list[str]:
        lasts = durations(self.program, self.vocabulary)
        fitting = any(value in lasts for value in self.asked.of(Facet.DURATION))
        return [self._say("lasts", self.program.duration)] if fitting else []

    def _failed(self, rule: Rule) -> str:
        match rule.kind:
            case None:
                where = self._where()
                return self._say("not-near", where) if where else self._say("where-unknown")
            case Kind.WHO:
                return self._say("other-stage", self._who(rule))
            case Kind.YEAR:
                return self._say("other-year")
            case Kind.COMMUNITY | Kind.GENDER:
                return self._say("meant-people", self._peoples(rule))
            case _:
                return self._left_open(rule)

    def _left_open(self, rule: Rule) -> str:
        match rule.kind:
            case Kind.WHO if not rule.stated:
                return self._say("stage-unstated")
            case Kind.COMMUNITY | Kind.GENDER if not rule.stated:
                return self._say("people-unstated", self._peoples(rule))
            case None:
                where = self._where()
                return self._say("it-is-in", where) if where else ""
            case Kind.WHO:
                stated = rule.values[0] != "?" and not self.asked.of(Facet.STAGE)
                return (
                    self._say("for-stage", self._who(rule))
                    if stated
                    else self._say("stage-unstated")
                )
            case Kind.YEAR:
                return self._say("year", self._years(rule.values))
            case Kind.AGE:
                return self._say("ages", listed(rule.values, spanish=self.spanish))
            case Kind.COMMUNITY | Kind.GENDER:
                return self._say("unmentioned", self._peoples(rule))
            case Kind.CITIZENSHIP:
                return self._say("citizens")
            case _:
                return self._belonging(rule)

    def _belonging(self, rule: Rule) -> str:
        if not self.spanish and self.program.restricted_to and rule.kind is not Kind.MEMBER:
            return self._say("only-for", self.program.restricted_to)
        value = listed(rule.values, spanish=self.spanish)
        if not self.program.requires:
            return self._say("only-for", value)
        match rule.kind:
            case Kind.SCHOOL:
                return self._say("only-school", value)
            case Kind.ALUMNI:
                return self._say("only-alumni", value)
            case Kind.EMPLOYER:
                return self._say("only-staff", value)
            case Kind.MEMBER if not self.spanish and len(value) < 8:
                return self._say("only-for", f"{value} members")
            case Kind.MEMBER:
                return self._say("only-members", value)
            case _:
                return self._say("only-region", self._regions(rule))

    def _if(self, rule: Rule) -> str:
        value = listed(rule.values, spanish=self.spanish)
        match rule.kind:
            case None:
                return self._say("if-place", self._where())
            case Kind.WHO if not rule.stated:
                return self._say("if-stage-taken")
            case Kind.COMMUNITY | Kind.GENDER if rule in self.standing.unmet:
                return self._say("if-others-taken", self._you(rule, negated=True))
            case Kind.COMMUNITY | Kind.GENDER if not rule.stated:
                return self._say("if-people-or-others", self._you(rule))
            case Kind.WHO:
                stated = rule.values[0] != "?" and not self.asked.of(Facet.STAGE)
                return (
                    self._say("if-stage", self._who(rule))
                    if stated
                    else self._say("if-stage-taken")
                )
            case Kind.YEAR:
                return self._say("if-year", self._years(rule.values))
            case Kind.AGE:
                return self._say("if-age", value)
            case Kind.COMMUNITY | Kind.GENDER:
                return self._say("if-people", self._you(rule))
            case Kind.CITIZENSHIP:
                return self._say("if-citizen")
            case Kind.REGION:
                return self._say("if-region", self._regions(rule))
            case _ if not self.program.requires:
                return self._say("if-one-of", value)
            case Kind.SCHOOL:
                return self._say("if-school", value)
            case Kind.ALUMNI:
                return self._say("if-alumni", value)
            case Kind.EMPLOYER:
                return self._say("if-staff", value)
            case _:
                return self._say("if-member", value)

    def _who(self, rule: Rule) -> str:
        words = []
        for value in rule.values:
            profession, stage = profession_and_stage(value)
            if value == "?":
                continue
            of = self._label(Facet.FIELD, profession) if profession else ""
            if stage == ANYONE:
                words.append(f"personas en {of}" if self.spanish else f"people in {of}")
            else:
                label = self._label(Facet.STAGE, stage)
                words.append(f"{label} ({of})" if of else label)
        return listed(words, spanish=self.spanish, last="o" if self.spanish else "or")

    def _years(self, values: tuple[str, ...]) -> str:
        names = _GRADES if self.program.stages == ("high-school",) else _YEARS
        words = [names[value][self.spanish] for value in values]
        return listed(words, spanish=self.spanish, last="o" if self.spanish else "or")

    def _peoples(self, rule: Rule) -> str:
        words = [self._people(value) for value in rule.values]
        return listed(words, spanish=self.spanish, last="o" if self.spanish else "or")

    def _you(self, rule: Rule, *, negated: bool = False) -> str:
        """Return who someone is that a condition on community or gender asks for."""
        if negated and self.spanish:
            return self._peoples(rule)
        words = []
        for value in rule.values:
            label = self._label(Facet.COMMUNITY, value)
            other = (label, f"te identificas como {label}")
            words.append(_YOU.get(value, other)[self.spanish])
        return listed(words, spanish=self.spanish, last="o" if self.spanish else "or")

    def _regions(self, rule: Rule) -> str:
        words = []
        for value in rule.values:
            state, _, place = value.partition("/")
            words.append(place or self._label(Facet.PLACE, state))
        where = listed(words, spanish=self.spanish, last="o" if self.spanish else "or")
        state = rule.values[0].partition("/")[0]
        return where if "/" not in rule.values[0] else f"{where} ({state})"

    def _preferences(self) -> list[str]:
        """Return unmet preferences that are known: a year other than the preferred one."""
        reasons = []
        for text in self.program.prefers:
            wish = requirement(text)
            years = self.asked.of(Facet.YEAR)
            at_stage = any(stage in self.program.stages for stage in self.asked.of(Facet.STAGE))
            if wish.kind is Kind.YEAR and years and at_stage and not set(years) & set(wish.values):
                reasons.append(self._say("better-year", self._years(wish.values)))
        return reasons

    def _unknowns(self) -> list[str]:
        reasons = []
        program = self.program
        wished = [value for value in self.asked.of(Facet.FORMAT) if value != "any"]
        if wished and program.format is MeetingFormat.UNKNOWN:
            reasons.append(self._say("format-unknown"))
        elif wished and program.format is not MeetingFormat.HYBRID and program.format not in wished:
            reasons.append(self._say("meets", _FORMATS[program.format][self.spanish]))
        if program.scope is Scope.UNKNOWN:
            reasons.append(self._say("reach-unknown"))
        if not program.host_known:
            reasons.append(self._say("host-unknown"))
        elif not program.name_known:
            reasons.append(self._say("name-unknown"))
        return reasons

    def _where(self) -> str:
        program = self.program
        state = self._label(Facet.PLACE, program.state) if program.state else ""
        if not program.cities:
            return state
        city = listed(list(program.cities), spanish=self.spanish)
        return city if state in ("", city) else f"{city}, {state}"
