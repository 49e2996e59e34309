"""The custom ID of a button, select, or form.

Its format is ``pc1:<area>:<verb>:<guild>.<id>[.<number>][~<ref>]``, with numbers in base 36. It is
a reference and never state: a click reads everything again from the database. The guild is part of
it because a click in a direct message carries none. `number` is the page, round, or reading that is
meant. `ref` names the outbox row that caused the message, by which the message is found again in
its channel.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.ids import GuildId

_PATTERN = re.compile(
    r"pc1:(?P<area>[a-z-]{1,20}):(?P<verb>[a-z-]{1,20}):"
    r"(?P<guild>[0-9a-z]{1,13})\.(?P<what>[0-9a-z]{1,13})(?:\.(?P<number>[0-9a-z]{1,4}))?"
    r"(?:~(?P<ref>[0-9a-z]{1,20}))?"
)
# No database holds a larger ID, so such a custom ID was never ours.
_LARGEST = 2**63 - 1
_LARGEST_NUMBER = 36**4 - 1
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
# Components of these verbs always carry a number. Those posted before it had a place of its own
# hold both in `what`: the ID times this, and the number.
_PACKED = {
    "cohort": {"people-back": 1_000, "people-next": 1_000},
    "commit": {"reading": 10, "move-reading": 10},
    "guide": dict.fromkeys(
        ("mentee", "mentor", "both", "more-mentee", "more-mentor", "more-both"), 100
    ),
    "join": dict.fromkeys(
        (
            *("adult", "young", "stage", "fields", "topics", "formats", "words", "send"),
            *("roles", "distance", "field"),
        ),
        2,
    ),
    "match": {"back": 10_000, "next": 10_000},
    "meet": {"counter": 1_000, "answer": 1_000, "reading": 10},
    "search": dict.fromkeys(("drop", "narrow", "reset", "back", "next", "open", "where"), 100),
}


@dataclass(frozen=True, slots=True)
class Target:
    """What a component refers to.

    `what` is an ID of the area's noun, 0 when it needs none; `number` is a page of it, a round, or
    a reading, 0 for verbs that need none.
    """

    area: str
    verb: str
    guild: GuildId
    what: int = 0
    ref: str | None = None
    number: int = 0


def build(
    area: str,
    verb: str,
    guild: GuildId,
    what: int = 0,
    ref: str | None = None,
    *,
    number: int | None = None,
) -> str:
    """Return the custom ID; at most 99 of Discord's 100 characters.

    Raises `ValueError` for a number that no ID can hold, and for a verb that used to have a number
    and now has none: such a custom ID would be parsed as an old one.
    """
    if number is None and verb in _PACKED.get(area, ()):
        raise ValueError(f"{area}:{verb} is always named with a number")
    if number is not None and number > _LARGEST_NUMBER:
        raise ValueError(f"the number is too large for a custom id: {number}")
    beside = "" if number is None else f".{_base36(number)}"
    tail = f"~{ref}" if ref else ""
    return f"pc1:{area}:{verb}:{_base36(guild)}.{_base36(what)}{beside}{tail}"


def parse(custom_id: str) -> Target | None:
    """Return what `custom_id` refers to, or None if it is not one of ours."""
    match = _PATTERN.fullmatch(custom_id)
    if match is None:
        return None
    guild, what, number = (int(match[part] or "0", 36) for part in ("guild", "what", "number"))
    if max(guild, what) > _LARGEST:
        return None
    area, verb = match["area"], match["verb"]
    packed_by = _PACKED.get(area, {}).get(verb)
    if packed_by and match["number"] is None:
        what, number = divmod(what, packed_by)
    return Target(area, verb, GuildId(guild), what, match["ref"], number)


@lru_cache(maxsize=1024)  # every button of a message names the same society
def _base36(number: int) -> str:
    if number < 0:
        raise ValueError(f"an id is never negative: {number}")
    digits = ""
    while number >= 36:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return _DIGITS[number] + digits
