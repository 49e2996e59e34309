"""Keep programs in an in-memory index and score them; immutable once built."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import tantivy

from bot.domain.ids import ProgramId
from bot.domain.programs.programs import Confidence, Program
from bot.search import lanes
from bot.search.complete import Completer
from bot.search.eligibility import Rule, rules_of
from bot.search.names import NameBook, name_book
from bot.search.order import Hit, Placing, Standings
from bot.search.rank import TEXT, Clause
from bot.search.reading.spelling import Speller
from bot.search.terms import body_text, facet_terms, name_text
from bot.search.vocabulary import Vocabulary

WRITER_BYTES: Final = 32_000_000
CHUNK: Final = 20
MOST_REMEMBERED: Final = 4_096
MORE_JUDGED: Final = 10  # how many beyond those wanted are judged, since the barred fall back
NAMED: Final = "named"

# The parts of a question: something asked, a word to look for, or a program's name.
Part = Clause | str | tuple[str, str]


class Index:
    """Index one fixed list of programs. Safe to share between threads and societies.

    `programs` are in the order that breaks ties: confirmed ones first, then as they were given.
    """

    def __init__(
        self,
        programs: Sequence[Program],
        vocabulary: Vocabulary,
        *,
        breathe: Callable[[], None] = lambda: None,
    ) -> None:
        """Build the index; `breathe` is called every few programs so that others can run."""
        self.programs = tuple(sorted(programs, key=_certainty))
        self.positions: dict[ProgramId, int] = {p.id: n for n, p in enumerate(self.programs)}
        self.book: NameBook = name_book(self.programs, vocabulary, breathe)
        self.completer = Completer(self.programs, breathe=breathe)
        self.standings = Standings(self.programs, _rules(self.programs, breathe), vocabulary)
        self.fields_served = frozenset(name for p in self.programs for name in p.fields)
        self.speller = Speller(word for word in self.book.words if word not in vocabulary.words)
        self._schema = _schema()
        self._searcher = _filled(self._schema, self.programs, vocabulary, breathe)
        self._analyzer = (
            tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
            .filter(tantivy.Filter.lowercase())
            .filter(tantivy.Filter.stemmer("english"))
            .build()
        )
        self._queries: dict[Part, tantivy.Query | None] = {}
        self._lanes: dict[Part, int] = {}

    def knows(self, word: str) -> bool:
        """Return whether any program's text uses the word or a form of it."""
        return self._query(word) is not None

    def same_stem(self, word: str, other: str) -> bool:
        """Return whether two words are forms of one."""
        return bool(self._analyzer.analyze(word)[:1] == self._analyzer.analyze(other)[:1])

    def search(
        self,
        asked: Iterable[Clause],
        *,
        text: Iterable[str] = (),
        names: Iterable[str] = (),
        without: Iterable[str] = (),
        placing: Placing,
        limit: int = 10,
    ) -> list[Hit]:
        """Return the best programs as `placing` groups them, best first.

        Ties keep the order of `programs`.
        """
        parts: list[Part] = [*asked, *text, *((NAMED, name) for name in names)]
        if len(self.programs) <= lanes.MOST_PROGRAMS:
            return self._add_up(parts, without, placing, limit)
        queries = [query for part in parts if (query := self._query(part)) is not None]
        clauses = [(tantivy.Occur.Should, query) for query in queries]
        clauses += [(tantivy.Occur.MustNot, self._term(term)) for term in without]
        hits = self._best(tantivy.Query.boolean_query(clauses), limit + MORE_JUDGED)
        placed_by_position = placing.known
        placed = []
        for score, position in hits:
            place = placed_by_position.get(position) or placing.place(position)
            placed.append((place[0], place[1] - score, position, score, place))
        placed.sort()
        return [(score, place) for _, _, _, score, place in placed[:limit]]

    def _best(self, query: tantivy.Query, limit: int) -> list[tuple[float, int]]:
        hits = self._searcher.search(query, limit, count=False)
        return [(score, address.doc) for score, address in hits.hits]

    def _add_up(
        self, parts: list[Part], without: Iterable[str], placing: Placing, limit: int
    ) -> list[Hit]:
        remembered, count = self._lanes, len(self.programs)
        total = 0
        for part in parts:
            remembered_position = remembered.get(part)
            total += self._score(part) if remembered_position is None else remembered_position
        for term in without:
            total = lanes.masked(total, (doc for _, doc in self._best(self._term(term), count)))
        standings, held = placing.lanes()
        places = placing.known
        return [
            (score, places[position])
            for score, position in lanes.best(total, standings, held, limit)
        ]

    def _score(self, part: Part) -> int:
        """Ask the index for every program's share of one part, and cache it."""
        query = self._query(part)
        score = 0 if query is None else lanes.packed(self._best(query, len(self.programs)))
        if len(self._lanes) < MOST_REMEMBERED:
            self._lanes[part] = score
        return score

    def _term(self, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, "facet", term, "basic")

    def _query(self, part: Part) -> tantivy.Query | None:
        """Return the query for a clause, a word, or a name; None if nothing here has it."""
        if part in self._queries:
            return self._queries[part]
        match part:
            case Clause():
                query = self._clause_query(part)
            case str():
                query = self._text_query(part)
            case (_, name):
                query = self._name_query(name)
        if len(self._queries) < MOST_REMEMBERED:
            self._queries[part] = query
        return query

    def _clause_query(self, clause: Clause) -> tantivy.Query | None:
        return _any_of(
            tantivy.Query.const_score_query(self._term(term), weight)
            for term, weight in clause.tiers
            if self._searcher.doc_freq("facet", term)
        )

    def _text_query(self, word: str) -> tantivy.Query | None:
        for stem in self._analyzer.analyze(word)[:1]:
            if self._searcher.doc_freq("text", stem):
                term = tantivy.Query.term_query(self._schema, "text", stem, "freq")
                return tantivy.Query.boost_query(term, TEXT)
        return None

    def _name_query(self, name: str) -> tantivy.Query | None:
        return _any_of(
            tantivy.Query.const_score_query(self._term(f"id:{self.programs[position].id}"), weight)
            for position, weight in self.book.targets.get(name, ())
        )


