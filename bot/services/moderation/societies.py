"""Server setup."""

from dataclasses import dataclass
from typing import Any

from bot.domain.ids import ChannelId, RoleId
from bot.domain.times import zones as time_zones
from bot.services.moderation.permissions import require_moderator
from bot.services.work import Work, reads, writes
from bot.storage.moderation import societies
from bot.storage.moderation.societies import Society


@dataclass(frozen=True, slots=True)
class Choices:
    """What `/setup` was given this time; None leaves an earlier choice as it was.

    `forgotten` names choices to clear, such as ``wins_channel``.
    """

    mentoring_channel: ChannelId | None = None
    moderator_role: RoleId | None = None
    moderator_channel: ChannelId | None = None
    wins_channel: ChannelId | None = None
    time_zone: str | None = None
    forgotten: frozenset[str] = frozenset()


@writes
def set_up(work: Work, choices: Choices) -> Society:
    """Save the choices, in any order and as often as needed; moderators only.

    Raises `DomainError` ``actor.not_moderator`` and ``time_zone.unknown``.
    """
    require_moderator(work)
    before = societies.find(work.connection, work.guild)
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
    societies.save(work.connection, work.guild, **values, set_up_at=work.now)
    society = societies.find(work.connection, work.guild)
    assert society is not None, "saved a moment ago"
    return society


@reads
def find(work: Work) -> Society | None:
    """Return the society, or None if it is not set up; moderators only."""
    require_moderator(work)
    return societies.find(work.connection, work.guild)
