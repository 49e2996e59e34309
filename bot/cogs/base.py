"""The base class of all cogs, and who uses a command."""

from discord import app_commands
from discord.ext import commands

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import GuildId
from bot.services.actor import Actor
from bot.views.router import Interaction, actor_in


class AppCog(commands.Cog):
    """Base class for all cogs; `menus` are context menus, opened by a right click."""

    menus: tuple[app_commands.ContextMenu, ...] = ()

    def __init__(self, app: App) -> None:
        self.app = app


def actor_of(interaction: Interaction) -> Actor:
    """Return who uses a command, as someone who acts in the server it was used in.

    Commands are for servers only. Discord is told so, but a command that it still shows from an
    earlier deployment may come from a direct message: that raises ``actor.not_in_server``.
    """
    if interaction.guild_id is None:
        raise DomainError("actor.not_in_server")
    return actor_in(interaction, GuildId(interaction.guild_id))
