"""Many scenarios, some side by side: a night of `make soak` plays thousands, a test run a few."""

import asyncio
import math
import shutil
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sandbox import Discord
from tests.child_processes import preloaded_processes
from tests.delivery.adversity.scenario import Reckoning, Scenario
from tests.postgres import Postgres

STEPS = 6


@dataclass(frozen=True, slots=True)
class Databases:
    """Where scenarios get their databases: copies of a file, and of a server's database if any."""

    folder: Path
    template: Path
    server: Postgres | None = None
    server_template: str = ""


@asynccontextmanager
async def a_scenario(databases: Databases, seed: int, on_server: bool) -> AsyncIterator[Scenario]:
    """Yield one scenario with a stand-in of its own, whose clock is moved with the bot's."""
    folder = databases.folder / f"scenario-{seed}-{'server' if on_server else 'file'}"
    clock = databases.folder / f"{folder.name}.clock"
    async with Discord.serve(clock_file=clock) as discord:
        build = Scenario.build
        context = preloaded_processes()
        if on_server:
            assert databases.server is not None
            with databases.server.database(databases.server_template) as url:
                yield await build(discord, context, folder, clock, seed, None, url)
        else:
            yield await build(discord, context, folder, clock, seed, databases.template)
    shutil.rmtree(folder)
    clock.unlink()


async def play(
    databases: Databases,
    seeds: Iterable[int],
    at_once: int,
    *,
    on_server: Callable[[int], bool] = lambda _: False,
    steps: int = STEPS,
    seconds: float = math.inf,
) -> dict[int, Reckoning]:
    """Play a scenario for each seed and return what was reckoned.

    After so many `seconds` none is begun anymore.
    """
    clock = asyncio.get_running_loop().time
    began = clock()
    left, found = iter(seeds), dict[int, Reckoning]()

    async def some() -> None:
        for seed in left:
            if clock() - began > seconds:
                return
            async with a_scenario(databases, seed, on_server(seed)) as scenario:
                found[seed] = await scenario.play(steps)

    await asyncio.gather(*(some() for _ in range(at_once)))
    return found
