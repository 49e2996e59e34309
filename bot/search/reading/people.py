"""Tell the asker from their relatives, and recognize when someone asks for another person.

"My mom is a nurse" says nothing about the asker; "my daughter is in 7th grade" says whom it is
about.
"""

from typing import Final

from bot.search.reading.passage import Passage
from bot.search.vocabulary import Facet, Match, Meaning

ASKER: Final = "asker"
OTHER: Final = "other"
WARD: Final = "ward"
_CHILD: Final = frozenset({"daughter", "son", "child"})
_I: Final = frozenset(
    {"i", "im", "ive", "id", "ill", "me", "myself", "we", "were", "us", "soy", "estoy", "tengo"}
    | {"quiero", "busco", "yo", "somos", "queremos", "necesito", "voy", "quisiera", "trabajo"}
)
# Without those of a family, "we live in Compton".
_MYSELF: Final = _I - {"we", "us", "were", "somos", "me", "queremos"}
_FOR: Final = frozenset({"for", "para"})
_WISHES: Final = frozenset(
    {"want", "need", "hope", "wish", "quiere", "busca", "necesita", "looking", "applying", "love"}
    | {"interested", "wanting", "hoping", "thinking", "dream", "considering", "would", "gustaria"}
    | {"ama", "encanta", "suena", "planning"}
)
# Verbs of a third person: with no "I" after them, someone is asked for.
_THEIR_WISHES: Final = frozenset(
    {"wants", "needs", "hopes", "wishes", "necesita", "busca", "quiere", "quisiera", "encuentra"}
    | {"consigue", "quieren", "buscan", "necesitan", "merece"}
)
_LOOKING: Final = frozenset({"mentor", "mentors", "mentora", "mentoras", "mentorship", "programa"})
_SEEKING: Final = frozenset(
    {"needs", "wants", "busca", "quiere", "necesita", "is", "could", "deserves", "hopes"}
)
_LOOKS_FOR: Final = frozenset({"encuentra", "consigue", "busca", "necesita", "quisiera"})
_MY_WISHES: Final = frozenset({"want", "need", "looking", "busco", "quiero", "necesito", "wanna"})
_BETWEEN: Final = frozenset(
    {"is", "who", "also", "really", "now", "que", "le", "esta", "and", "de", "ano", "year", "old"}
)
_ONTO_OTHERS: Final = frozenset({"me", "us", "my", "our", "que"})
_GUIDED: Final = frozenset(
    {"guiarlo", "guiarla", "ayudarlo", "ayudarla", "orientarla", "orientarlo"}
)
_GUIDING: Final = frozenset(
    {"guide", "help", "mentor", "for", "teach", "show", "lo", "la", "le", "para"}
)
_THEM: Final = frozenset({"him", "her", "them", "puede", "pueda", "guie", "ella", "ellos", "ellas"})
_NOUNS: Final = {
    "women": frozenset(
        {"daughter", "niece", "granddaughter", "stepdaughter", "hija", "sobrina", "nieta", "sister"}
        | {"goddaughter", "ahijada", "hijastra", "chica", "muchacha", "mother", "grandma"}
        | {
            "hermanita",
            "primita",
            "hermana",
            "prima",
            "girl",
            "wife",
            "girlfriend",
            "gf",
            "esposa",
            "novia",
            "fiancee",
        }
        | {"mom", "mother", "mama", "aunt", "tia", "nina"}
    ),
    "men": frozenset(
        {"son", "nephew", "grandson", "stepson", "hijo", "sobrino", "nieto", "brother", "hermano"}
        | {"godson", "ahijado", "hijastro", "chico", "muchacho"}
        | {
            "hermanito",
            "primito",
            "primo",
            "boy",
            "husband",
            "boyfriend",
            "bf",
            "esposo",
            "novio",
            "dad",
            "father",
            "papa",
        }
        | {"uncle", "tio", "nino"}
    ),
}
_PRONOUNS: Final = {
    "women": frozenset({"she", "shes", "her", "hers", "herself", "ella"}),
    "men": frozenset({"he", "hes", "him", "his", "himself"}),
}
_THERE: Final = frozenset({"there", "ahi", "alli", "alla", "too", "also", "tambien"})
_I_AM: Final = frozenset({"im", "am", "i", "soy", "estoy", "estudio"})
_HEADING: Final = frozenset(
    {"go", "going", "want", "get", "apply", "applying", "transfer", "is", "anything", "quiero"}
)
_THEY: Final = frozenset({"she", "he", "ella", "el", "they", "shes", "hes"})
_NO_ONE: Final = frozenset({"no", "nobody", "noone", "none", "never", "nadie", "didnt", "neither"})
_ATTENDED: Final = frozenset(
    {"went", "gone", "go", "attended", "did", "finished", "has", "fue", "in", "ever", "graduated"}
)
_COLLEGE: Final = frozenset({"major", "majoring", "dorm", "campus", "undergrad"})
_IN_TRAINING: Final = frozenset({"nursing-student", "medical-student", "pharmacy-student"})
_CLASS_YEARS: Final = frozenset({"freshman", "sophomore", "junior", "senior"})
_WORKING: Final = frozenset({"nurse", "pharmacist", "physician", "resident", "early-career"})
_LIVES: Final = frozenset(
    {"is", "was", "are", "were", "life", "live", "living", "lived", "work", "go", "went", "from"}
    | {"vive", "trabaja", "es", "estudia", "moved", "move", "start", "started", "study", "attend"}
)
_SAID_OF_PEOPLE: Final = frozenset(
    {Facet.STAGE, Facet.YEAR, Facet.FIELD, Facet.COMMUNITY, Facet.STATUS, Facet.NAME, Facet.OFFER}
    | {Facet.DURATION, Facet.OFF_TOPIC, Facet.ELSEWHERE}
)
_HELPERS: Final = frozenset(
    {"doctor", "nurse", "teacher", "therapist", "dentist", "oncologist", "midwife", "coach", "pa"}
)
_TO_ME: Final = frozenset({"me", "us", "to", "my"})
_TOLD: Final = 4
_STOPS: Final = frozenset(".,;:!?")
_SUGGESTING: Final = frozenset(
    {"suggested", "suggests", "recommended", "recommends", "sugirio", "recomendo"}
)
_AND_I: Final = frozenset({("and", "i"), ("and", "me"), ("y", "yo"), ("and", "myself")})
# Relatives that are named without "my" only where something is told of them.
_BARE: Final = frozenset(
    {
        "sister",
        "brother",
        "cousin",
        "sis",
        "bro",
        "hermana",
        "hermano",
        "prima",
        "primo",
        "mom",
        "dad",
    }
    | {"mother", "father", "grandma", "grandpa", "grandmother", "grandfather", "nana", "nanny"}
    | {"granny", "uncle", "aunt", "auntie", "stepdad", "stepmom", "abuela", "abuelo", "tia", "tio"}
    | {"ex", "roommate", "roomie", "friend", "bestie", "neighbor", "boss", "coworker"}
)
_BEFORE_KIN: Final = frozenset({"and", "but", "y", "pero", "so", "bc", "because", "since", "while"})
_TELLING: Final = frozenset(
    {
        "is",
        "was",
        "s",
        "just",
        "works",
        "worked",
        "says",
        "said",
        "told",
        "got",
        "went",
        "has",
        "had",
    }
    | {"matched", "died", "did", "became", "used", "lives", "lived", "wants", "teaches", "runs"}
    | {"es", "era", "fue", "estudia", "trabaja", "dice", "tiene", "vive", "murio", "never", "left"}
    | {"loves", "hates", "thinks", "goes", "started", "starts", "graduated", "taught", "came"}
)
_YOUNGEST_WARD: Final = 10
# How someone says that they ask for themselves as well.
_TOO: Final = frozenset({"too", "also", "both", "tambien"})
_ME: Final = frozenset({"me", "myself", "mi"})
_FOR_ME: Final = frozenset({"for", "para", "both"})


