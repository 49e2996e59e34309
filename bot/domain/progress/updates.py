"""Rules for updates."""

from dataclasses import dataclass

from bot.domain.errors import DomainError
from bot.domain.typed_text import clean

LONGEST_PART = 600


@dataclass(frozen=True, slots=True)
class TypedUpdate:
    """Progress, roadblocks, and next steps, as typed; any two may be empty."""

    moved: str
    in_the_way: str
    next_step: str


def check(typed: TypedUpdate) -> TypedUpdate:
    """Return the update trimmed; raise ``update.empty`` or ``update.long``."""
    parts = [clean(part) for part in (typed.moved, typed.in_the_way, typed.next_step)]
    if not any(parts):
        raise DomainError("update.empty")
    if max(map(len, parts)) > LONGEST_PART:
        raise DomainError("update.long", most=LONGEST_PART)
    return TypedUpdate(*parts)
