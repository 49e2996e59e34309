"""Who may act in a pair, and refusals that name the pair they are about."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.domain.errors import DomainError
from bot.domain.ids import PairId, UserId
from bot.domain.states import PairState
from bot.services.actor import Actor
from bot.services.work import Work
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair


def require_own(work: Work, pair_id: PairId, *, ended_too: bool = False) -> Pair:
    """Return the pair if the asker is in it; raise ``pair.not_yours`` or ``pair.ended``."""
    pair = pairs.find(work.connection, work.guild, pair_id)
    if pair is None or not pair.has(work.user):
        left = pairs.left_by(work.connection, work.guild, work.user)
        pair = next((earlier for earlier in left if earlier.id == pair_id), None)
    # Whether such a pair exists must not be revealed either.
    if pair is None:
        raise DomainError("pair.not_yours")
    if pair.state is PairState.ENDED and not ended_too:
        raise DomainError("pair.ended")
    return pair


def require_author(actor: Actor, author: UserId) -> None:
    """Refuse to make an update of someone else's message: ``update.not_your_message``."""
    if author != actor.user:
        raise DomainError("update.not_your_message")


@contextmanager
def about(pair: Pair) -> Iterator[None]:
    """Add the pair to a refusal raised within, so that its message can have a button for it."""
    try:
        yield
    except DomainError as error:
        error.facts.setdefault("guild", pair.guild)
        error.facts.setdefault("pair", pair.id)
        raise
