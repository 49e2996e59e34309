"""Recognize programs by name: full names, acronyms, hosts, and single distinctive words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.programs.programs import Program
from bot.search.eligibility import is_of_a_place, rules_of
from bot.search.terms import city_keys
from bot.search.vocabulary import Facet, Meaning, Vocabulary, with_beginnings
from bot.search.words import cut, fold

CERTAIN: Final = 80.0
HOST: Final = 45.0
TELLING_WORD: Final = 26.0
PLAIN_WORDS: Final = 12.0
MOST_SHARING: Final = 30
CHUNK: Final = 20
SHORT_NAME: Final = 2
LONG_NAME: Final = 4  # no one says so many words of a name by chance
LONGEST_SCHOOL: Final = 6


@dataclass(frozen=True, slots=True)
class NameBook:
    """Map the phrases people use for programs to their positions in the catalogue and a weight.

    A phrase made only of words that also describe needs ("peer mentoring program") weighs little.
    `schools` are the names, among those of schools in general, that are programs' own; `places`
    are names that say where someone studies or works, and not that they ask for a program there.
    """

    phrases: Mapping[str, tuple[Meaning, ...]]
    targets: Mapping[str, tuple[tuple[int, float], ...]]
    words: Mapping[str, None]
    city_state: Mapping[str, str]
    schools: frozenset[str]
    places: frozenset[tuple[str, int]]


def name_book(
    programs: Sequence[Program],
    vocabulary: Vocabulary,
    breathe: Callable[[], None] = lambda: None,
) -> NameBook:
    """Collect the names of `programs`; positions count from 0 in the order given."""
    phrases_of: dict[str, dict[int, float]] = {}
    words: dict[str, None] = {}
    where: set[tuple[str, int]] = set()
    for position, program in enumerate(programs):
        around = _words_of_its_place(program, vocabulary)
        for phrase, weight in _phrases(program, vocabulary):
            if around is not None and _is_a_place(phrase, program, around, vocabulary):
                where.add((phrase, position))
            held = phrases_of.setdefault(phrase, {})
            held[position] = max(held.get(position, 0.0), weight)
            words.update(dict.fromkeys(phrase.split()))
        if position % CHUNK == CHUNK - 1:
            breathe()
    for word, positions in _telling_words(programs, vocabulary, breathe).items():
        held = phrases_of.setdefault(word, {})
        for position in positions:
            held.setdefault(position, TELLING_WORD)
    schools = {
        name: positions
        for name, positions in _own_schools(programs, vocabulary).items()
        if name not in phrases_of
    }
    for school, positions in schools.items():
        held = phrases_of.setdefault(school, {})
        for position in positions:
            held.setdefault(position, HOST)
    phrases: dict[str, tuple[Meaning, ...]] = {}
    targets: dict[str, tuple[tuple[int, float], ...]] = {}
    for number, phrase in enumerate(list(phrases_of)):
        # Taken out one by one: letting go of them all at once would hold up other threads.
        held = phrases_of.pop(phrase)
        targets[phrase] = tuple(held.items())
        if len(held) <= MOST_SHARING and phrase not in schools:
            weak = _is_weak(phrase, held, vocabulary)
            phrases[phrase] = (Meaning(Facet.NAME, phrase, weak),)
        if number % CHUNK == CHUNK - 1:
            breathe()
    places = _own_places(programs, vocabulary, breathe)
    for place in places:
        phrases[place] = (*phrases.get(place, ()), Meaning(Facet.CITY, place))
    return NameBook(
        phrases=with_beginnings(phrases, breathe),
        targets=targets,
        words=words,
        city_state=places,
        schools=frozenset(schools),
        places=frozenset(where),
    )


def _words_of_its_place(program: Program, vocabulary: Vocabulary) -> frozenset[str] | None:
    """Return the words that say where a school's or employer's program is, None for any other."""
    if not program.restricted or not is_of_a_place(rules_of(program)):
        return None
    words = cut(f"{program.host} {program.restricted_to}", vocabulary.aliases)
    return frozenset(word.key for word in words)


def _is_a_place(
    phrase: str, program: Program, around: frozenset[str], vocabulary: Vocabulary
) -> bool:
    """Return whether a name has no word of the program's own: "penn state", not "rebel nurse"."""
    words = phrase.split()
    if any(word == "program" or word.startswith("mentor") for word in words):
        return False
    name = {word.key for word in cut(program.name, vocabulary.aliases)}
    return around.issuperset(name.intersection(words))


