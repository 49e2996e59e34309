"""Notice who left the server and who is back: by a daily look, and by what people do."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter

import structlog

from bot.clock import Clock
from bot.delivery.membership import Membership
from bot.delivery.notifier import NotifierError
from bot.delivery.pairs import departures
from bot.domain.ids import GuildId, UserId
from bot.storage import presence
from bot.storage.database import Database
from bot.storage.pairs import pairs

Someone = tuple[GuildId, UserId]

EVERY = timedelta(days=1)
# So many are looked for in one go, at most; the others come in the next.
MOST_AT_ONCE = 2000
TOGETHER = 100

log = structlog.get_logger(__name__)


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
        # What was known of them before must not bring them back.
        self._members.forget(self._gone)

    def is_gone(self, someone: Someone) -> bool:
        """Whether somebody was not in the server when that was last asked."""
        return someone in self._gone

    async def is_back(self, someone: Someone) -> None:
        """Note that somebody is in the server, if they are known to be gone."""
        if someone in self._gone:
            await self._database.write(departures.note_back, *someone, self._clock.now())
            await self.load()

    async def look(self) -> None:
        """Ask once a day about everybody in a pair.

        Where a server does not answer, such as one the bot was removed from, the others are asked
        about all the same, and it again at the next look.
        """
        await self.load()
        now = self._clock.now()
        everybody = await self._database.read(pairs.everybody)
        known = self._looked_at
        self._looked_at = {one: known[one] for one in everybody if one in known}
        due = [one for one in everybody if now - known.get(one, now - EVERY) >= EVERY]
        room = MOST_AT_ONCE
        for guild, people in groupby(due, key=itemgetter(0)):
            some = list(people)[:room]
            try:
                await self._look_in_one(some, now)
            except NotifierError as error:
                log.warning("people.not_answered", guild=guild, error=error.code)
                continue  # and its people take nobody's place
            room -= len(some)

    async def _look_in_one(self, due: Sequence[Someone], now: datetime) -> None:
        """Ask about people of one server; raises what the notifier raises."""
        for start in range(0, len(due), TOGETHER):
            some = due[start : start + TOGETHER]
            questions = (self._members.includes(*one) for one in some)
            # Each to its end: a question must not go on when the look is over.
            answers = await asyncio.gather(*questions, return_exceptions=True)
            for one, is_here in zip(some, answers, strict=True):
                if not isinstance(is_here, BaseException):
                    self._looked_at[one] = now
                    await self._note(one, now, is_here=is_here)
            for answer in answers:
                if isinstance(answer, BaseException):
                    raise answer

    async def _note(self, someone: Someone, now: datetime, *, is_here: bool) -> None:
        if is_here:
            await self.is_back(someone)
        elif someone not in self._gone:
            await self._database.write(departures.note_left, *someone, now)
            await self.load()
