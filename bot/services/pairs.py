"""The relationship itself: look at it, pause it, take it up again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import ChannelId, PairId
from bot.domain.states import PairState
from bot.services.actor import Actor
from bot.services.updates import require_own
from bot.storage import interactions, pairs
from bot.storage.pairs import Pair


@dataclass(frozen=True, slots=True)
class PairPaused:
    """A pair rests until a day."""

    pair: Pair
    until: datetime


async def of_person(app: App, actor: Actor) -> list[Pair]:
    """Return the person's pairs that have not ended."""
    return await app.database.read(pairs.of_person, actor.guild, actor.user)


async def choose(app: App, actor: Actor, here: ChannelId | None) -> Pair:
    """Return the pair a command is about: the thread's own, or the person's only one.

    Raises `DomainError` ``pair.none`` or ``pair.which`` when they have several.
    """
    theirs = await of_person(app, actor)
    for pair in theirs:
        if here is not None and pair.thread == here:
            return pair
    if not theirs:
        raise DomainError("pair.none")
    if len(theirs) > 1:
        threads = tuple(pair.thread for pair in theirs if pair.thread)
        raise DomainError("pair.which", threads=threads)
    return theirs[0]


async def pause(app: App, actor: Actor, pair: PairId, days: int) -> PairPaused:
    """Rest the pair for `days`; nudges already queued wait too."""
    return await app.database.write(_pause, app, actor, pair, days)


def _pause(connection: Connection, app: App, actor: Actor, pair: PairId, days: int) -> PairPaused:
    now = app.clock.now()
    interactions.record(connection, actor.interaction, actor.guild, now)
    require_own(connection, actor, pair)
    if not 1 <= days <= 90:
        raise DomainError("pair.pause_days", most=90)
    until = now + timedelta(days=days)
    pairs.set_state(connection, actor.guild, pair, PairState.PAUSED, paused_until=until)
    return PairPaused(pairs.get(connection, actor.guild, pair), until)


async def resume(app: App, actor: Actor, pair: PairId) -> Pair:
    """Take a paused pair up again."""
    return await app.database.write(_resume, app, actor, pair)


def _resume(connection: Connection, app: App, actor: Actor, pair: PairId) -> Pair:
    interactions.record(connection, actor.interaction, actor.guild, app.clock.now())
    found = require_own(connection, actor, pair)
    if found.state is not PairState.PAUSED:
        raise DomainError("pair.not_paused")
    pairs.set_state(connection, actor.guild, pair, PairState.RUNNING)
    return pairs.get(connection, actor.guild, pair)
