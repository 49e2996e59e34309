"""What discord.py knows of servers: whether the bot is in one, and its settings."""

import asyncio
from datetime import datetime

import discord
from discord.http import handle_message_parameters

from bot.domain.ids import ChannelId, GuildId, MessageId, RoleId, UserId
from bot.domain.moderation.setting_checks import SettingsSeen
from bot.language.say import ENGLISH
from bot.messages.privacy import notices
from bot.notifier import NOT_THERE
from bot.storage.moderation.societies import Society
from bot.views.moderation.societies import look, role_gone

# How long one direct message may take; the next look tries again.
SECONDS = 10


class DiscordServers:
    """Implement `bot.delivery.loop.AllServers` with a client that is logged in.

    Channels, roles and the bot's own roles are kept current by the gateway; a message is asked for.
    """

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    def look(self, society: Society) -> SettingsSeen | None:
        """Return what is chosen and what works; None for a server that isn't connected here."""
        server = self._client.get_guild(society.guild)
        if server is None or server.unavailable or server.owner_id is None:
            return None
        return SettingsSeen(
            UserId(server.owner_id), look(server, society), role_gone(server, society)
        )

    async def has_message(self, channel: ChannelId, message: MessageId) -> bool | None:
        """Return whether a message still exists; None if that can't be told now."""
        try:
            await self._client.http.get_message(channel, message)
        except discord.NotFound:
            return False
        except (discord.HTTPException, OSError):
            return None
        return True

    def serves(self, guild: GuildId) -> bool | None:
        """Return whether the bot is in a server; None before it's connected, or on another shard.

        A server that Discord can't reach right now counts as one the bot is in.
        """
        if self._client.get_guild(guild) is not None:
            return True
        if not self._client.is_ready():
            return None
        count = self._client.shard_count or 1
        own = getattr(self._client, "shards", None)
        is_own = own is None or (guild >> 22) % count in own
        return False if is_own else None

    async def is_in(self, guild: GuildId) -> bool | None:
        """Ask Discord whether the bot is in a server; None if there's no answer."""
        try:
            async with asyncio.timeout(SECONDS):
                await self._client.http.get_guild(guild, with_counts=False)
        except (discord.NotFound, discord.Forbidden):
            return False
        except (discord.HTTPException, OSError):  # no answer in time is an OSError, too
            return None
        return True

    async def tell_owner(self, owner: UserId, server: str, erased_at: datetime) -> bool | None:
        """Send a direct message to a server's owner; False if Discord refuses it for good.

        Someone who shares no other server with the bot can't be written to.
        """
        text = notices.server_removed(ENGLISH, server, erased_at)
        params = handle_message_parameters(
            content=text, allowed_mentions=discord.AllowedMentions.none()
        )
        try:
            async with asyncio.timeout(SECONDS):
                channel = await self._client.http.start_private_message(owner)
                await self._client.http.send_message(int(channel["id"]), params=params)
        except (discord.NotFound, discord.Forbidden):
            return False
        except (discord.HTTPException, OSError):
            return None
        return True

    async def has_role(self, guild: GuildId, user: UserId, role: RoleId) -> bool | None:
        """Return whether a member has a role; False if they left, None if there's no answer."""
        try:
            async with asyncio.timeout(SECONDS):
                member = await self._client.http.get_member(guild, user)
        except discord.NotFound as error:
            return False if error.code in NOT_THERE else None
        except (discord.HTTPException, OSError):
            return None
        return str(role) in member["roles"]