def tell_people_apart(passage: Passage) -> None:
    """Drop what is said about relatives, and about the asker if they ask for someone else."""
    if not passage.marks:
        return
    persons = [mark for mark in passage.marked(Facet.PERSON) if _is_person(passage, mark)]
    if not persons:
        return
    passage.owners = owners = _owners(passage, persons)
    if _is_for_the_asker(passage):
        passage.owners = owners = [OTHER if owner == WARD else owner for owner in owners]
    if WARD in owners:
        passage.for_another = True
        wards = [mark for mark in persons if owners[mark.first] == WARD]
        passage.gender = _gender_of(passage, wards)
    theirs = _facets_of(passage, WARD)
    passage.for_two = _is_for_two(passage, persons)
    for match in tuple(passage.matches):
        facet = match.meaning.facet
        if any(match.first <= mark.first < match.first + match.size for mark in persons):
            continue
        owner = owners[match.first]
        if owner == OTHER:
            if facet is Facet.FIELD and _is_suggested(passage, match):
                continue
            if (facet in _SAID_OF_PEOPLE and not _is_shared(passage, match)) or (
                facet in (Facet.PLACE, Facet.CITY) and _lives_there(passage, persons, match)
            ):
                passage.dropped.add(match)
        elif owner == WARD and match.meaning.weak and facet is Facet.STAGE:
            _in_high_school(passage, match)
        elif owner == ASKER and WARD in owners:
            mine = facet in (Facet.STAGE, Facet.YEAR, Facet.NAME)
            working = facet is Facet.STAGE and match.meaning.value in _WORKING
            if (
                working
                or (mine and Facet.STAGE in theirs)
                or (facet in theirs and facet is Facet.FIELD)
            ):
                passage.dropped.add(match)


