"""Notice who left the server and who came back: by a daily check, and by what people do."""

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
from bot.storage.privacy import register

Someone = tuple[GuildId, UserId]

EVERY = timedelta(days=1)
# How many people are checked in one go; the others follow in the next.
MOST_AT_ONCE = 2000
TOGETHER = 100

log = structlog.get_logger(__name__)


class People:
    """Track whether everyone in a pair is still in the server."""

    def __init__(self, database: Database, members: Membership, clock: Clock) -> None:
        self._database = database
        self._members = members
        self._clock = clock
        self._gone: frozenset[Someone] = frozenset()
        self._looked_at: dict[Someone, datetime] = {}

    async def load(self) -> None:
        """Read who is known to have left; another process may have recorded it."""
        self._gone = await self._database.read(presence.departed_everywhere)
        # An earlier answer from the cache must not count as a return.
        self._members.forget(self._gone)

    def is_gone(self, someone: Someone) -> bool:
        """Return whether someone was not in the server at the last check."""
        return someone in self._gone

    async def is_back(self, someone: Someone) -> None:
        """Record that someone is in the server, if they were known to have left.

        Discord is asked again: an answer from before they left, which this process had cached when
        another one noticed, must not resume their pair.
        """
        if someone not in self._gone:
            return
        self._members.forget([someone])
        if await self._members.includes(*someone):
            await self._database.write(departures.record_return, *someone, self._clock.now())
            await self.load()

    async def look(self) -> None:
        """Check everyone in a pair once a day.

        If a server does not answer, such as one that the bot was removed from, the others are still
        checked, and it again the next time.
        """
        await self.load()
        now = self._clock.now()
        members = await self._database.read(pairs.list_people)
        looked_at = self._looked_at
        self._looked_at = {key: looked_at[key] for key in members if key in looked_at}
        due = [key for key in members if now - looked_at.get(key, now - EVERY) >= EVERY]
        room = MOST_AT_ONCE
        for guild, people in groupby(due, key=itemgetter(0)):
            some = list(people)[:room]
            try:
                await self._look_in_one(some, now)
            except NotifierError as error:
                log.warning("people.not_answered", guild=guild, error=error.code)
                continue  # and its people don't use up this round's limit
            room -= len(some)

    async def look_at_everyone(self) -> None:
        """Check also those who are in no pair: their data is erased some time after they left."""
        await self.load()
        now = self._clock.now()
        in_pairs = frozenset(await self._database.read(pairs.list_people))
        everyone = await self._database.read(register.people_everywhere)
        others = [someone for someone in everyone if someone not in in_pairs]
        for guild, people in groupby(others, key=itemgetter(0)):
            try:
                await self._look_in_one(list(people), now)
            except NotifierError as error:
                log.warning("people.not_answered", guild=guild, error=error.code)

    async def _look_in_one(self, due: Sequence[Someone], now: datetime) -> None:
        """Check people of one server; raises what the notifier raises."""
        for start in range(0, len(due), TOGETHER):
            some = due[start : start + TOGETHER]
            questions = (self._members.includes(*key) for key in some)
            # Let each finish: a question must not continue when the check is over.
            answers = await asyncio.gather(*questions, return_exceptions=True)
            for key, is_here in zip(some, answers, strict=True):
                if not isinstance(is_here, BaseException):
                    self._looked_at[key] = now
                    await self._note(key, now, is_here=is_here)
            for answer in answers:
                if isinstance(answer, BaseException):
                    raise answer

    async def _note(self, someone: Someone, now: datetime, *, is_here: bool) -> None:
        if is_here:
            await self.is_back(someone)
        elif someone not in self._gone:
            await self._database.write(departures.record_departure, *someone, now)
            await self.load()
