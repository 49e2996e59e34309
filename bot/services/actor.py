"""Who is asking. Made from an interaction, and all that a service knows of it."""

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, InteractionId, RoleId, UserId
from bot.storage.moderation import societies
from bot.storage.moderation.societies import Society


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting in one society; `interaction` makes a repeated delivery harmless."""

    guild: GuildId
    user: UserId
    interaction: InteractionId
    manages_server: bool = False
    roles: frozenset[RoleId] = frozenset()


def is_moderator(connection: Connection, actor: Actor) -> bool:
    """Whether `actor` has Manage Server or the role chosen in `/setup`."""
    return actor.manages_server or moderates(actor, societies.find(connection, actor.guild))


def moderates(actor: Actor, society: Society | None) -> bool:
    """Whether `actor` moderates the society, as `is_moderator`, for who has read it already."""
    return actor.manages_server or (society is not None and society.moderator_role in actor.roles)


def require_moderator(connection: Connection, actor: Actor) -> None:
    """Refuse anybody else with ``actor.not_moderator``, whatever Discord's own settings allow."""
    if not is_moderator(connection, actor):
        raise DomainError("actor.not_moderator")
