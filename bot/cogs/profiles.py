"""`/profile`: what one says about oneself."""

from discord import app_commands

from bot.cogs.base import AppCog, actor_of
from bot.messages.cohorts import profiles as words
from bot.services.cohorts import profiles
from bot.views.answering import answer
from bot.views.router import Interaction


class Profiles(AppCog):
    """See and edit one's own profile."""

    @app_commands.command(name="profile")
    @app_commands.guild_only()
    async def profile(self, interaction: Interaction) -> None:
        """See and edit what you told us; only you see it."""
        found = await profiles.show(self.app, actor_of(interaction))
        await answer(interaction, words.profile(found))
