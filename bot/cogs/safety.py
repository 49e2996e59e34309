"""`/concern`: say in confidence that something is wrong."""

from discord import app_commands

from bot.cogs.base import AppCog, actor_of
from bot.views.router import Interaction
from bot.views.safety import concerns as views


class Concerns(AppCog):
    """Report a concern, follow it, and, as a safety lead, handle it."""

    @app_commands.command(name="concern")
    @app_commands.guild_only()
    async def concern(self, interaction: Interaction) -> None:
        """Tell a safety lead in confidence that something is wrong."""
        await views.show(self.app, actor_of(interaction), interaction)
