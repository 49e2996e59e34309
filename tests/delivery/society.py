"""A small society in a database, and a Discord that fits into a test."""

import asyncio
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from itertools import count
from typing import TypeVar

from sqlalchemy import Connection, type_coerce

from bot.configuration import load_settings
from bot.delivery.notifier import GoneError, NotifierError, ThreadWanted
from bot.domain.ids import ChannelId, CohortId, GuildId, MessageId, PairId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import Digest, Facts
from bot.domain.states import CohortState, MeetingState, NudgeState, Role
from bot.domain.times.civil import CivilTime
from bot.settings import Settings
from bot.storage import outbox
from bot.storage.cohorts import cohorts
from bot.storage.meetings import meetings
from bot.storage.moderation import societies
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Member
from bot.storage.progress import updates
from bot.storage.tables import outbox as outbox_rows
from bot.storage.types import Whole
from tests.every_society import update

T = TypeVar("T")

GUILD = GuildId(100)
MENTORING = ChannelId(200)
MODERATORS = ChannelId(201)
MENTOR, MENTEE = UserId(1), UserId(2)
# A wait gives up when nothing has happened for so long, however long it takes as a whole.
STANDSTILL_SECONDS = 30.0
NOON = datetime(2026, 9, 2, 12, tzinfo=UTC)  # a Wednesday


class ManualClock:
    """Time that stands still until it is moved."""

    def __init__(self, now: datetime = NOON) -> None:
        self._now = now
        self._leapt = timedelta(0)
        self._callbacks: list[Callable[[], None]] = []

    def now(self) -> datetime:
        return self._now

    def elapsed(self) -> float:
        return (self._now - self._leapt).timestamp()

    def leap(self, by: timedelta) -> None:
        """Set the clock under a process that has no time to do anything, and tell nobody."""
        self._now += by
        self._leapt += by

    def on_jump(self, callback: Callable[[], None]) -> None:
        self._callbacks.append(callback)

    async def watch(self) -> None:
        await asyncio.Event().wait()

    def move(self, by: timedelta) -> None:
        self._now += by
        for callback in self._callbacks:
            callback()


def a_held_meeting(
    connection: Connection,
    pair: PairId,
    at: datetime = NOON - timedelta(hours=1),
    guild: GuildId = GUILD,
) -> None:
    """Save that a pair has met, by default on the day of its introduction."""
    meeting = meetings.add(connection, guild, pair, at)
    time_of_it = CivilTime(at.date(), at.time(), "UTC")
    confirmed = meetings.confirm(connection, meeting, time_of_it, None, at)
    meetings.record_outcome(connection, confirmed, MeetingState.HAPPENED, at)


def a_lease_later(connection: Connection, clock: ManualClock) -> None:
    """Move on until every lease is over, by the clock that leases are counted by too."""
    clock.move(timedelta(seconds=121))
    pass_on_server(connection, timedelta(seconds=121))


def pass_on_server(connection: Connection, by: timedelta) -> None:
    """Let time pass for leases on a server, whose clock no test can move."""
    if connection.dialect.name != "sqlite":
        held = outbox_rows.c.state == NudgeState.LEASED
        seconds = int(by.total_seconds())
        ends = type_coerce(outbox_rows.c.lease_until, Whole) - seconds
        connection.execute(update(outbox_rows).where(held).values(lease_until=ends))


class Signal:
    """Wait for something that other tasks bring about, looking again whenever one of them acts."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def __call__(self) -> None:
        self._event.set()

    async def until(self, true: Callable[[], object], within: float = STANDSTILL_SECONDS) -> None:
        """Wait until something holds; give up after `within` seconds in which no one acts."""
        while not true():
            self._event.clear()
            async with asyncio.timeout(within):
                await self._event.wait()


class Counted:
    """Metrics that only count."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self.steps: dict[str, int] = {}
        self.rows: dict[str, int] = {}

    def nudge(self, step: str, count: int = 1) -> None:
        self.steps[step] = self.steps.get(step, 0) + count
        self._changed()

    def outbox(self, rows: object) -> None:
        assert isinstance(rows, dict)
        self.rows = rows

    def oldest_due(self, seconds: float) -> None:
        # Each turn of the loop ends with this.
        asyncio.get_running_loop().call_soon(self._changed)