def drop_what_no_one_attended(passage: Passage) -> None:
    """Drop the school of "no one in my family went to med school", which says nothing of them."""
    if passage.plains.isdisjoint(_NO_ONE):
        return
    stages = passage.live(Facet.STAGE)
    for said in passage.live(Facet.COMMUNITY):
        words = {passage.plain(n) for n in range(said.first, said.first + said.size)}
        if said.meaning.value != "first-gen" or words.isdisjoint(_NO_ONE):
            continue
        end = said.first + said.size
        for match in stages:
            between = range(end, match.first + 1)
            went = any(passage.plain(n) in _ATTENDED for n in (*range(said.first, end), *between))
            if match.first >= end and went and not any(map(passage.stops_before, between)):
                passage.dropped.add(match)


def _is_for_the_asker(passage: Passage) -> bool:
    """Return whether they say whom it is for: "my daughter is premed, but this is for me"."""
    plain = [word.plain for word in passage.words]
    return any(
        (word in ("is", "its", "asking") and plain[position + 1 : position + 2] == ["for"])
        and plain[position + 2 : position + 3] in (["me"], ["myself"])
        and (position + 3 == len(plain) or passage.stops_before(position + 3))
        for position, word in enumerate(plain)
    )


def _is_for_two(passage: Passage, persons: list[Match]) -> bool:
    """Return whether it is asked for the asker too: "me (RN), and my sister (10th grade)"."""
    owners = passage.owners
    staged = [
        match
        for match in passage.matches
        if match.meaning.facet in (Facet.STAGE, Facet.YEAR)
        and not any(m.first <= match.first < m.first + m.size for m in persons)
    ]
    whose = {owners[match.first] for match in staged}
    if len(whose) > 1 and any(
        word.plain == "both" and (passage.plain(n - 1) == "we" or passage.plain(n + 2) == "us")
        for n, word in enumerate(passage.words)
    ):
        return True  # "he's a premed, i'm an RN, we both need mentors"
    if whose == {ASKER, WARD} and any(
        word.plain in _TOO and owners[n] == ASKER for n, word in enumerate(passage.words)
    ):
        return True  # "my son is in 10th grade, and i'm an RN who wants one too"
    told_of = [mark for mark in persons if any(match.first > mark.first for match in staged)]
    before = [passage.plain(mark.first - step) for mark in told_of for step in (1, 2)]
    return ("and" in before or "y" in before) and any(
        word.plain in _ME and (passage.stops_before(n) or passage.plain(n - 1) in _FOR_ME)
        for n, word in enumerate(passage.words[: told_of[-1].first])
    )


def _is_suggested(passage: Passage, match: Match) -> bool:
    """Return whether someone told the asker of it, who says no other field: "suggested nursing"."""
    before = {passage.plain(n) for n in range(max(0, match.first - 4), match.first)}
    return not before.isdisjoint(_SUGGESTING) and not any(
        other.meaning.facet is Facet.FIELD and other.meaning.value != match.meaning.value
        for other in passage.matches
    )


def _gender_of(passage: Passage, wards: list[Match]) -> str:
    """Return the gender that the words for a person say ("sister"), or the pronouns after them."""
    for mark in wards:
        named = {passage.key(n) for n in range(mark.first, mark.first + mark.size)}
        for gender, nouns in _NOUNS.items():
            if not named.isdisjoint(nouns):
                return gender
    after = {word.plain for word in passage.words[wards[0].first :]}
    said = [gender for gender, pronouns in _PRONOUNS.items() if not after.isdisjoint(pronouns)]
    return said[0] if len(said) == 1 else ""


def is_of_another(passage: Passage, position: int) -> bool:
    """Return whether a place of study is where another person is, and the asker isn't."""
    return bool(passage.owners) and passage.owners[position] == OTHER and not _is_there(passage)


