"""What one of a circle asks for all of it: a pause, the end of a pause or a series, or its own end.

A circle of three or more decides together. Everyone's yes is enough at once; after a deadline, more
than half. A mentee who leaves or joins asks no one: that is a question which was closed at once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, literal, select

from bot.domain.errors import DomainError
from bot.domain.ids import CircleQuestionId, GuildId, PairId, UserId
from bot.domain.meetings.consent import Tally, count
from bot.domain.states import CircleTopic
from bot.storage.counters import next_id
from bot.storage.meetings.votes import concerned
from bot.storage.pairs.pairs import Pair
from bot.storage.records import Records
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.tables import circle_answers, circle_questions
from bot.storage.types import Flag
from bot.storage.upserts import put

OPEN_FOR = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class CircleQuestion:
    """One question; `days` is how long a pause is to be.

    `agreed` is None while it is open, and when it was closed without a decision.
    """

    guild: GuildId
    id: CircleQuestionId
    pair: PairId
    topic: CircleTopic
    days: int | None
    asked_by: UserId
    asked_at: datetime
    decide_at: datetime
    closed_at: datetime | None
    agreed: bool | None


_ROWS = Records(
    circle_questions, CircleQuestion, circle_questions.c.guild_id, circle_questions.c.id
)


def ask(
    connection: Connection,
    pair: Pair,
    topic: CircleTopic,
    days: int | None,
    user: UserId,
    now: datetime,
) -> CircleQuestion:
    """Save a new question; whoever asks agrees."""
    number = CircleQuestionId(next_id(connection, pair.guild, "circle-question"))
    question = CircleQuestion(
        pair.guild, number, pair.id, topic, days, user, now, now + OPEN_FOR, None, None
    )
    _ROWS.insert(connection, question)
    answer(connection, question, user, now, agrees=True)
    return question


def record_leaving(
    connection: Connection, pair: Pair, user: UserId, now: datetime, *, is_undone: bool = False
) -> CircleQuestion:
    """Save that a mentee left the circle; or, with `is_undone`, that they were to be in none."""
    asked = ask(connection, pair, CircleTopic.LEAVE, None, user, now)
    return close(connection, asked, now, agreed=None if is_undone else True)


def record_joining(
    connection: Connection, pair: Pair, user: UserId, now: datetime
) -> CircleQuestion:
    """Save that a mentee joined the circle."""
    join = CircleTopic.JOIN
    return close(connection, ask(connection, pair, join, None, user, now), now, agreed=True)


def find_joining(connection: Connection, pair: Pair, user: UserId) -> CircleQuestion | None:
    """Return the record of someone's joining the circle, the last one if there are several."""
    own = _ROWS.all(
        connection,
        circle_questions.c.guild_id == pair.guild,
        circle_questions.c.pair_id == pair.id,
        circle_questions.c.topic == CircleTopic.JOIN,
        circle_questions.c.asked_by == user,
    )
    return own[-1] if own else None


def has_left(connection: Connection, pair: Pair, user: UserId) -> bool:
    """Return whether someone was in the circle and left it, whether or not they are back."""
    left = _ROWS.first(
        connection,
        circle_questions.c.guild_id == pair.guild,
        circle_questions.c.pair_id == pair.id,
        circle_questions.c.topic == CircleTopic.LEAVE,
        circle_questions.c.asked_by == user,
        circle_questions.c.agreed == literal(True, Flag),
    )
    return left is not None


def list_open(connection: Connection, pair: Pair) -> list[CircleQuestion]:
    """Return what the circle has not decided yet."""
    return _ROWS.all(
        connection,
        circle_questions.c.guild_id == pair.guild,
        circle_questions.c.pair_id == pair.id,
        circle_questions.c.closed_at.is_(None),
    )


def get(connection: Connection, guild: GuildId, question: CircleQuestionId) -> CircleQuestion:
    """Return the question; raise `DomainError` ``circle.unknown``."""
    known = find(connection, guild, question)
    if known is None:
        raise DomainError("circle.unknown")
    return known


def find(
    connection: Connection, guild: GuildId, question: CircleQuestionId
) -> CircleQuestion | None:
    """Return the question, or None."""
    return _ROWS.find(connection, guild, question)


def find_open(
    connection: Connection, guild: GuildId, pair: PairId, topic: CircleTopic
) -> CircleQuestion | None:
    """Return the circle's open question about a topic, if any."""
    return _ROWS.first(
        connection,
        circle_questions.c.guild_id == guild,
        circle_questions.c.pair_id == pair,
        circle_questions.c.topic == topic,
        circle_questions.c.closed_at.is_(None),
    )


def due(connection: Connection, now: datetime) -> list[CircleQuestion]:
    """Return the open questions, of all societies, whose deadline has passed."""
    return _ROWS.all(
        connection,
        IN_EVERY_SOCIETY,
        circle_questions.c.closed_at.is_(None),
        circle_questions.c.decide_at <= now,
    )


def answer(
    connection: Connection, question: CircleQuestion, user: UserId, now: datetime, *, agrees: bool
) -> None:
    """Save what someone says, in place of what they said before."""
    keys = {"guild_id": question.guild, "question_id": question.id, "user_id": user}
    put(connection, circle_answers, {**keys, "agrees": agrees, "answered_at": now}, *keys)


def close(
    connection: Connection, question: CircleQuestion, now: datetime, *, agreed: bool | None
) -> CircleQuestion:
    """Record how the circle decided, or with None that there was nothing left to decide."""
    _ROWS.change(connection, (question.guild, question.id), closed_at=now, agreed=agreed)
    return get(connection, question.guild, question.id)


def tally(connection: Connection, question: CircleQuestion, pair: Pair) -> Tally[CircleTopic]:
    """Return who agrees, who doesn't, and who has not answered."""
    statement = select(circle_answers.c.user_id, circle_answers.c.agrees).where(
        circle_answers.c.guild_id == question.guild, circle_answers.c.question_id == question.id
    )
    said = {row.user_id: row.agrees for row in connection.execute(statement)}
    return count(question.topic, concerned(connection, pair), question.asked_by, said)
