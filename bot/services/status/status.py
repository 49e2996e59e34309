"""Say what is waiting: on oneself, on others, on nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.app import App
from bot.domain.status.turns import Ledger, Turn, TurnKind
from bot.services.actor import Actor, moderates
from bot.services.requests.requests import SHOWN_FOR
from bot.services.status.turns import Rules, introductions, ledger_from, turn_of
from bot.storage.moderation import societies
from bot.storage.nudges import away
from bot.storage.nudges.away import Away
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair
from bot.storage.status import ledger


@dataclass(frozen=True, slots=True)
class Status:
    """One person's view of everything they have a part in."""

    ledger: Ledger
    # Of each kind the first that waits on them.
    soonest: Mapping[TurnKind, Turn]
    pairs: tuple[Pair, ...]
    is_set_up: bool
    is_moderator: bool
    away: tuple[Away, ...] = ()


async def of_person(app: App, actor: Actor) -> Status:
    """Return what waits on `actor`, on their partners and on nobody."""
    return await app.database.glance(_of_person, app, actor)


def _of_person(connection: Connection, app: App, actor: Actor) -> Status:
    now = app.clock.now()
    theirs = pairs.of_person(connection, actor.guild, actor.user)
    absent = away.around(connection, actor.guild, actor.user, now)
    found = ledger.entries(connection, actor.guild, actor.user, now, now - SHOWN_FOR)
    society = societies.find(connection, actor.guild)
    settled = Rules(app, theirs, absent, now).settle(found)
    whose, soonest = ledger_from(actor.user, settled + introductions(theirs))
    return Status(
        ledger=whose,
        soonest=soonest,
        pairs=tuple(theirs),
        is_set_up=society is not None and society.mentoring_channel is not None,
        is_moderator=moderates(actor, society),
        away=tuple(absent),
    )


def of_pair(
    connection: Connection, app: App, actor: Actor, pair: Pair, now: datetime
) -> list[Turn]:
    """Return what waits in one pair of `actor`'s, on whomever, as far as they may see it."""
    absent = away.around(connection, actor.guild, actor.user, now)
    found = ledger.entries(connection, actor.guild, actor.user, now, now)
    rules = Rules(app, [pair], absent, now)
    return [turn_of(one) for one in rules.settle([one for one in found if one[4] == pair.id])]
