"""Read a profession that opens a question as what the asker is: "surgeon, 3 years in practice"."""

import re
from typing import Final

from bot.search.asker import PROFESSIONS
from bot.search.reading.passage import Passage
from bot.search.reading.people import OTHER, WARD
from bot.search.reading.schools import STUDENT_OF
from bot.search.vocabulary import Facet, Match, Meaning

# How the names of people end who practice a profession, not those of the subjects.
_PERSONS: Final = (
    *("surgeon", "ician", "physician", "doctor", "ist", "worker", "assistant", "associate", "wife"),
    *("ologo", "ologa", "pediatra", "psiquiatra", "cirujano", "cirujana", "medico", "medica"),
    *("doctora", "dentista", "terapeuta", "partera", "ista"),
)
# What may stand before the profession, at the beginning of the clause.
_AGED: Final = re.compile(r"\d\d[mf]$")  # "34F family doc"
_QUALITIES: Final = frozenset(
    {
        "woman",
        "female",
        "male",
        "man",
        "lady",
        "guy",
        "black",
        "latina",
        "latino",
        "hispanic",
        "gay",
    }
    | {
        "queer",
        "trans",
        "lesbian",
        "asian",
        "native",
        "white",
        "general",
        "private",
        "new",
        "young",
    }
    | {
        "practicing",
        "retired",
        "community",
        "rural",
        "academic",
        "practice",
        "pediatric",
        "orthopedic",
        "solo",
    }
    | {"hi", "hello", "hey", "hola", "im", "am", "i", "a", "an", "soy", "una", "un", "also", "busy"}
    | {"older", "newish", "junior", "senior", "local", "small", "town", "mid", "career", "licensed"}
    | {
        "vascular",
        "trauma",
        "plastic",
        "cardiac",
        "neuro",
        "clinical",
        "hospital",
        "interventional",
    }
    | {
        "yo",
        "joven",
        "mujer",
        "hombre",
        "jubilada",
        "jubilado",
        "orthopaedic",
        "thoracic",
        "breast",
    }
    | {
        "ortho",
        "derm",
        "er",
        "em",
        "peds",
        "surgical",
        "icu",
        "neuro",
        "cardiology",
        "psych",
        "cards",
    }
    | {"old", "tired", "burned", "lonely", "experienced", "semi", "recently"}
    | {"colorectal", "transplant", "eye", "family", "outpatient", "inpatient", "ya"}
)
# What may follow it in the same clause; anything else, as in "surgeon mentor", is a wish.
_GOING_ON: Final = frozenset(
    {"for", "in", "at", "with", "here", "who", "out", "of", "since", "from", "working", "looking"}
    | {"seeking", "wanting", "thinking", "trying", "interested", "turned", "and", "going", "years"}
    | {"en", "con", "desde", "que", "de", "recien", "hace", "busco", "quiero", "aqui", "now", "but"}
    | {"woman", "female", "male", "need", "feeling", "about", "moving", "burned", "considering"}
    | {"practicing", "y", "w", "thru", "new", "starting", "on", "by", "retired", "living", "mom"}
)
_TERMS: Final = frozenset({"semester", "term", "quarter", "clinicals", "cohort", "semestre"})
_YET: Final = frozenset({"yet", "todavia", "aun"})
_SUBJECTS: Final = frozenset({"nursing", "enfermeria", "bsn", "adn"})
_ATTENDINGS: Final = frozenset({"attending"})
_AFTER_ATTENDING: Final = frozenset({"for", "with", "who", "here", "now", "since", "physician"})
_ARTICLES: Final = frozenset({"a", "an", "una", "un", "the"})
_IS: Final = frozenset({"is", "es", "whos", "shes", "hes", "was", "became", "a", "an"})
_LETTERS: Final = frozenset({"ot", "pt", "pa", "slp", "rd", "od", "dds", "dmd", "lcsw", "dvm"})
_IN: Final = frozenset({"at", "in", "with"})
_I_AM: Final = frozenset({"im", "am", "soy"})
_WISHED_FOR: Final = frozenset({"shadow", "follow", "observe"})
YOUNGEST: Final = 22
_AIMING: Final = frozenset(
    {"want", "wants", "become", "be", "ser", "quiero", "quiere", "future", "aspiring", "or", "hope"}
    | {"dream", "thinking", "wanna", "shadow", "mentored", "find", "need", "any", "with", "into"}
)


