"""Mentors who take requests: what they offer, and which of them fit what is wanted."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.ids import UserId
from bot.domain.vocabulary import ANY_FIELD

# Response times to choose from, in hours; buttons in archived threads may fail later.
ANSWER_TIMES = (24, 48, 120)
LARGEST_ROOM = 5


@dataclass(frozen=True, slots=True)
class Offering:
    """What a mentor who takes requests said about themselves; `waiting` are requests with them.

    `answer_within_hours` is their own response time. No formats mean any.
    """

    user: UserId
    stage: str
    fields: tuple[str, ...]
    topics: tuple[str, ...]
    formats: tuple[str, ...]
    answer_within_hours: int
    room: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; an empty part means any."""

    topic: str = ""
    field: str = ""
    stage: str = ""
    format: str = ""

    def to_json(self) -> dict[str, str]:
        """Return plain values."""
        return {
            "topic": self.topic,
            "field": self.field,
            "stage": self.stage,
            "format": self.format,
        }

    def misses(self, mentor: Offering) -> int:
        """Count the parts of what is wanted that a mentor does not offer."""
        hits = (
            not self.topic or self.topic in mentor.topics,
            not self.field or self.field in mentor.fields or ANY_FIELD in mentor.fields,
            not self.stage or self.stage == mentor.stage,
            not self.format or not mentor.formats or self.format in mentor.formats,
        )
        return hits.count(False)


NOTHING_WANTED = Wanted()


def ranked(offerings: Iterable[Offering], wanted: Wanted) -> list[Offering]:
    """Return mentors, best fit first; among equals whoever has the fewest open requests."""
    return sorted(
        offerings, key=lambda mentor: (wanted.misses(mentor), mentor.waiting, mentor.user)
    )


def nearest(
    offerings: Iterable[Offering], topics: Iterable[str], fields: Iterable[str]
) -> list[UserId]:
    """Return mentors by how many topics and fields they share with someone, then by their load."""
    about, within = set(topics), set(fields)

    def distance(mentor: Offering) -> tuple[int, int, int]:
        shared = 2 * len(about & set(mentor.topics)) + len(within & set(mentor.fields))
        return (-shared, mentor.waiting, mentor.user)

    return [mentor.user for mentor in sorted(offerings, key=distance)]