def _is_shared(passage: Passage, match: Match) -> bool:
    return match.meaning.facet is Facet.NAME and _is_there(passage)


def _is_there(passage: Passage) -> bool:
    """Return whether the asker is there too: "my roommate at Rutgers ..., im a bio major there"."""
    for position, word in enumerate(passage.words):
        if word.plain not in _THERE or passage.owners[position] != ASKER:
            continue
        before = [passage.plain(n) for n in range(max(0, position - 6), position)]
        if not _I_AM.isdisjoint(before) and _HEADING.isdisjoint(before):
            return True
    return False


def _in_high_school(passage: Passage, match: Match) -> None:
    """Read a child's "sophomore" as a year of high school."""
    child = any(
        mark.meaning.value in _CHILD
        for mark in passage.marked(Facet.PERSON)
        if mark.first < match.first
    )
    if child and passage.key(match.first) in _CLASS_YEARS and not _is_at_college(passage):
        passage.dropped.add(match)
        meaning = Meaning(Facet.STAGE, "high-school")
        passage.matches.append(Match(match.first, match.size, meaning))


def _is_at_college(passage: Passage) -> bool:
    """Return whether a child is said to have a major or to be at college: "nursing major"."""
    return not passage.plains.isdisjoint(_COLLEGE) or any(
        match.meaning.value in _IN_TRAINING and not match.meaning.weak
        for match in passage.live(Facet.STAGE)
    )


def _is_person(passage: Passage, mark: Match) -> bool:
    """Exclude "daughter of immigrants", and "son", which in Spanish is a verb."""
    after = passage.key(mark.first + mark.size)
    if passage.spanish and passage.key(mark.first) == "son":
        return False
    if after == "de" and passage.plain(mark.first + mark.size + 1).isdigit():
        return True  # "un hijo de 16"
    if any(
        match.first < mark.first < match.first + match.size
        for match in passage.live(Facet.COMMUNITY)
    ):
        return False  # "first in my family"
    if mark.size == 1 and passage.key(mark.first) in _BARE and not _is_told_of(passage, mark):
        return False
    if (after, passage.plain(mark.first + mark.size + 1)) in _AND_I:
        return False  # "my sister and I are CNAs"
    if after == "in" and passage.key(mark.first + mark.size + 1) == "law":
        return False  # the longer phrase is another person
    serving = passage.plain(mark.first - 1) in ("military", "army", "navy", "marine")
    return after not in ("of", "de") and not serving


def _is_told_of(passage: Passage, mark: Match) -> bool:
    """Return whether a clause begins with a relative and tells something: "sister just matched".

    Not "mom, 34, nursing student", who is the asker.
    """
    opens = passage.stops_before(mark.first) or passage.plain(mark.first - 1) in _BEFORE_KIN
    return (
        opens
        and passage.plain(mark.first + 1) in _TELLING
        and not passage.stops_before(mark.first + 1)
    )


def _owners(passage: Passage, persons: list[Match]) -> list[str]:
    """Return whom each word is about: the asker, another person, or the one asked for."""
    starts = {mark.first: mark for mark in persons}
    inside = {
        position for mark in persons for position in range(mark.first, mark.first + mark.size)
    }
    owners: list[str] = []
    current = ASKER
    for position, word in enumerate(passage.words):
        if position in starts:
            current = _role(passage, starts[position])
        elif position in inside:
            pass
        elif word.key in _I or (
            current == OTHER
            and passage.stops_before(position)
            and not _in_brackets(passage, position)
        ):
            current = ASKER
        owners.append(current)
    return owners


def _in_brackets(passage: Passage, position: int) -> bool:
    """Return whether a word or the gap before it is in brackets: "my cousin (dental) says"."""
    before = passage.question[: passage.words[position].start]
    if before.count("(") > before.count(")"):
        return True
    gap = before[passage.words[position - 1].end :] if position else ""
    return ")" in gap and _STOPS.isdisjoint(gap)


def _role(passage: Passage, mark: Match) -> str:
    after = mark.first + mark.size
    while passage.key(after) in _BETWEEN or passage.plain(after).isdigit():
        after += 1
    wishes = passage.key(after) in _WISHES and passage.key(after + 1) not in _ONTO_OTHERS
    asked_for = bool({passage.key(mark.first - 1), passage.key(mark.first - 2)} & _FOR)
    if _is_someone_of_theirs(passage, mark):
        return OTHER
    if mark.meaning.value in _CHILD:
        told_of = _is_scenery(passage, mark) and not asked_for and not wishes
        return OTHER if told_of and not _speaks_for(passage, mark) else WARD
    if _speaks_for(passage, mark):
        return WARD
    speaks_later = any(word.key in _MYSELF for word in passage.words[after + 1 :])
    return WARD if asked_for or (wishes and not speaks_later) else OTHER


