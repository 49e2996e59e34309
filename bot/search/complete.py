"""Autocomplete a name: by the beginnings of words, with typos allowed."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.domain.ids import ProgramId
from bot.domain.programs.programs import Program
from bot.search.terms import name_text
from bot.search.words import fold

MOST_CHOICES: Final = 25
MOST_EXAMINED: Final = 1_500
LARGE_BUCKET: Final = 1_500
SHORTEST_CORRECTED: Final = 4
CHUNK: Final = 200
_WORD = re.compile(r"[a-z0-9]+")
_LAST: Final = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class NameChoice:
    """One program by name; `restricted` ones are marked, since not everyone may join."""

    id: ProgramId
    name: str
    restricted: bool


class Completer:
    """The words of all names in order; a look-up is a binary search, never a query."""

    __slots__ = ("_buckets", "_postings", "_programs", "_texts", "_totals", "_words")

    def __init__(
        self, programs: Sequence[Program], *, breathe: Callable[[], None] = lambda: None
    ) -> None:
        """Read the names; `breathe` is called now and then so that others can run."""
        self._programs = programs
        self._texts: list[str] = []
        postings: dict[str, list[int]] = {}
        for position, program in enumerate(programs):
            words = tuple(dict.fromkeys(_WORD.findall(name_text(program))))
            self._texts.append(" " + " ".join(words))
            for word in words:
                postings.setdefault(word, []).append(position)
            if position % CHUNK == CHUNK - 1:
                breathe()
        self._words = _in_order(postings, breathe)
        self._postings = [postings[word] for word in self._words]
        self._totals = [0, *accumulate(map(len, self._postings))]
        self._buckets: dict[str, list[str]] = {}
        for word in self._words:
            if len(word) >= SHORTEST_CORRECTED:
                self._buckets.setdefault(word[:1], []).append(word)
                self._buckets.setdefault(word[:2], []).append(word)

    def complete(self, typed: str, limit: int = MOST_CHOICES) -> list[NameChoice]:
        """Return programs whose names have words that begin like those typed, at most 25.

        Empty input gives the first programs. A word that begins nothing is treated as a typo.
        """
        tokens = _WORD.findall(fold(typed[:100]))
        if not tokens:
            return [self._choice(position) for position in range(min(limit, len(self._programs)))]
        ranges = [self._range(token) for token in tokens]
        for number, (start, end) in enumerate(ranges):
            if start == end:
                corrected = self._corrected(tokens[number])
                if corrected is None:
                    return []
                tokens[number] = corrected
                ranges[number] = self._range(corrected)
        return [self._choice(position) for position in self._found(tokens, ranges, limit)]

    def _choice(self, position: int) -> NameChoice:
        program = self._programs[position]
        return NameChoice(program.id, program.name, program.restricted)

    def _range(self, token: str) -> tuple[int, int]:
        return bisect_left(self._words, token), bisect_left(self._words, token + _LAST)

    def _found(self, tokens: list[str], ranges: list[tuple[int, int]], limit: int) -> Iterable[int]:
        """Go through the rarest token's programs and keep those that have the others too."""
        rarest = min(range(len(tokens)), key=lambda n: self._share(ranges[n]))
        others = [f" {token}" for number, token in enumerate(tokens) if number != rarest]
        positions: dict[int, None] = {}
        examined = 0
        start, end = ranges[rarest]
        for word in range(start, end):
            for position in self._postings[word]:
                examined += 1
                text = self._texts[position]
                if all(other in text for other in others):
                    positions[position] = None
                    if len(positions) == limit:
                        return positions
            if examined > MOST_EXAMINED:
                break
        return positions

    def _share(self, words: tuple[int, int]) -> int:
        return self._totals[words[1]] - self._totals[words[0]]

    def _corrected(self, token: str) -> str | None:
        """Return the beginning of a known word that is closest to what was typed."""
        if len(token) < SHORTEST_CORRECTED:
            return None
        bucket = self._buckets.get(token[:1], [])
        if len(bucket) > LARGE_BUCKET:
            bucket = self._buckets.get(token[:2], [])
        slips = 1 if len(token) < 7 else 2
        beginnings = [word[: len(token)] for word in bucket]
        nearest = process.extractOne(token, beginnings, scorer=OSA.distance, score_cutoff=slips)
        if nearest is None:
            beginnings = [word[: len(token) + 1] for word in bucket]
            nearest = process.extractOne(token, beginnings, scorer=OSA.distance, score_cutoff=slips)
        return None if nearest is None else str(nearest[0])


def _in_order(words: Iterable[str], breathe: Callable[[], None]) -> list[str]:
    """Sort in slices by first letter, because one long sort would block every other thread."""
    slices: dict[str, list[str]] = {}
    for word in words:
        slices.setdefault(word[:2], []).append(word)
    ordered: list[str] = []
    for beginning in sorted(slices):
        ordered += sorted(slices[beginning])
        breathe()
    return ordered
