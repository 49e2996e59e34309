"""Correct misspelled words to those that the vocabulary and the catalogue use."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST: Final = 4


def tolerance(length: int) -> int:
    """Return how many typos a word of this length may have; short words are too ambiguous."""
    if length < SHORTEST:
        return 0
    if length < 7:
        return 1
    return 2 if length < 12 else 3


class Speller:
    """Find the closest known word by optimal string alignment; transposed letters are one typo.

    Words are grouped by first letter and length, and earlier words win a tie, so give the important
    ones first.
    """

    __slots__ = ("_by_shape", "_rank")

    def __init__(self, words: Iterable[str]) -> None:
        usable = [word for word in words if len(word) >= SHORTEST and not word.isdigit()]
        self._rank = {word: rank for rank, word in enumerate(dict.fromkeys(usable))}
        self._by_shape: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in self._rank:
            self._by_shape[word[0], len(word)].append(word)

    def correct(self, word: str) -> str | None:
        """Return the closest known word, or None if none is close enough.

        The first letter must be right, except that the first two may be swapped.
        """
        allowed = tolerance(len(word))
        if not allowed or any(letter.isdigit() for letter in word):
            return None
        near: list[tuple[int, int, str]] = []
        for first in dict.fromkeys((word[0], word[1])):
            limit = allowed if first == word[0] else 1
            for length in range(max(SHORTEST, len(word) - limit), len(word) + limit + 1):
                closest = process.extractOne(
                    word,
                    self._by_shape.get((first, length), ()),
                    scorer=OSA.distance,
                    # Two wrong letters are much of a short word: "newgrad" is not "negra".
                    score_cutoff=min(limit, tolerance(length)),
                )
                if closest is not None:
                    near.append((int(closest[1]), self._rank[closest[0]], closest[0]))
        if not near:
            return None
        nearest = min(near)[2]
        return None if _is_inflected(word, nearest) else nearest


def _is_inflected(word: str, other: str) -> bool:
    """Return whether two words differ in their last vowel alone, as "quiere" and "quiero" do."""
    same_stem = len(word) == len(other) and word[:-1] == other[:-1]
    return same_stem and word[-1] in "aeo" and other[-1] in "aeo"
