"""Look at each server's settings within the hour, and soon after Discord says that one changed."""

import asyncio
from dataclasses import replace
from typing import Protocol

import structlog
from sqlalchemy import Connection

from bot.clock import Clock
from bot.delivery.moderation import setting_cases
from bot.domain.ids import ChannelId, CohortId, GuildId, MessageId
from bot.domain.moderation.setting_checks import MODERATORS, SettingsSeen
from bot.domain.states import CohortState
from bot.storage.cohorts import cohorts
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.database import Database
from bot.storage.moderation import societies
from bot.storage.moderation.societies import Society

# Several changes often come together, such as a role that is deleted from many channels.
TOGETHER_SECONDS = 0.5

log = structlog.get_logger(__name__)


class Servers(Protocol):
    """What Discord says about a server's settings."""

    def look(self, society: Society) -> SettingsSeen | None:
        """Return what is chosen and what works; None for a server that isn't connected here."""

    async def has_message(self, channel: ChannelId, message: MessageId) -> bool | None:
        """Return whether a message still exists; None if that can't be told now."""


class SettingsWatch:
    """Compare what was chosen in `/setup` with what is there, and keep the cases about it."""

    def __init__(self, database: Database, servers: Servers, clock: Clock) -> None:
        self._database = database
        self._servers = servers
        self._clock = clock
        # Moderators' channels that were closed to others at the last look.
        self._private: dict[GuildId, ChannelId] = {}
        self._noticed: dict[GuildId, bool] = {}

    def notice(self, guild: GuildId, *, retry: bool) -> bool:
        """Remember that a server is to be looked at; return False if it is to be already."""
        is_new = guild not in self._noticed
        self._noticed[guild] = retry or self._noticed.get(guild, False)
        return is_new

    async def look_soon(self, guild: GuildId) -> None:
        """Look at a server that was noticed, with whatever else has changed by then."""
        await asyncio.sleep(TOGETHER_SECONDS)
        retry = self._noticed.pop(guild, False)
        society = await self._database.read(societies.find, guild)
        if society is not None:
            await self._look(society, retry=retry)

    async def look_at_all(self) -> None:
        """Look at every server, and whether the panels of open cohorts are still there."""
        for society in await self._database.read(societies.list_all):
            try:
                await self._look(society, retry=False, panels=True)
            except Exception:  # one server must not keep the others from being looked at
                log.exception("settings.not_looked_at", guild=society.guild)

    async def panel_deleted(self, guild: GuildId, message: MessageId) -> None:
        """Record that a message was deleted, if it was the panel of an open cohort."""
        lost = [
            cohort.id
            for cohort in await self._database.read(_open_cohorts, guild)
            if cohort.panel_message == message
        ]
        if lost:
            now = self._clock.now()
            await self._database.write(setting_cases.record_panels, guild, lost, (), now)

    async def _look(self, society: Society, *, retry: bool, panels: bool = False) -> None:
        seen = self._servers.look(society)
        if seen is None:
            return
        if panels:
            seen = await self._with_panels(society.guild, seen)
        opened_up = False
        for check in seen.channels:
            if check.purpose == MODERATORS and not check.stops_us:
                known = self._private.pop(society.guild, None)
                opened_up = check.open_to_all and known == check.place
                if not check.open_to_all:
                    self._private[society.guild] = check.place
        await self._database.write(
            setting_cases.record,
            society.guild,
            seen,
            self._clock.now(),
            opened_up=opened_up,
            retry=retry,
        )

    async def _with_panels(self, guild: GuildId, seen: SettingsSeen) -> SettingsSeen:
        gone: list[CohortId] = []
        there: list[CohortId] = []
        for cohort in await self._database.read(_open_cohorts, guild):
            if cohort.panel_channel is None or cohort.panel_message is None:
                continue
            exists = await self._servers.has_message(cohort.panel_channel, cohort.panel_message)
            if exists is not None:
                (there if exists else gone).append(cohort.id)
        return replace(seen, panels_gone=tuple(gone), panels_there=tuple(there))


def _open_cohorts(connection: Connection, guild: GuildId) -> list[Cohort]:
    every = cohorts.list_for_society(connection, guild)
    return [cohort for cohort in every if cohort.state is CohortState.ENROLLING]