def _is_someone_of_theirs(passage: Passage, mark: Match) -> bool:
    """Return whether it is about someone whom a person has: "my kid's pediatrician"."""
    end = mark.first + mark.size
    owned = passage.question[passage.words[end - 1].end :][:2] in ("'s", "\u2019s")
    return owned and (
        passage.plain(end) in _HELPERS
        or passage.plain(end).endswith(("ician", "ologist", "surgeon"))
    )


def _speaks_for(passage: Passage, mark: Match) -> bool:
    """Return whether the rest asks for this person: "she wants ...", "who can guide him"."""
    rest = passage.words[mark.first + mark.size :]
    plain = [word.plain for word in rest]
    if any(word in _GUIDED for word in plain):
        return True
    pairs = zip(plain, rest[1:], strict=False)
    if any(word in _GUIDING and after.plain in _THEM for word, after in pairs):
        return True
    after = _after_brackets(passage, mark)
    if (
        passage.plain(after) in _SEEKING - {"is", "could"}
        and passage.plain(after + 1) not in _TO_ME
    ):
        return not any(word.key in _MYSELF for word in rest)
    if any(word.key in _I for word in rest):
        return _wishes_last(plain)
    opens = mark.first == 0 or (mark.first == 1 and not passage.stops_before(1))
    if opens and mark.meaning.value == "partner" and len(plain) > _TOLD:
        return True  # nothing is said of the asker at all
    if opens and mark.meaning.value != "parent" and not _LOOKING.isdisjoint(plain):
        return True
    couples = list(zip(plain, rest[1:], strict=False))
    wishes = [after.plain for word, after in couples if word in _THEIR_WISHES]
    if wishes or (plain and plain[-1] in _THEIR_WISHES):
        return _ONTO_OTHERS.isdisjoint(wishes)
    return any(word in _THEY and after.key in _WISHES for word, after in couples)


def _after_brackets(passage: Passage, mark: Match) -> int:
    """Return the first word after a person and what is said of them in brackets."""
    after = mark.first + mark.size
    while after < len(passage.words) and _in_brackets(passage, after):
        before = passage.question[: passage.words[after].start]
        if before.count("(") == before.count(")"):
            break
        after += 1
    return after


def _wishes_last(plain: list[str]) -> bool:
    """Return whether the wish is theirs, though the asker speaks too.

    "He's an M1, I'm a teacher. He needs a mentor."
    """
    theirs = [
        number
        for number, word in enumerate(plain[1:], 1)
        if word in _SEEKING and plain[number - 1] in _THEY
    ]
    theirs += [number for number, word in enumerate(plain) if word in _LOOKS_FOR]
    mine = [number for number, word in enumerate(plain) if word in _MY_WISHES]
    return bool(theirs) and not mine


def _is_scenery(passage: Passage, mark: Match) -> bool:
    """Return whether a child is only mentioned: a small one, or one with a profession already."""
    following = passage.words[mark.first + mark.size : mark.first + mark.size + 4]
    ages = [int(word.plain) for word in following if word.plain.isdigit() and len(word.plain) < 3]
    if ages and ages[0] < _YOUNGEST_WARD:
        return True
    end = mark.first + mark.size + 4
    return any(
        match.meaning.facet is Facet.STAGE
        and match.meaning.value in _WORKING
        and mark.first < match.first < end
        for match in passage.matches
    )


def _facets_of(passage: Passage, owner: str) -> set[Facet]:
    return {
        match.meaning.facet for match in passage.matches if passage.owners[match.first] == owner
    }


def _lives_there(passage: Passage, persons: list[Match], match: Match) -> bool:
    """Return whether a place is where another person is: "my brother lives in Ohio"."""
    before = [mark for mark in persons if mark.first < match.first]
    others = (m for m in passage.matches if m.meaning.facet in (Facet.PLACE, Facet.CITY))
    if before[-1].meaning.value == "partner" and all(
        passage.owners[other.first] == OTHER for other in others
    ):
        return False  # they live together, unless the asker says otherwise
    start = before[-1].first + before[-1].size
    return any(passage.key(position) in _LIVES for position in range(start, match.first))
