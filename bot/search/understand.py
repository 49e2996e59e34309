"""Read a question the way an adviser would: the stage, field, place, community and wish in it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from bot.search.places import read_states
from bot.search.vocabulary import (
    ANYWHERE,
    Facet,
    Match,
    Meaning,
    Vocabulary,
    longest_by_first,
)
from bot.search.words import LONGEST_QUESTION, Word, cut

Values = Mapping[Facet, tuple[str, ...]]
SHOWN: Final = (
    Facet.STAGE,
    Facet.YEAR,
    Facet.FIELD,
    Facet.PLACE,
    Facet.COMMUNITY,
    Facet.OFFER,
    Facet.FORMAT,
    Facet.RESTRICTION,
)
GENERAL_FIELDS: Final = frozenset({"medicine", "any-health-career"})
_WIN_TIES: Final = frozenset({Facet.NAME, Facet.STAGE, Facet.FIELD, Facet.OFFER, Facet.COMMUNITY})
_INSIDE: Final = frozenset(
    {
        (Facet.STAGE, Facet.FIELD),
        (Facet.STAGE, Facet.YEAR),
        (Facet.COMMUNITY, Facet.FIELD),
        (Facet.COMMUNITY, Facet.STAGE),
        (Facet.NEGATION, Facet.FIELD),
    }
)
_NAME_LETS_IN: Final = frozenset(
    {Facet.STAGE, Facet.FIELD, Facet.COMMUNITY, Facet.PLACE, Facet.CITY}
)
_BETWEEN: Final = frozenset(
    [
        "a",
        "an",
        "the",
        "any",
        "more",
        "in",
        "for",
        "to",
        "with",
        "about",
        "of",
        "from",
        "as",
        "on",
        "or",
        "and",
        "nor",
        "my",
    ]
)


class Span(NamedTuple):
    """Point at the part of the question that a value was read from."""

    facet: Facet
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Understood:
    """Hold what a question asks for; `without` is what it asks to leave out.

    `names` are program names or hosts that were written, `unknown` the words that neither the
    vocabulary nor the catalogue knows, `text` the words worth looking for in the catalogue's text.
    """

    query: str = ""
    values: Values = field(default_factory=dict)
    without: Values = field(default_factory=dict)
    cities: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    elsewhere: bool = False
    off_topic: bool = False
    spans: tuple[Span, ...] = ()
    text: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    generic: bool = False

    def of(self, facet: Facet) -> tuple[str, ...]:
        """Return the values of one facet, in the order in which they were written."""
        return self.values.get(facet, ())

    @property
    def document(self) -> dict[str, list[str]]:
        """Return the facets as plain lists, for people and for measuring."""
        return {str(facet): list(self.values[facet]) for facet in SHOWN if self.values.get(facet)}

    def dropping(self, drop: Sequence[tuple[Facet, str]]) -> "Understood":
        """Return the same understanding with some values taken back by the person who asked."""
        if not drop:
            return self
        gone = set(drop)
        values = {
            facet: tuple(value for value in kept if (facet, value) not in gone)
            for facet, kept in self.values.items()
        }
        places_left = values.get(Facet.PLACE, ())
        return replace(
            self,
            values={facet: kept for facet, kept in values.items() if kept},
            cities=self.cities if places_left else (),
            spans=tuple(span for span in self.spans if (span.facet, span.value) not in gone),
        )


class Reader:
    """Understand questions with one vocabulary and, where given, a catalogue's own names.

    `names` maps names and places of the catalogue to meanings; `knows` tells whether the catalogue
    uses a word; `correct` mends a misspelt one. All come from the index, so that a society's own
    programs are understood as well as the shipped ones.
    """

    __slots__ = ("_city_state", "_correct", "_knows", "_longest_name", "_names", "_vocabulary")

    def __init__(
        self,
        vocabulary: Vocabulary,
        names: Mapping[str, tuple[Meaning, ...]] | None = None,
        city_state: Mapping[str, str] | None = None,
        *,
        knows: Callable[[str], bool] = lambda word: False,
        correct: Callable[[str], str | None] = lambda word: None,
    ) -> None:
        self._vocabulary = vocabulary
        self._names = names or {}
        self._longest_name = longest_by_first(self._names)
        self._city_state = {**vocabulary.city_state, **(city_state or {})}
        self._knows = knows
        self._correct = correct

    def read(self, question: str) -> Understood:
        """Return what `question` asks for. Any text is accepted; only its beginning is read."""
        question = question[:LONGEST_QUESTION]
        written = cut(question, self._vocabulary.aliases)
        if not written:
            return Understood(query=question)
        words, unknown = self._mended(written)
        accepted = _settled(self._matches(words) + read_states(question, words, self._vocabulary))
        return self._understood(question, words, accepted, unknown)

    def _mended(self, words: list[Word]) -> tuple[list[Word], tuple[str, ...]]:
        known, knows = self._vocabulary.words, self._knows
        unknown: list[str] = []
        for position, word in enumerate(words):
            if word.key in known or word.plain in known or knows(word.plain):
                continue
            if word.plain.isdigit():
                continue
            corrected = self._correct(word.plain)
            if corrected is None:
                unknown.append(word.plain)
                continue
            key = cut(corrected, self._vocabulary.aliases)[0].key
            words[position] = Word(key, corrected, word.start, word.end)
        return words, tuple(unknown)

    def _matches(self, words: list[Word]) -> list[Match]:
        found: list[Match] = []
        keys = [word.key for word in words]
        phrases, longest = self._vocabulary.phrases, self._vocabulary.longest
        names, longest_name = self._names, self._longest_name
        count = len(keys)
        for first, key in enumerate(keys):
            reach = longest.get(key, 0)
            name_reach = longest_name.get(key, 0)
            if not reach and not name_reach:
                continue
            phrase = ""
            for size in range(1, min(max(reach, name_reach), count - first) + 1):
                phrase = key if size == 1 else f"{phrase} {keys[first + size - 1]}"
                if phrase in phrases:
                    found += [Match(first, size, meaning) for meaning in phrases[phrase]]
                if phrase in names:
                    found += [Match(first, size, meaning) for meaning in names[phrase]]
        return found

    def _understood(
        self,
        question: str,
        words: list[Word],
        accepted: list[Match],
        unknown: tuple[str, ...],
    ) -> Understood:
        negated = _negated(words, accepted)
        gathered = _Gathered(self._city_state)
        for match in accepted:
            span = Span(
                match.meaning.facet,
                match.meaning.value,
                words[match.first].start,
                words[match.first + match.size - 1].end,
            )
            if match.meaning.facet is Facet.NAME and match.meaning.weak:
                written = question[span.start : span.end]
                if not (len(words) == 1 or (written.isupper() and not question.isupper())):
                    continue
            gathered.take(match.meaning, span, negated=match in negated)
        filler = self._vocabulary.filler
        content = [word for word in words if word.key not in filler and word.plain not in filler]
        mentoring = any(word.key.startswith("mentor") or word.key == "program" for word in words)
        return gathered.done(
            question,
            text=tuple(dict.fromkeys(word.plain for word in content)),
            unknown=unknown,
            generic=mentoring and not unknown,
        )


class _Gathered:
    """Collect accepted meanings into facets, strong before weak."""

    def __init__(self, city_state: Mapping[str, str]) -> None:
        self.city_state = city_state
        self.strong: dict[Facet, dict[str, Span]] = {}
        self.weak: dict[Facet, dict[str, Span]] = {}
        self.without: dict[Facet, list[str]] = {}
        self.cities: list[str] = []

    def take(self, meaning: Meaning, span: Span, *, negated: bool) -> None:
        facet, value = meaning.facet, meaning.value
        if facet is Facet.CITY:
            state = self.city_state.get(value)
            if state is None:
                return
            if negated:
                self.without.setdefault(Facet.PLACE, []).append(state)
                return
            self.cities.append(value)
            self.strong.setdefault(Facet.PLACE, {}).setdefault(
                state, span._replace(facet=Facet.PLACE, value=state)
            )
            return
        if negated:
            self.without.setdefault(facet, []).append(value)
            return
        table = self.weak if meaning.weak and facet is not Facet.NAME else self.strong
        table.setdefault(facet, {}).setdefault(value, span)

    def done(
        self, question: str, *, text: tuple[str, ...], unknown: tuple[str, ...], generic: bool
    ) -> Understood:
        for facet, values in self.weak.items():
            self.strong.setdefault(facet, values)
        self._narrow_fields()
        self._narrow_places()
        self._narrow_format()
        shown = {facet: tuple(self.strong[facet]) for facet in SHOWN if self.strong.get(facet)}
        spans = [span for facet in shown for span in self.strong[facet].values()]
        return Understood(
            query=question,
            values=shown,
            without={
                facet: tuple(dict.fromkeys(v for v in values if v not in shown.get(facet, ())))
                for facet, values in self.without.items()
                if facet in SHOWN
            },
            cities=tuple(dict.fromkeys(self.cities)),
            names=tuple(self.strong.get(Facet.NAME, ())),
            elsewhere=Facet.ELSEWHERE in self.strong,
            off_topic=Facet.OFF_TOPIC in self.strong,
            spans=tuple(sorted(spans, key=lambda span: (span.start, span.end))),
            text=text,
            unknown=unknown,
            generic=generic,
        )

    def _narrow_fields(self) -> None:
        """Let "emergency medicine doctor" mean the specialty, not all of medicine beside it."""
        fields = self.strong.get(Facet.FIELD)
        if fields and len(fields) > 1 and any(f not in GENERAL_FIELDS for f in fields):
            for general in GENERAL_FIELDS:
                fields.pop(general, None)

    def _narrow_places(self) -> None:
        places = self.strong.get(Facet.PLACE)
        if places and len(places) > 1:
            places.pop(ANYWHERE, None)

    def _narrow_format(self) -> None:
        formats = self.strong.get(Facet.FORMAT)
        if formats and "any" in formats:
            self.strong[Facet.FORMAT] = {"any": formats["any"]}


def _settled(matches: list[Match]) -> list[Match]:
    """Keep the longest reading of every stretch, and what may be read inside it."""
    matches.sort(key=lambda match: (-match.size, match.first))
    kept: list[Match] = []
    for match in matches:
        if all(_compatible(longer, match) for longer in kept):
            kept.append(match)
    kept.sort(key=lambda match: (match.first, -match.size))
    return kept


def _compatible(longer: Match, match: Match) -> bool:
    end, longer_end = match.first + match.size, longer.first + longer.size
    if end <= longer.first or match.first >= longer_end:
        return True
    same_span = match.first == longer.first and match.size == longer.size
    outer, inner = longer.meaning.facet, match.meaning.facet
    if same_span:
        return inner not in (Facet.OFF_TOPIC, Facet.ELSEWHERE) or outer not in _WIN_TIES
    if outer is inner:
        return False
    inside = match.first >= longer.first and end <= longer_end
    if not inside:
        return inner is not Facet.OFF_TOPIC
    if outer is Facet.NAME:
        return inner in _NAME_LETS_IN
    if inner is Facet.NAME:
        return True
    return (outer, inner) in _INSIDE


def _negated(words: list[Word], accepted: list[Match]) -> set[Match]:
    """Return the meanings that stand right after a negation, and those joined to them by "or"."""
    negated: set[Match] = set()
    for negation in accepted:
        if negation.meaning.facet is not Facet.NEGATION:
            continue
        position = negation.first + negation.size
        while position < len(words):
            here = [
                match
                for match in accepted
                if match.first == position and match.meaning.facet is not Facet.NEGATION
            ]
            if here:
                negated.update(here)
                position += max(match.size for match in here)
                if position >= len(words) or words[position].key not in ("or", "nor", "and"):
                    break
                if words[position].key == "and" and _wish_follows(words, position + 1):
                    break
                position += 1
            elif words[position].key in _BETWEEN:
                position += 1
            else:
                break
    return negated


def _wish_follows(words: list[Word], position: int) -> bool:
    return position < len(words) and words[position].key in {"want", "need", "i", "im", "prefer"}
