"""The result of parsing a question: what it asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from bot.search.vocabulary import Facet

Values = Mapping[Facet, tuple[str, ...]]
Extents = Mapping[Facet, Mapping[str, tuple[int, int]]]
SHOWN: Final = (
    Facet.STAGE,
    Facet.YEAR,
    Facet.FIELD,
    Facet.PLACE,
    Facet.COMMUNITY,
    Facet.OFFER,
    Facet.FORMAT,
    Facet.DURATION,
    Facet.RESTRICTION,
    Facet.STATUS,
)
GENERAL_FIELDS: Final = frozenset({"medicine", "any-health-career"})


class Span(NamedTuple):
    """The part of the question that a value was read from."""

    facet: Facet
    value: str
    start: int
    end: int


@dataclass(slots=True, eq=False)  # never changed; freezing it would double what it costs
class Understood:
    """What a question asks for; `without` is what it excludes.

    `names` are program names or hosts that were written, `not_names` those that were negated or
    left, `not_theirs` those of `names` that are only aimed at or asked about, `unexplained` the
    words that mean something else: no facet was read from them and no program uses them; `text` all
    words worth looking for. `extents` says where in the question each value was read. `mentoring`
    marks a question that mentions mentors or programs. `aspiring` is someone who has no stage yet
    and wants to become something; `schools` are their schools outside the catalogue; `topic` is
    what a question asks instead of a program, such as a job; `for_another` marks one asked for
    someone else, `for_two` one asked for the asker and someone else, `teaching` one by someone who
    teaches or advises, `set_aside` one that contains something that is not about the asker, and
    `gender` is what a word for a person says ("my son"), never guessed.
    """

    query: str = ""
    values: Values = field(default_factory=dict)
    without: Values = field(default_factory=dict)
    cities: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    not_names: tuple[str, ...] = ()
    not_theirs: tuple[str, ...] = ()
    elsewhere: bool = False
    off_topic: bool = False
    age: int | None = None
    aspiring: bool = False
    gender: str = ""
    schools: tuple[str, ...] = ()
    memberships: tuple[str, ...] = ()
    topic: str = ""
    spanish: bool = False
    for_another: bool = False
    for_two: bool = False
    teaching: bool = False
    set_aside: bool = False
    extents: Extents = field(default_factory=dict)
    text: tuple[str, ...] = ()
    unexplained: tuple[str, ...] = ()
    mentoring: bool = False

    @property
    def spans(self) -> tuple[Span, ...]:
        """Return where each value was read, in the order of the question."""
        spans = [
            Span(facet, value, start, end)
            for facet, values in self.values.items()
            for value, (start, end) in self.extents.get(facet, {}).items()
            if value in values and start < end  # what an age or a school implies is not in the text
        ]
        return tuple(sorted(spans, key=lambda span: (span.start, span.end)))

    @property
    def is_outside(self) -> bool:
        """Return whether the question is about something that no program here can be for.

        Someone who says who they are and looks for a mentor may mention other things.
        """
        if self.elsewhere or not self.off_topic:
            return self.elsewhere
        about_someone = Facet.STAGE in self.values or Facet.FIELD in self.values
        return not (about_someone and "mentor" in self.query.casefold())

    def of(self, facet: Facet) -> tuple[str, ...]:
        """Return the values of one facet, in the order in which they were written."""
        return self.values.get(facet, ())

    @property
    def document(self) -> dict[str, list[str]]:
        """Return the facets as plain lists, for people and for measuring."""
        return {str(facet): list(self.values[facet]) for facet in SHOWN if self.values.get(facet)}

    def dropping(self, drop: Sequence[tuple[Facet, str]]) -> "Understood":
        """Return the same understanding without some values that the asker removed."""
        if not drop:
            return self
        dropped = set(drop)
        values = {
            facet: tuple(value for value in chosen if (facet, value) not in dropped)
            for facet, chosen in self.values.items()
        }
        places_left = values.get(Facet.PLACE, ())
        return replace(
            self,
            values={facet: chosen for facet, chosen in values.items() if chosen},
            cities=self.cities if places_left else (),
        )
