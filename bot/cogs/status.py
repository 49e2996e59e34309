"""`/status` and `/help`: what is waiting, and what one can do now."""

from discord import app_commands

from bot.cogs.base import AppCog, actor_of
from bot.messages.help import TITLES, HelpTopic
from bot.views.router import Interaction
from bot.views.status.status import show_help, show_status


class StatusAndHelp(AppCog):
    """Look around."""

    @app_commands.command(name="status")
    @app_commands.guild_only()
    async def status(self, interaction: Interaction) -> None:
        """See what’s waiting on you and on others."""
        await show_status(self.app, actor_of(interaction), interaction)

    @app_commands.command(name="help")
    @app_commands.guild_only()
    @app_commands.describe(topic="What you’d like to do; leave it out for what fits right now")
    @app_commands.choices(
        topic=[app_commands.Choice(name=name, value=topic.value) for topic, name in TITLES.items()]
    )
    async def help(self, interaction: Interaction, topic: str | None = None) -> None:
        """See what you can do now."""
        chosen = HelpTopic(topic) if topic else None
        await show_help(self.app, actor_of(interaction), interaction, chosen)
