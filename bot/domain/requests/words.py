"""The text of a request: what makes it specific enough, and what must not be in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from bot.domain.errors import DomainError
from bot.domain.typed_text import clean
from bot.domain.vocabulary import FORMATS

LONGEST = 500
LONGEST_MESSAGE = 600
# How many words each part needs before someone can answer it.
_LEAST_WORDS = {"where": 4, "need": 8, "why": 4, "prepared": 4}

_ADDRESS = re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+\s?\.\s?\w{2,}", re.IGNORECASE)
_NUMBER = re.compile(r"\+?\(?\d(?:[\s().\-/]{0,2}\d){9,}")
_MENTION = re.compile(r"<@[!&]?\d+>")


@dataclass(frozen=True, slots=True)
class RequestWords:
    """A request as written: where I am, what I need, why you, how, what I have prepared."""

    where: str
    need: str
    why: str
    formats: tuple[str, ...]
    prepared: str

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        plain = {field.name: getattr(self, field.name) for field in fields(self)}
        return plain | {"formats": list(self.formats)}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "RequestWords":
        """Return what `to_json` wrote."""
        return cls(**{**plain, "formats": tuple(plain["formats"])})


def check(words: RequestWords) -> RequestWords:
    """Return the text, cleaned, if someone could answer it.

    Raises `DomainError` ``request.thin`` with the parts that say too little, ``request.contact`` if
    they contain a number or an address, ``request.long``, ``request.formats``.
    """
    tidy = RequestWords(
        where=_tidy(words.where),
        need=_tidy(words.need),
        why=_tidy(words.why),
        formats=words.formats,
        prepared=_tidy(words.prepared),
    )
    parts = {name: getattr(tidy, name) for name in _LEAST_WORDS}
    if any(len(part) > LONGEST for part in parts.values()):
        raise DomainError("request.long", most=LONGEST)
    thin = [name for name, part in parts.items() if _distinct_words(part) < _LEAST_WORDS[name]]
    if thin:
        raise DomainError("request.thin", missing=thin)
    if not tidy.formats or not set(tidy.formats) <= set(FORMATS):
        raise DomainError("request.formats")
    for part in parts.values():
        _require_no_contact(part)
    return tidy


def message(words: str) -> str:
    """Return a question or an answer that is passed on through the bot.

    Raises ``request.empty``, ``request.long``, ``request.contact``.
    """
    tidy = _tidy(words)
    if not tidy:
        raise DomainError("request.empty")
    if len(tidy) > LONGEST_MESSAGE:
        raise DomainError("request.long", most=LONGEST_MESSAGE)
    _require_no_contact(tidy)
    return tidy


def _require_no_contact(words: str) -> None:
    if _ADDRESS.search(words) or _NUMBER.search(words):
        raise DomainError("request.contact")


def _tidy(words: str) -> str:
    return _MENTION.sub("(mention)", clean(words))


def _distinct_words(words: str) -> int:
    return len(set(re.findall(r"[^\W_]+", words.casefold())))
