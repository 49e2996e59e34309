"""Give one piece of advice at the moment it helps, to whoever has not turned it off."""

from collections.abc import Callable

from sqlalchemy import Connection

from bot.app import App
from bot.domain.ids import PairId
from bot.domain.programs.advice import anywhere, choose
from bot.domain.programs.guide import Audience, GuideItem, Moment
from bot.services.actor import Actor
from bot.services.progress.updates import require_own
from bot.storage.nudges import settings as nudge_settings
from bot.storage.programs import advice

Fits = Callable[[GuideItem], bool]


async def give(
    app: App, actor: Actor, moment: Moment, audience: Audience, fits: Fits
) -> GuideItem | None:
    """Return one item that `fits` at `moment`, and note that `actor` has it.

    None where they turned advice off, or have seen all that fits.
    """

    def keep(connection: Connection) -> GuideItem | None:
        if not _is_wanted(connection, actor):
            return None
        return _give(connection, app, actor, moment, audience, fits)

    return await app.database.write(keep)


async def give_in_pair(
    app: App, actor: Actor, pair: PairId, moment: Moment, fits: Fits
) -> GuideItem | None:
    """Return the same for the role that `actor` has in a pair, which may have ended by now.

    Raises `DomainError` as `require_own` does.
    """

    def keep(connection: Connection) -> GuideItem | None:
        audience = _audience(connection, actor, pair)
        if not _is_wanted(connection, actor):
            return None
        return _give(connection, app, actor, moment, audience, fits)

    return await app.database.write(keep)


async def ask_in_pair(app: App, actor: Actor, pair: PairId, moment: Moment) -> GuideItem | None:
    """Return the same to somebody who asked for it, whatever their settings are."""

    def keep(connection: Connection) -> GuideItem | None:
        audience = _audience(connection, actor, pair)
        return _give(connection, app, actor, moment, audience, anywhere)

    return await app.database.write(keep)


def _audience(connection: Connection, actor: Actor, pair: PairId) -> Audience:
    found = require_own(connection, actor, pair, ended_too=True)
    return Audience.MENTOR if actor.user == found.mentor else Audience.MENTEE


def _is_wanted(connection: Connection, actor: Actor) -> bool:
    return nudge_settings.get(connection, actor.guild, actor.user).advice


def _give(
    connection: Connection, app: App, actor: Actor, moment: Moment, audience: Audience, fits: Fits
) -> GuideItem | None:
    now = app.clock.now()
    shown = advice.shown_to(connection, actor.guild, actor.user)
    item = choose(app.catalogue.guide, moment, audience, shown, now, fits)
    if item is not None:
        advice.record(connection, actor.guild, actor.user, item.id, now)
    return item
