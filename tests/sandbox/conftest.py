"""A stand-in, a server with people, and a small real bot that exercises every kind of answer."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sandbox import Channel, Discord, GuildHandle, Person
from sandbox.server import DESCRIPTION as NAMED_BY
from tests.prerequisites import DESCRIPTION, NO_DESCRIPTION
from tests.sandbox.client import SmallBot, running
from tests.sandbox.raw import Raw
from tests.stopwatch import ServedTime


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything a test of the stand-in needs."""

    discord: Discord
    guild: GuildHandle
    general: Channel
    ana: Person
    ben: Person
    bot: SmallBot


@pytest.fixture
def description() -> Path:
    if not DESCRIPTION.exists():
        pytest.skip(NO_DESCRIPTION)
    return DESCRIPTION


@pytest.fixture
async def discord() -> AsyncIterator[Discord]:
    openapi = DESCRIPTION if DESCRIPTION.exists() else None
    async with Discord.serve(openapi=openapi, check_answers=openapi is not None) as discord:
        discord.world.changes.stopwatch = ServedTime()
        yield discord
        if discord.openapi is not None:
            assert discord.openapi.bad_answers == []


@pytest.fixture
async def scene(discord: Discord) -> AsyncIterator[Scene]:
    guild = discord.guild("Pre-Health Society")
    ana, ben = guild.person("Ana"), guild.person("Ben")
    async with running(discord) as bot:
        await discord.ready()
        yield Scene(discord, guild, guild.channel("general"), ana, ben, bot)


@pytest.fixture
async def plain(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Discord]:
    """Serve with the stand-in's own rules alone, even where the environment names Discord's."""
    monkeypatch.delenv(NAMED_BY, raising=False)
    async with Discord.serve() as discord:
        yield discord


@pytest.fixture
async def raw(plain: Discord) -> AsyncIterator[Raw]:
    """Speak to the stand-in without a library in between."""
    async with Raw.to(plain) as raw:
        yield raw
