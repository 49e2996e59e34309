"""Notice who left the server and who is back: by a daily look, and by what people do."""

import asyncio
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.delivery import left
from bot.delivery.membership import Membership
from bot.domain.ids import GuildId, UserId
from bot.storage import pairs, presence
from bot.storage.database import Database

Someone = tuple[GuildId, UserId]

EVERY = timedelta(days=1)
# So many are looked for in one go, at most; the others come in the next.
MOST_AT_ONCE = 2000
TOGETHER = 100


class People:
    """Know of everybody in a pair whether they are still in the server."""

    def __init__(self, database: Database, members: Membership, clock: Clock) -> None:
        self._database = database
        self._members = members
        self._clock = clock
        self._gone: frozenset[Someone] = frozenset()
        self._looked_at: dict[Someone, datetime] = {}

    async def load(self) -> None:
        """Read who is known to be gone; another process may have noted it."""
        self._gone = await self._database.read(presence.gone_everywhere)

    def is_gone(self, someone: Someone) -> bool:
        """Whether somebody was not in the server when that was last asked."""
        return someone in self._gone

    async def is_back(self, someone: Someone) -> None:
        """Note that somebody is in the server, if they are known to be gone."""
        if someone in self._gone:
            await self._database.write(left.note_back, *someone, self._clock.now())
            await self.load()

    async def look(self) -> None:
        """Ask once a day about everybody in a pair; raises what the notifier raises."""
        await self.load()
        now = self._clock.now()
        everybody = await self._database.read(pairs.everybody)
        known = self._looked_at
        self._looked_at = {one: known[one] for one in everybody if one in known}
        due = [one for one in everybody if now - known.get(one, now - EVERY) >= EVERY]
        for start in range(0, min(len(due), MOST_AT_ONCE), TOGETHER):
            some = due[start : start + TOGETHER]
            here = await asyncio.gather(*(self._members.includes(*one) for one in some))
            for one, is_here in zip(some, here, strict=True):
                self._looked_at[one] = now
                await self._note(one, now, is_here=is_here)

    async def _note(self, someone: Someone, now: datetime, *, is_here: bool) -> None:
        if is_here:
            await self.is_back(someone)
        elif someone not in self._gone:
            await self._database.write(left.note_left, *someone, now)
            await self.load()
