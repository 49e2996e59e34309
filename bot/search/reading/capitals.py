"""Parse abbreviations that only capitals tell from everyday words: IM is not "I'm"."""

from typing import Final

from bot.search.vocabulary import Facet, Match, Meaning
from bot.search.words import Word

_FIELDS: Final = {"IM": "internal-medicine", "PT": "physical-therapy", "OT": "occupational-therapy"}
# PA is a state as well: it is the profession if someone wants to be one.
_ALSO_STATES: Final = {"PA": "physician-assistant"}
_WRITTEN: Final = (*_FIELDS, *_ALSO_STATES)
_BE: Final = frozenset({"be", "ser", "a", "become", "or", "as", "una", "un", "the"})


def read_capitals(question: str, words: list[Word]) -> list[Match]:
    """Return the fields written as capitals, unless the whole question is."""
    if not any(written in question for written in _WRITTEN) or question.isupper():
        return []
    matches = []
    for position, word in enumerate(words):
        written = question[word.start : word.end]
        field = _FIELDS.get(written)
        if written in _ALSO_STATES and position and words[position - 1].plain in _BE:
            field = _ALSO_STATES[written]
        if field:
            matches.append(Match(position, 1, Meaning(Facet.FIELD, field)))
    return matches
