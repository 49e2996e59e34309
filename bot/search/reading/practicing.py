"""Read a profession that opens a question as what the asker is: "surgeon, 3 years in practice"."""

from typing import Final

from bot.search.asker import PROFESSIONS
from bot.search.reading.passage import Passage
from bot.search.vocabulary import Facet, Match, Meaning

# How the names of people end who practice a profession, not those of the subjects.
_PERSONS: Final = (
    *("surgeon", "ician", "physician", "doctor", "ist", "worker", "assistant", "associate", "wife"),
    *("ologo", "ologa", "pediatra", "psiquiatra", "cirujano", "cirujana", "medico", "medica"),
    *("doctora", "dentista", "terapeuta", "partera", "ista"),
)
# What may stand before the profession, at the beginning of the clause.
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
    | {"practicing", "retired", "community", "rural", "academic", "pediatric", "orthopedic", "solo"}
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
_WISHED_FOR: Final = frozenset({"shadow", "follow", "observe"})
YOUNGEST: Final = 22
_AIMING: Final = frozenset(
    {"want", "wants", "become", "be", "ser", "quiero", "quiere", "future", "aspiring", "or", "hope"}
    | {"dream", "thinking", "wanna", "shadow", "mentored", "find", "need", "any", "with", "into"}
)


def read_practicing(passage: Passage) -> None:
    """Add the stage of someone who opens with their profession, if no other is written."""
    if Facet.FIELD not in passage.facets or passage.live(Facet.STAGE):
        return
    if passage.for_another or passage.teaching:
        return
    if passage.age is not None and passage.age < YOUNGEST:
        return
    for match in passage.live(Facet.FIELD):
        end = match.first + match.size
        if not _names_a_person(passage, match) or not _opens_clause(passage, match.first):
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


def _names_a_person(passage: Passage, match: Match) -> bool:
    last = passage.key(match.first + match.size - 1)
    plain = passage.plain(match.first + match.size - 1)
    return last.endswith(_PERSONS) and last == plain


def _opens_clause(passage: Passage, first: int) -> bool:
    """Return whether only qualities stand before a word in its clause, and no aim before that."""
    while first > 0 and not passage.stops_before(first):
        if passage.plain(first - 1) not in _QUALITIES:
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
