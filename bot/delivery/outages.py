"""Notice within half a minute that nothing can be saved or sent, and tell those it concerns.

Nothing here needs the database once it fails: who is told was read while it still worked. Whatever
the reason is, it shows in one of three ways: a small write of our own fails or doesn't end, a write
of someone's fails for a reason that lies in the database, or delivery fails twice in a row.
"""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

import structlog

from bot.clock import Clock
from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.domain.outages import Outage, OutageReason
from bot.storage.database import Database
from bot.storage.outages import heartbeat, notes
from bot.storage.outages.failures import reason_of
from bot.storage.outages.heartbeat import Waiting

log = structlog.get_logger(__name__)


class Alarms(Protocol):
    """Tell people of an outage, by a road that needs no database; raises if Discord refuses."""

    def serves(self, guild: GuildId) -> bool:
        """Return whether a society is this process's to tell, and not another shard's."""

    async def tell_moderators(
        self, channel: ChannelId, role: RoleId | None, outage: Outage, *, owner_knows: bool
    ) -> None:
        """Post in a moderators' channel that an outage began, or that it is over."""

    async def tell_owner(self, outage: Outage, societies: int) -> None:
        """Tell whoever runs the bot, in a direct message."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How often to look, how long one look may take, and how long to wait before believing it.

    A failure that may pass by itself counts once it lasts for `confirm`, and its end once all has
    been well for `quiet`. So an outage is noticed after `every` and the longer of twice `every` and
    `within`, at the latest.
    """

    every: timedelta = timedelta(seconds=8)
    within: timedelta = timedelta(seconds=12)
    confirm: timedelta = timedelta(seconds=5)
    quiet: timedelta = timedelta(seconds=30)


