"""A pair's thread that was deleted, locked, or hidden by hand, and what follows after repair.

A deleted thread is replaced. One that can't be written in opens one case for its pair, however many
messages failed. Once it can be written in again, the case closes and those messages are sent.
"""

import asyncio
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.clock import Clock
from bot.delivery.decision import Reschedule, Undeliverable, Verdict
from bot.domain.ids import ChannelId, GuildId, PairId
from bot.domain.moderation.cases import CaseKind, pair_of, pair_subject
from bot.domain.nudges.failures import Failure
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import PairState
from bot.storage import outbox, retries
from bot.storage.database import Database
from bot.storage.moderation import cases
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair

Thread = tuple[GuildId, ChannelId]

UNKNOWN_CHANNEL = 10003
NO_THREAD = Undeliverable(Failure.NO_THREAD)
IN_THE_MAKING = "a new thread is being made"
# How soon to check again whether a pair has its new thread.
LOOK_AGAIN = timedelta(hours=1)
# How many threads are remembered as seen open: far more than have a message on its way.
MOST_SEEN_OPEN = 1_000


class Threads:
    """Cache which threads are in trouble, so that the others cost no query."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._troubled: frozenset[Thread] = frozenset()
        self._seen_open: dict[Thread, float] = {}

    async def load(self) -> None:
        """Read which threads are in trouble; another process may have recorded it."""
        self._troubled = await self._database.read(_troubled)

    def is_troubled(self, thread: Thread) -> bool:
        """Return whether something could not be delivered there."""
        return thread in self._troubled

    def see_open(self, thread: Thread) -> None:
        """Remember that a thread can be written in at this moment."""
        self._seen_open.pop(thread, None)
        self._seen_open[thread] = asyncio.get_running_loop().time()
        if len(self._seen_open) > MOST_SEEN_OPEN:
            del self._seen_open[next(iter(self._seen_open))]

    def was_open_after(self, thread: Thread, instant: float) -> bool:
        """Return whether a thread was seen open after `instant`, in the event loop's seconds."""
        return self._seen_open.get(thread, -1.0) > instant

    async def is_open(self, thread: Thread) -> None:
        """Record that a thread can be written in, if it was in trouble."""
        if thread in self._troubled:
            await self._database.write(record_thread_unlocked, *thread, self._clock.now())
            await self.load()

    async def is_deleted(self, thread: Thread) -> None:
        """Record that a thread was deleted, and have it replaced if it was a pair's."""
        await self._database.write(record_thread_deleted, *thread, self._clock.now())


def record_thread_deleted(
    connection: Connection, guild: GuildId, thread: ChannelId, now: datetime
) -> PairId | None:
    """Forget a deleted thread; return its pair, or None if it wasn't a pair's."""
    pair = pairs.in_thread(connection, guild, thread)
    if pair is None or pair.state is PairState.ENDED:
        return None
    pairs.record_thread(connection, guild, pair.id, None)
    retries.in_thread(connection, guild, thread, now)
    if pair.introduced_at is not None:
        outbox.plan(
            connection,
            guild=guild,
            kind=NudgeKind.THREAD_RENEWED,
            subject_type="pair",
            subject_id=pair.id,
            due_at=now,
            occurrence=f"after:{thread}",
        )
    return pair.id


def record_thread_unlocked(
    connection: Connection, guild: GuildId, thread: ChannelId, now: datetime
) -> None:
    """Close the case about a thread that can be written in, and retry what it had refused."""
    pair = pairs.in_thread(connection, guild, thread)
    if pair is not None:
        _resolve_thread_case(connection, pair, now)
        retries.in_thread(connection, guild, thread, now)


def record_thread_renewed(connection: Connection, pair: Pair, now: datetime) -> None:
    """Close the case about a pair that has a thread again, and retry what waited for it."""
    _resolve_thread_case(connection, pair, now)
    retries.held_for(connection, pair.guild, IN_THE_MAKING, now)


def awaited(verdict: Verdict, now: datetime) -> Verdict:
    """Postpone rows whose thread has to be replaced first."""
    return Reschedule(now + LOOK_AGAIN, IN_THE_MAKING) if verdict == NO_THREAD else verdict


def _resolve_thread_case(connection: Connection, pair: Pair, now: datetime) -> None:
    subject = pair_subject(pair.id)
    case = cases.find_open(connection, pair.guild, CaseKind.THREAD_TROUBLE, subject)
    if case is not None:
        cases.resolve_by_bot(connection, case, now)


def _troubled(connection: Connection) -> frozenset[Thread]:
    troubled = set()
    for case in cases.open_everywhere(connection):
        wanted = pair_of(case.subject)
        if case.kind != CaseKind.THREAD_TROUBLE or wanted is None:
            continue
        pair = pairs.find(connection, case.guild, wanted)
        if pair is not None and pair.thread is not None:
            troubled.add((pair.guild, pair.thread))
    return frozenset(troubled)
