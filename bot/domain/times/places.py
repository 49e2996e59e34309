"""Cities, states, countries, and names of zones, with their time zones.

A table that never changes while the bot runs, read as `zoneinfo` reads its own: from a file next to
this one, and only the part that contains a name. `bench.draft_places` generates it.
"""

import re
import unicodedata
import zipfile
from dataclasses import astuple, dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

TABLE = Path(__file__).with_name("places.zip")
# A place named in the middle of a phrase must have many inhabitants.
LARGE = 100_000
LARGE_MEMBER = "large"
# How many letters' members stay unpacked, of about 700 kB each.
_UNPACKED = 3
_SHORTEST_WITH_SLIP = 4
_LARGE_WITH_OTHER_NAMES = 500_000


class Kind(StrEnum):
    """What a name is the name of."""

    CITY = "c"
    OTHER_NAME = "o"
    COUNTRY = "n"
    REGION = "r"
    REGION_CODE = "k"
    ZONE = "z"
    ZONE_CITY = "y"


@dataclass(frozen=True, slots=True)
class Place:
    """A name, folded, with its zone; `people` live in it, and `label` tells it from others.

    `region` is the code of a state or a province if its country has such.
    """

    name: str
    kind: Kind
    zone: str
    people: int
    country: str
    region: str
    label: str

    def to_line(self) -> str:
        """Return the line of the table."""
        return "\t".join(str(value) for value in astuple(self))

    @classmethod
    def from_line(cls, line: str) -> "Place":
        """Return what `to_line` wrote."""
        name, kind, zone, people, country, region, label = line.split("\t")
        return cls(name, Kind(kind), zone, int(people), country, region, label)

    @property
    def is_large(self) -> bool:
        """Whether it may be named in a phrase: no small town, whose name may be any word."""
        if self.kind is Kind.CITY:
            return self.people >= LARGE
        if self.kind is Kind.OTHER_NAME:
            return self.name.isascii() and self.people >= _LARGE_WITH_OTHER_NAMES
        return self.kind is not Kind.REGION_CODE


def folded(name: str) -> str:
    """Return a key that is equal for spellings that differ in case, accents, and punctuation."""
    apart = unicodedata.normalize("NFKD", name.replace("ß", "ss"))
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()
    return " ".join(re.sub(r"[\W_]+", " ", re.sub(r"['’.]", "", bare)).split())


def member_of(name: str) -> str:
    """Return which part of the table contains a folded name."""
    return name[0] if name[:1].isascii() and name[:1].isalpha() else "other"


def named(name: str) -> tuple[Place, ...]:
    """Return every place with this folded name."""
    return _with_name(name, member_of(name)) if name else ()


def large(name: str) -> tuple[Place, ...]:
    """Return the large places with this folded name; many names are looked up like this."""
    return _with_name(name, LARGE_MEMBER) if name in _large_names() else ()


def close_to(name: str) -> tuple[Place, ...]:
    """Return large places, most people first, whose name is this folded one with a typo or two.

    The first letter must be as typed.
    """
    if len(name) < _SHORTEST_WITH_SLIP:
        return ()
    most = 1 if len(name) < 2 * _SHORTEST_WITH_SLIP else 2
    close = [
        other
        for other in _large_names()
        if other[0] == name[0]
        and abs(len(other) - len(name)) <= most
        and _distance(name, other, most) <= most
    ]
    best = (max(large(other), key=lambda place: place.people) for other in close)
    return tuple(sorted(best, key=lambda place: (-place.people, place.name)))


def _with_name(name: str, member: str) -> tuple[Place, ...]:
    text, begin = _text(member), f"\n{name}\t"
    places = []
    at = text.find(begin)
    while at >= 0:
        end = text.index("\n", at + 1)
        places.append(Place.from_line(text[at + 1 : end]))
        at = text.find(begin, end)
    return tuple(places)


@lru_cache(maxsize=1)
def _large_names() -> frozenset[str]:
    lines = _text(LARGE_MEMBER).splitlines()
    return frozenset(line[: line.index("\t")] for line in lines if line)


@lru_cache(maxsize=_UNPACKED)
def _text(member: str) -> str:
    """Return a part of the table, with a line's end before and after each line."""
    with zipfile.ZipFile(TABLE) as table:
        if member not in table.namelist():
            return "\n"
        return f"\n{table.read(member).decode()}"


def _distance(word: str, other: str, most: int) -> int:
    """Count the letters that are missing, extra, different, or swapped; stop above `most`."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(word, start=1):
        earlier, before, row = before, row, [at]
        for to, meant in enumerate(other, start=1):
            cost = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (letter != meant))
            if at > 1 and to > 1 and letter == other[to - 2] and word[at - 2] == meant:
                cost = min(cost, earlier[to - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
