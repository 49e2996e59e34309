"""The interface to look programs up: search, suggest, autocomplete, show."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.domain.ids import ProgramId
from bot.domain.programs.programs import ANY_FIELD, ANY_STAGE, MeetingFormat, Program
from bot.search.answer import SearchAnswer
from bot.search.asker import asker_of
from bot.search.complete import MOST_CHOICES, NameChoice
from bot.search.confidence import (
    Fit,
    fit_of,
    with_field_close,
    with_the_words,
    worth_showing,
)
from bot.search.eligibility import Open, is_of_a_school
from bot.search.index import Index
from bot.search.mentors import taking_mentors
from bot.search.names import CERTAIN
from bot.search.order import Hit, Situation
from bot.search.profile import SearchProfile, wishes
from bot.search.rank import Clause, clauses, membership_clause
from bot.search.reading import Reader, Speller
from bot.search.reading.roles import MENTORING_OTHERS
from bot.search.understood import Understood
from bot.search.vocabulary import Facet, Meaning, Vocabulary

MOST_RESULTS: Final = 10
MOST_REMEMBERED: Final = 4_096
_NOBODY: Final[frozenset[ProgramId]] = frozenset()
# A denied stage is judged as a condition: a program may take other stages as well.
_TERM_PREFIX = {
    Facet.FIELD: "f",
    Facet.PLACE: "p",
    Facet.COMMUNITY: "c",
    Facet.OFFER: "o",
    Facet.FORMAT: "v",
}


class ProgramIndex:
    """Answer questions about one catalogue. Immutable, so that a society can swap it whole.

    The shipped catalogue's index is shared; a society with entries of its own gets a second, small
    one next to it, and a list of shipped IDs that are hidden or replaced.
    """

    __slots__ = (
        "_corrections",
        "_hidden",
        "_reader",
        "_served",
        "_shelves",
        "_speller",
        "_vocabulary",
    )

    def __init__(
        self,
        shelves: Sequence[Index],
        vocabulary: Vocabulary,
        speller: Speller,
        hidden: frozenset[ProgramId] = frozenset(),
    ) -> None:
        self._shelves = tuple(shelves)
        self._vocabulary = vocabulary
        self._corrections: dict[str, str | None] = {}
        self._speller = speller
        self._hidden = hidden
        self._served = frozenset(name for shelf in shelves for name in shelf.fields_served)
        names, city_state = _all_names(self._shelves)
        self._reader = Reader(
            vocabulary,
            names,
            city_state,
            knows=self._knows,
            correct=self._correct,
            schools=frozenset(name for shelf in shelves for name in shelf.book.schools),
            towns=frozenset(
                city.casefold()
                for shelf in shelves
                for program in shelf.programs
                if program.restricted
                for city in program.cities
            ),
        )

    @classmethod
    def build(
        cls,
        programs: Iterable[Program],
        vocabulary: Vocabulary,
        *,
        breathe: Callable[[], None] = lambda: None,
    ) -> "ProgramIndex":
        """Index `programs`. Pass `breathe` when building next to a running loop."""
        shelf = Index(tuple(programs), vocabulary, breathe=breathe)
        return cls((shelf,), vocabulary, Speller(vocabulary.by_importance()))

    def with_society(
        self,
        own: Iterable[Program],
        hidden: Iterable[ProgramId] = (),
        *,
        breathe: Callable[[], None] = lambda: None,
    ) -> "ProgramIndex":
        """Return this catalogue with a society's own entries; one with a shipped id replaces it."""
        shelf = Index(tuple(own), self._vocabulary, breathe=breathe)
        left_out = frozenset(hidden) | frozenset(shelf.positions)
        return ProgramIndex((self._shelves[0], shelf), self._vocabulary, self._speller, left_out)

    @property
    def programs(self) -> tuple[Program, ...]:
        """Return every program that can be found, shipped ones first."""
        first, *own = self._shelves
        programs = [program for program in first.programs if program.id not in self._hidden]
        return (*programs, *(program for shelf in own for program in shelf.programs))

    @property
    def size(self) -> int:
        """Return how many programs there are, hidden ones included."""
        return sum(len(shelf.programs) for shelf in self._shelves)

    @property
    def vocabulary(self) -> Vocabulary:
        """Return the vocabulary that questions are parsed with."""
        return self._vocabulary

    def get(self, program_id: str) -> Program | None:
        """Return the program with this ID, or None; IDs come from people and may be forged."""
        wanted = ProgramId(program_id)
        for number, shelf in reversed(tuple(enumerate(self._shelves))):
            position = shelf.positions.get(wanted)
            if position is not None and (number or wanted not in self._hidden):
                return shelf.programs[position]
        return None

    def understand(self, question: str) -> Understood:
        """Return what a question asks for, without searching."""
        return self._reader.read(question)

    def search(
        self,
        question: str,
        *,
        drop: Sequence[tuple[Facet, str]] = (),
        facets: Mapping[Facet, Sequence[str]] | None = None,
        limit: int = MOST_RESULTS,
    ) -> SearchAnswer:
        """Answer a question in a person's own words. Any text is accepted, none raises.

        `drop` removes values that were understood; `facets` sets values by hand, replacing those
        understood for the same facet.
        """
        asked = self._reader.read(question).dropping(drop)
        if facets:
            chosen = {facet: tuple(values) for facet, values in facets.items() if values}
            asked = replace(asked, values={**asked.values, **chosen})
        return self.answer(asked, limit=limit)

    def answer(
        self,
        asked: Understood,
        *,
        limit: int = MOST_RESULTS,
        memberships: tuple[str, ...] = (),
    ) -> SearchAnswer:
        """Rank the catalogue for something already understood."""
        if asked.topic == MENTORING_OTHERS:
            ranked = self._taking_mentors(asked, limit, memberships)
            certain = bool(ranked) and ranked[0][1].named and ranked[0][1].standing.open is Open.YES
            fit = Fit.CERTAIN if certain else Fit.NONE
            return SearchAnswer(asked, fit, tuple(ranked), self._vocabulary, self._served)
        ranked = self._ranked(asked, limit, memberships)
        fit = fit_of(asked, ranked, self._served, self._vocabulary)
        if fit is Fit.NONE:
            ranked = with_field_close(
                ranked,
                lambda: self._best_of_field(asked, memberships),
                asked.of(Facet.FIELD),
            )
            ranked = ranked[:limit]
        if asked.text and not asked.values:
            ranked = with_the_words(ranked, fit)
        ranked = worth_showing(asked, ranked, fit)
        return SearchAnswer(asked, fit, tuple(ranked), self._vocabulary, self._served)

    def autocomplete(self, typed: str, *, limit: int = MOST_CHOICES) -> list[NameChoice]:
        """Return programs whose names continue what was typed; a society's own come first."""
        choices: list[NameChoice] = []
        for number, shelf in reversed(tuple(enumerate(self._shelves))):
            left_out = frozenset() if number else self._hidden
            names = shelf.completer.complete(typed, limit + len(left_out))
            choices += [choice for choice in names if choice.id not in left_out]
        return choices[:limit]

    def _programs_called(self, names: Sequence[str], at_least: float = 0.0) -> frozenset[ProgramId]:
        """Return the programs that some names refer to, with a certain weight.

        A school's name is not a program's own.
        """
        return frozenset(
            shelf.programs[position].id
            for shelf in self._shelves
            for name in names
            for position, weight in shelf.book.targets.get(name, ())
            if weight >= at_least and not (at_least and self._is_a_school(name))
        )

    def _programs_by_name(self, names: Sequence[str]) -> frozenset[ProgramId]:
        """Return the programs that some names mean themselves, and not only where they are."""
        return frozenset(
            shelf.programs[position].id
            for shelf in self._shelves
            for name in names
            for position, _ in shelf.book.targets.get(name, ())
            if (name, position) not in shelf.book.places
        )

    def _is_a_school(self, name: str) -> bool:
        """Return whether a name, without its plural, is a school's: "rutger" for Rutgers."""
        return name in self._vocabulary.schools or f"{name}s" in self._vocabulary.schools

    def _states_of(self, programs: Iterable[ProgramId]) -> tuple[str, ...]:
        """Return the states of the schools and employers that someone named as theirs."""
        states = {
            program.state
            for name in programs
            if (program := self.get(name)) and program.state and program.restricted
        }
        return tuple(sorted(states))

    def _have_students(self, programs: Iterable[ProgramId]) -> bool:
        """Return whether one of the programs is for students of one school."""
        return any(
            is_of_a_school(shelf.standings.rules[shelf.positions[program]])
            for shelf in self._shelves
            for program in programs
            if program in shelf.positions
        )

    def _best_of_field(self, asked: Understood, memberships: tuple[str, ...]) -> list[Hit]:
        """Return the program that serves a field asked for best, judged for the asker."""
        fields = tuple(name for name in asked.of(Facet.FIELD) if name in self._served)
        if not fields:
            return []
        wanted = clauses(replace(asked, values={Facet.FIELD: fields}), self._vocabulary)
        hits = self._ranked(asked, MOST_RESULTS, memberships, wanted)
        return [hit for hit in hits if not set(fields).isdisjoint(hit[1].program.fields)][:1]

    def suggest(self, seeker: SearchProfile, *, limit: int = MOST_RESULTS) -> SearchAnswer:
        """Rank the catalogue for a profile, with what may rule each program out.

        An empty profile would get the same list as everyone, which fits no one.
        """
        asked = wishes(seeker, self._vocabulary, self._reader.read)
        search_answer = self.answer(asked, limit=limit, memberships=seeker.memberships)
        says_something = bool(asked.values or asked.text or seeker.memberships)
        return search_answer if says_something else replace(search_answer, fit=Fit.NONE)

    def more_like(self, program_id: str, *, limit: int = MOST_RESULTS) -> SearchAnswer | None:
        """Return programs for the same people and needs, or None for an unknown ID."""
        program = self.get(program_id)
        if program is None:
            return None
        asked = Understood(query=program.name, values=_asked_by(program), mentoring=True)
        answer = self.answer(asked, limit=limit + 1)
        others = [hit for hit in answer.ranked if hit[1].program.id != program.id]
        return replace(answer, ranked=tuple(others[:limit]))

    def _ranked(
        self,
        asked: Understood,
        limit: int,
        memberships: tuple[str, ...],
        wanted: list[Clause] | None = None,
    ) -> list[Hit]:
        """Rank the catalogue by what is `wanted`, or by everything asked for."""
        if wanted is None:
            wanted = clauses(asked, self._vocabulary)
            wanted += [membership_clause(name) for name in memberships]
        without = _denied_terms(asked) if asked.without else ()
        named = called = by_name = denied = outside = _NOBODY
        if asked.names:
            named = self._programs_called(asked.names)
            called = self._programs_called(asked.names, CERTAIN)
            # "EMRA member" and "at Penn State" name a group and a school, and ask for no program.
            asked_for = [name for name in asked.names if name not in asked.memberships]
            by_name = called & self._programs_by_name(asked_for)
        if asked.not_names:
            denied = self._programs_called(asked.not_names)
            # "Penn, not Penn State": the longer name says which is meant.
            if max(map(len, asked.not_names)) >= max(map(len, asked.names), default=0):
                named, called = named - denied, called - denied
            else:
                denied -= named
        if asked.not_theirs:
            theirs = [name for name in asked.names if name not in asked.not_theirs]
            outside = named - self._programs_called(theirs)
        asker = asker_of(asked, memberships)
        attended = named - outside
        if attended and not asker.places:
            asker = asker._replace(places=self._states_of(attended))
        situation = Situation(
            asker,
            asked.values.get(Facet.FIELD, ()),
            bool(attended) and self._have_students(attended),
            named,
            called,
            by_name,
            denied,
            outside,
        )
        ranked_hits: list[Hit] = []
        for number, shelf in enumerate(self._shelves):
            left_out = frozenset() if number else self._hidden
            hits = shelf.search(
                wanted,
                text=asked.text,
                names=asked.names,
                without=without,
                placing=shelf.standings.placing(situation),
                limit=limit + len(left_out),
            )
            ranked_hits += (
                [hit for hit in hits if hit[1].program.id not in left_out] if left_out else hits
            )
        if len(self._shelves) > 1:
            ranked_hits.sort(
                key=lambda hit: (hit[1].group, hit[1].taken - hit[0], hit[1].program.id)
            )
        return ranked_hits[:limit]

    def _taking_mentors(
        self, asked: Understood, limit: int, memberships: tuple[str, ...]
    ) -> list[Hit]:
        """Return the programs that may take the asker as a mentor."""
        asker = asker_of(asked, memberships)
        theirs = [name for name in asked.names if name not in asked.not_theirs]
        called = self._programs_called(theirs)
        return taking_mentors(self.programs, asked, asker, called, self._vocabulary)[:limit]

    def _knows(self, word: str) -> bool:
        return any(shelf.knows(word) for shelf in self._shelves)

    def _correct(self, word: str) -> str | None:
        """Correct a word, and cache the result, because people make the same typos again and again.

        Names come first: "Standford" is closer to a name than to a word. A word that the catalogue
        uses only in another form is corrected if the vocabulary has that form ("nurseing").
        """
        if word in self._corrections:
            return self._corrections[word]
        if word in self._vocabulary.schools or word in self._vocabulary.real_words:
            return None
        corrected = None
        for shelf in self._shelves:
            corrected = corrected or shelf.speller.correct(word)
        corrected = corrected or self._speller.correct(word)
        if corrected and self._knows(word) and not self._shelves[0].same_stem(word, corrected):
            corrected = None
        if len(self._corrections) < MOST_REMEMBERED:
            self._corrections[word] = corrected
        return corrected


