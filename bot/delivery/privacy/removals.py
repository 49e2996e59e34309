"""Erase a server that removed the bot, some time after its owner was told; a return keeps it."""

import asyncio
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from sqlalchemy import Connection

from bot.clock import Clock
from bot.domain.ids import GuildId, UserId
from bot.services.privacy import erasing, lists
from bot.settings import Settings
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.privacy import removals
from bot.storage.privacy.removals import Removal

log = structlog.get_logger(__name__)


class Joined(Protocol):
    """What Discord says about which servers the bot is in."""

    def serves(self, guild: GuildId) -> bool | None:
        """Return whether the bot is in a server; None if this process can't tell now."""

    async def is_in(self, guild: GuildId) -> bool | None:
        """Ask Discord whether the bot is in a server; None if there's no answer."""

    async def tell_owner(self, owner: UserId, server: str, erased_at: datetime) -> bool | None:
        """Tell a server's owner when it's erased; False if Discord refuses, None to try again."""


class RemovalWatch:
    """Notice which servers removed the bot, tell their owners, and erase them when it's time."""

    def __init__(
        self, database: Database, joined: Joined, clock: Clock, settings: Settings
    ) -> None:
        self._database = database
        self._joined = joined
        self._clock = clock
        self._settings = settings
        self._term = timedelta(days=settings.privacy.erase_removed_servers_after_days)
        self._known: frozenset[GuildId] = frozenset()
        self._telling = asyncio.Lock()

    async def load(self) -> None:
        """Read which servers are known to have removed the bot."""
        self._known = frozenset(one.guild for one in await self._database.read(removals.list_all))

    def is_known(self, guild: GuildId) -> bool:
        """Return whether a server is known to have removed the bot."""
        return guild in self._known

    async def notice(self, guild: GuildId, name: str = "", owner: UserId | None = None) -> None:
        """Record that a server removed the bot, and tell its owner what follows."""
        if guild not in await self._database.read(removals.societies_kept):
            return
        now = self._clock.now()
        if await self._database.write(removals.record, guild, name, owner, now):
            erased_at = (now + self._term).isoformat()
            log.warning("server.removed", guild=guild, owner_known=bool(owner), erased_at=erased_at)
        await self.load()
        await self._tell_owners()

    async def is_back(self, guild: GuildId) -> None:
        """Record that the bot is in a server again, which keeps everything."""
        await self._database.write(_keep, guild, self._clock.now())
        await self.load()
        log.info("server.back", guild=guild)

    async def look(self) -> None:
        """Compare the servers of which anything is kept with those that the bot is in."""
        await self.load()
        for guild in await self._database.read(removals.societies_kept):
            is_served = self._joined.serves(guild)
            if is_served and guild in self._known:
                await self.is_back(guild)
            is_gone = is_served is False and guild not in self._known
            if is_gone and await self._joined.is_in(guild) is False:
                await self.notice(guild)
        await self._tell_owners()

    async def erase_old(self) -> int:
        """Erase the servers that removed the bot long enough ago; return how many.

        Discord is asked about each right before. One without an answer waits.
        """
        now = self._clock.now()
        listed = lists.list_of(self._database, self._settings)
        count = 0
        for removal in await self._database.read(removals.list_all):
            if removal.removed_at + self._term > now or self._joined.serves(removal.guild) is None:
                continue
            is_in = await self._joined.is_in(removal.guild)
            if is_in:
                await self.is_back(removal.guild)
            elif is_in is False:
                await self._database.write(erasing.erase_everything, listed, removal.guild, now)
                log.warning("server.erased", guild=removal.guild)
                count += 1
        await self.load()
        return count

    async def _tell_owners(self) -> None:
        # What Discord reports and the hourly look may come together.
        async with self._telling:
            for removal in await self._database.read(removals.list_all):
                if removal.is_to_be_told:
                    await self._tell(removal)

    async def _tell(self, removal: Removal) -> None:
        assert removal.owner is not None, "it is to be told"
        erased_at = removal.removed_at + self._term
        is_told = await self._joined.tell_owner(removal.owner, removal.name, erased_at)
        if is_told is None:
            return  # tried again within the hour
        if not is_told:
            log.warning("server.owner_not_told", guild=removal.guild)
        now = self._clock.now()
        await self._database.write(removals.record_told, removal.guild, now, is_refused=not is_told)


def _keep(connection: Connection, guild: GuildId, now: datetime) -> None:
    removals.forget(connection, guild)
    outbox.retry_after_return(connection, guild, now)
