"""`/pair`: the relationship itself."""

from discord import app_commands

from bot.cogs.base import AppCog
from bot.domain.ids import ChannelId
from bot.messages import check_ins as check_in_words
from bot.messages import pairs as words
from bot.services import pairs
from bot.views.answering import actor_of, answer
from bot.views.router import Interaction


class Pairs(AppCog):
    """Look at a pair, pause it, take it up again."""

    pair = app_commands.Group(name="pair", description="Your pair", guild_only=True)

    @pair.command(name="status")
    async def status(self, interaction: Interaction) -> None:
        """See how your pair stands."""
        actor = actor_of(interaction)
        found = await pairs.choose(self.app, actor, ChannelId(interaction.channel_id or 0))
        await answer(interaction, words.status(found))

    @pair.command(name="pause")
    @app_commands.describe(days="For how many days; 14 if you leave it out")
    async def pause(
        self, interaction: Interaction, days: app_commands.Range[int, 1, 90] = 14
    ) -> None:
        """Keep me quiet for a while."""
        actor = actor_of(interaction)
        found = await pairs.choose(self.app, actor, ChannelId(interaction.channel_id or 0))
        done = await pairs.pause(self.app, actor, found.id, days)
        await answer(interaction, check_in_words.paused(done))

    @pair.command(name="resume")
    async def resume(self, interaction: Interaction) -> None:
        """Pick it up again."""
        actor = actor_of(interaction)
        found = await pairs.choose(self.app, actor, ChannelId(interaction.channel_id or 0))
        await answer(interaction, words.resumed(await pairs.resume(self.app, actor, found.id)))
