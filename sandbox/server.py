"""The stand-in as a whole: state, gateway, HTTP server, faults and limits."""

import base64
import contextlib
import os
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from sandbox.people.guilds import GuildHandle, new_guild
from sandbox.people.person import Person
from sandbox.people.transcript import text_of
from sandbox.rules.openapi import OpenApi
from sandbox.rules.rate_limits import RateLimits
from sandbox.state import interactions, threads
from sandbox.state.changes import STANDSTILL_SECONDS
from sandbox.state.clock import BEGINNING, Clock
from sandbox.state.messages import store_file
from sandbox.state.permissions import INVITED_BOT
from sandbox.state.records import Application, Attachment, Channel, Json, Message, Upload, User
from sandbox.state.world import World
from sandbox.wire.faults import Faults
from sandbox.wire.gateway import Gateway
from sandbox.wire.http import PREFIX, HttpServer, RefusedRequest

DESCRIPTION = "DISCORD_OPENAPI"


class Discord:
    """A local Discord. Make one with `serve`; see the package's docstring for how to use it."""

    def __init__(
        self,
        *,
        begins: datetime | None = BEGINNING,
        clock_file: Path | None = None,
        limits: RateLimits | None = None,
        openapi: OpenApi | None = None,
    ) -> None:
        self.clock = Clock(begins, clock_file)
        self.world = _new_world(self.clock)
        self.gateway = Gateway(self.world)
        self.world.publish = self.gateway.publish
        self.faults = Faults(self.world.changes)
        self.limits = limits or RateLimits()
        self.openapi = openapi
        self.http = HttpServer(self.world, self.gateway, self.faults, self.limits, openapi)
        self.token = self.world.application.token
        self.api_url = ""
        self.gateway_url = ""
        self.clock.on_jump(self._jumped)

    # -- life -------------------------------------------------------------------------------

    @classmethod
    @contextlib.asynccontextmanager
    async def serve(
        cls,
        *,
        port: int = 0,
        begins: datetime | None = BEGINNING,
        clock_file: Path | None = None,
        limits: RateLimits | None = None,
        openapi: Path | None = None,
        check_answers: bool = False,
    ) -> AsyncIterator["Discord"]:
        """Run a stand-in on loopback until the block ends; port 0 takes a free one.

        Its clock stands at `begins` until it is moved; None lets it follow the machine's, for a bot
        that does so too. A bot that should follow it reads the instant from `clock_file`.

        `openapi` is the path of Discord's API description (or the environment names it): every
        request is then validated against it, and with `check_answers` every answer too. Leaving
        raises what went wrong inside the stand-in itself, if anything did.
        """
        named = openapi or (Path(os.environ[DESCRIPTION]) if DESCRIPTION in os.environ else None)
        description = OpenApi.load(named, check_answers=check_answers) if named else None
        discord = cls(begins=begins, clock_file=clock_file, limits=limits, openapi=description)
        runner = web.ServerRunner(web.Server(discord.http, access_log=None), shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        address = f"127.0.0.1:{runner.addresses[0][1]}"
        discord.api_url = f"http://{address}{PREFIX}"
        discord.gateway_url = discord.gateway.url = f"ws://{address}/gateway"
        discord.world.base_url = f"http://{address}"
        try:
            yield discord
        finally:
            discord.faults.clear()
            await discord.gateway.drop(code=1001)
            await runner.cleanup()
        if discord.http.broken:
            raise discord.http.broken[0]

    # -- building ---------------------------------------------------------------------------

    def guild(
        self, name: str, *, bot_permissions: int = INVITED_BOT, with_bot: bool = True
    ) -> GuildHandle:
        """Create a server with an owner, a text channel "general", and the bot in it."""
        return new_guild(self.world, name, bot_permissions, with_bot=with_bot)

    def attachment(self, filename: str, data: bytes, content_type: str = "text/csv") -> Attachment:
        """Upload a file that a person can pass as a command's option."""
        upload = Upload(filename, data, content_type)
        return store_file(self.world, self.clock.snowflake(), filename, upload)

    # -- looking ----------------------------------------------------------------------------

    @property
    def commands(self) -> list[str]:
        """Return the full names of all global slash commands, such as "cohort create"."""
        names: list[str] = []
        for command in self.world.application.commands.values():
            if command["type"] == 1:
                names += _paths(command, "")
        return names

    @property
    def refused(self) -> list[RefusedRequest]:
        """Return the bot's requests that were refused, oldest first."""
        return list(self.http.refused)

    def requests(self, method: str, route: str) -> int:
        """Return how often the bot used a route, given as Discord writes its pattern."""
        return self.http.counts[method, route]

    # -- waiting without sleeping -----------------------------------------------------------

    def wait_for(
        self, predicate: Callable[[], Any], timeout: float = STANDSTILL_SECONDS
    ) -> Awaitable[None]:
        """Wait until the predicate holds; it is asked again after each change of state.

        It gives up after `timeout` seconds in which nothing changed; so do the waits below.
        """
        return self.world.changes.until(predicate, timeout)

    def ready(self, timeout: float = 20.0, *, since: int = 0) -> Awaitable[None]:
        """Wait until a bot is connected and has registered at least one command.

        After a restart pass `since`, the `gateway.ready_count` of before: only a newer one counts.
        """
        return self.wait_for(
            lambda: self.gateway.ready_count > since and self.gateway.connected and self.commands,
            timeout,
        )

    async def until_message(
        self, place: Channel | Person, *, containing: str = "", within: float = STANDSTILL_SECONDS
    ) -> Message:
        """Wait for a message in a channel, or that a person can see, and return the latest."""

        def matching() -> list[Message]:
            if isinstance(place, Person):
                seen = place.sees()
                return [each.message for each in seen if containing in each.text]
            return [each for each in place.standing() if containing in text_of(each)]

        what = f"{containing!r} to reach {place.name}"
        await self.world.changes.until(matching, within, what)
        return matching()[-1]

    def _jumped(self) -> None:
        threads.archive_idle(self.world)
        interactions.forget_expired(self.world)
        self.world.changed()


def _new_world(clock: Clock) -> World:
    bot = User(clock.snowflake(), "preceptor", "Preceptor", bot=True)
    owner = User(clock.snowflake(), "developer", "Developer")
    # A bot's account and its application share one ID, and a token begins with that ID, as
    # Discord's do.
    begins = base64.urlsafe_b64encode(str(bot.id).encode()).decode().rstrip("=")
    token = f"{begins}.{secrets.token_hex(3)}.{secrets.token_urlsafe(28)}"
    application = Application(bot.id, "Preceptor", token, bot, owner)
    return World(clock, application, users={bot.id: bot, owner.id: owner})


def _paths(command: Json, before: str) -> list[str]:
    name = f"{before} {command['name']}".strip()
    inner = [each for each in command.get("options") or [] if each["type"] in (1, 2)]
    if not inner:
        return [name]
    return [path for each in inner for path in _paths(each, name)]
