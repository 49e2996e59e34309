"""Deliver the check-ins of many pairs that are all due in the same hour, as fast as Discord allows.

The bot's delivery runs in a process of its own, with the shipped settings, against the stand-in
with Discord's own limits: 50 requests a second in all, 5 messages in 5 seconds a channel. Meeting
reminders fall due in the midst of it and must not stand behind.

    python -m bench.throughput                  10,000 pairs
    python -m bench.throughput --pairs 500      a short run
"""

import argparse
import asyncio
import gc
import sys
import tempfile
import time as wall
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

import discord
import structlog
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
from rich.console import Console
from sqlalchemy import Connection, func

from bench.table import Report, percentile
from bot.clock import SystemClock
from bot.configuration import load_settings
from bot.delivery.loop import Delivery
from bot.delivery.outbox_audit import audit
from bot.delivery.timer import Timer
from bot.domain.ids import ChannelId, CohortId, GuildId, MeetingId, PairId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.policy import NotificationPolicy
from bot.domain.states import CohortState, MeetingState, NudgeState, Role
from bot.notifier import DiscordNotifier
from bot.observability.metrics import Metrics
from bot.storage import outbox
from bot.storage.cohorts import cohorts
from bot.storage.database import Database
from bot.storage.meetings import meetings as meeting_rows
from bot.storage.meetings import nudges as meeting_nudges
from bot.storage.meetings.nudges import Rhythm
from bot.storage.migrate import migrate
from bot.storage.moderation import societies
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Member
from bot.storage.progress import check_ins
from bot.storage.tables import meetings
from bot.storage.tables import outbox as rows
from sandbox import Channel, Discord, RateLimits
from sandbox.rules.rate_limits import RateLimited
from tests.every_society import select

ALLOWED = 50.0
# What delivery asks; logging in comes before it and is not measured.
DELIVERING = ("/channels/", "/guilds/")
AIM = 0.95
AT_ONCE = 250
# One in so many pairs has a meeting in an hour's time, and is reminded while the check-ins leave.
MEETS = 50
REMINDED_WITHIN = timedelta(seconds=5)
ALWAYS = NotificationPolicy("UTC", time(0), time(0), 3)
POLL = timedelta(seconds=0.5)


@dataclass(slots=True)
class CountedLimits(RateLimits):
    """Discord's limits, and when each request that they delay came."""

    arrivals: list[float] = field(default_factory=list)

    def take(
        self, method: str, pattern: str, params: dict[str, str]
    ) -> tuple[dict[str, str], RateLimited | None]:
        """Note the request and treat it as ever."""
        if pattern.startswith(DELIVERING):
            self.arrivals.append(wall.monotonic())
        return RateLimits.take(self, method, pattern, params)


