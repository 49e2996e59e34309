"""Tell people of an outage through discord.py, with nothing that needs the database."""

import asyncio

import discord
from discord.http import handle_message_parameters

from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.domain.outages import Outage
from bot.language.say import ENGLISH
from bot.messages import outages as words

# How long one message may take; the next look tries again.
SECONDS = 10


class DiscordAlarms:
    """Implement `bot.delivery.outages.Alarms` with a client that is logged in."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    def serves(self, guild: GuildId) -> bool:
        """Return whether the server is connected to this process."""
        return self._client.get_guild(guild) is not None

    async def tell_moderators(
        self, channel: ChannelId, role: RoleId | None, outage: Outage, *, owner_knows: bool
    ) -> None:
        """Post in a moderators' channel; only the beginning notifies their role."""
        text = words.for_moderators(ENGLISH, outage, role, owner_knows=owner_knows)
        await self._send(channel, text, role)

    async def tell_owner(self, outage: Outage, societies: int) -> None:
        """Send a direct message to the owner of the application, or of its team."""
        application = self._client.application
        if application is None:
            raise RuntimeError("not logged in")
        team = application.team
        owner = team.owner_id if team and team.owner_id else application.owner.id
        text = words.for_owner(ENGLISH, outage, societies)
        async with asyncio.timeout(SECONDS):
            with_owner = await self._client.http.start_private_message(owner)
            await self._send(ChannelId(int(with_owner["id"])), text, None)

    async def _send(self, channel: ChannelId, text: str, role: RoleId | None) -> None:
        roles = [discord.Object(role)] if role else []
        allowed = discord.AllowedMentions(everyone=False, users=False, roles=roles)
        params = handle_message_parameters(content=text, allowed_mentions=allowed)
        async with asyncio.timeout(SECONDS):
            await self._client.http.send_message(channel, params=params)
