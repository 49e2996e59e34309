"""Refusals that know which pair they are about."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.domain.errors import DomainError
from bot.storage.pairs.pairs import Pair


@contextmanager
def about(pair: Pair) -> Iterator[None]:
    """Let a refusal within name the pair, so that the way on from it can be a button."""
    try:
        yield
    except DomainError as error:
        error.facts.setdefault("guild", pair.guild)
        error.facts.setdefault("pair", pair.id)
        raise
