"""The plain ways to search the same programs, for comparison: FTS5, tantivy alone, rapidfuzz."""

import re
import sqlite3
from collections.abc import Sequence
from typing import Protocol

import tantivy
from rapidfuzz import fuzz, process, utils

from bot.domain.programs.programs import Program
from bot.search.terms import body_text, name_text
from bot.search.vocabulary import Facet, Vocabulary

_WORD = re.compile(r"\w+")


class Baseline(Protocol):
    """Search by text alone and return ids, best first."""

    def search(self, question: str, limit: int = 10) -> list[str]: ...


def whole_text(program: Program, vocabulary: Vocabulary) -> str:
    """Return all that a card says, facets spelt out, so that no baseline lacks a fact."""
    return " ".join(
        (
            body_text(program, vocabulary),
            *(vocabulary.label(Facet.STAGE, value) for value in program.stages),
            *(vocabulary.label(Facet.FIELD, value) for value in program.fields),
            *(vocabulary.label(Facet.COMMUNITY, value) for value in program.communities),
            *(vocabulary.label(Facet.OFFER, value) for value in program.offers),
            program.scope,
            program.format,
            program.state,
        )
    )


class Fts5:
    """SQLite's own full-text search: stemmed, any word, ranked by bm25, in memory."""

    def __init__(self, programs: Sequence[Program], vocabulary: Vocabulary) -> None:
        self._connection = sqlite3.connect(":memory:", check_same_thread=False)
        self._connection.execute(
            "create virtual table program using fts5("
            "id unindexed, name, body, tokenize='porter unicode61 remove_diacritics 2')"
        )
        self._connection.executemany(
            "insert into program values (?, ?, ?)",
            ((p.id, name_text(p), whole_text(p, vocabulary)) for p in programs),
        )
        self._connection.execute("insert into program(program) values ('optimize')")

    def search(self, question: str, limit: int = 10) -> list[str]:
        match = " OR ".join(f'"{word}"' for word in _WORD.findall(question))
        if not match:
            return []
        rows = self._connection.execute(
            "select id from program where program match ? order by bm25(program, 0, 4, 1) limit ?",
            (match, limit),
        )
        return [row[0] for row in rows]


class PlainTantivy:
    """Tantivy as it comes: stemmed text, any word, bm25, the name counting more."""

    def __init__(self, programs: Sequence[Program], vocabulary: Vocabulary) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("name", tokenizer_name="en_stem")
        builder.add_text_field("body", tokenizer_name="en_stem")
        self._index = tantivy.Index(builder.build())
        self._ids = [str(program.id) for program in programs]
        writer = self._index.writer(heap_size=64_000_000, num_threads=1)
        for program in programs:
            document = tantivy.Document()
            document.add_text("name", name_text(program))
            document.add_text("body", whole_text(program, vocabulary))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(self, question: str, limit: int = 10) -> list[str]:
        words = " ".join(_WORD.findall(question.lower()))
        if not words:
            return []
        query = self._index.parse_query(words, ["name", "body"], field_boosts={"name": 4.0})
        found = self._searcher.search(query, limit, count=False)
        return [self._ids[address.doc] for _, address in found.hits]


class Rapidfuzz:
    """Fuzzy matching of the question against each program's names and text."""

    def __init__(self, programs: Sequence[Program], vocabulary: Vocabulary) -> None:
        self._texts = {
            str(p.id): utils.default_process(f"{name_text(p)} {whole_text(p, vocabulary)}")
            for p in programs
        }

    def search(self, question: str, limit: int = 10) -> list[str]:
        asked = utils.default_process(question)
        if not asked:
            return []
        found = process.extract(asked, self._texts, scorer=fuzz.token_set_ratio, limit=limit)
        return [key for _, _, key in found]