def main() -> int:
    """Measure, print, and fail where the aim is missed; with orders, be the bot."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=10_000)
    parser.add_argument("--bot", nargs=4, metavar=("DATABASE", "API", "GATEWAY", "TOKEN"))
    chosen = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    if chosen.bot:
        asyncio.run(_deliver(*chosen.bot))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measure(Path(folder), chosen.pairs))


# --- the bot's side -----------------------------------------------------------------------------


async def _deliver(url: str, address: str, gateway: str, token: str) -> None:
    """Deliver until nothing is due anymore."""
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = address, yarl.URL(gateway)
    client = discord.Client(
        intents=discord.Intents(guilds=True),
        max_messages=None,
        member_cache_flags=discord.MemberCacheFlags.none(),
        max_ratelimit_timeout=30.0,
    )
    await client.login(token)
    listening = asyncio.create_task(client.connect())
    await client.wait_until_ready()
    # Everything up to here stays; looking through it again and again would halt the bot.
    gc.freeze()
    database = await Database.connect(url)
    delivery = Delivery(
        database, DiscordNotifier(client), SystemClock(), load_settings({}), Metrics()
    )
    settled = asyncio.Event()

    async def look() -> None:
        if not await database.read(_unsettled):
            settled.set()

    await delivery.start()
    timer = Timer(lambda: None, POLL)
    timer.start()
    timer.every(POLL, look)
    await settled.wait()
    timer.close()
    await delivery.drain(30.0)
    await delivery.close()
    await client.close()
    await listening
    await database.close()


def _unsettled(connection: Connection) -> int:
    waiting = (NudgeState.DUE, NudgeState.LEASED)
    kinds = (NudgeKind.CHECK_IN, NudgeKind.MEETING_REMINDER)
    statement = select(func.count()).where(rows.c.state.in_(waiting), rows.c.kind.in_(kinds))
    return connection.execute(statement).scalar_one()


# --- Discord's side -----------------------------------------------------------------------------


async def _measure(folder: Path, many: int) -> int:
    like = RateLimits.like_discord()
    limits = CountedLimits(like.limits, like.default, like.per_second)
    async with Discord.serve(begins=None, limits=limits) as discord_:
        guild = discord_.guild("Many")
        people = [
            (UserId(guild.person(f"mentor{number}").id), UserId(guild.person(f"mentee{number}").id))
            for number in range(many)
        ]
        channels = [guild.text(f"pair-{number}") for number in range(many)]
        url = f"sqlite+aiosqlite:///{folder / 'throughput.sqlite3'}"
        database = await Database.connect(url)
        await migrate(database)
        # Once everything is planned and the bot has started: about that long on a slow machine.
        ready = SystemClock().now() + timedelta(seconds=15 + many / 150)
        begin = ready.replace(second=0, microsecond=0) + timedelta(minutes=1)
        cohort = await database.write(_found, GuildId(guild.id), begin)
        for start in range(0, many, AT_ONCE):
            some = list(zip(people, channels, strict=True))[start : start + AT_ONCE]
            await database.write(_plan, GuildId(guild.id), cohort, some, start, begin, many)
        await database.close()
        arguments = ("--bot", url, discord_.api_url, discord_.gateway_url, discord_.token)
        gc.freeze()  # nor may a pause of the stand-in look like one of the network
        bot = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bench.throughput", *arguments
        )
        try:
            failed = await bot.wait()
        finally:
            if bot.returncode is None:
                bot.kill()
        database = await Database.connect(url)
        found = await database.read(_reckon, channels)
        faults = (await database.read(audit)).faults
        await database.close()
    return _report(found, limits, faults, many, failed)


def _found(connection: Connection, guild: GuildId, begin: datetime) -> CohortId:
    # Where it is about noon now, so that no one is in quiet hours.
    offset = (begin.hour - 12 + 12) % 24 - 12
    zone = f"Etc/GMT{offset:+d}" if offset else "UTC"
    societies.save(connection, guild, mentoring_channel_id=1, time_zone=zone, set_up_at=begin)
    cohort = cohorts.add(
        connection,
        guild,
        name="Many",
        name_key="many",
        check_in_days=14,
        check_in_weekday=1,
        check_in_time=time(18),
        created_by=UserId(1),
        now=begin,
    )
    cohorts.set_state(connection, guild, cohort.id, CohortState.RUNNING)
    return cohort.id


def _plan(
    connection: Connection,
    guild: GuildId,
    cohort: CohortId,
    some: list[tuple[tuple[UserId, UserId], Channel]],
    first: int,
    begin: datetime,
    many: int,
) -> None:
    for number, ((mentor, mentee), channel) in enumerate(some, first):
        pair = pairs.add(
            connection,
            guild,
            cohort=cohort,
            code=f"c{number}",
            members=(Member(mentor, Role.MENTOR), Member(mentee, Role.MENTEE)),
            reasons=(),
            check_in_days=366,
            check_in_weekday=1,
            check_in_time=time(18),
            time_zone="UTC",
            now=begin,
        )
        pairs.record_thread(connection, guild, pair, ChannelId(channel.id))
        _introduced(connection, guild, pair, begin)
        check_in = check_ins.add(connection, guild, pair, mentee, date(2026, 9, 1), begin)
        outbox.plan(
            connection,
            guild=guild,
            kind=NudgeKind.CHECK_IN,
            subject_type="pair",
            subject_id=pair,
            subject_version=check_in,
            recipient=mentee,
            due_at=begin,
            expires_at=begin + timedelta(days=3),
        )
        if number % MEETS == MEETS - 1:
            # Spread over the first two thirds of the time that the check-ins take. People meet on
            # whole minutes, and so are reminded.
            due = begin + timedelta(minutes=int(number / ALLOWED * 2 / 3 / 60))
            _plan_meeting(connection, guild, pair, due)


def _introduced(connection: Connection, guild: GuildId, pair: PairId, at: datetime) -> None:
    pairs.record_introduction(connection, guild, pair, at)
    outbox.plan(
        connection,
        guild=guild,
        kind=NudgeKind.INTRODUCTION,
        subject_type="pair",
        subject_id=pair,
        due_at=at,
    )
    outbox.cancel(connection, guild, "pair", pair, "met before", at)


def _plan_meeting(connection: Connection, guild: GuildId, pair: PairId, due: datetime) -> None:
    """Save a meeting an hour after `due`, with the reminders that go with one."""
    starts, agreed = due + timedelta(hours=1), due - timedelta(days=2)
    connection.execute(
        meetings.insert().values(
            guild_id=guild,
            id=pair,
            pair_id=pair,
            state=MeetingState.CONFIRMED,
            round=1,
            local_date=starts.date(),
            at=starts.time().replace(microsecond=0),
            time_zone="UTC",
            starts_at=starts,
            sequence=1,
            confirmed_at=agreed,
            created_at=agreed,
        )
    )
    meeting_nudges.plan_around(
        connection,
        meeting_rows.get(connection, guild, MeetingId(pair)),
        pairs.get(connection, guild, pair),
        Rhythm((timedelta(hours=1),), timedelta(hours=2), ALWAYS),
        agreed,
    )


# --- the reckoning ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The outcome of the rows, and how long each reminder waited, in seconds."""

    states: Counter[str]
    lost: int
    doubled: int
    waits: list[float]
    overtaken: int


