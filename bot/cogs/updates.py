"""`/update`: log how it goes, and look back."""

import discord
from discord import app_commands

from bot.app import App
from bot.cogs.base import AppCog, actor_of
from bot.domain.ids import ChannelId, UserId
from bot.messages.progress import updates as words
from bot.services.pairs import pairs
from bot.services.pairs.permissions import require_author
from bot.services.progress import updates
from bot.views.answering import answer, open_form
from bot.views.router import Interaction


class Updates(AppCog):
    """A pair's log."""

    def __init__(self, app: App) -> None:
        super().__init__(app)
        menu = app_commands.ContextMenu(name="Log as update", callback=self.log_message)
        menu.guild_only = True
        self.menus = (menu,)

    update = app_commands.Group(name="update", description="Your pair's log", guild_only=True)

    @update.command(name="log")
    async def log(self, interaction: Interaction) -> None:
        """Say what moved, what is in the way and what is next."""
        await self._open(interaction)

    async def log_message(self, interaction: Interaction, message: discord.Message) -> None:
        """Open the form from a message of one's own; what the message says is not read."""
        require_author(actor_of(interaction), UserId(message.author.id))
        await self._open(interaction)

    @update.command(name="history")
    async def history(self, interaction: Interaction) -> None:
        """Look at your pair's latest updates."""
        actor = actor_of(interaction)
        pair = await pairs.choose(self.app, actor, ChannelId(interaction.channel_id or 0))
        _, found = await updates.history(self.app, actor, pair.id)
        await answer(interaction, words.history(pair, found))

    async def _open(self, interaction: Interaction) -> None:
        actor = actor_of(interaction)
        pair = await pairs.choose(self.app, actor, ChannelId(interaction.channel_id or 0))
        await open_form(interaction, words.form(pair.guild, pair.id))
