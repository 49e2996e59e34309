"""`/win`: a victory, told to the partner and if wanted to everybody."""

from discord import app_commands

from bot.cogs.base import AppCog, actor_of
from bot.domain.ids import ChannelId
from bot.messages.progress import wins as words
from bot.services.pairs import pairs
from bot.services.progress import wins
from bot.views.answering import answer
from bot.views.router import Interaction


class Wins(AppCog):
    """Tell what went well."""

    @app_commands.command(name="win")
    @app_commands.guild_only()
    @app_commands.describe(
        text="What went well", share="Post it in the wins channel too; no if you leave it out"
    )
    async def win(self, interaction: Interaction, text: str, share: bool = False) -> None:
        """Tell a win; your partner reads it, with your thanks."""
        actor = actor_of(interaction)
        pair = await pairs.choose(self.app, actor, ChannelId(interaction.channel_id or 0))
        done = await wins.tell(self.app, actor, pair.id, text, share=share)
        await answer(interaction, words.told(done))
