"""To simulate weeks of real delivery: a movable clock, and a notifier that counts."""

import asyncio
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from bot.delivery.notifier import ThreadWanted
from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.domain.nudges.nudges import Digest, Facts


class MovedClock:
    """Time that stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """Return the current instant."""
        return self.at

    def elapsed(self) -> float:
        """Follow `now`: time here passes as it is told to."""
        return self.now().timestamp()

    def on_jump(self, callback: object) -> None:
        """Call no one: delivery runs at each move."""

    async def watch(self) -> None:
        """Wait until cancelled."""
        await asyncio.Event().wait()


@dataclass(frozen=True, slots=True)
class Sent:
    """One message for each person it notified: when, and its contents."""

    at: datetime
    parts: tuple[Facts, ...]


class CountingNotifier:
    """Accept everything, and record what reached whom when."""

    def __init__(self, clock: MovedClock) -> None:
        self._clock = clock
        self._ids = count(1)
        self.messages: list[Sent] = []
        self.by_person: dict[UserId, list[Sent]] = defaultdict(list)

    async def find_thread(self, wanted: ThreadWanted) -> ChannelId | None:
        """Know every thread."""
        return ChannelId(1)

    async def create_thread(self, wanted: ThreadWanted) -> ChannelId:
        """Make none: every pair has one."""
        raise AssertionError("no thread is made here")

    async def add_members(self, thread: ChannelId, members: tuple[UserId, ...]) -> None:
        """Let everyone in."""

    async def remove_members(self, thread: ChannelId, members: tuple[UserId, ...]) -> None:
        """Take no one out."""

    async def is_member(self, guild: GuildId, user: UserId) -> bool:
        """Say that no one has left."""
        return True

    async def present(self, guild: GuildId, users: Collection[UserId]) -> frozenset[UserId]:
        """Return all of them."""
        return frozenset(users)

    async def open_dm(self, user: UserId) -> ChannelId:
        """Return a channel for each person."""
        return ChannelId(10_000_000 + user)

    async def send(
        self,
        channel: ChannelId,
        facts: Facts,
        nonce: str,
        ref: str,
        not_notified: frozenset[UserId] = frozenset(),
    ) -> MessageId:
        """Record a message, and whom it notifies."""
        inside = facts.parts if isinstance(facts, Digest) else ()
        sent = Sent(self._clock.now(), tuple(part.facts for part in inside) or (facts,))
        self.messages.append(sent)
        for person in set(facts.pings.people) - not_notified:
            self.by_person[person].append(sent)
        return MessageId(next(self._ids))

    async def edit(self, channel: ChannelId, message: MessageId, facts: Facts, ref: str) -> None:
        """Change nothing that is counted."""

    async def find(self, channel: ChannelId, ref: str, since: datetime) -> MessageId | None:
        """Find nothing: nothing was ever lost."""
        return None


class Nothing:
    """Metrics that no one reads."""

    def nudge(self, step: str, count: int = 1) -> None:
        """Count nothing."""

    def outbox(self, rows: object) -> None:
        """Show nothing."""

    def oldest_due(self, seconds: float) -> None:
        """Show nothing."""
