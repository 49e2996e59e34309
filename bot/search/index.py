"""Keep programs in an in-memory index and score them; immutable once built."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import tantivy

from bot.domain.ids import ProgramId
from bot.domain.programs import Confidence, Program
from bot.search.names import NameBook, name_book
from bot.search.rank import TEXT, Clause
from bot.search.spelling import Speller
from bot.search.terms import body_text, facet_terms, name_text
from bot.search.vocabulary import Vocabulary

WRITER_BYTES: Final = 32_000_000
CHUNK: Final = 20
MOST_REMEMBERED: Final = 4_096


class Shelf:
    """Index one fixed list of programs. Safe to share between threads and societies.

    `programs` stand in the order that breaks ties: confirmed ones first, then as they were given.
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
        self.book: NameBook = name_book(self.programs, vocabulary)
        self.fields_served = frozenset(name for p in self.programs for name in p.fields)
        self.speller = Speller(sorted(self.book.words - vocabulary.words))
        self._schema = _schema()
        self._searcher = _filled(self._schema, self.programs, vocabulary, breathe)
        self._analyzer = (
            tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
            .filter(tantivy.Filter.lowercase())
            .filter(tantivy.Filter.stemmer("english"))
            .build()
        )
        self._clauses: dict[Clause, tantivy.Query | None] = {}
        self._words: dict[str, tantivy.Query | None] = {}

    def knows(self, word: str) -> bool:
        """Tell whether any program's text uses the word or a form of it."""
        return self._text_query(word) is not None

    def search(
        self,
        asked: Iterable[Clause],
        *,
        text: Iterable[str] = (),
        names: Iterable[str] = (),
        without: Iterable[str] = (),
        limit: int = 10,
    ) -> list[tuple[float, int]]:
        """Return scores and positions of the best programs, best first.

        Ties keep the order of `programs`.
        """
        should = tantivy.Occur.Should
        prepared, words = self._clauses, self._words
        parts = []
        for clause in asked:
            query = prepared[clause] if clause in prepared else self._prepare(clause)
            if query is not None:
                parts.append((should, query))
        for word in text:
            query = words[word] if word in words else self._text_query(word)
            if query is not None:
                parts.append((should, query))
        for name in names:
            parts += [(should, query) for query in self._name_queries(name)]
        for term in without:
            parts.append((tantivy.Occur.MustNot, self._term(term)))
        found = self._searcher.search(tantivy.Query.boolean_query(parts), limit, count=False)
        return [(score, address.doc) for score, address in found.hits]

    def _term(self, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, "facet", term, "basic")

    def _prepare(self, clause: Clause) -> tantivy.Query | None:
        """Return the clause's query without the tiers that no program here has."""
        tiers = [
            tantivy.Query.const_score_query(self._term(term), weight)
            for term, weight in clause.tiers
            if self._searcher.doc_freq("facet", term)
        ]
        query = None
        if tiers:
            query = tiers[0] if len(tiers) == 1 else tantivy.Query.disjunction_max_query(tiers)
        if len(self._clauses) < MOST_REMEMBERED:
            self._clauses[clause] = query
        return query

    def _text_query(self, word: str) -> tantivy.Query | None:
        """Return the query for a word's stem, or None when no program has it."""
        if word in self._words:
            return self._words[word]
        query = None
        for stem in self._analyzer.analyze(word)[:1]:
            if self._searcher.doc_freq("text", stem):
                term = tantivy.Query.term_query(self._schema, "text", stem, "freq")
                query = tantivy.Query.boost_query(term, TEXT)
        if len(self._words) < MOST_REMEMBERED:
            self._words[word] = query
        return query

    def _name_queries(self, name: str) -> list[tantivy.Query]:
        return [
            tantivy.Query.const_score_query(self._term(f"id:{self.programs[position].id}"), weight)
            for position, weight in self.book.targets.get(name, ())
        ]


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
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index.searcher()
