"""`/pair`: the relationship itself."""

from discord import app_commands

from bot.cogs.base import AppCog, actor_of
from bot.domain.ids import ChannelId
from bot.messages.pairs import agreements as agreement_words
from bot.messages.pairs import endings as ending_words
from bot.messages.pairs import pairs as words
from bot.messages.pairs.standing import standing
from bot.messages.progress import check_ins as check_in_words
from bot.services.pairs import agreements, pairs
from bot.services.pairs import standing as pair_standing
from bot.storage.pairs.pairs import Pair
from bot.views.answering import answer
from bot.views.router import Interaction


class Pairs(AppCog):
    """Look at a pair, agree, pause it, take it up again, change it, end it."""

    pair = app_commands.Group(name="pair", description="Your pair", guild_only=True)

    @pair.command(name="status")
    async def status(self, interaction: Interaction) -> None:
        """See how your pair stands."""
        chosen = await self._chosen(interaction)
        found = await pair_standing.look(self.app, actor_of(interaction), chosen.id)
        await answer(interaction, standing(found))

    @pair.command(name="agreement")
    async def agreement(self, interaction: Interaction) -> None:
        """See what you agreed, answer your half, or change it."""
        actor, found = actor_of(interaction), await self._chosen(interaction)
        view = await agreements.look(self.app, actor, found.id)
        await answer(interaction, agreement_words.view(view, actor.user))

    @pair.command(name="pause")
    @app_commands.describe(days="For how many days; 14 if you leave it out")
    async def pause(
        self, interaction: Interaction, days: app_commands.Range[int, 1, 90] = 14
    ) -> None:
        """Keep me quiet for a while."""
        found = await self._chosen(interaction)
        done = await pairs.pause(self.app, actor_of(interaction), found.id, days)
        await answer(interaction, check_in_words.paused(done))

    @pair.command(name="resume")
    async def resume(self, interaction: Interaction) -> None:
        """Pick it up again."""
        found = await self._chosen(interaction)
        done = await pairs.resume(self.app, actor_of(interaction), found.id)
        await answer(interaction, words.resumed(done))

    @pair.command(name="rematch")
    async def rematch(self, interaction: Interaction) -> None:
        """Ask for somebody else; your partner is not told that it was you."""
        found = await self._chosen(interaction)
        await answer(interaction, ending_words.confirm_rematch(found))

    @pair.command(name="end")
    async def end(self, interaction: Interaction) -> None:
        """Close your pair, with a farewell in its thread."""
        await answer(interaction, ending_words.confirm_end(await self._chosen(interaction)))

    async def _chosen(self, interaction: Interaction) -> Pair:
        here = ChannelId(interaction.channel_id or 0)
        return await pairs.choose(self.app, actor_of(interaction), here)
