"""A question during parsing: its words, its phrases, and the result of each step."""

from dataclasses import dataclass, field
from typing import Final

from bot.search.vocabulary import Facet, Match
from bot.search.words import Word

# Phrases that say how to read others, and are never asked for themselves.
MARKS: Final = frozenset({Facet.PERSON, Facet.GENDER, Facet.TOPIC, Facet.SENSE})
_STOPS: Final = frozenset(".,;:!?()\n/")


@dataclass(slots=True)
class Passage:
    """A question while it is parsed.

    `dropped` are phrases that say nothing about the asker, `denied` those that are excluded;
    `schools` are places of study outside the catalogue, `read_as_school` their words.
    `school_at` says where each school begins, `left_schools` are those that they left, and
    `not_theirs` names and schools that are aimed at or asked about; `of_others` are words about
    people whom the asker teaches or mentors, `teaching` and `mentoring_others` say that they
    do, `pupil` is the stage of a student of theirs for whom they ask, and `no_longer` says that
    they are not a student anymore. `asks_a_fact` marks a question for a fact, not for a program.
    `plains` and `facets` are the initial contents, so that a step can see that it is not needed.
    """

    question: str
    words: list[Word]
    matches: list[Match]
    marks: list[Match]
    spanish: bool = False
    dropped: set[Match] = field(default_factory=set)
    denied: set[Match] = field(default_factory=set)
    owners: list[str] = field(default_factory=list)
    age: int | None = None
    aspiring: bool = False
    gender: str = ""
    schools: tuple[str, ...] = ()
    read_as_school: set[int] = field(default_factory=set)
    at_medical_school: bool = False
    school_at: dict[str, int] = field(default_factory=dict)
    left_schools: tuple[str, ...] = ()
    dropped_out: bool = False
    no_longer: bool = False
    not_theirs: set[str] = field(default_factory=set)
    of_others: set[int] = field(default_factory=set)
    teaching: bool = False
    pupil: str = ""
    mentoring_others: bool = False
    memberships: tuple[str, ...] = ()
    for_another: bool = False
    for_two: bool = False
    asks_a_fact: bool = False
    plains: frozenset[str] = frozenset()
    facets: frozenset[Facet] = frozenset()
    _written: tuple[str, ...] = ()
    _sizes: tuple[int, int, int] = (0, 0, 0)
    _live: dict[tuple[Facet, ...], list[Match]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._written = tuple([word[1] for word in self.words])
        self.plains = frozenset(self._written)
        self.facets = frozenset([match[2][0] for match in self.matches])

    def marked(self, facet: Facet) -> list[Match]:
        """Return the marks of one kind, in order."""
        return [mark for mark in self.marks if mark[2][0] is facet]

    def live(self, *facets: Facet) -> list[Match]:
        """Return the phrases of some facets that no step has set aside, in order.

        Steps only ever add phrases and set phrases aside, so the sizes tell whether anything
        changed since the same was asked before.
        """
        sizes = (len(self.matches), len(self.dropped), len(self.denied))
        if sizes != self._sizes:
            self._sizes = sizes
            self._live = {}
        live = self._live.get(facets)
        if live is None:
            dropped, denied = self.dropped, self.denied
            live = self._live[facets] = [
                match
                for match in self.matches
                if match[2][0] in facets and match not in dropped and match not in denied
            ]
        return live

    def stops_before(self, position: int) -> bool:
        """Return whether there is punctuation between a word and the one before it."""
        if position == 0 or position >= len(self.words):
            return True
        gap = self.question[self.words[position - 1].end : self.words[position].start]
        return not _STOPS.isdisjoint(gap) or " - " in gap

    def key(self, position: int) -> str:
        """Return the normalized word at a position, empty outside the question."""
        return self.words[position].key if 0 <= position < len(self.words) else ""

    def plain(self, position: int) -> str:
        """Return the word at a position as it was written, empty outside the question."""
        written = self._written
        return written[position] if 0 <= position < len(written) else ""

    def written(self, first: int, end: int) -> str:
        """Return the words from one position up to another as they were written."""
        return " ".join(self._written[first:end])

    def at(self, place: int) -> int:
        """Return the position of the word that covers or follows a character of the question."""
        for position, word in enumerate(self.words):
            if word.end > place:
                return position
        return len(self.words) - 1
