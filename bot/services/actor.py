"""Who is acting, as services see it; made from an interaction."""

from dataclasses import dataclass

from bot.domain.ids import GuildId, InteractionId, RoleId, UserId


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting in one society; `interaction` makes a repeated delivery harmless.

    `language` is their Discord locale, such as "es-ES"; empty if unknown.
    """

    guild: GuildId
    user: UserId
    interaction: InteractionId
    manages_server: bool = False
    roles: frozenset[RoleId] = frozenset()
    owns_server: bool = False
    language: str = ""

    @property
    def reads_spanish(self) -> bool:
        """Return whether their Discord is in Spanish."""
        return self.language.partition("-")[0] == "es"
