"""The process that is killed: real database file, real HTTP, real delivery, one nasty checkpoint.

It runs in a fork of a server that has imported everything already, so that a restart costs tens of
milliseconds and hundreds of them fit into a test.
"""

import asyncio
import logging
import os
import signal
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import discord
import structlog
from discord.http import Route
from sqlalchemy import Connection, func

from bot.clock import SystemClock
from bot.delivery.loop import Delivery
from bot.domain.states import NudgeState
from bot.notifier import DiscordNotifier
from bot.storage.database import Database
from bot.storage.tables import outbox
from tests.delivery.society import Counted, Signal, the_settings
from tests.every_society import select

PATIENCE_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Orders:
    """Where to work, and at which hit of which checkpoint to die, if at any."""

    database_url: str
    api_url: str
    token: str
    point: str | None = None
    hit: int = 1
    send_timeout: float = 45.0
    settling: float = 0.05


def run(orders: Orders) -> None:
    """Deliver everything that is not settled yet, then end; or die on the way."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    asyncio.run(deliver(orders))


async def deliver(orders: Orders) -> None:
    """Deliver as `run` does, in the present process."""
    Route.BASE = orders.api_url
    client = discord.Client(intents=discord.Intents.none(), max_ratelimit_timeout=30.0)
    database = await Database.connect(orders.database_url)
    await client.login(orders.token)
    signal_ = Signal()
    counted = Counted(signal_)
    delivery = Delivery(
        database,
        DiscordNotifier(client),
        SystemClock(),
        the_settings(per_second=10_000, send_timeout_seconds=orders.send_timeout),
        counted,
        _killer(orders),
        settling=timedelta(seconds=orders.settling),
    )
    await delivery.start()
    while True:
        so_far = sum(counted.steps.values())
        if not await database.read(_unsettled):
            break
        await signal_.until(partial(_has_moved, counted, so_far), PATIENCE_SECONDS)
    await delivery.drain(PATIENCE_SECONDS)
    await delivery.close()
    await client.close()
    await database.close()


def _has_moved(counted: Counted, seen: int) -> bool:
    return sum(counted.steps.values()) > seen


def _unsettled(connection: Connection) -> int:
    waiting = (NudgeState.DUE, NudgeState.LEASED)
    statement = select(func.count()).select_from(outbox).where(outbox.c.state.in_(waiting))
    return connection.execute(statement).scalar_one()


def _killer(orders: Orders):
    seen: Counter[str] = Counter()

    def checkpoint(name: str) -> None:
        seen[name] += 1
        if name == orders.point and seen[name] == orders.hit:
            # Nothing is flushed, closed or said goodbye to; also from inside a transaction.
            os.kill(os.getpid(), signal.SIGKILL)

    return checkpoint
