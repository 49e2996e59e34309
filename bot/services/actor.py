"""Who is asking. Made from an interaction, and all that a service knows of it."""

from dataclasses import dataclass

from bot.domain.ids import GuildId, InteractionId, RoleId, UserId


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting in one society; `interaction` makes a repeated delivery harmless.

    `language` is the one that they see Discord in, such as "es-ES"; empty where it is not told.
    """

    guild: GuildId
    user: UserId
    interaction: InteractionId
    manages_server: bool = False
    roles: frozenset[RoleId] = frozenset()
    language: str = ""
