"""What discord.py knows of a server's settings, for the watch that compares them with `/setup`."""

import discord

from bot.domain.ids import ChannelId, MessageId, UserId
from bot.domain.moderation.setting_checks import SettingsSeen
from bot.storage.moderation.societies import Society
from bot.views.moderation.societies import look, role_gone


class DiscordServers:
    """Implement `bot.delivery.moderation.settings_watch.Servers` with a client that is logged in.

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
