"""`/pair`: the pair itself; and `/contact`."""

from discord import app_commands

from bot.cogs.base import AppCog, actor_of
from bot.domain.ids import ChannelId
from bot.domain.states import ContactChannel
from bot.messages.pairs import agreements as agreement_words
from bot.messages.pairs import contacts as contact_words
from bot.messages.pairs import endings as ending_words
from bot.messages.pairs import pairs as words
from bot.messages.pairs.status import standing
from bot.messages.progress import check_ins as check_in_words
from bot.services.pairs import agreements, contacts, pairs
from bot.services.pairs import status as pair_status
from bot.storage.pairs.pairs import Pair
from bot.views.answering import answer
from bot.views.router import Interaction, say_for


class Pairs(AppCog):
    """Look at a pair, agree, pause it, take it up again, change it, end it."""

    pair = app_commands.Group(name="pair", description="Your mentorship", guild_only=True)

    @pair.command(name="status")
    async def status(self, interaction: Interaction) -> None:
        """View your mentorship."""
        chosen = await self._chosen(interaction)
        status = await pair_status.look(self.app, actor_of(interaction), chosen.id)
        await answer(interaction, standing(say_for(interaction), status))

    @pair.command(name="agreement")
    async def agreement(self, interaction: Interaction) -> None:
        """View, answer, or change your agreement."""
        actor, pair = actor_of(interaction), await self._chosen(interaction)
        view = await agreements.look(self.app, actor, pair.id)
        await answer(interaction, agreement_words.view(say_for(interaction), view, actor.user))

    @pair.command(name="pause")
    @app_commands.describe(days="How many days. Default: 14")
    async def pause(
        self, interaction: Interaction, days: app_commands.Range[int, 1, 90] = 14
    ) -> None:
        """Pause check-ins and reminders."""
        pair = await self._chosen(interaction)
        paused = await pairs.pause(self.app, actor_of(interaction), pair.id, days)
        await answer(interaction, check_in_words.paused(say_for(interaction), paused))

    @pair.command(name="resume")
    async def resume(self, interaction: Interaction) -> None:
        """Resume after a pause."""
        pair = await self._chosen(interaction)
        resumed = await pairs.resume(self.app, actor_of(interaction), pair.id)
        await answer(interaction, words.resumed(say_for(interaction), resumed))

    @pair.command(name="rematch")
    async def rematch(self, interaction: Interaction) -> None:
        """Ask for a new match (your name isn’t shared)."""
        pair = await self._chosen(interaction)
        ending = await pairs.to_end(self.app, actor_of(interaction), pair.id)
        await answer(interaction, ending_words.confirm_rematch(say_for(interaction), ending))

    @pair.command(name="end")
    async def end(self, interaction: Interaction) -> None:
        """End your mentorship with a goodbye message."""
        pair = await self._chosen(interaction)
        ending = await pairs.to_end(self.app, actor_of(interaction), pair.id)
        await answer(interaction, ending_words.confirm_end(say_for(interaction), ending))

    async def _chosen(self, interaction: Interaction) -> Pair:
        here = ChannelId(interaction.channel_id or 0)
        return await pairs.choose(self.app, actor_of(interaction), here)


# --- `/contact`: a way to reach each other outside Discord, shared by choice -----------------


_CHANNELS = [
    app_commands.Choice(name=name, value=channel.value)
    for channel, name in contact_words.NAMES.items()
]


class Contacts(AppCog):
    """Ask for contact details, share them, and revoke them."""

    contact = app_commands.Group(name="contact", description="Share contact info", guild_only=True)

    @contact.command(name="share")
    async def share(self, interaction: Interaction) -> None:
        """Share your email or phone, or ask for theirs."""
        actor, pair = actor_of(interaction), await self._chosen(interaction)
        await answer(
            interaction,
            contact_words.book(say_for(interaction), await contacts.look(self.app, actor, pair.id)),
        )

    @contact.command(name="revoke")
    @app_commands.describe(channel="Which one. Default: everything you share here")
    @app_commands.choices(channel=_CHANNELS)
    async def revoke(self, interaction: Interaction, channel: str = "") -> None:
        """Stop sharing your contact info right away."""
        actor, pair = actor_of(interaction), await self._chosen(interaction)
        contact_channel = ContactChannel(channel) if channel else None
        book = await contacts.revoke_all(self.app, actor, pair.id, contact_channel)
        await answer(
            interaction,
            contact_words.book(
                say_for(interaction), book, say_for(interaction)(contact_words.REVOKED)
            ),
        )

    async def _chosen(self, interaction: Interaction) -> Pair:
        here = ChannelId(interaction.channel_id or 0)
        return await pairs.choose(self.app, actor_of(interaction), here)
