"""Load the vocabulary: which phrases mean which facet values, and how values relate."""

import itertools
import math
import re
import tomllib
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, NamedTuple

from bot.domain.programs.programs import KnownValues
from bot.search.word_lists import RealWords, load_schools
from bot.search.words import Aliases, cut

MOST_EXPANSIONS: Final = 20_000
CHUNK: Final = 200


class Facet(StrEnum):
    """What a phrase can say about the program that is wanted."""

    STAGE = "stage"
    YEAR = "year"
    FIELD = "field"
    PLACE = "place"
    CITY = "city"
    COMMUNITY = "community"
    OFFER = "offer"
    FORMAT = "format"
    DURATION = "duration"
    RESTRICTION = "restriction"
    STATUS = "status"
    NAME = "name"
    NEGATION = "negation"
    IGNORED = "ignored"
    ELSEWHERE = "elsewhere"
    OFF_TOPIC = "off-topic"
    OTHER_WORK = "other-work"
    PERSON = "person"
    GENDER = "gender"
    TOPIC = "topic"
    SENSE = "sense"

    # Enum hashes its name in Python code; facets are dictionary keys on every search.
    __hash__ = str.__hash__


class Meaning(NamedTuple):
    """What a phrase means; a weak meaning counts only if its facet has no other."""

    facet: Facet
    value: str
    weak: bool = False


class Match(NamedTuple):
    """A meaning's place in a question: the index of its first word, and its number of words."""

    first: int
    size: int
    meaning: Meaning


class Relations(NamedTuple):
    """A value's neighbors (partly useful) and the wider values that contain it."""

    near: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()


NO_RELATIONS: Final = Relations()
ANYWHERE: Final = "anywhere"
_TABLES: Final = {
    "stages": Facet.STAGE,
    "fields": Facet.FIELD,
    "communities": Facet.COMMUNITY,
    "offers": Facet.OFFER,
    "formats": Facet.FORMAT,
    "durations": Facet.DURATION,
    "restrictions": Facet.RESTRICTION,
    "statuses": Facet.STATUS,
    "people": Facet.PERSON,
    "genders": Facet.GENDER,
    "topics": Facet.TOPIC,
}
_MARKS: Final = frozenset({Facet.PERSON, Facet.GENDER, Facet.TOPIC})
_TELLING: Final = frozenset((*_TABLES.values(), Facet.PLACE, Facet.CITY)) - _MARKS
_CHOICE = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Every phrase by its words, and the values' labels and relations.

    `words` are all that are known, `facet_words` those that say something about a program.
    `phrases` maps words joined by one blank to meanings; the beginnings of longer phrases are in it
    too, with no meaning, so that a parser knows how far to look.
    """

    aliases: Aliases
    phrases: Mapping[str, tuple[Meaning, ...]]
    labels: Mapping[tuple[Facet, str], str]
    relations: Mapping[tuple[Facet, str], Relations]
    regions: Mapping[str, tuple[str, ...]]
    city_state: Mapping[str, str]
    loose_states: frozenset[str]
    filler: frozenset[str]
    words: frozenset[str]
    facet_words: frozenset[str]
    known: KnownValues
    guides: Mapping[str, str]
    where_to_look: Mapping[str, tuple[str, str]]
    senses: Mapping[str, tuple[tuple[Facet, str], ...]]
    spanish: Mapping[tuple[Facet, str], str]
    place_words: frozenset[str] = frozenset()
    ordinary: frozenset[str] = frozenset()
    real_words: Container[str] = frozenset()
    schools: frozenset[str] = frozenset()
    school_starts: frozenset[str] = frozenset()
    hospitals: frozenset[str] = frozenset()

    def label(self, facet: Facet, value: str, *, spanish: bool = False) -> str:
        """Return the label of a value."""
        if spanish and (label := self.spanish.get((facet, value))):
            return label
        return self.labels.get((facet, value), value)

    def related(self, facet: Facet, value: str) -> Relations:
        """Return a value's neighbors and wider values."""
        return self.relations.get((facet, value), NO_RELATIONS)

    def inside(self, community: str) -> list[str]:
        """Return the communities that this one contains."""
        return [
            value
            for (facet, value), related in self.relations.items()
            if facet is Facet.COMMUNITY and community in related.broader
        ]

    def by_importance(self) -> list[str]:
        """Return all words, those that say something about a program first."""
        telling = sorted(self.facet_words - self.filler)
        return [*telling, *sorted(self.words - set(telling))]

    def states_of(self, place: str) -> tuple[str, ...]:
        """Return the states that a place value covers: itself, or a region's states."""
        return self.regions.get(place, (place,))


