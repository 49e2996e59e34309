"""A storm: many messages to send while one request in five goes wrong in some way."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import partial

import discord as library
from discord.http import Route
from sqlalchemy import Connection, func

from bot.clock import Clock, SystemClock
from bot.delivery.loop import Delivery
from bot.delivery.outbox_audit import audit
from bot.domain.ids import ChannelId, GuildId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import NudgeState, Role
from bot.notifier import DiscordNotifier
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.moderation import societies
from bot.storage.nudges import settings
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Member
from bot.storage.progress import updates
from bot.storage.tables import outbox as rows
from sandbox import Discord, Fault, FaultKind
from tests.delivery.society import Counted, Signal, the_settings
from tests.every_society import select

PAIRS = 50
HUNG = 4
SEND = "/channels/{channel_id}/messages"
KINDS = (
    FaultKind.TOO_MANY,
    FaultKind.ERROR_500,
    FaultKind.ERROR_502_AFTER,
    FaultKind.ERROR_503,
    FaultKind.RESET_BEFORE,
    FaultKind.RESET_AFTER,
    FaultKind.HANG_BEFORE,
    FaultKind.HANG_AFTER,
)


@dataclass(frozen=True, slots=True)
class Damage:
    """What a storm did: nothing, if all but `faults` are 0."""

    sends: int
    faults: int
    lost: int
    doubled: int
    unsettled: int
    broken: tuple[str, ...]

    @property
    def none(self) -> bool:
        """Whether every message exists exactly once and its row knows it."""
        return not (self.lost or self.doubled or self.unsettled or self.broken)


@dataclass(frozen=True, slots=True)
class WrongClock(SystemClock):
    """The machine's clock, wrong by some time."""

    by: timedelta

    def now(self) -> datetime:
        """Return what it shows."""
        return datetime.now(UTC) + self.by


async def weather(
    discord: Discord, database: Database, sends: int, share: float, seed: int, within: float
) -> Damage:
    """Send `sends` updates while `share` of all sends and look-ups are struck; count the damage."""
    rng = random.Random(seed)
    async with _client(discord) as client:
        await database.write(_plan, _channels(discord, PAIRS), sends, datetime.now(UTC))
        strikes = _struck(discord, share, rng)
        signal = Signal()
        counted = Counted(signal)
        delivery = _delivery(database, client, SystemClock(), counted, rng)
        await delivery.start()
        await signal.until(lambda: _done(counted) >= sends, within)
        await delivery.drain(within)
        await delivery.close()
    return await database.read(_damage, discord, sum(strike.struck for strike in strikes))


async def wrong_clocks(
    discord: Discord, url: str, sends: int, seed: int, skews: tuple[timedelta, timedelta]
) -> Damage:
    """Send `sends` updates from two processes whose clocks are wrong; the first one dies.

    Each has a channel of its own, so none is put off: that would be until an instant of the clock
    of the process that does so.
    """
    rng = random.Random(seed)
    async with _client(discord) as client:
        databases = [await Database.connect(url) for _ in skews]
        hang = discord.faults.add(
            "POST", SEND, FaultKind.HANG_BEFORE, FaultKind.HANG_AFTER, times=HUNG, rng=rng
        )
        signal = Signal()
        counted = Counted(signal)
        timeouts = {"lease_seconds": 8, "send_timeout_seconds": 4.0}
        dies, lives = (
            _delivery(database, client, WrongClock(skew), counted, rng, **timeouts)
            for database, skew in zip(databases, skews, strict=True)
        )
        await asyncio.gather(dies.start(), lives.start())
        long_ago = datetime.now(UTC) + min(skews) - timedelta(hours=1)
        await databases[0].write(_plan, _channels(discord, sends), sends, long_ago)
        await discord.faults.hit(hang, HUNG)
        turned = lives.last_turn_at
        lives._wake.set()
        await signal.until(lambda: lives.last_turn_at != turned)
        # It ends as a process does: what it was sending stays leased.
        await dies.close()
        await databases[0].close()
        so_far = sum(counted.steps.values())
        while await databases[1].read(_unsettled):
            await signal.until(partial(_has_moved, counted, so_far))
            so_far = sum(counted.steps.values())
        await lives.drain(60.0)
        await lives.close()
    damage = await databases[1].read(_damage, discord, hang.struck)
    await databases[1].close()
    return damage


