"""Zones, as people name them next to a time: "6pm EST thu", "London time", "UTC+2"."""

import re
from collections.abc import Iterator

from bot.domain.times import zones

# Letters that mean a zone, and are no word that a phrase contains for another reason.
_WORDS = ("act", "art", "cat", "eat", "pet", "met", "cot", "west", "ist", "z", "gulf", "universal")
CODES = tuple(sorted(set(zones.SPOKEN) - set(_WORDS) | {"ist"}, key=len, reverse=True))
# Words after "in" that are not a place.
_NO_PLACE = re.compile(
    r"(?:the|an?|half|next|this|person|class|morning|afternoon|evening|january|february|march|april|"
    r"may|june|july|august|september|october|november|december|today|tomorrow|tonight|weekly|daily|"
    r"monthly|every|each|on|at|or|and|sharp|please|local|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
    r"\b.*"
)
# Places whose names are words that may follow an hour for another reason.
_ALSO_WORDS = frozenset(
    [
        "bath",
        "bend",
        "best",
        "college",
        "cork",
        "date",
        "enterprise",
        "home",
        "hope",
        "independence",
        "male",
        "man",
        "media",
        "mobile",
        "nice",
        "normal",
        "orange",
        "reading",
        "split",
        "surprise",
        "tours",
        "union",
        "van",
    ]
)
# The ways of naming one; what is in `zone` is looked up, with fewer of its words if needed.
_WAYS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:in )?(?P<zone>(?:gmt|utc) ?[+-] ?\d{1,2}(?::?\d{2})?)(?![\d:])(?: time)?",
        # After an hour: "17:30+02:00", and "5:30pm-07:00", which is not a range.
        r"(?:(?<=\d)|(?<=[ap]m)) ?(?P<zone>\+\d{2}:\d{2})(?![\d:])",
        r"(?<=[ap]m) ?(?P<zone>-0\d:\d{2})(?![\d:])",
        r"(?:(?<=\d{4})|(?<=:\d\d)) ?(?P<zone>z)\b",
        r"\b(?:in )?(?P<zone>[a-z]+/[a-z_/+-]+)(?: time)?",
        r"\b(?P<last>(?:[a-z]+ ){0,2}[a-z]+) time\b",
        rf"\b(?:in )?(?P<zone>{'|'.join(CODES)})\b",
        r"\bin (?P<first>[a-z]+(?: [a-z]+){0,2})\b",
        # A place at the end, right after an hour: "thu 5pm chicago".
        r"(?:(?<=\d[ap]m)|(?<=\d[ap]m,)|(?<=:\d\d)) (?P<place>[a-z]+(?: [a-z]+){0,2})$",
    )
)
# Hours before New York: "6pm et / 5pm ct" is one moment.
_AMERICAN = {"e": 0, "c": 1, "m": 2, "p": 3}
_TWICE = re.compile(
    r"\b(?P<hour>\d{1,2})(?P<minutes>:\d{2})? ?(?:[ap]m)? ?(?P<zone>[ecmp])[sd]?t\b"
    r"(?P<again>,? ?[/|=-]? ?(?P<other>\d{1,2})(?P=minutes)? ?(?:[ap]m)? ?"
    r"(?P<there>[ecmp])[sd]?t\b)"
)


def take(words: str, zone: str) -> tuple[str, tuple[str, ...]]:
    """Return the words without the zone that they name, and that zone; else both unchanged."""
    if twice := _TWICE.search(words):
        apart = _AMERICAN[twice["there"]] - _AMERICAN[twice["zone"]]
        if (int(twice["hour"]) - int(twice["other"]) - apart) % 12 == 0:
            words = f"{words[: twice.start('again')]}{words[twice.end('again') :]}"
    for way in _WAYS:
        for match in way.finditer(words):
            for start, end, name in _names(match):
                if not _NO_PLACE.fullmatch(name) and (named := zones.find_all(name)):
                    return " ".join(f"{words[:start]} {words[end:]}".split()), named
    return words, (zone,)


def _names(match: re.Match[str]) -> Iterator[tuple[int, int, str]]:
    """Yield each name to look up, and which part of the words goes with it."""
    groups = match.groupdict()
    if ((name := groups.get("place")) and name not in _ALSO_WORDS) or (name := groups.get("zone")):
        yield match.start(), match.end(), name
    elif name := groups.get("last"):
        # "Thu New York time": the city is in the last words.
        for space in (0, *(gap.end() for gap in re.finditer(" ", name))):
            yield match.start() + space, match.end(), name[space:]
    elif name := groups.get("first"):
        begins = match.start("first")
        for space in (len(name), *(gap.start() for gap in reversed([*re.finditer(" ", name)]))):
            yield match.start(), begins + space, name[:space]
