"""Answer a check-in, by its buttons or in any other way."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import CheckInId
from bot.domain.states import CheckInAnswer, PairState
from bot.services.actor import Actor
from bot.storage import interactions
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair
from bot.storage.progress import check_ins
from bot.storage.progress.check_ins import CheckIn


@dataclass(frozen=True, slots=True)
class CheckInAnswered:
    """A check-in was answered; `before` is the answer it already had, if any."""

    pair: Pair
    check_in: CheckIn
    answer: CheckInAnswer
    before: CheckInAnswer | None


async def answer(
    app: App, actor: Actor, check_in: CheckInId, given: CheckInAnswer
) -> CheckInAnswered:
    """Keep the answer; a second answer changes nothing and says what stands.

    Raises `DomainError` ``check_in.unknown``, ``check_in.not_yours``, ``pair.ended``.
    """
    return await app.database.write(_answer, app, actor, check_in, given)


def _answer(
    connection: Connection, app: App, actor: Actor, check_in: CheckInId, given: CheckInAnswer
) -> CheckInAnswered:
    now = app.clock.now()
    interactions.record(connection, actor.interaction, actor.guild, now)
    found, pair = require_owner(connection, actor, check_in)
    check_ins.record_answer(connection, actor.guild, check_in, given, now)
    return CheckInAnswered(pair, found, given, before=found.answer)


async def find(app: App, actor: Actor, check_in: CheckInId) -> tuple[CheckIn, Pair]:
    """Return the check-in and its pair, for its owner only."""
    return await app.database.read(require_owner, actor, check_in)


def require_owner(
    connection: Connection, actor: Actor, check_in: CheckInId
) -> tuple[CheckIn, Pair]:
    """Return the check-in and its pair; raise for anybody but its owner, and for an ended pair."""
    found = check_ins.get(connection, actor.guild, check_in)
    pair = pairs.get(connection, actor.guild, found.pair)
    if found.owner != actor.user:
        raise DomainError("check_in.not_yours" if pair.has(actor.user) else "check_in.unknown")
    if pair.state is PairState.ENDED:
        raise DomainError("pair.ended")
    return found, pair


def clear(
    connection: Connection, actor: Actor, pair: Pair, given: CheckInAnswer, now: datetime
) -> bool:
    """Answer the pair's latest check-in if it is `actor`'s and unanswered; say whether it was."""
    waiting = check_ins.latest_of_pair(connection, pair.guild, pair.id)
    if waiting is None or waiting.owner != actor.user:
        return False
    return check_ins.record_answer(connection, pair.guild, waiting.id, given, now)


def clear_for_all(connection: Connection, pair: Pair, given: CheckInAnswer, now: datetime) -> bool:
    """Answer the pair's latest check-in, whoever's it is: what they did, they did together."""
    waiting = check_ins.latest_of_pair(connection, pair.guild, pair.id)
    if waiting is None:
        return False
    return check_ins.record_answer(connection, pair.guild, waiting.id, given, now)
