"""A storm: many messages to send while one request in five goes wrong in some way."""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import discord as library
from discord.http import Route
from sqlalchemy import Connection, select

from bot.clock import SystemClock
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
from sandbox import Discord, FaultKind
from tests.delivery.society import Counted, Signal, the_settings

PAIRS = 50
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


async def weather(
    discord: Discord, database: Database, sends: int, share: float, seed: int, within: float
) -> Damage:
    """Send `sends` updates while `share` of all sends and look-ups are struck; count the damage."""
    Route.BASE = discord.api_url
    client = library.Client(intents=library.Intents.none(), max_ratelimit_timeout=30.0)
    await client.login(discord.token)
    await database.write(_plan, _channels(discord), sends)
    rng = random.Random(seed)
    strikes = [
        discord.faults.add(method, SEND, *KINDS, probability=part, rng=rng, seconds=0.2)
        for method, part in (("POST", share), ("GET", share / 2))
    ]
    signal = Signal()
    counted = Counted(signal)
    delivery = Delivery(
        database,
        DiscordNotifier(client),
        SystemClock(),
        the_settings(per_second=10_000, send_timeout_seconds=1.5, refused_requests_limit=9_999),
        counted,
        settling=timedelta(seconds=0.2),
        rng=rng,
    )
    await delivery.start()
    final = ("sent", "adopted", "dead", "uncertain")
    await signal.until(lambda: sum(counted.steps.get(one, 0) for one in final) >= sends, within)
    await delivery.drain(within)
    await delivery.close()
    await client.close()
    return await database.read(_damage, discord, sum(strike.struck for strike in strikes))


def _channels(discord: Discord) -> tuple[GuildId, list[ChannelId]]:
    server = discord.guild("Storm")
    return GuildId(server.id), [
        ChannelId(server.text(f"pair-{number}").id) for number in range(PAIRS)
    ]


def _plan(connection: Connection, place: tuple[GuildId, list[ChannelId]], sends: int) -> None:
    guild, channels = place
    now = datetime.now(UTC)  # the bot tells the time by the system's clock here
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
