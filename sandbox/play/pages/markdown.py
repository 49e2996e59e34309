"""Discord's markup as HTML: what its app shows for the text that a person or the bot wrote.

Text becomes nodes and never markup, so whatever a name or message holds is escaped on the way out.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

import htpy as h
from htpy import Node

from sandbox.state.records import Guild
from sandbox.state.world import World

_INLINE = re.compile(
    r"\\(?P<escaped>[^\w\s])"
    r"|`(?P<code>[^`\n]+)`"
    r"|<@!?(?P<user>\d+)>|<@&(?P<role>\d+)>|<#(?P<channel>\d+)>"
    r"|<t:(?P<stamp>-?\d{1,12})(?::(?P<style>[tTdDfFR]))?>"
    r"|</(?P<command>[^:>]{1,100}):\d+>"
    r"|\[(?P<name>[^\]\n]+)\]\(<?(?P<target>https?://[^\s)>]+)>?\)"
    r"|<(?P<bare>https?://[^\s>]+)>"
    r"|(?P<link>https?://[^\s<>]*[^\s<>.,:;!?)\]'\"])"
    r"|\*\*(?P<bold>(?:\\.|[^\\])+?)\*\*"
    r"|__(?P<under>(?:\\.|[^\\])+?)__"
    r"|~~(?P<struck>(?:\\.|[^\\])+?)~~"
    r"|\|\|(?P<spoiler>(?:\\.|[^\\])+?)\|\|"
    r"|\*(?P<italic>(?:\\.|[^\\*\s])(?:(?:\\.|[^\\*])*?(?:\\.|[^\\*\s]))?)\*"
    r"|(?<!\w)_(?P<italics>(?:\\.|[^\\_])+?)_(?!\w)",
    re.DOTALL,
)
_FENCE = re.compile(r"```(?:[\w+-]*\n)?(.*?)```", re.DOTALL)
_HEADING = re.compile(r"(#{1,3}) +(.+)")
_ITEM = re.compile(r"\s*(?:[-*]|\d+\.) +(.+)")


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose eyes the text is for: what mentions mean here, and how a clock shows an instant."""

    world: World
    guild: Guild
    user: int
    zone: tzinfo
    now: datetime


def markdown(text: str, reader: Reader) -> Node:
    """Return the whole text: code blocks, quotes, headings, lists, and lines."""
    parts: list[Node] = []
    for at, piece in enumerate(_FENCE.split(text)):
        if at % 2:
            parts.append(h.pre[h.code[piece.strip("\n")]])
        elif piece.strip("\n"):
            parts.append(list(_blocks(piece.strip("\n").split("\n"), reader)))
    return parts


def inline(text: str, reader: Reader) -> Node:
    """Return one line's text with its emphasis, links, mentions and times."""
    return list(_pieces(text, reader))


def _blocks(lines: list[str], reader: Reader) -> Iterator[Node]:
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.startswith(">>> "):
            yield h.blockquote[markdown("\n".join([line[4:], *lines[at + 1 :]]), reader)]
            return
        if line.startswith("> "):
            quoted = _run(lines, at, lambda each: each.startswith("> "))
            yield h.blockquote[markdown("\n".join(each[2:] for each in quoted), reader)]
            at += len(quoted)
        elif _ITEM.fullmatch(line):
            listed = _run(lines, at, lambda each: bool(_ITEM.fullmatch(each)))
            items = [each for each in map(_ITEM.fullmatch, listed) if each]
            yield h.ul[(h.li[inline(each[1], reader)] for each in items)]
            at += len(listed)
        else:
            yield _line(line, reader)
            at += 1


def _run(lines: list[str], at: int, fits: Callable[[str], bool]) -> list[str]:
    end = at
    while end < len(lines) and fits(lines[end]):
        end += 1
    return lines[at:end]


