"""How somebody wants to be nudged: when, how often, of what, and where."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import Connection

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import GuildId
from bot.domain.nudges import settings as rules
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.policy import MUTABLE, RATE_LIMITED, WEEK, Manners
from bot.services.actor import Actor
from bot.storage import interactions, outbox
from bot.storage.nudges import away, settings
from bot.storage.nudges.away import Away
from bot.storage.nudges.settings import NudgeSettings


@dataclass(frozen=True, slots=True)
class NudgePanel:
    """Everything about one person's nudges: what holds, what they chose, what came lately."""

    guild: GuildId
    manners: Manners
    chosen: NudgeSettings
    default: Manners
    coming: tuple[Away, ...]
    sent_this_week: int
    now: datetime
    # When Discord last refused a direct message to them; None while they get them.
    refused_at: datetime | None = None

    @property
    def snoozed_until(self) -> datetime | None:
        """Return the end of a snooze that is not over."""
        until = self.chosen.snoozed_until
        return until if until is not None and until > self.now else None


def default_manners(app: App) -> Manners:
    """Return what holds for somebody who chose nothing."""
    chosen = app.settings.nudges
    return Manners("UTC", chosen.quiet_from, chosen.quiet_until, chosen.weekly_limit)


async def show(app: App, actor: Actor) -> NudgePanel:
    """Return the asker's own settings."""
    return await app.database.read(_look, app, actor)


def _look(connection: Connection, app: App, actor: Actor) -> NudgePanel:
    now, default = app.clock.now(), default_manners(app)
    sent = outbox.sent_to(connection, actor.guild, actor.user, RATE_LIMITED, now - WEEK, now)
    chosen = settings.get(connection, actor.guild, actor.user)
    return NudgePanel(
        guild=actor.guild,
        manners=settings.manners(connection, actor.guild, actor.user, default),
        chosen=chosen,
        default=default,
        coming=tuple(away.coming(connection, actor.guild, [actor.user], now)),
        sent_this_week=len(sent),
        now=now,
        refused_at=None
        if chosen.dms
        else outbox.dm_refused_at(connection, actor.guild, actor.user),
    )


async def type_quiet(app: App, actor: Actor, start: str, end: str) -> NudgePanel:
    """Keep quiet hours as typed. Raises `DomainError` ``nudges.quiet_*``."""
    return await set_quiet(app, actor, rules.read_quiet(start, end))


async def set_quiet(app: App, actor: Actor, hours: tuple[time, time] | None) -> NudgePanel:
    """Keep quiet hours; None goes back to the society's, twice the same time has none."""
    start, end = rules.require_some_open(*hours) if hours else (None, None)
    return await _save(app, actor, quiet_from=start, quiet_until=end)


async def set_limit(app: App, actor: Actor, limit: int) -> NudgePanel:
    """Take at most `limit` unasked nudges a week, never more than the society allows."""
    if not 1 <= limit <= app.settings.nudges.weekly_limit:
        raise DomainError("nudges.unknown_choice")
    return await _save(app, actor, weekly_limit=limit)


async def snooze(app: App, actor: Actor, days: int) -> NudgePanel:
    """Be left in peace for some days; none wakes up at once."""
    now = app.clock.now()
    until = rules.snooze_end(now, timedelta(days=days)) if days else None
    return await _save(app, actor, snoozed_until=until)


async def snooze_until(app: App, actor: Actor, typed: str) -> NudgePanel:
    """Be left in peace until a day as typed. Raises `DomainError` ``day.*``, ``nudges.*``."""
    panel = await show(app, actor)
    manners = panel.manners
    ends = rules.WAKE_AT if manners.quiet_from == manners.quiet_until else manners.quiet_until
    until = rules.read_snooze(typed, panel.now, manners.zone, ends)
    return await _save(app, actor, snoozed_until=until)


async def mute(app: App, actor: Actor, kinds: Iterable[str]) -> NudgePanel:
    """Do without these kinds, and with all others again."""
    known = {kind.value: kind for kind in MUTABLE}
    chosen = sorted(set(kinds))
    if not set(chosen) <= set(known):
        raise DomainError("nudges.unknown_choice")
    return await _save(app, actor, muted=chosen)


async def mute_one(app: App, actor: Actor, kind: NudgeKind, *, muted: bool) -> NudgePanel:
    """Do without one kind, or have it again; the others stay as they are."""
    if not kind.row.mutable:
        raise DomainError("nudges.unknown_choice")

    def change(connection: Connection) -> NudgePanel:
        now_muted = set(settings.get(connection, actor.guild, actor.user).muted)
        (now_muted.add if muted else now_muted.discard)(kind)
        return _keep(connection, app, actor, muted=sorted(now_muted))

    return await app.database.write(change)


async def allow_dms(app: App, actor: Actor, *, on: bool) -> NudgePanel:
    """Take nudges by direct message, or in the thread."""
    return await _save(app, actor, dms=on)


async def allow_advice(app: App, actor: Actor, *, on: bool) -> NudgePanel:
    """Have a word of advice beside answers where it helps, or none."""
    return await _save(app, actor, advice=on)


async def _save(app: App, actor: Actor, **values: object) -> NudgePanel:
    return await app.database.write(lambda c: _keep(c, app, actor, **values))


def _keep(connection: Connection, app: App, actor: Actor, **values: object) -> NudgePanel:
    interactions.record(connection, actor.interaction, actor.guild, app.clock.now())
    settings.save(connection, actor.guild, actor.user, **values)
    # What waits in the outbox may be able to leave sooner now.
    outbox.wake(connection, actor.guild, actor.user, app.clock.now())
    return _look(connection, app, actor)
