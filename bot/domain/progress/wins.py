"""Rules for wins."""

from dataclasses import dataclass

from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, PairId, UserId
from bot.domain.pings import PingsNobody
from bot.domain.typed_text import clean

LONGEST = 500


def check(words: str) -> str:
    """Return the win trimmed; raise ``win.empty`` or ``win.long``."""
    words = clean(words)
    if not words:
        raise DomainError("win.empty")
    if len(words) > LONGEST:
        raise DomainError("win.long", most=LONGEST, length=len(words))
    return words


@dataclass(frozen=True, slots=True)
class WinShared(PingsNobody):
    """Show a win to the partners and thank them for their part in it."""

    guild: GuildId
    pair: PairId
    author: UserId
    partners: tuple[UserId, ...]
    words: str


@dataclass(frozen=True, slots=True)
class WinPosted(PingsNobody):
    """Show a win to everyone, without naming anyone else who had a part in it."""

    guild: GuildId
    author: UserId
    words: str