def _any_of(queries: Iterable[tantivy.Query]) -> tantivy.Query | None:
    """Score by the best of several queries."""
    several = list(queries)
    if len(several) > 1:
        return tantivy.Query.disjunction_max_query(several)
    return several[0] if several else None


def _rules(programs: Sequence[Program], breathe: Callable[[], None]) -> list[tuple[Rule, ...]]:
    rules = []
    for position, program in enumerate(programs):
        rules.append(rules_of(program))
        if position % CHUNK == CHUNK - 1:
            breathe()
    return rules


def _certainty(program: Program) -> int:
    return list(Confidence).index(program.confidence)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("facet", stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("text", stored=False, tokenizer_name="en_stem", index_option="freq")
    return builder.build()


def _filled(
    schema: tantivy.Schema,
    programs: Sequence[Program],
    vocabulary: Vocabulary,
    breathe: Callable[[], None],
) -> tantivy.Searcher:
    """Write all programs into one segment, where a document's number is its position."""
    index = tantivy.Index(schema)
    writer = index.writer(heap_size=WRITER_BYTES, num_threads=1)
    for position, program in enumerate(programs):
        document = tantivy.Document()
        for term in facet_terms(program, vocabulary):
            document.add_text("facet", term)
        document.add_text("facet", f"id:{program.id}")
        # The name is written twice: a word in it counts for more than one in the description.
        name = name_text(program)
        document.add_text("text", f"{name} {name} {body_text(program, vocabulary)}")
        writer.add_document(document)
        if position % CHUNK == CHUNK - 1:
            breathe()
    breathe()
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index.searcher()
