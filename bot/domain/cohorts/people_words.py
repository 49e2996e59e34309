"""What people answer in forms of their own making, and the values of ours that it means.

Only what is sure is read here. A word that is close to one of ours is offered as a guess, for a
moderator to confirm.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum

from bot.domain.stage_words import stage_of
from bot.domain.vocabulary import FIELDS, STAGES, TOPICS, PersonRole, Stage, slug


class WordKind(StrEnum):
    """What a word of a file can be asked about as."""

    COLUMN = "column"
    ROLE = "role"
    STAGE = "stage"
    FIELD = "field"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class Meanings:
    """What a society decided that the words of its files mean; "" leaves a word out.

    The keys of each kind are made by `word_key`. `zone` is the time zone of lines that name none.
    """

    words: Mapping[WordKind, Mapping[str, str]] = field(default_factory=dict)
    zone: str = "UTC"

    def of(self, kind: WordKind, typed: str) -> str | None:
        """Return what was decided about a word, or None if it was never asked about."""
        return self.words.get(kind, {}).get(word_key(typed))


NOTHING_DECIDED = Meanings()
LONGEST_WORD = 100


def word_key(typed: str) -> str:
    """Return a key that is equal for spellings that differ in case, spaces, and punctuation."""
    return " ".join(re.findall(r"\w+", typed.casefold().replace("_", " ")))[:LONGEST_WORD]


# --- roles ----------------------------------------------------------------------------------------

_IS_MENTOR = re.compile(
    r"^(?:an? )?(?:\w+ )?mentors?$|\b(?:be|become|being|serve as|as|i m|i am)\b.*\bmentor\b"
    r"|\b(?:can|to|will) mentor\b|\bmentoring others\b"
)
_WANTS_MENTOR = re.compile(
    r"\b(?:want|need|find|get|have|seek|seeking|looking for|look for|like|request|with|by)"
    r"(?: to (?:find|get|have|meet))? (?:a|an|my)(?: \w+)? ?mentor\b"
    r"|\b(?:quiero|busco|necesito|tener|con|quisiera) (?:un|una|a un|a una|mi)(?: \w+)? ?mentora?\b"
    r"|\bto be mentored\b|\bmentees?\b"
)


def role_of(typed: str) -> PersonRole | None:
    """Return the side that an answer names, as "I want a mentor" or "Mentor, Mentee"."""
    words = word_key(re.sub(r"\([^()]*\)", " ", typed) if "(" in typed else typed)
    said = set(words.split())
    if "both" in said:
        return PersonRole.BOTH
    if said & {"no", "not", "never", "don", "unsure", "maybe"}:
        return None
    if said <= {"mentor", "mentors", "mentee", "mentees", "a", "an", "and", "peer"}:
        mentor, mentee = bool(said & {"mentor", "mentors"}), bool(said & {"mentee", "mentees"})
    else:
        mentee = bool(_WANTS_MENTOR.search(words))
        mentor = bool(_IS_MENTOR.search(_WANTS_MENTOR.sub(" ", words).strip()))
    if mentor:
        return PersonRole.BOTH if mentee else PersonRole.MENTOR
    return PersonRole.MENTEE if mentee else None


# --- topics and fields ----------------------------------------------------------------------------

_TOPIC_WORDS: dict[str, tuple[str, ...]] = {
    "personal-statement": ("personal statements", "essay", "essays", "application essay", "ps"),
    "interviews": ("interview", "interviewing", "mock interview", "mock interviews", "mmi"),
    "entrance-exams": (
        *("entrance exam", "mcat", "dat", "pcat", "gre", "oat", "teas", "hesi", "casper"),
        *("test prep", "exam prep", "standardized tests", "standardised tests", "admission tests"),
    ),
    "choosing-courses": (
        *("classes", "choosing classes", "course selection", "course planning", "courses"),
        *("prerequisites", "prereqs", "class selection", "class scheduling"),
    ),
    "study-skills": ("studying", "study", "study habits", "how to study", "studying skills"),
    "research": ("undergraduate research", "finding research", "lab", "lab work", "labs"),
    "shadowing": ("shadow", "physician shadowing", "finding shadowing", "job shadowing"),
    "clinical-experience": (
        *("clinical", "clinical hours", "clinical exposure", "patient care", "scribing"),
        *("clinical experiences", "patient care experience"),
    ),
    "volunteering": ("volunteer", "volunteer work", "community service", "service"),
    "applications": (
        *("application", "applying", "amcas", "aacomas", "school applications", "admissions"),
        *("medical school applications", "med school applications", "application process"),
        *("applying to medical school", "applying to med school", "medical school application"),
    ),
    "choosing-a-specialty": (
        *("specialty choice", "specialties", "choosing specialty", "picking a specialty"),
        *("choosing a speciality", "specialty", "specialty exploration"),
    ),
    "residency-application": (
        *("residency", "residency applications", "eras", "the match", "residency match"),
        *("applying to residency", "applying for residency"),
    ),
    "first-job": ("job search", "finding a job", "first jobs", "jobs"),
    "networking": ("network", "building a network", "making connections"),
    "money-and-scholarships": (
        *("scholarships", "scholarship", "financial aid", "finances", "money", "loans", "funding"),
        *("paying for school", "student loans", "finance"),
    ),
    "balance-and-wellbeing": (
        *("work life balance", "balance", "wellness", "wellbeing", "well being", "burnout"),
        *("mental health", "self care", "balance and well being"),
    ),
    "settling-in": ("settling", "transition", "adjusting", "adjusting to college", "fitting in"),
    "leadership": ("leadership skills", "leading", "leadership roles"),
}
_FIELD_WORDS: dict[str, tuple[str, ...]] = {
    "any-health-career": ("any", "undecided", "not sure", "unsure", "open to anything"),
    "medicine": ("medical", "md", "do", "physician", "doctor", "md do", "medical school"),
    "internal-medicine": ("im", "internal"),
    "family-medicine": ("fm", "family", "family practice"),
    "emergency-medicine": ("em", "emergency"),
    "surgery": ("general surgery", "surgical"),
    "ob-gyn": ("obgyn", "obstetrics and gynecology", "obstetrics and gynaecology", "ob/gyn"),
    "nursing": ("nurse", "rn", "bsn"),
    "pharmacy": ("pharmacist", "pharmd"),
    "dentistry": ("dental", "dentist"),
    "physical-therapy": ("pt", "physical therapist", "dpt", "physiotherapy"),
    "physician-assistant": ("pa", "physician associate"),
    "healthcare-leadership": ("healthcare administration", "health administration"),
}
_AROUND = re.compile(
    r"^(?:help with|advice on|advice about|learning about|getting|finding) "
    r"| (?:help|prep|preparation|advice|tips|support|opportunities|questions|guidance|tutoring)$"
)


def _by_key(words: Mapping[str, tuple[str, ...]], values: Collection[str]) -> dict[str, str]:
    exact = {word_key(value.replace("-", " ")): value for value in values}
    return {word_key(word): value for value, all_ in words.items() for word in all_} | exact


_TOPICS = _by_key(_TOPIC_WORDS, TOPICS)
_FIELDS = _by_key(_FIELD_WORDS, FIELDS)
# A comma in parentheses is part of an answer: "Test prep (MCAT, DAT)".
_BETWEEN = re.compile(r"[;\n|•,](?![^()]*\))")
_BULLET = re.compile(r"^(?:\d{1,2}[.)]|[-*–—·])\s+")
_OTHER = re.compile(r"^(?:other|otro|otra)s?\s*:\s*", re.IGNORECASE)
_EXAMPLES = re.compile(r"\s*\([^()]*\)\s*")
_OPEN = frozenset(
    ("anything", "everything", "all", "any", "all of the above", "whatever", "all of these")
)
_INSIDE = re.compile(r"\s*(?:/|&|\+|\band\b|\bor\b|\by\b)\s*", re.IGNORECASE)


def value_of(kind: WordKind, typed: str) -> str | None:
    """Return the field, topic, stage, or role that a word is, or None if it isn't one for sure."""
    match kind:
        case WordKind.ROLE:
            return role_of(typed)
        case WordKind.STAGE:
            return stage_of(typed)
        case _:
            known = _FIELDS if kind is WordKind.FIELD else _TOPICS
            keys = [word_key(typed.replace("&", " and "))]
            if "(" in typed:
                keys.append(word_key(_EXAMPLES.sub(" ", typed).replace("&", " and ")))
            return next(
                (
                    value
                    for key in keys
                    if (value := known.get(key) or known.get(_AROUND.sub("", key)))
                ),
                None,
            )


