"""The lists that come from elsewhere: real words, which are no slips, and schools by name."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

MOST_REMEMBERED: Final = 4_096


class RealWords:
    """Know the words of English and Spanish, so that none is taken for a slip of another.

    They are kept as one sorted text and looked up by halving it, since a set of them would take
    ten times the memory and the look-up is rare: only a word about to be mended needs it.
    """

    __slots__ = ("_looked_up", "_text")

    def __init__(self, words: Iterable[str]) -> None:
        """Take words without accents, in small letters; any order will do."""
        self._looked_up: dict[str, bool] = {}
        self._text = ("\n" + "\n".join(sorted(words)) + "\n").encode("ascii")

    @classmethod
    def load(cls, path: Path) -> "RealWords":
        """Read a sorted list, one word a line."""
        words = cls(())
        words._text = b"\n" + path.read_bytes().strip() + b"\n"
        return words

    def __contains__(self, word: object) -> bool:
        if not isinstance(word, str):
            return False
        known = self._looked_up.get(word)
        if known is None:
            known = word.isascii() and self._find(word)
            if len(self._looked_up) < MOST_REMEMBERED:
                self._looked_up[word] = known
        return known

    def _find(self, word: str) -> bool:
        text, sought = self._text, word.encode("ascii")
        low, high = 0, len(text) - 1
        while low < high:
            start = text.rfind(b"\n", 0, (low + high) // 2 + 1) + 1
            end = text.find(b"\n", start)
            found = text[start:end]
            if found == sought:
                return True
            if found < sought:
                low = end
            else:
                high = start - 1
        return False


def load_schools(path: Path) -> frozenset[str]:
    """Read the names of schools, one a line, in small letters without accents."""
    return frozenset(path.read_text(encoding="ascii").split("\n"))