def read_practicing(passage: Passage) -> None:
    """Add the stage of someone who opens with their profession, if no other is written."""
    if passage.live(Facet.STAGE) or passage.teaching:
        return
    if passage.age is not None and passage.age < YOUNGEST:
        return
    if not passage.plains.isdisjoint(_ATTENDINGS) and _is_attending(passage):
        return
    if Facet.FIELD not in passage.facets:
        return
    in_a_term = not passage.plains.isdisjoint(_TERMS) or passage.live(Facet.YEAR)
    if in_a_term and _is_in_a_term(passage):
        return
    if passage.for_another:
        _read_ward_s(passage)
        return
    for match in passage.live(Facet.FIELD):
        end = match.first + match.size
        is_person = _names_a_person(passage, match) or _is_abbreviated(passage, match)
        is_person = is_person or passage.plain(match.first - 1) == "practicing"
        if not is_person or not _opens_clause(passage, match.first):
            continue
        following = passage.plain(end)
        stops = end == len(passage.words) or passage.stops_before(end)
        if passage.question[passage.words[end - 1].end :][:1] == "?":
            continue
        if not (stops or following in _GOING_ON or following.isdigit()):
            continue
        clause = _clause_after(passage, end)
        if not _WISHED_FOR.isdisjoint(clause) or (end == len(passage.words) and match.first == 0):
            continue
        other = match.meaning.value in PROFESSIONS
        stage = "early-career" if other else "physician"
        passage.matches.append(Match(match.first, match.size, Meaning(Facet.STAGE, stage)))
        return


def _is_in_a_term(passage: Passage) -> bool:
    """Read "utah, nursing, second semester" as a student of nursing."""
    for match in passage.live(Facet.FIELD):
        end = match.first + match.size
        stage = STUDENT_OF.get(match.meaning.value)
        first = match.first - (1 if passage.plain(match.first - 1) == "in" else 0)
        alone = passage.stops_before(first) and passage.stops_before(end)
        subject = alone and passage.plain(match.first) in _SUBJECTS
        not_yet = passage.plain(end) in _YET  # "not a nurse yet, third semester"
        if stage and stage != "medical-student" and (subject or not_yet):
            passage.matches.append(Match(match.first, match.size, Meaning(Facet.STAGE, stage)))
            return True
    return False


def _is_attending(passage: Passage) -> bool:
    """Read "female attending (EM), 15 years" as a physician, and not "attending a college"."""
    for position, word in enumerate(passage.words):
        end = position + 1
        if word.plain not in _ATTENDINGS:
            continue
        stops = passage.stops_before(end) or any(
            match.first == end and _names_a_person(passage, match)
            for match in passage.live(Facet.FIELD)
        )
        if not (stops or passage.plain(end) in _AFTER_ATTENDING or passage.plain(end).isdigit()):
            continue
        owner = passage.owners[position] if passage.owners else ""
        opens = _opens_clause(passage, position) or passage.plain(position - 1) in (
            "an",
            "attending",
        )
        if opens and owner != OTHER:
            passage.matches.append(Match(position, 1, Meaning(Facet.STAGE, "physician")))
            return True
    return False


def _read_ward_s(passage: Passage) -> None:
    """Read "my wife is a surgeon and wants a mentor" as what she is."""
    for match in passage.live(Facet.FIELD):
        if not passage.owners or passage.owners[match.first] != WARD:
            continue
        first = match.first - (1 if passage.plain(match.first - 1) in _ARTICLES else 0)
        told = passage.plain(first - 1) in _IS or passage.stops_before(match.first)
        if told and _names_a_person(passage, match):
            stage = "early-career" if match.meaning.value in PROFESSIONS else "physician"
            passage.matches.append(Match(match.first, match.size, Meaning(Facet.STAGE, stage)))
            return


def _is_abbreviated(passage: Passage, match: Match) -> bool:
    """Return whether letters say what someone is: "SLP, 3 years", "OT at a school"."""
    end = match.first + match.size
    if match.size != 1 or passage.plain(match.first) not in _LETTERS:
        return False
    following = passage.plain(end)
    counted = following.isdigit() or (following in _IN and passage.plain(end + 1) in _ARTICLES)
    return counted or following in ("for", "since") or passage.plain(match.first - 1) in _I_AM


def _names_a_person(passage: Passage, match: Match) -> bool:
    last = passage.key(match.first + match.size - 1)
    plain = passage.plain(match.first + match.size - 1)
    return last.endswith(_PERSONS) and (last == plain or plain == "doc")


def _opens_clause(passage: Passage, first: int) -> bool:
    """Return whether only qualities stand before a word in its clause, and no aim before that."""
    while first > 0 and not passage.stops_before(first):
        if passage.plain(first - 1) not in _QUALITIES and not _AGED.match(passage.plain(first - 1)):
            return False
        first -= 1
    before = {word.plain for word in passage.words[:first]}
    return before.isdisjoint(_AIMING)


def _clause_after(passage: Passage, position: int) -> set[str]:
    words = set()
    while position < len(passage.words) and not passage.stops_before(position):
        words.add(passage.plain(position))
        position += 1
    return words
