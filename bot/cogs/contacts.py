"""`/contact`: a way to reach each other outside Discord, asked for and freely given."""

from discord import app_commands

from bot.cogs.base import AppCog, actor_of
from bot.domain.ids import ChannelId
from bot.domain.states import ContactChannel
from bot.messages.pairs import contacts as words
from bot.services.pairs import contacts, pairs
from bot.storage.pairs.pairs import Pair
from bot.views.answering import answer
from bot.views.router import Interaction

_CHANNELS = [
    app_commands.Choice(name=name.capitalize(), value=channel.value)
    for channel, name in words.NAMES.items()
]


class Contacts(AppCog):
    """Ask, share, take back."""

    contact = app_commands.Group(
        name="contact", description="Contact outside Discord, if both like", guild_only=True
    )

    @contact.command(name="share")
    async def share(self, interaction: Interaction) -> None:
        """See who asked for your contact and what is shared, or ask for theirs."""
        actor, pair = actor_of(interaction), await self._chosen(interaction)
        await answer(interaction, words.book(await contacts.look(self.app, actor, pair.id)))

    @contact.command(name="revoke")
    @app_commands.describe(channel="Which one; all that you share here if you leave it out")
    @app_commands.choices(channel=_CHANNELS)
    async def revoke(self, interaction: Interaction, channel: str = "") -> None:
        """Hide what you shared with your partner, at once."""
        actor, pair = actor_of(interaction), await self._chosen(interaction)
        one = ContactChannel(channel) if channel else None
        found = await contacts.revoke_all(self.app, actor, pair.id, one)
        await answer(interaction, words.book(found, words.REVOKED))

    async def _chosen(self, interaction: Interaction) -> Pair:
        here = ChannelId(interaction.channel_id or 0)
        return await pairs.choose(self.app, actor_of(interaction), here)