def guess(kind: WordKind, typed: str) -> str | None:
    """Return the value that a word may be a slip of, for a moderator to confirm."""
    key = word_key(typed)
    if kind is WordKind.ROLE:
        return None
    known = {
        WordKind.FIELD: _FIELDS,
        WordKind.TOPIC: _TOPICS,
        WordKind.STAGE: {word_key(each): each.value for each in STAGES if each is not Stage.ANY},
    }[kind]
    if near := get_close_matches(key, known, 1, 0.82):
        return known[near[0]]
    words = set(key.split())
    inside = {value for name, value in known.items() if set(name.split()) <= words}
    return inside.pop() if len(inside) == 1 else None


def split(kind: WordKind, typed: str) -> list[str]:
    """Return the answers in a cell: between semicolons, commas, or lines, as boxes were ticked.

    "Research and shadowing" is two if both are known and the whole isn't.
    """
    parts: list[str] = []
    for part in map(str.strip, _BETWEEN.split(typed)):
        part = _OTHER.sub("", _BULLET.sub("", part)).strip()
        if not part or (kind is WordKind.TOPIC and word_key(part) in _OPEN):
            continue
        inner = [word for word in _INSIDE.split(part) if word]
        whole = value_of(kind, part)
        if whole is None and len(inner) > 1 and all(value_of(kind, word) for word in inner):
            parts += inner
        else:
            parts.append(part)
    return parts


def topic_slug(typed: str) -> str:
    """Return how a society's own topic is saved: its words, without what is around them."""
    return slug(word_key(typed) or typed)[:LONGEST_WORD]
