"""Set a society up."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from bot.app import App
from bot.domain import time_zones
from bot.domain.ids import ChannelId, RoleId
from bot.services.actor import Actor, require_moderator
from bot.storage import interactions
from bot.storage.moderation import societies
from bot.storage.moderation.societies import Society


@dataclass(frozen=True, slots=True)
class Choices:
    """What `/setup` was told this time; None leaves an earlier choice as it was.

    `forgotten` names choices that were taken back, such as ``wins_channel``.
    """

    mentoring_channel: ChannelId | None = None
    moderator_role: RoleId | None = None
    moderator_channel: ChannelId | None = None
    wins_channel: ChannelId | None = None
    time_zone: str | None = None
    forgotten: frozenset[str] = frozenset()


async def set_up(app: App, actor: Actor, choices: Choices) -> Society:
    """Keep the choices, in any order and as often as one likes; moderators only.

    Raises `DomainError` ``actor.not_moderator`` and ``time_zone.unknown``.
    """
    return await app.database.write(_set_up, app, actor, choices)


def _set_up(connection: Connection, app: App, actor: Actor, choices: Choices) -> Society:
    now = app.clock.now()
    require_moderator(connection, actor)
    interactions.record(connection, actor.interaction, actor.guild, now)
    before = societies.find(connection, actor.guild)
    chosen = {
        "mentoring_channel_id": choices.mentoring_channel,
        "moderator_role_id": choices.moderator_role,
        "moderator_channel_id": choices.moderator_channel,
        "wins_channel_id": choices.wins_channel,
        "time_zone": time_zones.resolve(choices.time_zone) if choices.time_zone else None,
    }
    values: dict[str, Any] = {
        name: value
        for name, value in chosen.items()
        if value is not None or name.removesuffix("_id") in choices.forgotten
    }
    if before is None:
        values.setdefault("time_zone", "UTC")
    societies.save(connection, actor.guild, **values, set_up_at=now)
    found = societies.find(connection, actor.guild)
    assert found is not None, "saved a moment ago"
    return found


async def find(app: App, actor: Actor) -> Society | None:
    """Return the society as it is set up, or None; moderators only."""

    def look(connection: Connection) -> Society | None:
        require_moderator(connection, actor)
        return societies.find(connection, actor.guild)

    return await app.database.read(look)
