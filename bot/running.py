"""Build everything, run until told to stop, and close it all in reverse."""

import asyncio
import signal
from contextlib import AsyncExitStack
from datetime import datetime, timedelta

import discord
import structlog

from bot.app import App
from bot.client import MentorBot
from bot.clock import Clock, ShiftedClock, SystemClock
from bot.command_tree import deploy
from bot.configuration import config_dir
from bot.delivery.loop import Delivery
from bot.domain.errors import DomainError
from bot.notifier import DiscordNotifier
from bot.observability.health import (
    HealthServer,
    database_check,
    delivery_check,
    gateway_check,
)
from bot.observability.metrics import Metrics
from bot.search import ProgramIndex
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.migrate import migrate, revision

# Together under the 45 s in which a stopped bot must be gone.
DRAIN_SECONDS = 30.0
FINISH_SECONDS = 5.0

log = structlog.get_logger(__name__)


def clock_for(settings: Settings) -> Clock:
    """Return the system's clock, or in a rehearsal the one that a file moves."""
    path = settings.clock.shift_file
    return ShiftedClock(path) if path else SystemClock()


async def build_app(settings: Settings, database: Database) -> App:
    """Return what every use case needs; the program index is built off the event loop."""
    programs = await asyncio.to_thread(ProgramIndex.shipped, config_dir())
    return App(database, clock_for(settings), settings, programs)


async def run_bot(settings: Settings) -> None:
    """Run the bot until SIGTERM or SIGINT, then drain and close within 45 seconds.

    Raises `DomainError` with ``database.*`` or ``discord.*`` codes when it can't start.
    """
    if settings.token is None:
        raise DomainError("discord.no_token")
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with AsyncExitStack() as stack:
        database = await Database.connect(settings.database.url)
        stack.push_async_callback(database.close)
        await migrate(database)
        app = await build_app(settings, database)
        metrics = Metrics()
        client = await _start_client(stack, app, metrics)
        if settings.metrics.enabled:
            await _start_health(stack, app, metrics, client)
        await _until_stopped(stop, client, settings.token.get_secret_value())
        log.info("bot.draining")


async def _start_client(stack: AsyncExitStack, app: App, metrics: Metrics) -> MentorBot:
    """Return a client whose set-up deploys the commands and starts delivery."""

    async def on_setup(client: MentorBot) -> None:
        delivery = Delivery(app.database, DiscordNotifier(client), app.clock, app.settings, metrics)
        client.delivery = delivery
        await deploy(client, app.database)
        await delivery.start()
        # Closed first, while Discord can still be reached: what was begun is finished.
        stack.push_async_callback(client.finish_interactions, FINISH_SECONDS)
        stack.push_async_callback(delivery.close)
        stack.push_async_callback(delivery.drain, DRAIN_SECONDS)

    client = MentorBot(app, metrics, on_setup)
    stack.push_async_callback(client.close)
    watching = asyncio.create_task(app.clock.watch(), name="clock")
    stack.callback(watching.cancel)
    return client


async def _start_health(
    stack: AsyncExitStack, app: App, metrics: Metrics, client: MentorBot
) -> None:
    chosen = app.settings.metrics
    stalled_after = timedelta(seconds=app.settings.delivery.stalled_after_seconds)

    def last_turn() -> datetime | None:
        return client.delivery.last_turn_at if client.delivery else None

    checks = {
        "gateway": gateway_check(client.is_ready),
        "database": database_check(lambda: app.database.read(revision)),
        "delivery": delivery_check(last_turn, app.clock, stalled_after),
    }
    server = await HealthServer.start(chosen.host, chosen.port, checks, metrics)
    stack.push_async_callback(server.close)


async def _until_stopped(stop: asyncio.Event, client: MentorBot, token: str) -> None:
    """Run the client until `stop`; its own end is an error worth raising."""
    running = asyncio.create_task(client.start(token), name="discord")
    stopping = asyncio.create_task(stop.wait(), name="stop")
    try:
        done, _ = await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if running in done:
            running.result()
    except discord.LoginFailure as error:
        raise DomainError("discord.bad_token") from error
    finally:
        stopping.cancel()
