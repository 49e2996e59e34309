"""One life of the bot: a process with a real file, real HTTP and real delivery, and its troubles.

It runs in a fork of a server that has imported everything, acts as people do, delivers what is due,
and ends; or it is killed at a named step, or whenever its parent likes.
"""

import asyncio
import logging
import os
import random
import resource
import signal
import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, cast

import discord
import structlog
from discord.http import Route
from sqlalchemy import Connection, and_, func, or_

from bot.app import App
from bot.catalogue import Catalogue
from bot.clock import StagedClock
from bot.delivery.loop import Delivery
from bot.domain.errors import DomainError
from bot.domain.states import NudgeState
from bot.notifier import DiscordNotifier
from bot.storage.database import Database
from bot.storage.tables import outbox
from tests.delivery.adversity.acts import Acting, Cast
from tests.delivery.society import Counted, Signal, the_settings
from tests.every_society import select

REFUSED = 3  # the exit code of a bot that did not start on this file
PATIENCE_SECONDS = 20.0
TROUBLES = ("full", "quota", "read-only", "locked", "gone", "leap")


@dataclass(frozen=True, slots=True)
class Orders:
    """What one life does, and what happens to it."""

    number: int
    database_url: str
    api_url: str
    token: str
    clock: Path
    promises: Path
    cast: Cast
    acts: tuple[str, ...] = ()
    point: str | None = None
    hit: int = 1
    trouble: str | None = None
    trouble_after: int = 0  # acts
    skew: timedelta = timedelta(0)  # of the bot's clock, which Discord does not share
    leap: timedelta = timedelta(0)
    seed: int = 0
    pace: Any = None  # a pipe: time passes whenever this life is idle, as its parent says


@dataclass
class SkewedClock:
    """The staged clock, wrong by some time; it may leap."""

    staged: StagedClock
    skew: timedelta
    callbacks: list[Callable[[], None]] = field(default_factory=list)

    def now(self) -> datetime:
        return self.staged.now() + self.skew

    def elapsed(self) -> float:
        return self.staged.elapsed()

    def on_jump(self, callback: Callable[[], None]) -> None:
        self.callbacks.append(callback)

    async def watch(self) -> None:
        await asyncio.Event().wait()

    def leap(self, by: timedelta) -> None:
        self.skew += by
        for callback in self.callbacks:
            callback()


def run(orders: Orders) -> None:
    """Live it."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    asyncio.run(_live(orders))


async def _live(orders: Orders) -> None:
    Route.BASE = orders.api_url
    clock = SkewedClock(StagedClock(orders.clock), orders.skew)
    try:
        database = await Database.connect(orders.database_url)
    except DomainError:
        os._exit(REFUSED)
    client = discord.Client(intents=discord.Intents.none(), max_ratelimit_timeout=30.0)
    await client.login(orders.token)
    signal_ = Signal()
    counted = Counted(signal_)
    # The services that act here never ask the catalogue.
    settings = the_settings(per_second=10_000, send_timeout_seconds=2.0)
    app = App(database, clock, settings, cast("Catalogue", None))
    delivery = Delivery(
        database,
        DiscordNotifier(client),
        clock,
        settings,
        counted,
        _killer(orders),
        settling=timedelta(seconds=0.05),
        rng=random.Random(orders.seed),
    )
    owner = delivery._claims.owner
    await delivery.start()
    acting = Acting(app, orders.cast, orders.number, orders.promises)
    for number, name in enumerate(orders.acts):
        if orders.trouble and number == orders.trouble_after:
            await _befall(orders, database, clock, acting)
        await acting.act(name)
    await _relieve(orders, database)
    if not acting.file_is_gone:
        await _until_quiet(database, clock, owner, counted, signal_)
        while orders.pace and await asyncio.to_thread(_time_passes, orders.pace):
            await delivery.plan_ahead()
            clock.leap(timedelta(0))
            await _until_quiet(database, clock, owner, counted, signal_)
        await delivery.drain(PATIENCE_SECONDS)
    await delivery.close()
    await client.close()
    await database.close()


def _time_passes(pace: Any) -> bool:
    """Say that nothing more is due now, and wait for the time to pass; return False at the end."""
    pace.send(False)
    return bool(pace.recv())


async def _until_quiet(
    database: Database, clock: SkewedClock, owner: str, counted: Counted, signal_: Signal
) -> None:
    """Wait until this process sends nothing and nothing more is due at this instant."""
    while True:
        so_far = sum(counted.steps.values())
        if not await database.read(_unsettled, clock.now(), owner):
            return
        try:
            await signal_.until(partial(_has_moved, counted, so_far), PATIENCE_SECONDS)
        except TimeoutError:
            return  # the reckoning will say what is missing


def _has_moved(counted: Counted, seen: int) -> bool:
    return sum(counted.steps.values()) > seen


def _unsettled(connection: Connection, now: datetime, owner: str) -> int:
    due = and_(outbox.c.state == NudgeState.DUE, outbox.c.next_attempt_at <= now)
    ours = and_(outbox.c.state == NudgeState.LEASED, outbox.c.lease_owner == owner)
    statement = select(func.count()).select_from(outbox).where(or_(due, ours))
    return connection.execute(statement).scalar_one()


async def _befall(orders: Orders, database: Database, clock: SkewedClock, acting: Acting) -> None:
    """Let the trouble begin; for most it ends with `_relieve`."""
    file = database.file
    if orders.trouble == "leap":
        clock.leap(orders.leap)
    elif file is None:
        return
    elif orders.trouble == "full":
        # As a full disk does, the kernel refuses every write that would make a file longer.
        wal = file.path.with_name(file.path.name + "-wal")
        most = max(
            wal.stat().st_size,
            orders.promises.stat().st_size + 4096 if orders.promises.exists() else 4096,
        )
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
    elif orders.trouble == "quota":
        await database.write(_pragma, "max_page_count = 1")  # its size of now, that is
    elif orders.trouble == "read-only":
        await _pragma_outside(database, "query_only = 1")
    elif orders.trouble == "locked":
        _lock_for(file.path, random.Random(orders.seed).uniform(0.05, 0.6))
    elif orders.trouble == "gone":
        for each in file.path.parent.glob(f"{file.path.name}*"):
            each.unlink(missing_ok=True)  # the last connection to close deletes some, too
        acting.file_is_gone = True


async def _relieve(orders: Orders, database: Database) -> None:
    if orders.trouble == "full":
        unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
    elif orders.trouble == "quota" and database.file:
        await database.write(_pragma, "max_page_count = 1073741823")
    elif orders.trouble == "read-only" and database.file:
        await _pragma_outside(database, "query_only = 0")


def _pragma(connection: Connection, pragma: str) -> None:
    connection.exec_driver_sql(f"PRAGMA {pragma}")


async def _pragma_outside(database: Database, pragma: str) -> None:
    """Set it on the writing connection outside any transaction, which would not begin anymore."""
    writer = database._connections._writer
    thread = writer._thread
    await thread.run(lambda: thread.raw.execute(f"PRAGMA {pragma}"))


def _lock_for(path: Path, seconds: float) -> None:
    """Hold the write lock as another program would, for a while."""
    other = sqlite3.connect(path, isolation_level=None, timeout=30)
    other.execute("BEGIN IMMEDIATE")
    asyncio.get_running_loop().call_later(seconds, other.close)


def _killer(orders: Orders) -> Callable[[str], None]:
    seen: Counter[str] = Counter()

    def checkpoint(name: str) -> Any:
        seen[name] += 1
        if name == orders.point and seen[name] == orders.hit:
            os.kill(os.getpid(), signal.SIGKILL)

    return checkpoint