def _own_schools(programs: Sequence[Program], vocabulary: Vocabulary) -> dict[str, list[int]]:
    """Map names of schools to the programs whose host they are a part of."""
    owned: dict[str, list[int]] = {}
    for position, program in enumerate(programs):
        if not program.host:
            continue
        words = [word.plain for word in cut(program.host, vocabulary.aliases)]
        for first in range(len(words)):
            for end in range(first + 1, min(len(words), first + LONGEST_SCHOOL) + 1):
                name = " ".join(words[first:end])
                if name in vocabulary.schools:
                    owned.setdefault(name, []).append(position)
    return owned


def _own_places(
    programs: Sequence[Program], vocabulary: Vocabulary, breathe: Callable[[], None]
) -> dict[str, str]:
    """Return the cities and areas that are in the catalogue and not in the vocabulary."""
    places: dict[str, str] = {}
    for position, program in enumerate(programs):
        for key in city_keys(program, vocabulary) if program.state else ():
            if key not in vocabulary.city_state and key not in vocabulary.words:
                places[key] = program.state
        if position % CHUNK == CHUNK - 1:
            breathe()
    return places


def _phrases(program: Program, vocabulary: Vocabulary) -> Iterable[tuple[str, float]]:
    names = [program.name, *program.other_names]
    for acronym in program.acronyms:
        yield _key(acronym, vocabulary), CERTAIN
    for name in names:
        for spelling in filter(
            None, (_key(name, vocabulary), *_without_brackets(name, vocabulary))
        ):
            if spelling not in vocabulary.city_state:
                yield spelling, _weight(spelling, vocabulary, CERTAIN)
            if shorter := _shortened(spelling, vocabulary):
                yield shorter, _weight(shorter, vocabulary, HOST)
    for spelling in filter(None, _without_brackets(program.host, vocabulary)):
        yield spelling, _weight(spelling, vocabulary, HOST)


def _shortened(spelling: str, vocabulary: Vocabulary) -> str:
    """Drop a long name's last word, as people do ("... Health Education" for its Center)."""
    words = spelling.split()[:-1]
    return " ".join(words) if len(words) > 3 and words[-1] not in vocabulary.filler else ""


def _weight(spelling: str, vocabulary: Vocabulary, otherwise: float) -> float:
    describing = vocabulary.facet_words | vocabulary.filler
    words = spelling.split()
    of_a_place = len(words) > SHORT_NAME and not vocabulary.place_words.isdisjoint(words)
    plain = len(words) < LONG_NAME and all(word in describing for word in words)
    plain = plain and not of_a_place and f"{spelling} university" not in vocabulary.schools
    return PLAIN_WORDS if plain else otherwise


def _without_brackets(name: str, vocabulary: Vocabulary) -> list[str]:
    """Split "Some Name (SN)" into the words without the bracket and those inside it."""
    bare, _, rest = name.partition("(")
    inside, _, after = rest.partition(")")
    return [_key(part, vocabulary) for part in (bare + after, inside)]


def _key(text: str, vocabulary: Vocabulary) -> str:
    return " ".join(word.key for word in cut(text, vocabulary.aliases))


def _telling_words(
    programs: Sequence[Program], vocabulary: Vocabulary, breathe: Callable[[], None]
) -> dict[str, list[int]]:
    """Return words of names that describe nothing and that few programs share ("Cornell")."""
    holders: dict[str, list[int]] = {}
    for position, program in enumerate(programs):
        text = fold(" ".join((program.name, *program.other_names, program.host)))
        for word in {w.key for w in cut(text, vocabulary.aliases)}:
            # "Penn" is another school than Penn State.
            part = f"{word} state" in text
            if len(word) > 3 and word not in vocabulary.words and not word.isdigit() and not part:
                holders.setdefault(word, []).append(position)
        if position % CHUNK == CHUNK - 1:
            breathe()
    most = max(3, len(programs) // 1000)
    return {word: positions for word, positions in holders.items() if len(positions) <= most}


def _is_weak(phrase: str, held: Mapping[int, float], vocabulary: Vocabulary) -> bool:
    """Return whether a name is also an everyday phrase.

    Only MERIT in capitals names MERIT, and "peer mentoring program" names one only if nothing else
    was asked.
    """
    if " " in phrase:
        return max(held.values()) <= PLAIN_WORDS
    return len(phrase) < 3 or phrase in vocabulary.words
