"""Around the real delivery, for a simulation of weeks: a clock to move, and an end that counts."""

import asyncio
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from itertools import count

from bot.delivery.notifier import ThreadWanted
from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.domain.nudges import Digest, Facts


class MovedClock:
    """Time that stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """Return where it stands."""
        return self.at

    def on_jump(self, callback: object) -> None:
        """Tell nobody: delivery is asked to turn at each move."""

    async def watch(self) -> None:
        """Wait until cancelled."""
        await asyncio.Event().wait()


class CountingNotifier:
    """Take everything, and note who was written to when."""

    def __init__(self, clock: MovedClock, unasked: tuple[type, ...]) -> None:
        self._clock = clock
        self._unasked = unasked
        self._ids = count(1)
        self.sent: dict[UserId, list[datetime]] = defaultdict(list)
        self.parts = 0
        self.messages = 0

    async def find_thread(self, wanted: ThreadWanted) -> ChannelId | None:
        """Know every thread."""
        return ChannelId(1)

    async def create_thread(self, wanted: ThreadWanted) -> ChannelId:
        """Make none: every pair has one."""
        raise AssertionError("no thread is made here")

    async def add_members(self, thread: ChannelId, members: tuple[UserId, ...]) -> None:
        """Let everybody in."""

    async def is_member(self, guild: GuildId, user: UserId) -> bool:
        """Say that nobody has left."""
        return True

    async def present(self, guild: GuildId, users: Collection[UserId]) -> frozenset[UserId]:
        """Say the same of all of them."""
        return frozenset(users)

    async def open_dm(self, user: UserId) -> ChannelId:
        """Return a channel for each person."""
        return ChannelId(10_000_000 + user)

    async def send(self, channel: ChannelId, facts: Facts, nonce: str, ref: str) -> MessageId:
        """Note an unasked message by the person it pings."""
        parts = [part.facts for part in facts.parts] if isinstance(facts, Digest) else [facts]
        if any(isinstance(part, self._unasked) for part in parts):
            for person in facts.pings.people:
                self.sent[person].append(self._clock.now())
        self.parts += len(parts)
        self.messages += 1
        return MessageId(next(self._ids))

    async def find(self, channel: ChannelId, ref: str, since: datetime) -> MessageId | None:
        """Find nothing: nothing was ever lost."""
        return None


class Nothing:
    """Metrics that nobody reads."""

    def nudge(self, step: str, count: int = 1) -> None:
        """Count nothing."""

    def outbox(self, rows: object) -> None:
        """Show nothing."""

    def oldest_due(self, seconds: float) -> None:
        """Show nothing."""
