"""A real bot, connected to the strict stand-in for Discord, with a database of its own."""

import io
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.configuration import load_settings
from bot.language.catalogs import Languages
from bot.observability.logs import configure_logging
from bot.running import Running, started
from sandbox import Channel, Discord, GuildHandle, Message, Permission, Person
from tests.prerequisites import DESCRIPTION
from tests.stopwatch import ServedTime


@dataclass(slots=True)
class Society:
    """One server with the bot in it: its places, its people, and the bot itself."""

    discord: Discord
    guild: GuildHandle
    mentoring: Channel
    back_room: Channel
    mo: Person
    running: Running

    async def pass_time(self, **amount: float) -> None:
        """Move the clocks of Discord and of the bot together."""
        self.discord.clock.advance(timedelta(**amount))

    async def panel(self) -> Message:
        """Return the sign-up panel once it stands."""
        return await self.discord.until_message(self.mentoring, containing="Sign up for")


def environment(
    discord: Discord, database: Path, clock_file: Path, *, url: str = ""
) -> dict[str, str]:
    """Return the environment of a bot that talks to the stand-in; `url` is a server's database."""
    return {
        "DISCORD_TOKEN": discord.token,
        "PRECEPTOR_DISCORD_API_URL": discord.api_url,
        "PRECEPTOR_DISCORD_GATEWAY_URL": discord.gateway_url,
        "PRECEPTOR_DATABASE_URL": url or f"sqlite:///{database}",
        "PRECEPTOR_CLOCK__FILE": str(clock_file),
    }


@pytest.fixture(autouse=True)
def migrated_file(tmp_path: Path, sqlite_template: Path, ready_children: None) -> None:
    """Let the test's bot find a database as its last start left it: with the schema, and empty."""
    shutil.copy(sqlite_template, tmp_path / "preceptor.sqlite3")


@pytest.fixture
async def discord(tmp_path: Path) -> AsyncIterator[Discord]:
    """Run a stand-in; it validates against Discord's own description where that is at hand."""
    openapi = DESCRIPTION if DESCRIPTION.exists() else None
    async with Discord.serve(clock_file=tmp_path / "clock", openapi=openapi) as discord:
        discord.world.changes.stopwatch = ServedTime()
        yield discord


@asynccontextmanager
async def a_bot(
    discord: Discord, tmp_path: Path, languages: Languages | None = None, *, url: str = ""
) -> AsyncIterator[Running]:
    """Run the bot on the database in `tmp_path` until the block ends; again for a restart.

    With `url` it runs on that database of a server.
    """
    file, clock = tmp_path / "preceptor.sqlite3", tmp_path / "clock"
    settings = load_settings(environment(discord, file, clock, url=url))
    async with started(settings, languages=languages) as running:
        await discord.ready()
        yield running


@pytest.fixture
def server_url() -> str:
    """Return nothing: the database is a file, unless a folder’s own fixture says otherwise."""
    return ""


@pytest.fixture
async def society(discord: Discord, tmp_path: Path, server_url: str) -> AsyncIterator[Society]:
    """Yield a society that was set up a moment ago."""
    guild = discord.guild("A Society")
    mentoring = guild.text("mentoring")
    back_room = guild.text("moderators")
    mo = guild.person("Mo", guild.role("Organisers", allow=Permission.MANAGE_GUILD))
    async with a_bot(discord, tmp_path, url=server_url) as running:
        await mo.slash(
            "setup",
            mentoring_channel=mentoring,
            moderator_channel=back_room,
            time_zone="Chicago",
        )
        yield Society(discord, guild, mentoring, back_room, mo, running)


@pytest.fixture
def debug_log(logging_put_back: None) -> io.StringIO:
    """Log everything there is to log as the bot does when it runs, and lend what was logged."""
    stream = io.StringIO()
    configure_logging(load_settings({"PRECEPTOR_LOGGING__LEVEL": "debug"}), stream, b"one run")
    return stream
