"""The bot as a separate process: started, killed, and stopped as on a real machine."""

import asyncio
import contextlib
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

from sandbox import Discord

# Long enough for the slowest machine: a bot that can't start exits, and that is noticed.
START_SECONDS = 300
STOP_SECONDS = 45
PLANNED = "delivery.planned"
WAITING = (
    "SELECT min(next_attempt_at) FILTER (WHERE state = 'due'), "
    "count(*) FILTER (WHERE state = 'leased') FROM outbox"
)


class BotProcess:
    """`preceptor run`, pointed at a stand-in, with a folder of its own."""

    def __init__(self, discord: Discord, folder: Path) -> None:
        self._discord = discord
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None

    @property
    def clock_file(self) -> Path:
        """Return the file from which the bot reads the time."""
        return self._folder / "clock"

    @property
    def database(self) -> Path:
        """Return the file of the bot's database."""
        return self._folder / "preceptor.sqlite3"

    @property
    def log(self) -> Path:
        """Return the file with everything the bot logged."""
        return self._folder / "bot.log"

    def environment(self) -> dict[str, str]:
        """Return the bot's environment, without the caller's own configuration."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PRECEPTOR_", "DISCORD_"))
        }
        return kept | {
            "DISCORD_TOKEN": self._discord.token,
            "PRECEPTOR_DATABASE_URL": f"sqlite:///{self.database}",
            "PRECEPTOR_DISCORD_API_URL": self._discord.api_url,
            "PRECEPTOR_DISCORD_GATEWAY_URL": self._discord.gateway_url,
            "PRECEPTOR_CLOCK__FILE": str(self.clock_file),
            "PRECEPTOR_LOGGING__FORMAT": "json",
        }

    async def start(self) -> None:
        """Start the bot and wait until it is connected with its commands deployed."""
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"),
                env=self.environment(),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        ready = asyncio.ensure_future(self._discord.ready(timeout=START_SECONDS))
        ended = asyncio.ensure_future(self._process.wait())
        await asyncio.wait({ready, ended}, return_when=asyncio.FIRST_COMPLETED)
        if ended.done():
            ready.cancel()
            raise RuntimeError(f"the bot ended while starting:\n{self.log.read_text()}")
        ended.cancel()
        await ready

    @property
    def pid(self) -> int:
        """Return the process's id."""
        assert self._process is not None, "not started"
        return self._process.pid

    async def kill(self) -> None:
        """End it with SIGKILL, with no chance to write anything."""
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGKILL)
            await self._process.wait()

    async def stop(self) -> int:
        """End it with SIGTERM and return its exit code; it has 45 seconds to finish its work."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
            async with asyncio.timeout(STOP_SECONDS):
                await self._process.wait()
        return self._process.returncode or 0

    def times_planned(self) -> int:
        """Return how often its log says that it planned ahead; it does after each jump in time."""
        return self.log.read_text().count(PLANNED)

    def edits(self) -> int:
        """Return how many sent nudges changed the message of another; the bot is stopped."""
        with contextlib.closing(
            sqlite3.connect(f"{self.database.as_uri()}?mode=ro", uri=True)
        ) as database:
            [edits] = database.execute(
                "SELECT count(*) - count(DISTINCT message_id) FROM outbox"
                " WHERE state = 'sent' AND message_id IS NOT NULL"
            ).fetchone()
        return int(edits)

    def outbox(self) -> tuple[datetime | None, int]:
        """Return when its next nudge is due, if one is, and how many it's sending just now.

        Its database is only read, as the operator could.
        """
        with contextlib.closing(
            sqlite3.connect(f"{self.database.as_uri()}?mode=ro", uri=True)
        ) as database:
            due, sending = database.execute(WAITING).fetchone()
        return (None if due is None else datetime.fromtimestamp(due, UTC)), sending

    async def command(self, *words: str) -> tuple[int, str]:
        """Run another `preceptor` command on the same database; return exit code and output."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *words),
            env=self.environment(),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        output, _ = await process.communicate()
        return process.returncode or 0, output.decode()


@contextlib.asynccontextmanager
async def running_bot(discord: Discord, folder: Path) -> AsyncIterator[BotProcess]:
    """Run the bot until the block ends; it never outlives the block."""
    bot = BotProcess(discord, folder)
    await bot.start()
    try:
        yield bot
    finally:
        await bot.kill()
