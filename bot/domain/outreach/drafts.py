"""A first message to someone who doesn't know the writer: short, and easy to answer.

The bot composes it and suggests improvements; the member sends it, or does not.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import DomainError
from bot.domain.typed_text import clean, one_line

# About what a screen of a phone shows.
MOST_WORDS = 150
ESSAY_WORDS = 350
MOST_QUESTIONS = 2
LONGEST = 3500
LONGEST_PART = 1500

_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_OUTRIGHT = re.compile(
    r"(?i)\b(?:(?:be|become|being) (?:my|a) mentor\b(?! of)|mentor me\b|be mentored by you|"
    r"take me (?:on )?as (?:your|a) mentee)"
)
_ASKS = re.compile(
    r"(?i)\b(?:can|could|would|will|may) (?:you|i)\b|\bplease\b|\bi would like you to\b|"
    r"\bi(?:'d| would) also\b|\blet me (?:shadow|join|work)\b"
)
_THANKS = re.compile(r"(?i)\b(?:thank\w*|thanks|grateful|gratitude|appreciate\w*|gracias)\b")
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
# A first line such as "Dear Dr. Roe," and a last one such as "Best wishes,".
_GREETING = re.compile(
    r"(?i)(?:dear|hi|hello|good \w+|best|kind|warm|with|sincerely|yours|regards|hola|estimad\w+|"
    r"saludos)\b[^.?!]{0,80}[,!:]?$"
)
_ABBREVIATION = re.compile(r"\b(Drs?|Prof|Mrs?|Ms|St|vs|e\.g|i\.e|[A-Z])\.")
_GAP = re.compile(r"\[[^\]\n]{2,}\]")
_TITLES = frozenset(
    ("dr", "drs", "prof", "professor", "mr", "mrs", "ms", "mx", "the", "team", "lab", "office")
)
MOST_ASKS = 3
MOST_OF_NAME = 4
FEWEST_OF_SENTENCE = 3


class DraftFault(StrEnum):
    """What makes a first message hard to answer."""

    TOO_LONG = "too-long"
    ESSAY = "essay"
    NO_QUESTION = "no-question"
    TOO_MUCH = "too-much"
    BE_MY_MENTOR = "be-my-mentor"
    NO_THANKS = "no-thanks"
    NO_NAME = "no-name"
    FRAGMENTS = "fragments"


@dataclass(frozen=True, slots=True)
class DraftParts:
    """A member's input: where they are, what they need, one question, what they bring."""

    stage: str
    need: str
    question: str
    bring: str
    thanks: str


def compose(who: str, known_from: str, parts: DraftParts) -> str:
    """Return the message, ordered for a busy reader.

    Raises `DomainError` ``outreach.draft_empty`` if nothing is asked, and ``outreach.draft_long``
    for a part that no message could hold.
    """
    typed = [_tidy(part) for part in (parts.stage, parts.need, parts.question, parts.bring)]
    for part in typed:
        if len(part) > LONGEST_PART:
            raise DomainError("outreach.draft_long", most=LONGEST_PART)
    stage, need, question, bring = typed
    if not (need or question):
        raise DomainError("outreach.draft_empty")
    opening = " ".join(filter(None, (_sentence(stage), _sentence(known_from))))
    body = " ".join(filter(None, (_sentence(need), _sentence(question))))
    paragraphs = (f"Dear {who},", opening, body, _sentence(bring), _sentence(_tidy(parts.thanks)))
    return revise("\n\n".join(filter(None, paragraphs)))


def revise(words: str) -> str:
    """Return a message as the member edited it; raise ``outreach.draft_*`` as `compose`."""
    words = clean(words)
    if not words:
        raise DomainError("outreach.draft_empty")
    if len(words) > LONGEST:
        raise DomainError("outreach.draft_long", most=LONGEST)
    return words


def faults(words: str, who: str) -> tuple[DraftFault, ...]:
    """Return what would make a message to `who` easier to answer, most serious first."""
    number, questions = len(_WORD.findall(words)), len(re.findall(r"\?+", words))
    asking = sum(bool(_ASKS.search(sentence)) for sentence in _SENTENCE.findall(words))
    faults = {
        DraftFault.ESSAY: number > ESSAY_WORDS,
        DraftFault.TOO_LONG: MOST_WORDS < number <= ESSAY_WORDS,
        DraftFault.BE_MY_MENTOR: bool(_OUTRIGHT.search(words)),
        DraftFault.NO_QUESTION: questions == 0,
        DraftFault.TOO_MUCH: questions > MOST_QUESTIONS or asking > MOST_ASKS,
        DraftFault.NO_THANKS: not _THANKS.search(words),
        DraftFault.NO_NAME: not _names(words, who),
        DraftFault.FRAGMENTS: bool(_GAP.search(words)) or any(map(_is_fragment, _pieces(words))),
    }
    return tuple(fault for fault, holds in faults.items() if holds)


def is_signed(words: str) -> bool:
    """Return whether the last line of a message can be its writer's name."""
    last = words.rstrip().rpartition("\n")[2].strip()
    return (
        last[:1].isupper() and last[-1] not in ".!?," and len(_WORD.findall(last)) <= MOST_OF_NAME
    )


def _names(words: str, who: str) -> bool:
    """Return whether a message names the person or team that it is for."""
    names = {part.casefold() for part in _WORD.findall(who)} - _TITLES
    return not names or bool(names & {part.casefold() for part in _WORD.findall(words)})


def _pieces(words: str) -> list[str]:
    """Return the sentences of a message, without its greeting and signature."""
    lines = [line.strip(" \t-*\u2022") for line in words.split("\n")]
    if is_signed(words):
        lines = lines[: len(words.rstrip().split("\n")) - 1]
    return [
        piece
        for line in lines
        if not _GREETING.match(line)
        for piece in re.split(r"(?<=[.!?])\s+", _ABBREVIATION.sub(r"\1", line))
    ]


def _is_fragment(piece: str) -> bool:
    """Return whether something is too short for a sentence, or begins in the middle of one."""
    number = len(_WORD.findall(piece))
    if not number or _THANKS.search(piece):
        return False
    return number < FEWEST_OF_SENTENCE or piece[0].islower()


def _tidy(words: str) -> str:
    return one_line(words)


def _sentence(words: str) -> str:
    words = words.strip()
    return words if not words or words[-1] in ".!?" else f"{words}."
