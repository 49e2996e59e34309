"""Several nudges in one message: a numbered line for each, and its own row of buttons."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.ids import UserId
from bot.messages.outgoing import ButtonSpec, Outgoing, Row
from bot.messages.text import count, cut, person

LINE_LIMIT = 340
MOST_CARDS = 10

_MENTION = re.compile(r"^<@\d+>[,:]?\s*")
# A digit on a key: the buttons keep their own labels, and still say which line they belong to.
_KEYCAP = "\N{VARIATION SELECTOR-16}\N{COMBINING ENCLOSING KEYCAP}"


def digest(to: UserId, parts: Sequence[Outgoing], things: int) -> Outgoing:
    """Return one message for several; each part keeps its first five buttons, in one row."""
    lines = [f"{person(to)} {count(things, 'thing')} for you, whenever it suits; one click each."]
    rows: list[Row] = []
    for number, part in enumerate(parts, 1):
        lines.append(_line(number, part.content))
        rows.append(_row(number, part.buttons[:5]))
    cards = tuple(card for part in parts for card in part.cards)
    return Outgoing("\n".join(lines), cards[:MOST_CARDS], tuple(rows))


def number_of(emoji: str) -> int | None:
    """Return the number that a part's buttons show, or None."""
    digit = emoji.removesuffix(_KEYCAP)
    return int(digit) if digit != emoji and digit.isdecimal() else None


def with_part(content: str, number: int, part: Outgoing) -> str:
    """Return the words of such a message with one part said anew."""
    start = f"**{number}.** "
    lines = content.split("\n")
    return "\n".join(
        _line(number, part.content) if line.startswith(start) else line for line in lines
    )


def renumbered(number: int, part: Outgoing) -> Row:
    """Return what can still be clicked for a part, as one row; empty when nothing can."""
    return _row(number, part.buttons[:5])


def _line(number: int, content: str) -> str:
    words = " ".join(_MENTION.sub("", content).split())
    return f"**{number}.** {cut(words[:1].upper() + words[1:], LINE_LIMIT)}"


def _row(number: int, buttons: Sequence[ButtonSpec]) -> Row:
    return tuple(replace(button, emoji=f"{number}{_KEYCAP}") for button in buttons)
