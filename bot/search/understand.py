"""Read a question the way an adviser would: the stage, field, place, community and wish in it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Final

from bot.search.places import read_states
from bot.search.settle import namesakes, negated, settled, spoken_of
from bot.search.understood import GENERAL_FIELDS, SHOWN, Understood
from bot.search.vocabulary import (
    ANYWHERE,
    Facet,
    Match,
    Meaning,
    Vocabulary,
)
from bot.search.words import LONGEST_QUESTION, Word, cut

SHORTEST_PART: Final = 3
LONGEST_JOINED: Final = 20
_AT_DIGITS = re.compile(r"\d+|\D+")


class Reader:
    """Understand questions with one vocabulary and, where given, a catalogue's own names.

    `names` maps names and places of the catalogue to meanings; `knows` tells whether the catalogue
    uses a word; `correct` mends a misspelt one. All come from the index, so that a society's own
    programs are understood as well as the shipped ones.
    """

    __slots__ = ("_city_state", "_correct", "_knows", "_names", "_vocabulary")

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
        self._city_state = {**vocabulary.city_state, **(city_state or {})}
        self._knows = knows
        self._correct = correct

    def read(self, question: str) -> Understood:
        """Return what `question` asks for. Any text is accepted; only its beginning is read."""
        written = cut(question[:LONGEST_QUESTION], self._vocabulary.aliases)
        if not written:
            return Understood(query=question)
        words = self._mended(written)
        matches = self._matches(words) + read_states(question, words, self._vocabulary)
        return self._understood(question, words, settled(matches))

    def _mended(self, words: list[Word]) -> list[Word]:
        """Take apart words that were run together ("newgrad"), and spell the others right."""
        known = self._vocabulary.words
        mended: list[Word] = []
        for word in words:
            if word.key in known or word.plain in known or word.plain.isdigit():
                mended.append(word)
            elif parts := self._taken_apart(word):
                mended += parts
            elif (corrected := self._correct(word.plain)) is not None:
                key = self._vocabulary.aliases[corrected]
                mended.append(Word(key, corrected, word.start, word.end))
            else:
                mended.append(word)
        return mended

    def _taken_apart(self, word: Word) -> tuple[Word, ...]:
        """Return the words of a phrase or a name that were written as one, or nothing."""
        plain, aliases = word.plain, self._vocabulary.aliases
        if word.end - word.start != len(plain) or len(plain) > LONGEST_JOINED or self._knows(plain):
            return ()
        for parts in _ways_apart(plain):
            phrase = " ".join(aliases[part] for part in parts)
            if phrase in self._vocabulary.phrases or phrase in self._names:
                ends = tuple(accumulate(map(len, parts), initial=word.start))
                return tuple(
                    Word(aliases[part], part, *place)
                    for part, place in zip(parts, pairwise(ends), strict=True)
                )
        return ()

    def _matches(self, words: list[Word]) -> list[Match]:
        """Return every phrase of the vocabulary and every name, however they overlap."""
        found: list[Match] = []
        keys = [word.key for word in words]
        count = len(keys)
        for table in (self._vocabulary.phrases, self._names):
            for first, phrase in enumerate(keys):
                meanings = table.get(phrase)
                size = 1
                while meanings is not None:
                    if meanings:
                        found += [Match(first, size, meaning) for meaning in meanings]
                    if first + size == count:
                        break
                    phrase = f"{phrase} {keys[first + size]}"
                    size += 1
                    meanings = table.get(phrase)
        return found

    def _understood(self, question: str, words: list[Word], accepted: list[Match]) -> Understood:
        gathered = _Gathered(self._city_state)
        denied = negated(words, accepted)
        domestic = namesakes(accepted)
        covered: set[int] = set()
        for match in accepted:
            first, size, meaning = match
            extent = (words[first].start, words[first + size - 1].end)
            if meaning.facet is Facet.STAGE and spoken_of(words, match):
                continue
            if match in domestic:
                covered.update(range(first, first + size))
                continue
            if match in denied:
                gathered.deny(meaning)
            elif meaning.weak and meaning.facet is Facet.NAME:
                if not (size == len(words) or (size == 1 and _stands_out(question, extent))):
                    continue
                gathered.take(meaning, extent)
            else:
                gathered.take(meaning, extent)
            covered.update(range(first, first + size))
        return self._worded(question, words, gathered, covered)

    def _worded(
        self, question: str, words: list[Word], gathered: "_Gathered", covered: set[int]
    ) -> Understood:
        """Finish with the words themselves: which to look for, and which nothing explains."""
        filler, knows = self._vocabulary.filler, self._knows
        text: list[str] = []
        unexplained: list[str] = []
        mentoring = False
        for position, word in enumerate(words):
            key = word.key
            if key in filler:
                mentoring = mentoring or key == "program" or key.startswith("mentor")
                continue
            text.append(word.plain)
            if position not in covered and not knows(word.plain):
                unexplained.append(word.plain)
        return gathered.done(question, tuple(text), tuple(unexplained), mentoring=mentoring)


def _ways_apart(word: str) -> Iterator[Sequence[str]]:
    """Yield the ways in which a word may be several: at its digits, or anywhere into two."""
    if len(at_digits := _AT_DIGITS.findall(word)) > 1:
        yield at_digits
    for size in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        yield word[:size], word[size:]


def _stands_out(question: str, extent: tuple[int, int]) -> bool:
    """Tell whether a word is written as an acronym, MERIT or WiSC, and the question is not."""
    rest = question[extent[0] + 1 : extent[1]]
    return any(letter.isupper() for letter in rest) and not question.isupper()


class _Gathered:
    """Collect accepted meanings into facets, strong before weak."""

    __slots__ = ("cities", "city_state", "strong", "weak", "without")

    def __init__(self, city_state: Mapping[str, str]) -> None:
        self.city_state = city_state
        self.strong: dict[Facet, dict[str, tuple[int, int]]] = {}
        self.weak: dict[Facet, dict[str, tuple[int, int]]] = {}
        self.without: dict[Facet, tuple[str, ...]] = {}
        self.cities: tuple[str, ...] = ()

    def take(self, meaning: Meaning, extent: tuple[int, int]) -> None:
        facet, value, weak = meaning
        if facet is Facet.CITY:
            self.cities = (*self.cities, value)
            facet, value = Facet.PLACE, self.city_state[value]
        table = self.weak if weak and facet is not Facet.NAME else self.strong
        if facet not in table:
            table[facet] = {value: extent}
        elif value not in table[facet]:
            table[facet][value] = extent

    def deny(self, meaning: Meaning) -> None:
        facet, value = meaning.facet, meaning.value
        if facet is Facet.CITY:
            facet, value = Facet.PLACE, self.city_state[value]
        self.without[facet] = (*self.without.get(facet, ()), value)

    def done(
        self,
        question: str,
        text: tuple[str, ...],
        unexplained: tuple[str, ...],
        *,
        mentoring: bool,
    ) -> Understood:
        strong = self.strong
        for facet, weak in self.weak.items():
            strong.setdefault(facet, weak)
        _narrow(strong)
        values: dict[Facet, tuple[str, ...]] = {
            facet: tuple(strong[facet]) for facet in SHOWN if facet in strong
        }
        return Understood(
            query=question,
            values=values,
            without=self._denied(values) if self.without else {},
            cities=self.cities,
            names=tuple(strong.get(Facet.NAME, ())),
            elsewhere=Facet.ELSEWHERE in strong,
            off_topic=Facet.OFF_TOPIC in strong,
            extents=strong,
            text=text,
            unexplained=unexplained,
            mentoring=mentoring,
        )

    def _denied(self, values: Mapping[Facet, tuple[str, ...]]) -> dict[Facet, tuple[str, ...]]:
        """Forget a denial of what is asked for too ("no research yet, I want research")."""
        kept = {
            facet: tuple(value for value in denied if value not in values.get(facet, ()))
            for facet, denied in self.without.items()
            if facet in SHOWN
        }
        return {facet: denied for facet, denied in kept.items() if denied}


def _narrow(strong: dict[Facet, dict[str, tuple[int, int]]]) -> None:
    """Let the particular stand for the general: a specialty for medicine, a state for anywhere."""
    fields = strong.get(Facet.FIELD)
    if fields and len(fields) > 1 and not GENERAL_FIELDS.issuperset(fields):
        for general in GENERAL_FIELDS:
            fields.pop(general, None)
    places = strong.get(Facet.PLACE)
    if places and len(places) > 1:
        places.pop(ANYWHERE, None)
    formats = strong.get(Facet.FORMAT)
    if formats and "any" in formats:
        strong[Facet.FORMAT] = {"any": formats["any"]}
