"""What a win must hold to be told."""

from bot.domain.errors import DomainError

LONGEST = 500


def check(words: str) -> str:
    """Return the win trimmed; raise ``win.empty`` or ``win.long``."""
    words = words.strip()
    if not words:
        raise DomainError("win.empty")
    if len(words) > LONGEST:
        raise DomainError("win.long", most=LONGEST, length=len(words))
    return words
