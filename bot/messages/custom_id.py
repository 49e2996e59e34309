"""The name that a button, select or form carries: ``pc1:<area>:<verb>:<guild>.<id>[~<ref>]``.

It is a reference and never state: a click reads everything again from the database. The guild is
part of it because a click in a direct message comes without one. `ref` names the outbox row that
brought the message, and is how a message is found again in its channel.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.ids import GuildId

_PATTERN = re.compile(
    r"pc1:(?P<area>[a-z-]{1,20}):(?P<verb>[a-z-]{1,20}):"
    r"(?P<guild>[0-9a-z]{1,13})\.(?P<what>[0-9a-z]{1,13})(?:~(?P<ref>[0-9a-z]{1,20}))?"
)
# No database holds a larger id, so such a one was never ours.
_LARGEST = 2**63 - 1
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Target:
    """What a component points at: `what` is an id of the area's noun, 0 when it needs none."""

    area: str
    verb: str
    guild: GuildId
    what: int = 0
    ref: str | None = None


def build(area: str, verb: str, guild: GuildId, what: int = 0, ref: str | None = None) -> str:
    """Return the custom id; at most 90 of Discord's 100 characters."""
    tail = f"~{ref}" if ref else ""
    return f"pc1:{area}:{verb}:{_base36(guild)}.{_base36(what)}{tail}"


def parse(custom_id: str) -> Target | None:
    """Return what `custom_id` points at, or None when it is not one of ours."""
    match = _PATTERN.fullmatch(custom_id)
    if match is None or max(int(match["guild"], 36), int(match["what"], 36)) > _LARGEST:
        return None
    return Target(
        area=match["area"],
        verb=match["verb"],
        guild=GuildId(int(match["guild"], 36)),
        what=int(match["what"], 36),
        ref=match["ref"],
    )


@lru_cache(maxsize=1024)  # every button of a message names the same society
def _base36(number: int) -> str:
    if number < 0:
        raise ValueError(f"an id is never negative: {number}")
    digits = ""
    while number >= 36:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return _DIGITS[number] + digits