class _Maker:
    """Collect phrases and relations while the file is read."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.aliases = Aliases(document.get("tokens", {}))
        self.phrases: dict[str, list[Meaning]] = {}
        self.labels: dict[tuple[Facet, str], str] = {}
        self.relations: dict[tuple[Facet, str], Relations] = {}
        self.regions: dict[str, tuple[str, ...]] = {}
        self.spanish: dict[tuple[Facet, str], str] = {}
        self.city_state: dict[str, str] = {}

    def add(self, pattern: str, meaning: Meaning) -> None:
        for phrase in expand(pattern):
            words = _key_of(phrase, self.aliases)
            meanings = self.phrases.setdefault(words, [])
            if words and not any(m[:2] == meaning[:2] for m in meanings):
                meanings.append(meaning)

    def facet_tables(self) -> None:
        for table, facet in _TABLES.items():
            for value, entry in self.document.get(table, {}).items():
                self.labels[facet, value] = entry.get("label", value)
                if "es" in entry:
                    self.spanish[facet, value] = entry["es"]
                self.relations[facet, value] = Relations(
                    tuple(entry.get("near", ())), tuple(entry.get("broader", ()))
                )
                for pattern in entry.get("phrases", ()):
                    self.add(pattern, Meaning(facet, value))
                for pattern in entry.get("weak", ()):
                    self.add(pattern, Meaning(facet, value, weak=True))
        for year, patterns in self.document.get("years", {}).items():
            for pattern in patterns:
                self.add(pattern, Meaning(Facet.YEAR, year))

    def places(self) -> None:
        for state, entry in self.document.get("states", {}).items():
            self.labels[Facet.PLACE, state] = entry["label"]
            self.relations[Facet.PLACE, state] = Relations(tuple(entry.get("near", ())))
            for pattern in (entry["label"], *entry.get("phrases", ())):
                self.add(pattern, Meaning(Facet.PLACE, state))
            for city in entry.get("cities", ()):
                self.city(city, state)
        for region, entry in self.document.get("regions", {}).items():
            self.labels[Facet.PLACE, region] = entry["label"]
            self.regions[region] = tuple(entry["states"])
            for pattern in (entry["label"], *entry.get("phrases", ())):
                self.add(pattern, Meaning(Facet.PLACE, region))
        self.labels[Facet.PLACE, ANYWHERE] = "anywhere"
        for pattern in self.document.get("anywhere", {}).get("phrases", ()):
            self.add(pattern, Meaning(Facet.PLACE, ANYWHERE))

    def city(self, city: str, state: str) -> None:
        key = " ".join(word.key for word in cut(city, self.aliases))
        self.city_state[key] = state
        self.add(city, Meaning(Facet.CITY, key))

    def others(self) -> None:
        for table, facet in (
            ("negations", Facet.NEGATION),
            ("ignored", Facet.IGNORED),
            ("elsewhere", Facet.ELSEWHERE),
            ("off_topic", Facet.OFF_TOPIC),
            ("other_work", Facet.OTHER_WORK),
        ):
            for pattern in self.document.get(table, {}).get("phrases", ()):
                self.add(pattern, Meaning(facet, pattern))

    def made(self) -> Vocabulary:
        self.facet_tables()
        self.places()
        self.others()
        lists = self.document.get("words", {})
        filler = frozenset(self.aliases[word] for word in lists.get("filler", ()))
        ordinary = frozenset(self.aliases[word] for word in lists.get("ordinary", ()))
        inside = {word for phrase in self.phrases for word in phrase.split()}
        states = self.document.get("states", {})
        return Vocabulary(
            aliases=self.aliases,
            phrases=with_beginnings(
                {words: tuple(meanings) for words, meanings in self.phrases.items() if words}
            ),
            labels=self.labels,
            relations=self.relations,
            regions=self.regions,
            city_state=self.city_state,
            loose_states=frozenset(s for s, entry in states.items() if entry.get("loose")),
            filler=filler,
            ordinary=frozenset(lists.get("ordinary", ())),
            words=frozenset(
                inside | filler | ordinary | set(self.aliases.given) | {s.lower() for s in states}
            ),
            facet_words=frozenset(
                word
                for phrase, meanings in self.phrases.items()
                if any(meaning.facet in _TELLING for meaning in meanings)
                for word in phrase.split()
            ),
            place_words=frozenset(
                word
                for phrase, meanings in self.phrases.items()
                if any(meaning.facet in (Facet.PLACE, Facet.CITY) for meaning in meanings)
                for word in phrase.split()
            )
            - filler,
            known=self._known(states),
            spanish=self.spanish,
            senses={
                written: _readings(senses)
                for written, senses in self.document.get("senses", {}).items()
            },
            guides={
                topic: str(entry.get("guide", ""))
                for topic, entry in self.document.get("topics", {}).items()
            },
            where_to_look={
                topic: (str(entry.get("where", "")), str(entry.get("where_es", "")))
                for topic, entry in self.document.get("topics", {}).items()
            },
        )

    def _known(self, states: Mapping[str, Any]) -> KnownValues:
        return KnownValues(
            stages=frozenset(self.document.get("stages", {})) | {"any"},
            fields=frozenset(self.document.get("fields", {})),
            communities=frozenset(self.document.get("communities", {})),
            offers=frozenset(self.document.get("offers", {})),
            states=frozenset(states),
        )


def load_vocabulary(path: Path) -> Vocabulary:
    """Read `vocabulary.toml`, and the lists of words and schools that packages carry.

    Raises `tomllib.TOMLDecodeError`, `KeyError`, `ValueError` or `OSError`.
    """
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    vocabulary, more = _Maker(document).made(), document["lists"]
    hospitals = frozenset(more["hospitals"])
    schools = load_schools([*more["schools"], *hospitals])
    return replace(
        vocabulary,
        real_words=RealWords.load(more["words"]),
        schools=schools,
        school_starts=_first_words(schools, vocabulary.words),
        hospitals=hospitals,
    )


def _readings(written: Iterable[str]) -> tuple[tuple[Facet, str], ...]:
    """Read "place:PA" as a facet and its value."""
    parted = (reading.partition(":") for reading in written)
    return tuple((Facet(facet), value) for facet, _, value in parted)


def _first_words(schools: frozenset[str], words: frozenset[str]) -> frozenset[str]:
    """Return the words that a school's name may begin with, except those of everyday questions."""
    first = {name.partition(" ")[0] for name in schools}
    return frozenset(word for word in first if word not in words or word in schools) | {
        "university"
    }


