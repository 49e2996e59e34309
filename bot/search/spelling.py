"""Mend misspelt words against the words that the vocabulary and the catalogue use."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST: Final = 4


def tolerance(length: int) -> int:
    """Return how many slips a word of this length may have; short words mean too many things."""
    if length < SHORTEST:
        return 0
    if length < 7:
        return 1
    return 2 if length < 10 else 3


class Speller:
    """Find the nearest known word by optimal string alignment; transposed letters are one slip.

    Words are kept by length, and earlier words win a tie, so give the important ones first.
    """

    __slots__ = ("_by_length",)

    def __init__(self, words: Iterable[str]) -> None:
        self._by_length: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in dict.fromkeys(words):
            if len(word) >= SHORTEST and not word.isdigit():
                self._by_length[word[0], len(word)].append(word)

    def correct(self, word: str) -> str | None:
        """Return the nearest known word, or None when nothing is near enough.

        The first letter must be right, except that the first two may be swapped.
        """
        allowed = tolerance(len(word))
        if not allowed or any(letter.isdigit() for letter in word):
            return None
        best: str | None = None
        for first in dict.fromkeys((word[0], word[1])):
            limit = min(allowed, 1) if first != word[0] else allowed
            for length in _lengths_around(len(word), limit):
                nearest = process.extractOne(
                    word,
                    self._by_length.get((first, length), ()),
                    scorer=OSA.distance,
                    score_cutoff=limit,
                )
                if nearest is not None and nearest[1] < allowed + (best is None):
                    best, allowed = nearest[0], int(nearest[1])
                    limit = min(limit, allowed)
        return best


def _lengths_around(length: int, reach: int) -> list[int]:
    return sorted(
        range(max(SHORTEST, length - reach), length + reach + 1), key=lambda n: abs(n - length)
    )