def _all_names(
    shelves: Sequence[Index],
) -> tuple[Mapping[str, tuple[Meaning, ...]], Mapping[str, str]]:
    """Join the names and places of both indexes; those of a single one are used as they are."""
    first = shelves[0].book
    if len(shelves) == 1:
        return first.phrases, first.city_state
    names, city_state = dict(first.phrases), dict(first.city_state)
    for shelf in shelves[1:]:
        for phrase, meanings in shelf.book.phrases.items():
            names[phrase] = tuple(dict.fromkeys((*names.get(phrase, ()), *meanings)))
        city_state.update(shelf.book.city_state)
    return names, city_state


def _asked_by(program: Program) -> dict[Facet, tuple[str, ...]]:
    """Turn a program into the question that it answers."""
    values = {
        Facet.STAGE: tuple(stage for stage in program.stages if stage != ANY_STAGE),
        Facet.FIELD: tuple(name for name in program.fields if name != ANY_FIELD),
        Facet.PLACE: (program.state,) if program.state else (),
        Facet.COMMUNITY: program.communities,
        Facet.OFFER: program.offers,
        Facet.FORMAT: (() if program.format is MeetingFormat.UNKNOWN else (str(program.format),)),
    }
    return {facet: chosen for facet, chosen in values.items() if chosen}


def _denied_terms(asked: Understood) -> list[str]:
    return [
        f"{_TERM_PREFIX[facet]}:{value}"
        for facet, values in asked.without.items()
        if facet in _TERM_PREFIX
        for value in values
    ]
