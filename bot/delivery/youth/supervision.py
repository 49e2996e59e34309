"""Keep two attested adults in each thread with someone under 18; close it while there are fewer.

A closed thread is one from which the bot took the pair's people: as it created the thread, it needs
no permission for that. What the thread says stays for them when it opens again.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Connection

from bot.clock import Clock
from bot.delivery.moderation.cases import open_case
from bot.delivery.notifier import Notifier, NotifierError, RefusedError
from bot.domain.ids import ChannelId, GuildId, PairId, RoleId, UserId
from bot.domain.moderation.cases import CaseKind, pair_facts, pair_subject
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import PairState
from bot.domain.youth.weekly import next_monday
from bot.services.nudges.own_threads import want_thread
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.moderation import cases, societies
from bot.storage.nudges import settings as nudge_settings
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair
from bot.storage.youth import supervision, youth
from bot.storage.youth.supervision import Supervision

log = structlog.get_logger(__name__)

# Discord refused to put them into the thread.
DISCORD = "youth.thread"
# A list that comes later than that is last week's.
EXPIRES_AFTER = timedelta(days=5)


class Roles(Protocol):
    """What Discord says about who has a role."""

    async def has_role(self, guild: GuildId, user: UserId, role: RoleId) -> bool | None:
        """Return whether a member has a role; False if they left, None if there's no answer."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A pair with someone under 18: who is to be in its thread, and what keeps it closed."""

    pair: Pair
    supervision: Supervision
    lack: str | None


class SupervisionWatch:
    """Look at each pair with someone under 18 within the hour, and after each change."""

    def __init__(self, database: Database, notifier: Notifier, roles: Roles, clock: Clock) -> None:
        self._database = database
        self._notifier = notifier
        self._roles = roles
        self._clock = clock
        self._looking = asyncio.Lock()

    async def look(self) -> None:
        """Check every pair; one that fails doesn't keep the others from being checked."""
        async with self._looking:
            await self._look()

    async def _look(self) -> None:
        every = await self._database.read(supervision.with_minors)
        for guild in sorted({pair.guild for pair in every}):
            await self._check_roles(guild)
        for pair in every:
            try:
                await self._look_at(pair)
            except NotifierError as error:
                log.warning("youth.not_looked_at", guild=pair.guild, error=error.code)

        for guild in sorted({pair.guild for pair in every}):
            await self._database.write(_plan_weekly, guild, self._clock.now())
        for pair in await self._database.read(supervision.released):
            try:
                await self._release(pair)
            except NotifierError as error:
                log.warning("youth.not_looked_at", guild=pair.guild, error=error.code)

    async def _release(self, pair: Pair) -> None:
        """Let a pair with no one under 18 anymore go on without advisors."""
        now = self._clock.now()
        before = await self._database.read(supervision.of_pair, pair.guild, pair.id)
        if pair.thread is not None:
            people = tuple(member.user for member in pair.members)
            if before.closed_at is not None:
                await self._notifier.add_members(pair.thread, people)
            advisors = tuple(user for user in before.advisors if user not in people)
            await self._notifier.remove_members(pair.thread, advisors)
        await self._database.write(record, pair, None, now)
        await self._database.write(supervision.release, pair)

    async def _check_roles(self, guild: GuildId) -> None:
        """Let whoever lost the advisors' role be no advisor anymore."""
        role = (await self._database.read(youth.mode, guild)).advisor_role
        if role is None:
            return
        now = self._clock.now()
        for user in await self._database.read(youth.advisors, guild, now):
            if await self._roles.has_role(guild, user, role) is False:
                await self._database.write(youth.step_down, guild, user)

    async def _look_at(self, pair: Pair) -> None:
        checked = await self._database.write(check, pair.guild, pair.id, self._clock.now())
        if checked is None:
            return
        thread, advisors = checked.pair.thread, checked.supervision.advisors
        lack = checked.lack
        if thread is not None and lack is None:
            people = tuple(member.user for member in checked.pair.members)
            back = people if checked.supervision.closed_at else ()
            # The advisors first: no one is there without them.
            if not await self._may(self._notifier.add_members, thread, (*advisors, *back)):
                lack = DISCORD
        if thread is not None and lack is not None and checked.supervision.closed_at is None:
            people = tuple(member.user for member in checked.pair.members)
            await self._notifier.remove_members(thread, people)
        await self._database.write(record, checked.pair, lack, self._clock.now())

    async def _may(
        self,
        change: Callable[[ChannelId, tuple[UserId, ...]], Awaitable[None]],
        thread: ChannelId,
        people: tuple[UserId, ...],
    ) -> bool:
        try:
            await change(thread, people)
        except RefusedError as error:
            log.warning("youth.refused", thread=thread, error=error.code)
            return False
        return True


def _plan_weekly(connection: Connection, guild: GuildId, now: datetime) -> None:
    """Plan next Monday's list of each advisor."""
    zone = societies.get(connection, guild).time_zone
    due_at = next_monday(now.astimezone(ZoneInfo(zone)).date(), zone)
    for advisor in sorted(supervision.advisors_of(connection, guild)):
        is_new = outbox.plan(
            connection,
            guild=guild,
            kind=NudgeKind.YOUTH_WEEKLY,
            subject_type="youth",
            subject_id=0,
            recipient=advisor,
            occurrence=f"{due_at:%Y-%m-%d}",
            due_at=due_at,
            expires_at=due_at + EXPIRES_AFTER,
            now=now,
        )
        if is_new and not nudge_settings.get(connection, guild, advisor).dms:
            want_thread(connection, guild, advisor)


def check(connection: Connection, guild: GuildId, pair_id: PairId, now: datetime) -> Checked | None:
    """Choose who is in a pair's thread, and say what keeps it closed; None if the pair is over."""
    pair = pairs.find(connection, guild, pair_id)
    if pair is None or pair.state is PairState.ENDED:
        return None
    lack = supervision.lacks(connection, pair, now)
    return Checked(pair, supervision.of_pair(connection, guild, pair_id), lack)


def record(connection: Connection, pair: Pair, lack: str | None, now: datetime) -> None:
    """Record whether a pair's thread is open; the moderators are told why it isn't."""
    before = supervision.of_pair(connection, pair.guild, pair.id)
    subject = pair_subject(pair.id)
    case = cases.find_open(connection, pair.guild, CaseKind.YOUTH, subject)
    if lack is None:
        if before.closed_at is not None:
            supervision.save(connection, replace(before, closed_at=None))
        if case is not None:
            cases.resolve_by_bot(connection, case, now)
        if before.closed_at is not None or case is not None:
            for member in pair.members:
                outbox.retry_soon(connection, pair.guild, member.user, now)
        return
    if before.closed_at is None:
        supervision.save(connection, replace(before, closed_at=now))
    if case is None:
        facts = pair_facts(pair.mentor, pair.mentees, pair.thread) | {"lack": lack}
        open_case(
            connection,
            pair.guild,
            kind=CaseKind.YOUTH,
            subject=subject,
            facts=facts,
            now=now,
            evidence=f"{lack}:{now:%Y-%m-%d}",
        )
