"""Cut a question into words that compare equal however they were typed."""

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

LONGEST_QUESTION = 300
_NOISE = re.compile(r"<[@#:a][^>]{0,60}>|https?://\S+|\|\|")
_WORD = re.compile(r"[a-z0-9]+|&")
_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}")


class Word(NamedTuple):
    """Hold one word: as compared, as folded for text search, and where it stood."""

    key: str
    plain: str
    start: int
    end: int


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


def cut(text: str, aliases: Mapping[str, str]) -> list[Word]:
    """Return the words of `text` in order, with mentions, links and markup left out.

    `aliases` says which word stands for which ("med" for "medical"); it is applied before and
    after plurals are stripped.
    """
    folded = fold(text)
    if "<" in folded or "://" in folded or "||" in folded:
        folded = _NOISE.sub(lambda found: " " * len(found.group()), folded)
    if "'" in folded:
        folded = folded.replace("'s ", "   ").replace("s' ", "s  ")
        if folded.endswith("'s"):
            folded = folded[:-2] + "  "
    joined = ("'" in folded) or ("." in folded)
    if joined:
        return _cut_joined(folded, aliases)
    words = []
    for found in _WORD.finditer(folded):
        plain = found.group()
        words.append(Word(key_of(plain, aliases), plain, found.start(), found.end()))
    return words


def key_of(plain: str, aliases: Mapping[str, str]) -> str:
    """Return the form in which a folded word is compared."""
    named = aliases.get(plain)
    if named is not None:
        return named
    stripped = singular(plain)
    return aliases.get(stripped, stripped)


_JOINED = re.compile(r"(?:[a-z]\.){2,}|[a-z0-9]+(?:'[a-z]+)?|&")


def _cut_joined(folded: str, aliases: Mapping[str, str]) -> list[Word]:
    """Read "don't" as dont and "M.D." as md."""
    words = []
    for found in _JOINED.finditer(folded):
        plain = found.group().replace("'", "").replace(".", "")
        words.append(Word(key_of(plain, aliases), plain, found.start(), found.end()))
    return words