@dataclass(frozen=True, slots=True)
class Posted:
    """One message in a channel."""

    id: MessageId
    channel: ChannelId
    facts: Facts
    nonce: str
    ref: str
    at: datetime
    not_notified: frozenset[UserId] = frozenset()


def refs_in(message: Posted) -> list[str]:
    """Return the references that a message's buttons carry."""
    if isinstance(message.facts, Digest):
        return [part.ref for part in message.facts.parts]
    return [message.ref]


def carries(message: Posted, ref: str) -> bool:
    """Return whether a reference on the message is, or begins with, `ref`."""
    return any(carried.startswith(ref) for carried in refs_in(message))


# What happens to a call: an error before its effect, or after it.
Trouble = tuple[str, NotifierError | Exception]


@dataclass
class SmallDiscord:
    """A notifier that keeps its messages in a list and fails as it is told to.

    `trouble` maps a method's name to what happens to its next calls: ("before", error) or
    ("after", error).
    """

    clock: ManualClock
    changed: Callable[[], None]
    posted: list[Posted] = field(default_factory=list)
    threads: dict[str, ChannelId] = field(default_factory=dict)
    members: dict[ChannelId, set[UserId]] = field(default_factory=dict)
    left: set[UserId] = field(default_factory=set)
    trouble: dict[str, list[Trouble]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    hanging: asyncio.Event | None = None
    edited: dict[MessageId, Facts] = field(default_factory=dict)
    _ids: Iterator[int] = field(default_factory=lambda: count(5_000))

    def befalls(self, method: str, when: str, error: Exception, times: int = 1) -> None:
        self.trouble.setdefault(method, []).extend([(when, error)] * times)

    async def find_thread(self, wanted: ThreadWanted) -> ChannelId | None:
        after = self._enter("find_thread")
        return self._leave(after, self.threads.get(wanted.code))

    async def create_thread(self, wanted: ThreadWanted) -> ChannelId:
        after = self._enter("create_thread")
        assert wanted.code not in self.threads, "a second thread for one pair"
        thread = self.threads[wanted.code] = ChannelId(next(self._ids))
        return self._leave(after, thread)

    async def add_members(self, thread: ChannelId, members: tuple[UserId, ...]) -> None:
        after = self._enter("add_members")
        if self.left & set(members):
            raise GoneError(10007)
        self.members.setdefault(thread, set()).update(members)
        self._leave(after, None)

    async def remove_members(self, thread: ChannelId, members: tuple[UserId, ...]) -> None:
        after = self._enter("remove_members")
        self.members.setdefault(thread, set()).difference_update(members)
        self._leave(after, None)

    async def is_member(self, guild: GuildId, user: UserId) -> bool:
        return self._leave(self._enter("is_member"), user not in self.left)

    async def present(self, guild: GuildId, users: Collection[UserId]) -> frozenset[UserId]:
        return self._leave(self._enter("present"), frozenset(users) - self.left)

    async def open_dm(self, user: UserId) -> ChannelId:
        return self._leave(self._enter("open_dm"), ChannelId(900_000 + user))

    async def send(
        self,
        channel: ChannelId,
        facts: Facts,
        nonce: str,
        ref: str,
        not_notified: frozenset[UserId] = frozenset(),
    ) -> MessageId:
        after = self._enter("send")
        if self.hanging is not None:
            await self.hanging.wait()
        message = MessageId(next(self._ids))
        at = self.clock.now()
        self.posted.append(Posted(message, channel, facts, nonce, ref, at, not_notified))
        self.changed()
        return self._leave(after, message)

    async def edit(self, channel: ChannelId, message: MessageId, facts: Facts, ref: str) -> None:
        after = self._enter("edit")
        self.edited[message] = facts
        self.changed()
        self._leave(after, None)

    async def find(self, channel: ChannelId, ref: str, since: datetime) -> MessageId | None:
        after = self._enter("find")
        found = [
            one.id
            for one in self.posted
            if one.channel == channel and carries(one, ref) and one.at >= since
        ]
        return self._leave(after, found[0] if found else None)

    def _enter(self, method: str) -> Exception | None:
        self.calls.append(method)
        self.changed()
        waiting = self.trouble.get(method)
        if not waiting:
            return None
        when, error = waiting.pop(0)
        if when == "before":
            raise error
        return error

    def _leave(self, after: Exception | None, value: T) -> T:
        if after is not None:
            raise after
        return value


def the_settings(**delivery: object) -> Settings:
    """Return the shipped settings, with some of delivery's changed."""
    settings = load_settings({})
    return settings.model_copy(update={"delivery": settings.delivery.model_copy(update=delivery)})


def found_society(connection: Connection, guild: GuildId = GUILD) -> CohortId:
    """Set a society up, with one running cohort."""
    societies.save(
        connection,
        guild,
        mentoring_channel_id=MENTORING,
        moderator_channel_id=MODERATORS,
        time_zone="UTC",
        set_up_at=NOON,
    )
    cohort = cohorts.add(
        connection,
        guild,
        name="Autumn",
        name_key="autumn",
        check_in_days=14,
        check_in_weekday=2,
        check_in_time=time(18),
        created_by=MENTOR,
        now=NOON,
    )
    cohorts.set_state(connection, guild, cohort.id, CohortState.RUNNING)
    return cohort.id


def a_pair(
    connection: Connection,
    cohort: CohortId,
    code: str = "quartz",
    *,
    mentor: UserId = MENTOR,
    mentee: UserId = MENTEE,
    zone: str = "UTC",
    now: datetime = NOON,
    guild: GuildId = GUILD,
) -> PairId:
    """Approve a pair: it is kept, and its introduction planned, in one transaction."""
    pair = pairs.add(
        connection,
        guild,
        cohort=cohort,
        code=code,
        members=(Member(mentor, Role.MENTOR), Member(mentee, Role.MENTEE)),
        reasons=(),
        check_in_days=14,
        check_in_weekday=2,
        check_in_time=time(18),
        time_zone=zone,
        now=now,
    )
    outbox.plan(
        connection,
        guild=guild,
        kind=NudgeKind.INTRODUCTION,
        subject_type="pair",
        subject_id=pair,
        due_at=now,
    )
    return pair


def an_introduced_pair(
    connection: Connection,
    cohort: CohortId,
    code: str = "quartz",
    *,
    mentor: UserId = MENTOR,
    mentee: UserId = MENTEE,
    zone: str = "UTC",
    now: datetime = NOON,
    thread: int = 300,
    guild: GuildId = GUILD,
) -> PairId:
    """Save a pair that met already."""
    pair = a_pair(
        connection, cohort, code, mentor=mentor, mentee=mentee, zone=zone, now=now, guild=guild
    )
    outbox.cancel(connection, guild, "pair", pair, "introduced by hand", now)
    pairs.record_thread(connection, guild, pair, ChannelId(thread))
    pairs.record_introduction(connection, guild, pair, now)
    return pair


def an_update(connection: Connection, pair: PairId, now: datetime = NOON) -> None:
    """Log an update and plan its message."""
    update = updates.add(
        connection,
        GUILD,
        pair,
        MENTEE,
        moved="Shadowed twice",
        in_the_way="",
        next_step="Personal statement",
        now=now,
    )
    outbox.plan(
        connection,
        guild=GUILD,
        kind=NudgeKind.UPDATE_SHARED,
        subject_type="update",
        subject_id=update.id,
        due_at=now,
    )
