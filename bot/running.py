"""Build everything, run until told to stop, and close everything in reverse order."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import discord
import structlog

from bot import memory
from bot.alarms import DiscordAlarms
from bot.app import App
from bot.catalogue import Catalogue
from bot.client import MentorBot
from bot.clock import Clock, StagedClock, SystemClock
from bot.command_tree import deploy
from bot.configuration import config_dir
from bot.delivery import kinds
from bot.delivery.loop import Delivery
from bot.delivery.outages import OutageWatch
from bot.delivery.privacy import erasures
from bot.domain.errors import DomainError
from bot.language import catalogs
from bot.language.catalogs import Languages
from bot.messages.nudges import words
from bot.notifier import DiscordNotifier
from bot.observability.health import (
    HealthServer,
    database_check,
    delivery_check,
    gateway_check,
    writing_check,
)
from bot.observability.metrics import Metrics
from bot.server_settings import DiscordServers
from bot.settings import Settings
from bot.storage import held_texts
from bot.storage.database import Database
from bot.storage.migrate import migrate, revision
from bot.storage.outages import notes

# Together well under the 45 s in which a stopped bot must exit.
DRAIN_SECONDS = 30.0
FINISH_SECONDS = 5.0
DISCONNECT_SECONDS = 3.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Running:
    """A bot that is connected, or trying to be; `ended` is done when its connection ends."""

    app: App
    client: MentorBot
    ended: asyncio.Task[None]


async def run_bot(settings: Settings, *, anew: bool = False) -> None:
    """Run the bot until SIGTERM or SIGINT, then drain and close within 45 seconds.

    `anew` begins with an empty database file where one was expected and is gone.

    Raises `DomainError` with ``database.*`` or ``discord.*`` codes when it can't start.
    """
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with started(settings, anew=anew) as running:
        memory.end_start_up()
        stopping = asyncio.create_task(stop.wait(), name="stop")
        await asyncio.wait({running.ended, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if running.ended.done():
            try:
                running.ended.result()
            except discord.LoginFailure as error:
                raise DomainError("discord.bad_token") from error
        log.info("bot.draining")


@asynccontextmanager
async def started(
    settings: Settings, *, anew: bool = False, languages: Languages | None = None
) -> AsyncIterator[Running]:
    """Build everything from the settings, connect, and close everything in reverse at the end.

    `languages` are those that the bot speaks; by default all whose catalog is complete.
    """
    if settings.token is None:
        raise DomainError("discord.no_token")
    require_every_kind()
    async with AsyncExitStack() as stack:
        database = await Database.connect(settings.database.url, anew=anew)
        stack.push_async_callback(database.close)
        await migrate(database)
        app = build_app(settings, database, languages)
        stack.push_async_callback(app.catalogue.close)
        await erasures.catch_up(database, settings, app.clock)
        metrics = Metrics()
        client = _client(stack, app, metrics)
        if settings.metrics.enabled:
            await _start_health(stack, app, metrics, client)
        ended = asyncio.create_task(client.start(settings.token.get_secret_value()), name="discord")
        stack.push_async_callback(_stop, client, ended)
        yield Running(app, client, ended)


async def _ask(database: Database) -> None:
    database.require_in_place()
    await database.read(revision)


def require_every_kind() -> None:
    """Check that every kind of nudge has a decision and a text; raise `RuntimeError` if not."""
    if lacking := [*kinds.lacking(), *words.lacking()]:
        raise RuntimeError("\n".join(lacking))


def build_app(settings: Settings, database: Database, languages: Languages | None = None) -> App:
    """Return what every service needs; nothing else runs until the catalogue is read."""
    catalogue = Catalogue.load(config_dir(), database)
    return App(database, clock_for(settings), settings, catalogue, languages or catalogs.load())


def clock_for(settings: Settings) -> Clock:
    """Return the system's clock, or in tests and the demo the one that a file sets."""
    path = settings.clock.file
    return StagedClock(path) if path else SystemClock()


def _client(stack: AsyncExitStack, app: App, metrics: Metrics) -> MentorBot:
    """Return a client whose set-up deploys the commands and starts delivery."""

    async def on_setup(client: MentorBot) -> None:
        client.delivery = Delivery(
            app.database,
            DiscordNotifier(client),
            app.clock,
            app.settings,
            metrics,
            servers=DiscordServers(client),
        )
        await deploy(client, app.database)
        client.outages = OutageWatch(
            app.database,
            app.clock,
            DiscordAlarms(client),
            lambda: client.delivery is None or not client.delivery.is_failing,
            _outage_note(app),
        )
        await client.delivery.start()
        await client.outages.start()

    watching = asyncio.create_task(app.clock.watch(), name="clock")
    stack.callback(watching.cancel)
    return MentorBot(app, metrics, on_setup)


def _outage_note(app: App) -> Path:
    """Return where an outage is noted: beside a file; for a server, in the account's own folder."""
    if app.database.file:
        return notes.path_beside(app.database.file.path)
    shards = "-".join(str(shard) for shard in app.settings.discord.shard_ids)
    folder = held_texts.folder_of_server(app.settings.database.url)
    return folder.with_name(f"{folder.stem}-{shards}.outage" if shards else f"{folder.stem}.outage")


async def _stop(client: MentorBot, ended: asyncio.Task[None]) -> None:
    """Finish what was begun while Discord can still be reached, then disconnect."""
    if client.outages:
        await client.outages.close()
    if client.delivery:
        await client.delivery.drain(DRAIN_SECONDS)
        await client.delivery.close()
    await client.finish_interactions(FINISH_SECONDS)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(DISCONNECT_SECONDS):
            await client.close()
    ended.cancel()
    # Its own error, if any, was raised by whoever waited for it.
    await asyncio.gather(ended, return_exceptions=True)


async def _start_health(
    stack: AsyncExitStack, app: App, metrics: Metrics, client: MentorBot
) -> None:
    chosen = app.settings.metrics
    stalled_after = timedelta(seconds=app.settings.delivery.stalled_after_seconds)

    def last_turn() -> datetime | None:
        return client.delivery.last_turn_at if client.delivery else None

    checks = {
        "gateway": gateway_check(client.is_ready),
        "database": database_check(lambda: _ask(app.database)),
        "writing": writing_check(lambda: client.outages.outage if client.outages else None),
        "delivery": delivery_check(last_turn, app.clock, stalled_after),
    }
    server = await HealthServer.start(chosen.host, chosen.port, checks, metrics)
    stack.push_async_callback(server.close)
