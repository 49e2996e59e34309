"""The input of the matching, and its JSON, which lets a stored run be replayed."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from itertools import pairwise
from typing import Any

from bot.domain.errors import DomainError
from bot.domain.matching.settings import MatchSettings
from bot.domain.vocabulary import MeetingFormat, PersonRole, Stage
from bot.domain.windows import Window, format_windows, parse_windows

NONE: frozenset[str] = frozenset()
FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True)
class MatchPerson:
    """One person as input for the matching.

    IDs are text: a Discord ID in digits, or whatever a file called the person. Empty `formats` mean
    any, empty `windows` mean flexible, None means not said. `capacity` is how many mentees a mentor
    can take; `offers` are a mentor's topics if they differ from those they want as a mentee.
    `avoid` and `prior_partners` hold IDs; `would_repeat` those of earlier partners with whom this
    person would like to be paired again. `hours` are hours a month. With `priority` a mentee is
    placed before others, as promised when an earlier pair ended.
    """

    id: str
    role: PersonRole
    stage: Stage = Stage.ANY
    fields: frozenset[str] = NONE
    topics: frozenset[str] = NONE
    offers: frozenset[str] | None = None
    capacity: int = 1
    time_zone: str = "UTC"
    windows: tuple[Window, ...] = ()
    formats: frozenset[MeetingFormat] = frozenset()
    state: str | None = None
    avoid: frozenset[str] = NONE
    prior_partners: frozenset[str] = NONE
    would_repeat: frozenset[str] = NONE
    communities: frozenset[str] = NONE
    share_communities: bool = False
    hours: float | None = None
    near_peer: bool | None = None
    out_of_field: bool | None = None
    roles_wanted: frozenset[str] = NONE
    present: bool = True
    priority: bool = False

    @property
    def asks_for_something(self) -> bool:
        """Return whether they said what they want of a mentor."""
        return bool(self.topics or self.fields or self.roles_wanted)

    @property
    def is_mentor(self) -> bool:
        """Return whether this person signed up to mentor."""
        return self.role is not PersonRole.MENTEE

    @property
    def is_mentee(self) -> bool:
        """Return whether this person signed up to be mentored."""
        return self.role is not PersonRole.MENTOR

    @property
    def offered_topics(self) -> frozenset[str]:
        """Return the topics that this person helps with as a mentor."""
        return self.topics if self.offers is None else self.offers

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values; lists are sorted, so equal people give equal text."""
        plain: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, frozenset):
                value = sorted(value)
            elif field.name == "windows":
                value = format_windows(value)
            plain[field.name] = value
        return plain

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "MatchPerson":
        """Return the person that `to_json` wrote."""
        names = {field.name for field in fields(cls)}
        values = {name: value for name, value in plain.items() if name in names}
        for name, value in values.items():
            if isinstance(value, list):
                values[name] = frozenset(value)
        values["role"] = PersonRole(plain["role"])
        values["stage"] = Stage(plain["stage"])
        values["windows"] = parse_windows(plain["windows"])
        values["formats"] = frozenset(MeetingFormat(name) for name in plain["formats"])
        return cls(**values)


@dataclass(frozen=True, slots=True, order=True)
class PairKey:
    """A mentee and a mentor, by their IDs."""

    mentee: str
    mentor: str


@dataclass(frozen=True, slots=True)
class MatchInput:
    """Everything that a run depends on, so that it can be stored and replayed.

    People and pairs are sorted by ID: the order they came in never matters.
    """

    people: tuple[MatchPerson, ...]
    settings: MatchSettings
    locked: tuple[PairKey, ...] = ()
    forbidden: tuple[PairKey, ...] = ()
    seed: int = 0

    @classmethod
    def of(
        cls,
        people: Iterable[MatchPerson],
        settings: MatchSettings,
        *,
        locked: Iterable[tuple[str, str] | PairKey] = (),
        forbidden: Iterable[tuple[str, str] | PairKey] = (),
        seed: int = 0,
    ) -> "MatchInput":
        """Return the input in its canonical order; raise ``matching.duplicate_person``."""
        ordered = tuple(sorted(people, key=lambda person: person.id))
        for member, other in pairwise(ordered):
            if member.id == other.id:
                raise DomainError("matching.duplicate_person", user=member.id)
        return cls(ordered, settings, _keys(locked), _keys(forbidden), seed)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "version": FORMAT_VERSION,
            "people": [person.to_json() for person in self.people],
            "settings": self.settings.to_json(),
            "locked": [[key.mentee, key.mentor] for key in self.locked],
            "forbidden": [[key.mentee, key.mentor] for key in self.forbidden],
            "seed": self.seed,
        }

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "MatchInput":
        """Return the input that `to_json` wrote; refuse one from newer code."""
        if plain["version"] != FORMAT_VERSION:
            raise DomainError("matching.unknown_version", version=plain["version"])
        return cls.of(
            [MatchPerson.from_json(person) for person in plain["people"]],
            MatchSettings.from_json(plain["settings"]),
            locked=[(mentee, mentor) for mentee, mentor in plain["locked"]],
            forbidden=[(mentee, mentor) for mentee, mentor in plain["forbidden"]],
            seed=plain["seed"],
        )

    def starting(self, day: date) -> "MatchInput":
        """Return the same input with the time zone offsets of another day."""
        return replace(self, settings=replace(self.settings, starts=day))


def _keys(pairs: Iterable[tuple[str, str] | PairKey]) -> tuple[PairKey, ...]:
    keys = {pair if isinstance(pair, PairKey) else PairKey(*pair) for pair in pairs}
    return tuple(sorted(keys))
