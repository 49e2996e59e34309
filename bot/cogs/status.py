"""`/status` and `/help`: what is waiting, and what one can do now."""

from discord import app_commands

from bot.cogs.base import AppCog, actor_of
from bot.messages.help import help_for
from bot.services.status import status
from bot.views.answering import answer
from bot.views.router import Interaction
from bot.views.status.status import show_status


class StatusAndHelp(AppCog):
    """Look around."""

    @app_commands.command(name="status")
    @app_commands.guild_only()
    async def status(self, interaction: Interaction) -> None:
        """See what is waiting on you, on others, and on nobody."""
        await show_status(self.app, actor_of(interaction), interaction)

    @app_commands.command(name="help")
    @app_commands.guild_only()
    async def help(self, interaction: Interaction) -> None:
        """See what you can do now."""
        view = await status.status_of_person(self.app, actor_of(interaction))
        await answer(interaction, help_for(view))
