"""Split a question into words that compare equal however they were typed."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final, NamedTuple

LONGEST_QUESTION: Final = 300
MOST_REMEMBERED: Final = 20_000
_NOISE = re.compile(r"<[@#:a][^>]{0,60}>|https?://\S+|\|\|")
_WORD = re.compile(r"[a-z0-9]+|&|@(?= )")
_JOINED = re.compile(r"(?:[a-z]\.){2,}|[a-z0-9]+(?:'[a-z]+)?|&|@(?= )")
_POSSESSIVE = re.compile(r"'s\b")


class Word(NamedTuple):
    """One word: normalized, folded for text search, and its position."""

    key: str
    plain: str
    start: int
    end: int


class Aliases(dict[str, str]):
    """Map folded words to their normalized form, with a cache.

    It starts with the vocabulary's own aliases ("med" is "medical"); they are applied before and
    after plurals are stripped. The cache is bounded, because people can type anything.
    """

    __slots__ = ("_given",)

    def __init__(self, given: Mapping[str, str] | None = None) -> None:
        super().__init__(given or {})
        self._given = dict(given or {})

    @property
    def given(self) -> Mapping[str, str]:
        """Return the aliases that the vocabulary wrote."""
        return self._given

    def __missing__(self, plain: str) -> str:
        stripped = singular(plain)
        key = self._given.get(stripped, stripped)
        if len(self) < MOST_REMEMBERED:
            self[plain] = key
        return key


def fold(text: str) -> str:
    """Lower-case and strip accents, keeping every character's place so that spans stay true."""
    if text.isascii():
        return text.lower()
    return "".join(_fold_character(character) for character in text)


def _fold_character(character: str) -> str:
    base = unicodedata.normalize("NFKD", character)[0].lower()
    if base in "\u2019\u2018\u02bc":
        return "'"
    return base if base.isascii() and len(base) == 1 else " "


def singular(word: str) -> str:
    """Strip a plain plural; both sides of a comparison go through it, so it need not be English."""
    if len(word) > 3 and word[-1] == "s" and word[-2] not in "sui":
        return word[:-3] + "y" if word.endswith("ies") and len(word) > 4 else word[:-1]
    return word


def cut(text: str, aliases: Aliases) -> list[Word]:
    """Return the words of `text` in order, without mentions, links, and markup."""
    folded = fold(text)
    if "<" in folded or "://" in folded or "||" in folded:
        folded = _NOISE.sub(lambda match: " " * len(match.group()), folded)
    if "'" not in folded and "." not in folded:
        words = [
            Word(aliases[plain := match.group()], plain, *match.span())
            for match in _WORD.finditer(folded)
        ]
        return [_written_out(word) for word in words] if "@ " in folded else words
    return _cut_joined(folded, aliases)


def _cut_joined(folded: str, aliases: Aliases) -> list[Word]:
    """Read "don't" as dont, "women's" as women and "M.D." as md."""
    folded = _POSSESSIVE.sub("  ", folded)
    words = []
    for match in _JOINED.finditer(folded):
        plain = match.group()
        if not plain.isalnum():
            plain = plain.replace("'", "").replace(".", "")
        words.append(Word(aliases[plain], plain, *match.span()))
    return [_written_out(word) for word in words] if "@ " in folded else words


def _written_out(word: Word) -> Word:
    """Read "premed @ penn" as "premed at penn"."""
    return word._replace(key="at", plain="at") if word.plain == "@" else word
