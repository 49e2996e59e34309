"""Give one piece of advice at the moment it helps, to whoever has not turned it off."""

from sqlalchemy import Connection

from bot.app import App
from bot.domain.advice import choose
from bot.domain.guide import Audience, GuideItem, Moment
from bot.domain.ids import PairId
from bot.services.actor import Actor
from bot.services.updates import require_own
from bot.storage import advice, nudge_settings


async def give(app: App, actor: Actor, moment: Moment, audience: Audience) -> GuideItem | None:
    """Return one item for `moment` and note that `actor` has it; None when off or all were seen."""
    return await app.database.write(_give, app, actor, moment, audience)


async def give_in_pair(app: App, actor: Actor, pair: PairId, moment: Moment) -> GuideItem | None:
    """Return the same for the role that `actor` has in a pair, which may have ended by now.

    Raises `DomainError` as `require_own` does.
    """

    def keep(connection: Connection) -> GuideItem | None:
        found = require_own(connection, actor, pair, ended_too=True)
        audience = Audience.MENTOR if actor.user == found.mentor else Audience.MENTEE
        return _give(connection, app, actor, moment, audience)

    return await app.database.write(keep)


def _give(
    connection: Connection, app: App, actor: Actor, moment: Moment, audience: Audience
) -> GuideItem | None:
    if not nudge_settings.get(connection, actor.guild, actor.user).advice:
        return None
    now = app.clock.now()
    shown = advice.shown_to(connection, actor.guild, actor.user)
    item = choose(app.catalogue.guide, moment, audience, shown, now)
    if item is not None:
        advice.record(connection, actor.guild, actor.user, item.id, now)
    return item
