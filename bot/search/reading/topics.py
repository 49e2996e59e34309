"""Recognize a question that isn't a search for a program: a fact, an exam, a job, a document."""

from typing import Final

from bot.search.reading.passage import Passage
from bot.search.vocabulary import Facet

FACT: Final = "fact"
# How a question begins that asks for a fact.
_OPENINGS: Final = frozenset(
    [
        "do",
        "does",
        "did",
        "is",
        "are",
        "am",
        "can",
        "could",
        "should",
        "will",
        "would",
        "how",
        "when",
        "what",
        "whats",
        "which",
        "why",
        "hows",
        "que",
        "cual",
        "cuanto",
        "cuanta",
        "cuantos",
        "cuantas",
        "como",
        "puedo",
        "debo",
        "es",
        "cuando",
    ]
)
_BEFORE_OPENINGS: Final = frozenset(
    ["so", "ok", "hi", "hello", "hey", "and", "a", "hola", "y", "but"]
)
# Words of someone who looks for people or programs; with one of these, the question is a search.
_WISHES: Final = frozenset(
    [
        "program",
        "mentor",
        "mentorship",
        "mentoring",
        "mentee",
        "someone",
        "somebody",
        "anyone",
        "anybody",
        "anything",
        "something",
        "shadow",
        "shadowing",
        "guide",
        "guidance",
        "buddy",
        "peer",
        "connect",
        "match",
        "matched",
        "pair",
        "paired",
        "find",
        "finding",
        "looking",
        "internship",
        "opportunity",
        "join",
        "apply",
        "allowed",
        "eligible",
        "qualify",
        "open",
        "accept",
        "sign",
        "talk",
        "alone",
        "thing",
        "advisor",
        "support",
        "person",
        "people",
        "help",
        "network",
        "meet",
        "club",
        "society",
        "group",
        "faculty",
        "role",
        "model",
        "free",
        "virtual",
        "online",
        "available",
        "offer",
        "tutor",
        "alguien",
        "quien",
        "programa",
        "mentora",
        "mentoria",
        "busco",
        "ayuda",
        "ayude",
        "guie",
        "hay",
    ]
)


def read_topic(passage: Passage, *, named: bool, is_stated: bool) -> str:
    """Return what is asked instead of a program, or "".

    Phrases of the vocabulary say so, or a question that only asks for a fact: one that begins like
    that and doesn't mention anyone to find. A program that is named is asked about, whatever the
    words; unless a stage, field, or wish `is_stated`, the words themselves are looked for.
    """
    marks = [mark.meaning.value for mark in passage.marked(Facet.TOPIC)] if passage.marks else []
    if marks:
        return next((topic for topic in marks if topic != FACT), FACT)
    if named or not is_stated:
        return ""
    first = 0
    while passage.plain(first) in _BEFORE_OPENINGS:
        first += 1
    if passage.plain(first) not in _OPENINGS:
        return ""
    keys = {word.key for word in passage.words}
    return FACT if keys.isdisjoint(_WISHES) else ""
