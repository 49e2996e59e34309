"""Parse abbreviations that only capitals tell from everyday words: IM is not "I'm"."""

from typing import Final

from bot.search.vocabulary import Facet, Match, Meaning
from bot.search.words import Word

_FIELDS: Final = {
    "IM": "internal-medicine",
    "PT": "physical-therapy",
    "OT": "occupational-therapy",
    "ED": "emergency-medicine",
}
_STUDENT_NURSE: Final = "SN"
# PA is a state as well: it is the profession if someone wants to be one.
_ALSO_STATES: Final = {"PA": "physician-assistant"}
_WRITTEN: Final = (*_FIELDS, *_ALSO_STATES, _STUDENT_NURSE)
_TOWARDS: Final = frozenset({"req", "prereq", "prerequisite", "applying", "apply", "shadow"})
_WARDS: Final = frozenset(
    {"ortho", "derm", "er", "em", "surgical", "surgery", "peds", "pediatric", "cardiology", "neuro"}
    | {"psych", "trauma", "icu", "oncology", "urgent", "cards", "gi", "ent", "urology", "med"}
)
_HOPEFUL: Final = frozenset({"hopeful", "bound", "applicant", "route", "or"})
_BE: Final = frozenset(
    {"be", "ser", "a", "become", "or", "as", "una", "un", "the", "para", "want", "definitely"}
    | {"maybe", "considering", "pre", "vs", "new", "another", "fellow", "do", "quiero"}
)


# These say something only if they stand alone between stops: "ms1, native, eyes", "surgeon (f)".
_ALONE: Final = {
    "native": Meaning(Facet.COMMUNITY, "native-american"),
    "bi": Meaning(Facet.COMMUNITY, "lgbtq"),
    "f": Meaning(Facet.COMMUNITY, "women"),
    "m": Meaning(Facet.COMMUNITY, "men"),
    **dict.fromkeys(("9th", "10th", "11th", "12th"), Meaning(Facet.STAGE, "high-school")),
    **dict.fromkeys(("6th", "7th", "8th"), Meaning(Facet.STAGE, "middle-school")),
    **dict.fromkeys(
        ("bio", "biology", "chem", "biochem", "neuroscience", "kinesiology", "kines"),
        Meaning(Facet.STAGE, "college-pre-health", weak=True),
    ),
}
_STOPS: Final = frozenset(",;.()/\n")


def read_words_alone(question: str, words: list[Word]) -> list[Match]:
    """Return what a word says that stands alone between stops."""
    matches = []
    for position, word in enumerate(words):
        meaning = _ALONE.get(word.plain)
        if meaning is None or len(words) == 1:
            continue
        before = question[words[position - 1].end : word.start] if position else ","
        after = words[position + 1].start if position + 1 < len(words) else len(question)
        ends = position + 1 == len(words) or not _STOPS.isdisjoint(question[word.end : after])
        if ends and not _STOPS.isdisjoint(before):
            matches.append(Match(position, 1, meaning))
    return matches


def read_capitals(question: str, words: list[Word]) -> list[Match]:
    """Return the fields and stages written as capitals, unless the whole question is."""
    if not any(written in question for written in _WRITTEN) or question.isupper():
        return []
    matches = []
    for position, word in enumerate(words):
        written = question[word.start : word.end]
        field = _FIELDS.get(written)
        lead = words[position - 1].plain if position else ""
        for_it = lead in ("for", "to") and position > 1 and words[position - 2].key in _TOWARDS
        following = words[position + 1].plain if position + 1 < len(words) else ""
        if written in _ALSO_STATES and (lead in _BE | _WARDS or for_it or following in _HOPEFUL):
            field = _ALSO_STATES[written]
        if written == _STUDENT_NURSE:
            matches.append(Match(position, 1, Meaning(Facet.STAGE, "nursing-student")))
            matches.append(Match(position, 1, Meaning(Facet.FIELD, "nursing")))
        if field:
            matches.append(Match(position, 1, Meaning(Facet.FIELD, field)))
    return matches
