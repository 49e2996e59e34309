"""SIGTERM in the middle of sending: the whole bot, as `preceptor run` runs it, asked to stop.

Several messages are on their way when the signal comes; some requests are slow, and now and then
one is never answered. How long the bot takes is measured; a later process finishes the rest.
"""

import asyncio
import contextlib
import logging
import random
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass

import structlog

from bot.configuration import load_settings
from bot.running import run_bot
from sandbox import Discord, FaultKind
from tests.delivery.crash.scene import SEND, Reckoning, Scene, ended

ALLOWED_SECONDS = 45.0


@dataclass(frozen=True, slots=True)
class Stopped:
    """How a bot ended after SIGTERM, and what is in the channels once another has finished."""

    seconds: float
    code: int
    sending: bool  # whether a message was on its way when the signal came
    found: Reckoning

    @property
    def clean(self) -> bool:
        """Whether it was out in time, as if nothing had happened."""
        return self.code == 0 and self.seconds < ALLOWED_SECONDS and self.found.clean


def live(environment: dict[str, str]) -> None:
    """Run the whole bot until it is told to stop."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    logging.disable()
    asyncio.run(run_bot(load_settings(environment)))


async def stop_while_sending(scene: Scene, seed: int, hangs: bool = False) -> Stopped:
    """Start the bot on a scene, send SIGTERM at some message, and finish what is left."""
    rng = random.Random(seed)
    discord = scene.discord
    process = scene.context.Process(target=live, args=(_environment(discord, scene),))
    before = discord.requests("POST", SEND)
    with _slow(discord, rng, hangs):
        process.start()
        wanted = before + rng.randint(1, 3)
        # Requests are counted as they arrive, and answered later.
        await discord.wait_for(lambda: discord.requests("POST", SEND) >= wanted, 120.0)
        began = time.monotonic()
        assert process.pid is not None
        sending = process.is_alive()
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await ended(process)
        seconds = time.monotonic() - began
    process.join()
    code = process.exitcode
    process.close()
    assert code is not None
    assert await scene.run() == 0
    return Stopped(seconds, code, sending and code != -signal.SIGTERM, await scene.reckon())


@contextlib.contextmanager
def _slow(discord: Discord, rng: random.Random, hangs: bool) -> Iterator[None]:
    """Let most messages take a while, and with `hangs` the first never be answered."""
    if hangs:
        discord.faults.add("POST", SEND, FaultKind.HANG_AFTER)
    discord.faults.add("POST", SEND, FaultKind.SLOW, probability=0.8, rng=rng, seconds=0.3)
    try:
        yield
    finally:
        discord.faults.clear()


def _environment(discord: Discord, scene: Scene) -> dict[str, str]:
    return {
        "DISCORD_TOKEN": discord.token,
        "PRECEPTOR_DISCORD_API_URL": discord.api_url,
        "PRECEPTOR_DISCORD_GATEWAY_URL": discord.gateway_url,
        "PRECEPTOR_DATABASE_URL": f"sqlite:///{scene.path}",
        "PRECEPTOR_METRICS__ENABLED": "false",
    }
