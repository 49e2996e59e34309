"""Run the steps that parse a question: its stage, field, place, community, and wish."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Final

from bot.search.reading.ages import (
    LAST_WORDS,
    YOUNG,
    read_age,
    read_class_year,
    read_last_year,
    read_youth,
    stage_at,
)
from bot.search.reading.aims import read_aims
from bot.search.reading.belonging import read_belonging, read_left_studies
from bot.search.reading.capitals import read_capitals, read_words_alone
from bot.search.reading.degrees import read_degrees, read_licenses
from bot.search.reading.denials import read_denials
from bot.search.reading.hearsay import read_hearsay
from bot.search.reading.languages import is_spanish
from bot.search.reading.overlaps import namesakes, without_overlaps
from bot.search.reading.passage import MARKS, Passage
from bot.search.reading.people import drop_what_no_one_attended, tell_people_apart
from bot.search.reading.practicing import read_practicing
from bot.search.reading.roles import MENTORING_OTHERS, read_counties, read_pupils, read_roles
from bot.search.reading.scenery import read_scenery
from bot.search.reading.schools import (
    read_high_schools,
    read_memberships,
    read_schools,
    read_students,
    read_studies,
)
from bot.search.reading.scores import read_scores
from bot.search.reading.settling import settle_stages
from bot.search.reading.states import read_states
from bot.search.reading.topics import drop_subjects, read_topic
from bot.search.reading.wards import read_wards
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
_STOPS: Final = frozenset(",;!?(")
_STOP: Final = re.compile(r"[,;.!?()/\n]")
_BEFORE_A_ROOM: Final = frozenset(
    {"a", "an", "the", "im", "am", "as", "new", "my", "experienced", "travel", "years", "year"}
    | {"in", "for", "grad", "male", "female", "black", "latina", "soy", "trauma"}
)
_AT_DIGITS = re.compile(r"\d+|\D+")


class Reader:
    """Parse questions with one vocabulary and, if given, a catalogue's own names.

    `names` maps names and places of the catalogue to meanings; `knows` says whether the catalogue
    uses a word; `correct` corrects a misspelled one. All come from the index, so that a society's
    own programs are recognized as well as the shipped ones. `schools` are the names of schools that
    are programs' own, and `towns` are those where such a school is.
    """

    __slots__ = (
        "_city_state",
        "_correct",
        "_knows",
        "_names",
        "_schools",
        "_towns",
        "_vocabulary",
    )

    def __init__(
        self,
        vocabulary: Vocabulary,
        names: Mapping[str, tuple[Meaning, ...]] | None = None,
        city_state: Mapping[str, str] | None = None,
        *,
        knows: Callable[[str], bool] = lambda word: False,
        correct: Callable[[str], str | None] = lambda word: None,
        schools: frozenset[str] = frozenset(),
        towns: frozenset[str] = frozenset(),
    ) -> None:
        self._vocabulary = vocabulary
        self._towns = towns - schools  # "stanford" is its school's own name
        self._names = names or {}
        self._city_state = {**vocabulary.city_state, **(city_state or {})}
        self._knows = knows
        self._correct = correct
        self._schools = schools

    def read(self, question: str) -> Understood:
        """Return what `question` asks for. Any text is accepted; only its beginning is read."""
        written = cut(question[:LONGEST_QUESTION], self._vocabulary.aliases)
        if not written:
            return Understood(query=question)
        words = self._corrected(written)
        found_matches = self._matches(words)
        spanish = is_spanish(words)
        found_matches += read_capitals(question, words)
        stops = _STOP.search(question) is not None
        if stops:
            found_matches += read_words_alone(question, words)
        states = read_states(question, words, self._vocabulary, spanish=spanish)
        marks = [match for match in found_matches if match[2][0] in MARKS]
        facet_matches = (
            [match for match in found_matches if match[2][0] not in MARKS]
            if marks
            else found_matches
        )
        if stops:
            facet_matches = [m for m in facet_matches if not _is_cut(question, words, m)]
        if "or" in [word[1] for word in words]:
            facet_matches = [m for m in facet_matches if not _joins(question, words, m)]
        matches = without_overlaps(facet_matches + states)
        passage = Passage(question, words, matches, marks, spanish)
        tell_people_apart(passage)
        if Facet.COMMUNITY in passage.facets:
            drop_what_no_one_attended(passage)
        read_age(passage)
        read_denials(passage)
        read_hearsay(passage)
        read_degrees(passage)
        if "nclex" in passage.plains:
            read_licenses(passage)
        read_roles(passage)
        read_left_studies(passage)
        read_aims(passage)
        read_wards(passage)
        if Facet.STAGE in passage.facets:
            settle_stages(passage)
        read_scenery(passage)
        if Facet.CITY in passage.facets:
            read_counties(passage, self._city_state)
        read_schools(passage, self._vocabulary, self._towns)
        read_belonging(passage)
        read_high_schools(passage)
        read_students(passage)
        read_memberships(passage, self._vocabulary)
        if not passage.plains.isdisjoint(YOUNG):
            read_youth(passage)
        if not passage.plains.isdisjoint(LAST_WORDS):
            read_last_year(passage)
        read_class_year(passage)
        if "." in question:
            read_scores(passage)
        drop_subjects(passage)
        read_pupils(passage)
        read_practicing(passage)
        read_studies(passage, self._vocabulary)
        return self._understood(passage)

    def _corrected(self, words: list[Word]) -> list[Word]:
        """Split words that were run together ("newgrad"), and correct the spelling of others."""
        words_known = self._vocabulary.words
        corrected_words: list[Word] = []
        for position, word in enumerate(words):
            if (
                word.plain == "u"
                and words[position + 1 : position + 2]
                and (words[position + 1].plain == "of")
            ):
                key = self._vocabulary.aliases["university"]
                corrected_words.append(Word(key, "university", word.start, word.end))
            elif word.plain == "u" and self._is_a_university(words, position):
                key = self._vocabulary.aliases["university"]
                corrected_words.append(Word(key, "university", word.start, word.end))
                corrected_words.append(Word("of", "of", word.start, word.end))
            elif word.plain == "univ":
                corrected_words.append(word._replace(plain="university"))
            elif word.key in words_known or word.plain in words_known or word.plain.isdigit():
                corrected_words.append(word)
            elif (
                position and f"{words[position - 1].plain} {word.plain}" in self._vocabulary.schools
            ):
                corrected_words.append(word)  # "Miami Dade"
            elif parts := self._taken_apart(word):
                corrected_words += parts
            elif (corrected := self._correct(word.plain)) is not None:
                key = self._vocabulary.aliases[corrected]
                corrected_words.append(Word(key, corrected, word.start, word.end))
            else:
                corrected_words.append(word)
        return corrected_words

    def _is_a_university(self, words: list[Word], position: int) -> bool:
        """Return whether "u" begins a name of the catalogue: "u miami"."""
        following = words[position + 1 : position + 2]
        university = self._vocabulary.aliases["university"]
        return bool(following) and f"{university} of {following[0].key}" in self._names

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
        matches: list[Match] = []
        keys = [word.key for word in words]
        count = len(keys)
        for table in (self._vocabulary.phrases, self._names):
            if table.keys().isdisjoint(keys):
                continue
            for first, phrase in enumerate(keys):
                if (meanings := table.get(phrase)) is None:
                    continue
                size = 1
                while meanings is not None:
                    if meanings:
                        matches += [Match(first, size, meaning) for meaning in meanings]
                    if first + size == count:
                        break
                    phrase = f"{phrase} {keys[first + size]}"
                    size += 1
                    meanings = table.get(phrase)
        return matches

    def _understood(self, passage: Passage) -> Understood:
        question, words = passage.question, passage.words
        gathered = _Gathered(self._city_state, self._schools)
        abroad = Facet.ELSEWHERE in passage.facets
        domestic = namesakes(passage.matches) if abroad else set()
        covered = set(passage.read_as_school)
        for match in passage.matches:
            first, size, meaning = match
            extent = (words[first].start, words[first + size - 1].end) if size else (0, 0)
            if match in passage.dropped or match in domestic:
                covered.update(range(first, first + size))
                continue
            if match in passage.denied:
                gathered.deny(meaning)
            elif meaning.weak and meaning.facet is Facet.NAME:
                if not (size == len(words) or (size == 1 and _stands_out(question, extent))):
                    continue
                gathered.take(meaning, extent)
            else:
                gathered.take(meaning, extent)
            covered.update(range(first, first + size))
        return self._worded(passage, gathered, covered)

    def _worded(self, passage: Passage, gathered: "_Gathered", covered: set[int]) -> Understood:
        """Finish with the words themselves: which to look for, and which nothing explains."""
        filler, knows = self._vocabulary.filler, self._knows
        text: list[str] = []
        unexplained: list[str] = []
        mentoring = False
        for position, word in enumerate(passage.words):
            key = word.key
            if key in filler:
                mentoring = mentoring or key == "program" or key.startswith("mentor")
                continue
            text.append(word.plain)
            if position not in covered and not knows(word.plain):
                unexplained.append(word.plain)
        return gathered.done(passage, tuple(text), tuple(unexplained), mentoring=mentoring)


def _is_cut(question: str, words: list[Word], match: Match) -> bool:
    """Return whether a stop cuts a stage apart: "torn between PT and nursing, sophomore"."""
    first, size, meaning = match
    if size == 1 or meaning[0] not in (Facet.STAGE, Facet.YEAR):
        return False
    ends = range(first, first + size - 1)
    return any(not _STOPS.isdisjoint(question[words[n].end : words[n + 1].start]) for n in ends)


def _joins(question: str, words: list[Word], match: Match) -> bool:
    """Return whether "or" joins two words, "paramedic or nurse", and is no operating room."""
    first = match.first
    if match.size == 1 or words[first].plain != "or" or first == 0:
        return False
    written = question[words[first].start : words[first].end] == "or"
    before = words[first - 1]
    stopped = not _STOPS.isdisjoint(question[before.end : words[first].start])
    return written and not stopped and before.plain not in _BEFORE_A_ROOM


def _ways_apart(word: str) -> Iterator[Sequence[str]]:
    """Yield the ways to split a word: at its digits, or anywhere into two."""
    if len(at_digits := _AT_DIGITS.findall(word)) > 1:
        yield at_digits
    for size in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        yield word[:size], word[size:]


def _stands_out(question: str, extent: tuple[int, int]) -> bool:
    """Return whether a word is written as an acronym, MERIT or WiSC, and the question is not."""
    rest = question[extent[0] + 1 : extent[1]]
    return any(letter.isupper() for letter in rest) and not question.isupper()


class _Gathered:
    """Collect accepted meanings into facets, strong before weak."""

    __slots__ = ("cities", "city_state", "schools", "strong", "weak", "without")

    def __init__(self, city_state: Mapping[str, str], schools: frozenset[str]) -> None:
        self.city_state = city_state
        self.schools = schools
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
        passage: Passage,
        text: tuple[str, ...],
        unexplained: tuple[str, ...],
        *,
        mentoring: bool,
    ) -> Understood:
        strong = self.strong
        young = stage_at(passage.age) if passage.age is not None else None
        if young and (Facet.STAGE not in strong or young == "middle-school"):
            strong[Facet.STAGE] = {young: (0, 0)}
        for facet, weak in self.weak.items():
            strong.setdefault(facet, weak)
        _narrow(strong)
        values: dict[Facet, tuple[str, ...]] = {
            facet: tuple(strong[facet]) for facet in SHOWN if facet in strong
        }
        genders = {mark[2][1] for mark in passage.marks if mark[2][0] is Facet.GENDER}
        names = self._names(strong, passage.schools)
        return Understood(
            query=passage.question,
            values=values,
            without=self._denied(values) if self.without else {},
            cities=self.cities,
            names=names,
            not_names=(
                *self.without.get(Facet.NAME, ()),
                *(name for name in passage.left_schools if name in self.schools),
            ),
            not_theirs=tuple(name for name in names if name in passage.not_theirs),
            teaching=passage.teaching,
            elsewhere=Facet.ELSEWHERE in strong,
            off_topic=_is_off_topic(strong, values),
            extents=strong,
            text=text,
            unexplained=unexplained,
            mentoring=mentoring,
            age=passage.age,
            aspiring=passage.aspiring and Facet.STAGE not in values,
            gender=passage.gender or (genders.pop() if len(genders) == 1 else ""),
            schools=tuple(
                [
                    name
                    for name in passage.schools
                    if name not in self.schools and name not in passage.not_theirs
                ]
            ),
            memberships=passage.memberships,
            topic=(
                MENTORING_OTHERS
                if passage.mentoring_others
                else read_topic(
                    passage,
                    named=bool(names),
                    is_stated=bool(values),
                    is_told=Facet.STAGE in values and Facet.FIELD in values,
                )
            ),
            spanish=passage.spanish,
            for_another=passage.for_another,
            for_two=passage.for_two,
            set_aside=bool(passage.dropped),
        )

    def _names(
        self, strong: Mapping[Facet, Mapping[str, object]], schools: tuple[str, ...]
    ) -> tuple[str, ...]:
        """Return the names of programs, and of the schools that programs belong to."""
        named = tuple(strong.get(Facet.NAME, ()))
        return named + tuple([name for name in schools if name in self.schools])

    def _denied(self, values: Mapping[Facet, tuple[str, ...]]) -> dict[Facet, tuple[str, ...]]:
        """Ignore a negation of what is asked for too ("no research yet, I want research")."""
        denied_values = {
            facet: tuple(value for value in denied if value not in values.get(facet, ()))
            for facet, denied in self.without.items()
            if facet in SHOWN
        }
        return {facet: denied for facet, denied in denied_values.items() if denied}


def _is_off_topic(strong: Mapping[Facet, object], values: Mapping[Facet, tuple[str, ...]]) -> bool:
    """Return whether a question is about something else.

    Other work is, unless health care is too.
    """
    if Facet.OFF_TOPIC in strong:
        return True
    return Facet.OTHER_WORK in strong and not (Facet.STAGE in values or Facet.FIELD in values)


def _narrow(strong: dict[Facet, dict[str, tuple[int, int]]]) -> None:
    """Let the specific replace the general: a specialty for medicine, a state for anywhere."""
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