@asynccontextmanager
async def _client(discord: Discord) -> AsyncIterator[library.Client]:
    Route.BASE = discord.api_url
    client = library.Client(intents=library.Intents.none(), max_ratelimit_timeout=30.0)
    await client.login(discord.token)
    yield client
    await client.close()


def _struck(discord: Discord, share: float, rng: random.Random) -> list[Fault]:
    return [
        discord.faults.add(method, SEND, *KINDS, probability=part, rng=rng, seconds=0.2)
        for method, part in (("POST", share), ("GET", share / 2))
    ]


def _delivery(
    database: Database,
    client: library.Client,
    clock: Clock,
    counted: Counted,
    rng: random.Random,
    **chosen: object,
) -> Delivery:
    usual = {"per_second": 10_000, "send_timeout_seconds": 1.5, "refused_requests_limit": 9_999}
    return Delivery(
        database,
        DiscordNotifier(client),
        clock,
        the_settings(**(usual | chosen)),
        counted,
        settling=timedelta(seconds=0.2),
        rng=rng,
    )


def _done(counted: Counted) -> int:
    return sum(counted.steps.get(one, 0) for one in ("sent", "adopted", "dead", "uncertain"))


def _has_moved(counted: Counted, so_far: int) -> bool:
    return sum(counted.steps.values()) > so_far


def _unsettled(connection: Connection) -> int:
    waits = rows.c.state.in_((NudgeState.DUE, NudgeState.LEASED))
    statement = select(func.count()).where(rows.c.kind == NudgeKind.UPDATE_SHARED, waits)
    return connection.execute(statement).scalar_one()


def _channels(discord: Discord, many: int) -> tuple[GuildId, list[ChannelId]]:
    server = discord.guild("Storm")
    return GuildId(server.id), [
        ChannelId(server.text(f"pair-{number}").id) for number in range(many)
    ]


def _plan(
    connection: Connection, place: tuple[GuildId, list[ChannelId]], sends: int, now: datetime
) -> None:
    guild, channels = place
    societies.save(connection, guild, mentoring_channel_id=channels[0], time_zone="UTC")
    made = [_pair(connection, guild, number, now) for number in range(len(channels))]
    for pair, channel in zip(made, channels, strict=True):
        pairs.record_thread(connection, guild, pair, channel)
        pairs.record_introduction(connection, guild, pair, now)
    for number in range(sends):
        update = updates.add(
            connection,
            guild,
            made[number % len(made)],
            UserId(1),
            moved=str(number),
            in_the_way="",
            next_step="",
            now=now,
        )
        outbox.plan(
            connection,
            guild=guild,
            kind=NudgeKind.UPDATE_SHARED,
            subject_type="update",
            subject_id=update.id,
            due_at=now,
        )


def _pair(connection: Connection, guild: GuildId, number: int, now: datetime):
    for user in (UserId(1), UserId(1_000 + number)):
        # Whatever hour it is where this runs, no one sleeps.
        settings.save(connection, guild, user, quiet_from=time(0), quiet_until=time(0))
    return pairs.add(
        connection,
        guild,
        cohort=None,
        code=f"storm{number}",
        members=(
            Member(UserId(1), Role.MENTEE),
            Member(UserId(1_000 + number), Role.MENTOR),
        ),
        reasons=(),
        check_in_days=14,
        check_in_weekday=1,
        check_in_time=time(18),
        time_zone="UTC",
        now=now,
    )


def _damage(connection: Connection, discord: Discord, faults: int) -> Damage:
    # By the messages and not by their buttons, which a newer update takes from an older one.
    channels = discord.world.channels.values()
    standing = {message.id for channel in channels for message in channel.standing()}
    sent = connection.execute(
        select(rows.c.message_id, rows.c.state).where(rows.c.kind == NudgeKind.UPDATE_SHARED)
    ).all()
    known = Counter(row.message_id for row in sent)
    # These pairs were introduced by hand: no row for that is the one fault there may be.
    broken = [one for one in audit(connection).faults if "introduction" not in one]
    return Damage(
        sends=len(sent),
        faults=faults,
        lost=sum(row.message_id not in standing or known[row.message_id] > 1 for row in sent),
        doubled=len(standing - known.keys()),
        unsettled=sum(row.state is not NudgeState.SENT for row in sent),
        broken=tuple(broken),
    )
