"""A mentoring program: the facts on its card, shipped or a society's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Any, Final

from bot.domain.errors import DomainError
from bot.domain.ids import ProgramId
from bot.domain.programs.eligibility import problem_of, requirement

ANY_STAGE: Final = "any"
ANY_FIELD: Final = "any-health-career"


class Scope(StrEnum):
    """How far a program reaches. Campus programs serve one institution, wherever it has sites."""

    CAMPUS = "campus"
    LOCAL = "local"
    REGIONAL = "regional"
    NATIONAL = "national"
    UNKNOWN = "unknown"


class MeetingFormat(StrEnum):
    """How mentor and mentee meet. `UNKNOWN` is stated, never guessed."""

    IN_PERSON = "in-person"
    VIRTUAL = "virtual"
    HYBRID = "hybrid"
    UNKNOWN = "unknown"


class Restriction(StrEnum):
    """Why a person who fits in every other way may still be unable to join."""

    NONE = "none"
    CAMPUS = "campus"
    SCHOOLS = "schools"
    RESIDENTS = "residents"
    EMPLOYER = "employer"
    ALUMNI = "alumni"
    DEPARTMENT = "department"
    MEMBERS = "members"


class Confidence(StrEnum):
    """How well an entry is established: by a public page, by deduction, or not at all."""

    CONFIRMED = "confirmed"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


class Origin(StrEnum):
    """Who maintains the entry: the shipped catalogue, or a society."""

    SHIPPED = "shipped"
    SOCIETY = "society"


@dataclass(frozen=True, slots=True)
class Program:
    """One program's facts; empty text and empty tuples mean that a fact is not known.

    `communities` are those the program is meant for, `communities_also` those its host welcomes or
    prefers; `stages_also` likewise. `years` are school years within a stage ("1" to "4"; in high
    school "1" is 9th grade), empty if any. `link` describes this very program, `host_link` only its
    host. `membership` and `restricted_to` are noun phrases that complete "only for ...".

    `requires` are the conditions that the source states, all of which must hold; `implied` are
    those that it doesn't state but may mean; `prefers` are those that only help; `mentors` are
    those for being a mentor in it, empty if not known. Each is written "kind: value | value" (see
    `Requirement`). What none of them names is not known.
    """

    id: ProgramId
    name: str
    name_known: bool = True
    host: str = ""
    host_known: bool = True
    acronyms: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    stages: tuple[str, ...] = (ANY_STAGE,)
    stages_also: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    fields: tuple[str, ...] = (ANY_FIELD,)
    communities: tuple[str, ...] = ()
    communities_also: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    state: str = ""
    scope: Scope = Scope.UNKNOWN
    format: MeetingFormat = MeetingFormat.UNKNOWN
    duration: str = ""
    offers: tuple[str, ...] = ()
    who_may_join: str = ""
    restriction: Restriction = Restriction.NONE
    restricted_to: str = ""
    membership: str = ""
    requires: tuple[str, ...] = ()
    implied: tuple[str, ...] = ()
    prefers: tuple[str, ...] = ()
    mentors: tuple[str, ...] = ()
    how_to_apply: str = ""
    link: str = ""
    host_link: str = ""
    confidence: Confidence = Confidence.UNKNOWN
    sources: tuple[str, ...] = ()
    verified_on: date | None = None
    summary: str = ""
    keywords: tuple[str, ...] = ()
    notes: str = ""
    origin: Origin = Origin.SHIPPED

    @property
    def everywhere(self) -> bool:
        """Return whether the program counts for every place: national, or met online."""
        return self.scope is Scope.NATIONAL or self.format is MeetingFormat.VIRTUAL

    @property
    def restricted(self) -> bool:
        """Return whether joining needs more than the right stage and interest."""
        return self.restriction is not Restriction.NONE or bool(self.membership)

    def stale_on(self, today: date, *, after_days: int = 365) -> bool:
        """Return whether no one has checked the entry against its source for `after_days`."""
        return self.verified_on is None or (today - self.verified_on).days >= after_days


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """A wrong fact in an entry, with a text that its editor can act on."""

    field: str
    reason: str


class InvalidProgramError(DomainError):
    """An entry is invalid; names each wrong fact."""

    def __init__(self, entry: str, problems: Sequence[FieldProblem]) -> None:
        super().__init__("program.invalid", entry=entry, problems=tuple(problems))
        self.entry = entry
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "; ".join(f"{self.entry}: {p.field} {p.reason}" for p in self.problems)


@dataclass(frozen=True, slots=True)
class KnownValues:
    """The facet values that an entry may use; an empty set accepts anything."""

    stages: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    communities: frozenset[str] = frozenset()
    offers: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()


_LONGEST: Final = {"summary": 600, "notes": 600, "who_may_join": 400, "how_to_apply": 400}
_ENUMS: Final[dict[str, type[StrEnum]]] = {
    "scope": Scope,
    "format": MeetingFormat,
    "restriction": Restriction,
    "confidence": Confidence,
    "origin": Origin,
}
_CHECKED: Final = {
    "stages": "stages",
    "stages_also": "stages",
    "fields": "fields",
    "communities": "communities",
    "communities_also": "communities",
    "offers": "offers",
}
_CONDITIONS: Final = frozenset({"requires", "implied", "prefers", "mentors"})
_SHAPES: Final = {f.name: f for f in fields(Program)}
_FLAGS: Final = frozenset({"name_known", "host_known"})
_LISTS: Final = frozenset(
    name for name, shape in _SHAPES.items() if isinstance(shape.default, tuple)
)


@dataclass(slots=True)
class _Reading:
    """Collect values and problems while an entry is read, to report all faults together."""

    known: KnownValues
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[FieldProblem] = field(default_factory=list)

    def fault(self, name: str, reason: str) -> None:
        self.problems.append(FieldProblem(name, reason))

    def take(self, name: str, raw: object) -> None:
        if name not in _SHAPES:
            self.fault(name, "is not a fact that programs have")
        elif name in _ENUMS:
            self._choice(name, raw)
        elif name in _LISTS:
            self._list(name, raw)
        elif name in _FLAGS:
            self._flag(name, raw)
        elif name == "verified_on":
            self._day(name, raw)
        else:
            self._text(name, raw)

    def _choice(self, name: str, raw: object) -> None:
        kinds = _ENUMS[name]
        if raw not in tuple(kinds):
            allowed = ", ".join(kinds)
            self.fault(name, f"is {raw!r}, not one of {allowed}")
            return
        self.values[name] = kinds(str(raw))

    def _list(self, name: str, raw: object) -> None:
        if not isinstance(raw, list | tuple) or not all(isinstance(item, str) for item in raw):
            self.fault(name, "is not a list of texts")
            return
        items = tuple(item.strip() for item in raw if item.strip())
        allowed: frozenset[str] = (
            getattr(self.known, _CHECKED[name]) if name in _CHECKED else frozenset()
        )
        for item in items:
            if allowed and item not in allowed:
                self.fault(name, f"has {item!r}, which the vocabulary does not know")
        if name in ("stages", "fields") and not items:
            self.fault(name, "is empty")
        if name in _CONDITIONS:
            self._conditions(name, items)
        self.values[name] = items

    def _conditions(self, name: str, items: tuple[str, ...]) -> None:
        values = self.known
        for item in items:
            try:
                problem = problem_of(
                    requirement(item),
                    stages=values.stages,
                    fields=values.fields,
                    states=values.states,
                    communities=values.communities,
                )
            except ValueError as error:
                problem = str(error)
            if problem:
                self.fault(name, problem)

    def _flag(self, name: str, raw: object) -> None:
        if not isinstance(raw, bool):
            self.fault(name, "is neither true nor false")
            return
        self.values[name] = raw

    def _day(self, name: str, raw: object) -> None:
        try:
            self.values[name] = raw if type(raw) is date else date.fromisoformat(str(raw))
        except ValueError:
            self.fault(name, f"is {raw!r}, not a day such as 2026-01-31")

    def _text(self, name: str, raw: object) -> None:
        if not isinstance(raw, str):
            self.fault(name, "is not text")
            return
        text = raw.strip()
        if len(text) > _LONGEST.get(name, 200):
            self.fault(name, f"is longer than {_LONGEST.get(name, 200)} characters")
        if name in ("link", "host_link") and text and not text.startswith(("https://", "http://")):
            self.fault(name, "is not a web address")
        if name == "state" and text and self.known.states and text not in self.known.states:
            self.fault(name, f"is {text!r}, not a state's two letters")
        self.values[name] = text


def program_from(entry: Mapping[str, object], values: KnownValues | None = None) -> Program:
    """Read one entry into a `Program`; files, forms, and imports share these rules.

    `entry` maps field names to plain values (texts, lists of texts, booleans, a date). Raises
    `InvalidProgramError` with every fault found, not only the first.
    """
    reading = _Reading(values or KnownValues())
    for required in ("id", "name"):
        if not str(entry.get(required) or "").strip():
            reading.fault(required, "is missing")
    for name, raw in entry.items():
        reading.take(name, raw)
    if reading.problems:
        raise InvalidProgramError(str(entry.get("id") or "entry without an id"), reading.problems)
    return Program(**reading.values)
