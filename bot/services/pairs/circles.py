"""What concerns a whole circle: one asks, and the others answer before anything changes."""

from dataclasses import dataclass

from bot.domain.errors import DomainError
from bot.domain.ids import CircleQuestionId, UserId
from bot.domain.states import CircleTopic
from bot.services.nudges.settings import rhythm_of
from bot.services.pairs.permissions import require_own
from bot.services.work import Work, writes
from bot.storage.meetings import votes
from bot.storage.pairs import circle_decisions, circle_questions
from bot.storage.pairs.circle_questions import CircleQuestion
from bot.storage.pairs.pairs import Pair


@dataclass(frozen=True, slots=True)
class CircleAsked:
    """The others of a circle are asked, or with `already` had been by someone else before.

    If the open question is for another number of days, `is_other`, no yes was counted.
    """

    pair: Pair
    question: CircleQuestion
    waiting: tuple[UserId, ...]
    needed: int
    already: bool = False
    is_other: bool = False


@dataclass(frozen=True, slots=True)
class CircleAnswered:
    """Someone answered; the question says whether the circle has decided by now."""

    pair: Pair
    question: CircleQuestion
    agrees: bool
    waiting: tuple[UserId, ...]


def is_circle(pair: Pair) -> bool:
    """Return whether a pair has more than two members, so that no one decides alone."""
    return len(pair.members) > 2


def ask(work: Work, pair: Pair, topic: CircleTopic, days: int | None = None) -> CircleAsked:
    """Ask the others, within the caller's transaction; an open question counts a yes instead.

    An open question about a pause of another length stays as it is.
    """
    question = circle_questions.find_open(work.connection, work.guild, pair.id, topic)
    if question is not None:
        # One whose deadline has passed, or that was about another series, is closed by now.
        question = _decide(work, pair, question)
    already = question is not None and question.closed_at is None
    if question is None or (question.closed_at is not None and not question.agreed):
        question = circle_questions.ask(work.connection, pair, topic, days, work.user, work.now)
        circle_decisions.plan_message(work.connection, question, circle_decisions.ASKED, work.now)
    elif already and question.days == days:
        question = _answer(work, pair, question, agrees=True)
    tally = circle_questions.tally(work.connection, question, pair)
    needed = votes.needed(pair)
    is_other = already and question.days != days
    return CircleAsked(pair, question, tally.waiting, needed, already, is_other)


@writes
def answer(work: Work, question_id: CircleQuestionId, agrees: bool) -> CircleAnswered:
    """Answer a question that concerns the whole circle.

    Raises `DomainError` ``circle.unknown``, ``circle.closed``, ``pair.not_yours``, ``pair.ended``.
    """
    question = circle_questions.get(work.connection, work.guild, question_id)
    pair = require_own(work, question.pair)
    if question.closed_at is not None:
        raise DomainError("circle.closed", agreed=question.agreed)
    question = _answer(work, pair, question, agrees=agrees)
    tally = circle_questions.tally(work.connection, question, pair)
    return CircleAnswered(pair, question, agrees, tally.waiting)


def _answer(work: Work, pair: Pair, question: CircleQuestion, *, agrees: bool) -> CircleQuestion:
    circle_questions.answer(work.connection, question, work.user, work.now, agrees=agrees)
    occurrence = f"interaction:{work.actor.interaction}"
    circle_decisions.show_answers(work.connection, question, work.now, occurrence)
    return _decide(work, pair, question)


def _decide(work: Work, pair: Pair, question: CircleQuestion) -> CircleQuestion:
    rhythm = rhythm_of(work.app)
    return circle_decisions.decide(work.connection, question, pair, rhythm, work.now)