def _line(line: str, reader: Reader) -> Node:
    heading = _HEADING.fullmatch(line)
    if heading:
        # A message stands below the page's own headings: its own are larger text, not structure.
        return h.div(class_=f"heading h{len(heading[1])}")[inline(heading[2], reader)]
    if line.startswith("-# "):
        return h.div(class_="subtext")[inline(line[3:], reader)]
    return h.div(class_="line")[inline(line, reader) if line else h.br]


def _pieces(text: str, reader: Reader) -> Iterator[Node]:
    at = 0
    for found in _INLINE.finditer(text):
        if found.start() > at:
            yield text[at : found.start()]
        at = found.end()
        yield _piece(found, reader)
    if at < len(text):
        yield text[at:]


_MARKS = {
    "bold": h.strong,
    "under": h.u,
    "struck": h.s,
    "italic": h.em,
    "italics": h.em,
}


def _piece(found: re.Match[str], reader: Reader) -> Node:
    kind = found.lastgroup
    words = found[kind] if kind else found[0]
    if kind in _MARKS:
        return _MARKS[kind][inline(words, reader)]
    match kind:
        case "escaped":
            return words
        case "code":
            return h.code[words]
        case "spoiler":
            return h.details(class_="spoiler")[h.summary["Spoiler"], inline(words, reader)]
        case "stamp" | "style":
            return _stamp(int(found["stamp"]), found["style"] or "f", reader)
        case "command":
            return h.span(class_="mention")[f"/{words}"]
        case "target":
            return _link(found["target"], found["name"])
        case "bare" | "link":
            return _link(words, words)
        case _:
            return _mention(found, reader)


def _link(target: str, name: str) -> Node:
    return h.a(href=target, target="_blank", rel="noopener noreferrer")[name]


def _mention(found: re.Match[str], reader: Reader) -> Node:
    if found["user"]:
        user = reader.world.users.get(int(found["user"]))
        own = " own" if user is not None and user.id == reader.user else ""
        return h.span(class_=f"mention{own}")[f"@{user.name if user else 'unknown-user'}"]
    if found["role"]:
        role = reader.guild.roles.get(int(found["role"]))
        return h.span(class_="mention")[f"@{role.name if role else 'deleted-role'}"]
    channel = reader.world.channels.get(int(found["channel"]))
    return h.span(class_="mention")[f"#{channel.name if channel else 'unknown'}"]


_STYLES = {
    "t": "{hour}",
    "T": "{hour}",
    "d": "{at.month}/{at.day}/{at.year}",
    "D": "{at:%B} {at.day}, {at.year}",
    "f": "{at:%B} {at.day}, {at.year} {hour}",
    "F": "{at:%A}, {at:%B} {at.day}, {at.year} {hour}",
}


def _stamp(seconds: int, style: str, reader: Reader) -> Node:
    instant = datetime.fromtimestamp(seconds, UTC)
    at = instant.astimezone(reader.zone)
    whole = _STYLES["F"].format(at=at, hour=hour(at))
    shown = relative(instant, reader.now) if style == "R" else ""
    return h.time(datetime=instant.isoformat(), title=whole)[
        shown or _STYLES[style].format(at=at, hour=hour(at))
    ]


def hour(at: datetime) -> str:
    """Return a time of day: ``6:30 PM``."""
    return f"{at.hour % 12 or 12}:{at:%M %p}"


_UNITS = (
    ("year", 365 * 86_400),
    ("month", 30 * 86_400),
    ("day", 86_400),
    ("hour", 3_600),
    ("minute", 60),
    ("second", 1),
)


def relative(instant: datetime, now: datetime) -> str:
    """Return how far away an instant is: ``in 3 days``, ``2 hours ago``."""
    seconds = round((instant - now).total_seconds())
    for unit, length in _UNITS:
        number = round(abs(seconds) / length)
        if number >= 1:
            words = f"{number} {unit}{'s' if number != 1 else ''}"
            return f"in {words}" if seconds > 0 else f"{words} ago"
    return "now"
