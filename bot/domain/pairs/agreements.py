"""What a pair agrees on before it starts: six questions, each answered alone first."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from bot.domain.errors import DomainError
from bot.domain.typed_text import clean

LONGEST_ANSWER = 300
AgreementAnswers = Mapping[str, tuple[str, ...]]


class Question(StrEnum):
    """The six questions, in order."""

    OFTEN = "often"
    ANSWER_WITHIN = "answer-within"
    CHANNELS = "channels"
    TOPICS = "topics"
    OFF_LIMITS = "off-limits"
    UNTIL = "until"


# A form holds five fields, so the questions come in two parts: choices, and text.
CHOSEN: dict[Question, tuple[str, ...]] = {
    Question.OFTEN: ("weekly", "every-two-weeks", "monthly", "as-needed"),
    Question.ANSWER_WITHIN: ("one-day", "two-days", "one-week"),
    Question.CHANNELS: ("this-thread", "video", "phone", "email", "in-person"),
}
WRITTEN = (Question.TOPICS, Question.OFF_LIMITS, Question.UNTIL)
OPTIONAL = frozenset({Question.OFF_LIMITS})


def check_chosen(typed: AgreementAnswers) -> dict[str, tuple[str, ...]]:
    """Return the first part as it is saved; raise ``agreement.unknown_choice``."""
    checked = {}
    for question, choices in CHOSEN.items():
        values = typed.get(question, ())
        wrong = [value for value in values if value not in choices]
        if wrong or not values or (question is not Question.CHANNELS and len(values) > 1):
            raise DomainError("agreement.unknown_choice")
        checked[question.value] = tuple(value for value in choices if value in values)
    return checked


def check_written(typed: AgreementAnswers) -> dict[str, tuple[str, ...]]:
    """Return the second part trimmed; raise ``agreement.empty`` or ``agreement.long``."""
    checked: dict[str, tuple[str, ...]] = {}
    for question in WRITTEN:
        words = clean(" ".join(typed.get(question, ())))
        if not words and question not in OPTIONAL:
            raise DomainError("agreement.empty")
        if len(words) > LONGEST_ANSWER:
            raise DomainError("agreement.long", most=LONGEST_ANSWER)
        checked[question.value] = (words,) if words else ()
    return checked


def has_first_part(answers: AgreementAnswers) -> bool:
    """Return whether everything to choose has been chosen."""
    return all(answers.get(question) for question in CHOSEN)


def differences(halves: Sequence[AgreementAnswers]) -> frozenset[Question]:
    """Return the questions with different answers; case does not count."""
    return frozenset(
        question
        for question in Question
        if len({_folded(half.get(question, ())) for half in halves}) > 1
    )


def _folded(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(" ".join(value.casefold().split()).rstrip(".") for value in values)