class OutageWatch:
    """Look at the database and at delivery regularly, from `start` until `close`."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        alarms: Alarms,
        is_delivering: Callable[[], bool],
        note: Path,
        patience: Patience = Patience(),
    ) -> None:
        self._database = database
        self._clock = clock
        self._alarms = alarms
        self._is_delivering = is_delivering
        self._note = note
        self._patience = patience
        self._wake = asyncio.Event()
        self._probe: asyncio.Task[Mapping[GuildId, Waiting]] | None = None
        self._running: asyncio.Task[None] | None = None
        self._waiting: Mapping[GuildId, Waiting] = {}
        # When someone in a society could last not be served.
        self._unserved: dict[GuildId, float] = {}
        self._failed: tuple[OutageReason, float] | None = None
        self._troubled_at = float("-inf")
        self._suspected_at: float | None = None
        self._is_lasting = False
        self._told: set[ChannelId] = set()
        self._roles: dict[ChannelId, RoleId | None] = {}
        self._owner_told = False
        self.outage: Outage | None = None
        """The outage that lasts; None while all is well."""

    async def start(self) -> None:
        """Begin to look, and go on looking."""
        await self.recover()
        self._running = asyncio.create_task(self._run(), name="outages")

    async def recover(self) -> None:
        """Learn whom an outage before a restart was told to; the first look tells how it is."""
        self._database.on_failure(self._notice_failure)
        noted = await asyncio.to_thread(self._find_note)
        if noted is not None:
            self.outage, self._owner_told = noted.outage, noted.owner
            self._told.update(noted.channels)

    async def close(self) -> None:
        """Stop looking. A write that is stuck is left to the database."""
        tasks = [task for task in (self._running, self._probe) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def notice_unserved(self, guild: GuildId) -> None:
        """Record that someone's command or click in a society was not done."""
        self._unserved[guild] = _now()
        if self.outage:
            self._wake.set()

    # -- looking ------------------------------------------------------------------------------

    async def _run(self) -> None:
        every = self._patience.every.total_seconds()
        while True:
            try:
                await self.look()
            except Exception:  # whatever it is: the next look comes all the same
                log.exception("outages.look_failed")
            await asyncio.sleep(every / 8)  # a storm of failures must not make this spin
            self._wake.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(every):
                    await self._wake.wait()

    async def look(self) -> None:
        """Look once, and tell what has to be told."""
        looked_at = _now()
        reason = await self._what_is_wrong()
        now = _now()
        if reason is None:
            self._suspected_at = None
            is_quiet = now - self._troubled_at >= self._patience.quiet.total_seconds()
            if self.outage is not None and is_quiet and not self._is_lasting:
                self.outage = replace(self.outage, until=self.outage.until or self._clock.now())
            if self.outage is None or self.outage.until is not None:
                # Whatever failed before had another cause, or is over.
                self._unserved = {
                    guild: at for guild, at in self._unserved.items() if at >= looked_at
                }
        else:
            self._troubled_at = now
            self._suspected_at = self._suspected_at or looked_at
            lasted = now - self._suspected_at
            is_sure = reason.shows_at_once or lasted >= self._patience.confirm.total_seconds()
            known = self.outage
            if is_sure and (known is None or known.until or known.reason is not reason):
                await self._begin(reason)
        if self.outage is not None and self.outage.until is not None:
            await self._tell_that_it_is_over(self.outage)
        elif self.outage is not None and reason is not None:
            await self._tell_that_it_began(self.outage)

    async def _what_is_wrong(self) -> OutageReason | None:
        try:
            self._waiting = await self._beat()
        except Exception as error:
            # Whatever it raises is the finding.
            log.warning("outages.heartbeat_failed", exc_info=error)
            self._failed = None
            return reason_of(error) or OutageReason.OTHER
        failed, self._failed = self._failed, None
        if failed and failed[0].shows_at_once:
            return failed[0]
        return None if self._is_delivering() else OutageReason.DELIVERY

    async def _beat(self) -> Mapping[GuildId, Waiting]:
        """Write; one that is stuck is waited for again, so that they never queue up."""
        if self._probe is None:
            self._probe = asyncio.create_task(self._write(), name="heartbeat")
        await asyncio.wait((self._probe,), timeout=self._patience.within.total_seconds())
        if not self._probe.done():
            raise TimeoutError
        probe, self._probe = self._probe, None
        return probe.result()

    async def _write(self) -> Mapping[GuildId, Waiting]:
        self._database.require_in_place()
        if self._database.file:
            await asyncio.to_thread(self._database.file.require_room)
        await self._database.write_relaxed(heartbeat.beat)
        return await self._database.read(heartbeat.waiting)

    def _notice_failure(self, error: BaseException) -> None:
        reason = reason_of(error)
        if reason is not None:
            self._failed = reason, _now()
            self._wake.set()

    # -- telling ------------------------------------------------------------------------------

    async def _begin(self, reason: OutageReason) -> None:
        """Begin an outage, or say of the one that lasts what it is by now."""
        file, now = self._database.file, self._clock.now()
        since = self.outage.since if self.outage and self.outage.until is None else now
        rescued = self.outage.rescued if self.outage else None
        if reason is OutageReason.GONE and rescued is None:
            rescued = await self._rescue()
        self._is_lasting = self._is_lasting or reason.lasts
        self.outage = Outage(reason, since, str(file.path) if file else None, rescued)
        log.critical("database.outage", reason=reason.value, rescued=rescued)

    async def _rescue(self) -> str | None:
        try:
            copy = await self._database.rescue(self._clock.now())
        except Exception:  # no room, or no folder: the owner is told that there is no copy
            log.exception("database.not_rescued")
            return None
        return str(copy) if copy else None

    async def _tell_that_it_began(self, outage: Outage) -> None:
        if not self._owner_told:
            waiting = sum(self._is_waiting(*society) for society in self._waiting.items())
            self._owner_told = await self._told_without_error(
                self._alarms.tell_owner(outage, waiting)
            )
        for guild, society in self._waiting.items():
            if society.channel in self._told or not self._is_waiting(guild, society):
                continue
            if not self._alarms.serves(guild):
                continue
            told = self._alarms.tell_moderators(
                society.channel, society.role, outage, owner_knows=self._owner_told
            )
            if await self._told_without_error(told):
                self._told.add(society.channel)
        await asyncio.to_thread(self._save, outage)

    def _is_waiting(self, guild: GuildId, society: Waiting) -> bool:
        is_due = society.due_at is not None and society.due_at <= self._clock.now()
        return is_due or guild in self._unserved

    async def _tell_that_it_is_over(self, outage: Outage) -> None:
        log.warning("database.outage_over", reason=outage.reason.value)
        if self._owner_told and await self._told_without_error(self._alarms.tell_owner(outage, 0)):
            self._owner_told = False
        for channel in list(self._told):
            told = self._alarms.tell_moderators(channel, None, outage, owner_knows=True)
            if await self._told_without_error(told):
                self._told.discard(channel)
        if not self._told and not self._owner_told:
            self.outage, self._failed = None, None
            await asyncio.to_thread(self._forget)

    async def _told_without_error(self, telling: Coroutine[Any, Any, None]) -> bool:
        try:
            await telling
        except Exception as error:
            # Discord refused, or can't be reached: the next look tries again.
            log.warning("outages.not_told", exc_info=error)
            return False
        return True

    # -- the note for the next process --------------------------------------------------------

    def _find_note(self) -> notes.OutageNote | None:
        try:
            notes.reserve(self._note)
        except OSError:
            log.exception("outages.no_note")
        return notes.find(self._note)

    def _save(self, outage: Outage) -> None:
        if self._told or self._owner_told:
            with contextlib.suppress(OSError):  # it is what may be full; this process still knows
                notes.save(self._note, outage, sorted(self._told), owner=self._owner_told)

    def _forget(self) -> None:
        with contextlib.suppress(OSError):
            notes.drop(self._note)


def _now() -> float:
    return asyncio.get_running_loop().time()