def _reckon(connection: Connection, channels: list[Channel]) -> Reckoning:
    standing: Counter[str] = Counter()
    for channel in channels:
        for message in channel.standing():
            standing.update(_refs(message.components))
    kinds = (NudgeKind.CHECK_IN, NudgeKind.MEETING_REMINDER)
    planned = connection.execute(select(rows).where(rows.c.kind.in_(kinds))).all()
    refs = {row.id: row.ref for row in planned}
    reminders = [row for row in planned if row.kind is NudgeKind.MEETING_REMINDER]
    sent = [row for row in planned if row.kind is NudgeKind.CHECK_IN and row.settled_at]
    overtaken = sum(
        one.first_attempt_at > reminder.due_at + REMINDED_WITHIN
        and one.settled_at < reminder.settled_at
        for reminder in reminders
        for one in sent
        if reminder.settled_at
    )
    return Reckoning(
        states=Counter(row.state.value for row in planned),
        lost=sum(standing[refs[row.merged_into or row.id]] == 0 for row in planned),
        doubled=sum(standing[row.ref] > 1 for row in planned),
        waits=[(row.settled_at - row.due_at).total_seconds() for row in reminders],
        overtaken=overtaken,
    )


def _refs(components: list[dict[str, object]]) -> set[str]:
    """Return the references that a message's buttons carry."""
    found: set[str] = set()
    for component in components:
        name = component.get("custom_id")
        if isinstance(name, str) and "~" in name:
            found.add(name.rpartition("~")[2])
        inner = component.get("components")
        if isinstance(inner, list):
            found |= _refs(inner)
    return found


def _report(
    found: Reckoning, limits: CountedLimits, faults: tuple[str, ...], many: int, failed: int
) -> int:
    arrivals = limits.arrivals
    span = arrivals[-1] - arrivals[0]
    rate = len(arrivals) / span
    seconds = Counter(int(at) for at in arrivals)
    busiest = max(seconds.values())
    slow = sum(count < AIM * ALLOWED for count in list(seconds.values())[1:-1])
    sent = found.states["sent"] + found.states["merged"]
    report = Report(f"{many:,} check-ins due at once, {len(found.waits)} meeting reminders")
    report.add(
        "requests a second", f"{rate:.1f}", f"{ALLOWED:.0f} allowed", rate / ALLOWED, f">= {AIM}x"
    )
    report.note("requests in the busiest second", str(busiest))
    report.note("nudges a second", f"{sent / span:.1f}")
    report.note("seconds with fewer than the aim", f"{slow} of {len(seconds)}")
    report.note("requests refused as too early (429)", str(limits.given))
    report.note("nudges sent", f"{sent:,} of {sum(found.states.values()):,} in {span:.0f} s")
    report.note("lost", str(found.lost))
    report.note("doubled", str(found.doubled))
    report.note("a reminder waited, half of them", f"{percentile(found.waits, 0.5):.1f} s")
    report.note("a reminder waited, at most", f"{max(found.waits):.1f} s")
    report.note("check-ins begun later that left before one", str(found.overtaken))
    report.note("broken rules of conservation", "; ".join(faults) or "0")
    report.show()
    wrong = (found.lost, found.doubled, limits.given, found.overtaken, len(faults), failed)
    if rate < AIM * ALLOWED:
        Console(stderr=True).print(f"slower than {AIM:.0%} of what Discord allows")
    return int(any(wrong) or rate < AIM * ALLOWED)


if __name__ == "__main__":
    sys.exit(main())
