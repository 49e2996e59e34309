"""Who is asking. Made from an interaction, and all that a service knows of it."""

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, InteractionId, RoleId, UserId
from bot.storage import societies


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
    if actor.manages_server:
        return True
    society = societies.find(connection, actor.guild)
    return society is not None and society.moderator_role in actor.roles


def require_moderator(connection: Connection, actor: Actor) -> None:
    """Refuse anybody else with ``actor.not_moderator``, whatever Discord's own settings allow."""
    if not is_moderator(connection, actor):
        raise DomainError("actor.not_moderator")