def with_beginnings(
    phrases: Mapping[str, tuple[Meaning, ...]], breathe: Callable[[], None] = lambda: None
) -> dict[str, tuple[Meaning, ...]]:
    """Add each phrase's beginnings, meaning nothing, so that a parser knows when to stop."""
    table: dict[str, tuple[Meaning, ...]] = {}
    for number, (phrase, meanings) in enumerate(phrases.items()):
        table[phrase] = meanings
        end = phrase.find(" ")
        while end > 0:
            table.setdefault(phrase[:end], phrases.get(phrase[:end], ()))
            end = phrase.find(" ", end + 1)
        if number % CHUNK == CHUNK - 1:
            breathe()
    return table


def expand(pattern: str) -> list[str]:
    """Expand a phrase's choices: "(a|b) c" is "a c" and "b c"."""
    parts = _CHOICE.split(pattern)
    # What stands between brackets are the odd parts; the others are as written.
    choices = [part.split("|") if n % 2 else (part,) for n, part in enumerate(parts)]
    if math.prod(map(len, choices)) > MOST_EXPANSIONS:
        raise ValueError(f"{pattern!r} has too many choices")
    if len(choices) == 1:
        return [" ".join(pattern.split())]
    return [" ".join("".join(chosen).split()) for chosen in itertools.product(*choices)]


def _key_of(phrase: str, aliases: Aliases) -> str:
    """Return a phrase normalized; plain words need not be split letter by letter."""
    words = phrase.split()
    if phrase.isascii() and all(word.isalnum() for word in words):
        return " ".join([aliases[word] for word in phrase.lower().split()])
    return " ".join([word.key for word in cut(phrase, aliases)])
