"""Kill, cancel, and starve the bot at length: `python -m bench.soak`, about an hour on two cores.

Each line of the table must end in 0. Arguments make it smaller, for a quick check. `--nightly` is
for a night: 3,000 scenarios of kills, troubles, restores, a bad network and a bad gateway on files
and servers, 200 SIGTERMs in the middle of sending, and thousands of random calls of every service.
`--nightly --minutes 15` begins scenarios for a quarter of an hour. The seeds are printed first. The
same ones decide the same fates, up to the moment of a kill.
"""

import argparse
import asyncio
import logging
import math
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from contextlib import ExitStack, asynccontextmanager
from datetime import timedelta
from multiprocessing.context import ForkServerContext
from pathlib import Path

import structlog
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection, func, insert

from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.tables import meta
from sandbox import Discord
from tests.child_processes import preloaded_processes
from tests.delivery.adversity import nights
from tests.delivery.adversity.scenario import Reckoning as NightReckoning
from tests.delivery.crash.scene import (
    POINTS,
    Reckoning,
    Scene,
    crash_at,
    make_template,
)
from tests.delivery.crash.termination import Stopped, stop_while_sending
from tests.delivery.storm import weather
from tests.every_society import select
from tests.postgres import NoPostgresError, running_postgres

# A bot that delivers four rows lives about this long; kills fall anywhere in it.
LIFE_SECONDS = 0.5
# Of the scenarios, every so-manieth is on a server, where one is installed.
ON_SERVER = 2
# Of the SIGTERMs, every so-manieth comes while Discord does not answer at all.
HANGING = 10
NIGHT = {"scenarios": 3000, "stops": 200, "fuzz": 2000}


class Soak:
    """Run scenes against one stand-in, some at once, and collect what is left of them."""

    def __init__(
        self,
        discord: Discord,
        context: ForkServerContext,
        folder: Path,
        template: Path,
        at_once: int,
    ) -> None:
        self._discord = discord
        self._context = context
        self._folder = folder
        self._template = template
        self._turns = asyncio.Semaphore(at_once)
        self._scenes = 0

    async def scene(self, live: Callable[[Scene], Awaitable[None]]) -> tuple[Reckoning, int]:
        """Build a scene, run it, and check it; return that and its kills."""
        async with self._turns:
            self._scenes += 1
            path = self._folder / f"scene-{self._scenes}.sqlite3"
            scene = await Scene.build(
                self._discord, self._context, self._template, path, introductions=3, panels=2
            )
            await live(scene)
            found = await scene.reckon()
            _forget(self._discord, scene)
        return found, scene.kills


def _forget(discord: Discord, scene: Scene) -> None:
    """Delete a checked scene's server from the stand-in, which would grow forever."""
    guild = discord.world.guilds.pop(scene.guild)
    for channel in guild.channels:
        discord.world.channels.pop(channel, None)
    discord.world.nonces.clear()
    for file in scene.path.parent.glob(f"{scene.path.name}*"):
        file.unlink()


@asynccontextmanager
async def soak(at_once: int):
    """Yield a stand-in that remembers no nonces, and a folder that goes away."""
    with tempfile.TemporaryDirectory(prefix="preceptor-soak-") as name:
        folder = Path(name)
        template = await make_template(folder)
        async with Discord.serve(begins=None) as discord:
            discord.world.nonce_window = timedelta(0)
            yield Soak(discord, preloaded_processes(), folder, template, at_once)


async def named_points(soak: Soak, times: int) -> tuple[int, list[Reckoning]]:
    """Kill at each of the named steps, `times` each."""

    async def one(point: str, number: int) -> tuple[Reckoning, int]:
        return await soak.scene(lambda scene: crash_at(scene, point, random.Random(number)))

    return _summed(
        await asyncio.gather(*(one(point, number) for point in POINTS for number in range(times)))
    )


async def random_kills(soak: Soak, kills: int, seed: int) -> tuple[int, list[Reckoning]]:
    """Kill at random moments until `kills` processes have died."""
    rng = random.Random(seed)
    done = 0
    results: list[tuple[Reckoning, int]] = []

    async def live(scene: Scene) -> None:
        nonlocal done
        for _ in range(40):
            code = await scene.run_killed_within(rng.uniform(0.02, LIFE_SECONDS))
            done += code == -signal.SIGKILL
            if code == 0:
                return
        assert await scene.run() == 0

    async def worker() -> None:
        while done < kills:
            results.append(await soak.scene(live))

    await asyncio.gather(*(worker() for _ in range(4)))
    return _summed(results)


def _summed(results: Iterable[tuple[Reckoning, int]]) -> tuple[int, list[Reckoning]]:
    results = list(results)
    return sum(kills for _, kills in results), [found for found, _ in results]


async def cancelled_writes(writes: int, seed: int) -> tuple[int, int]:
    """Cancel writes at random moments; return half-commits and what was left open."""
    with tempfile.TemporaryDirectory(prefix="preceptor-soak-") as name:
        database = await Database.connect(f"sqlite+aiosqlite:///{name}/cancelled.sqlite3")
        await migrate(database)
        rng = random.Random(seed)

        def two(connection: Connection, key: str) -> None:
            connection.execute(insert(meta).values(key=f"{key}-a", value=""))
            connection.execute(insert(meta).values(key=f"{key}-b", value=""))

        async def one(number: int) -> None:
            task = asyncio.create_task(database.write(two, f"cancelled-{number}"))
            for _ in range(rng.randrange(8)):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

        for start in range(0, writes, 500):
            await asyncio.gather(*(one(start + number) for number in range(500)))

        def count(connection: Connection) -> int:
            ours = meta.c.key.like("cancelled-%")
            return connection.execute(
                select(func.count()).select_from(meta).where(ours)
            ).scalar_one()

        rows = await database.read(count)
        try:
            async with asyncio.timeout(10):
                await database.write(two, "afterwards")
                left_open = 0
        except TimeoutError:
            left_open = 1
        await database.close()
    return rows % 2, left_open


async def storm(sends: int, seed: int) -> tuple[int, int, int, int]:
    """Send while one request in five fails; return faults, lost, doubled, unsettled."""
    with tempfile.TemporaryDirectory(prefix="preceptor-soak-") as name:
        database = await Database.connect(f"sqlite+aiosqlite:///{name}/storm.sqlite3")
        await migrate(database)
        async with Discord.serve(begins=None) as discord:
            found = await weather(discord, database, sends, 0.2, seed, within=3600)
        await database.close()
    return found.faults, found.lost, found.doubled, found.unsettled


async def adversity(
    scenarios: int, seed: int, at_once: int, minutes: float
) -> tuple[dict[int, NightReckoning], Counter[str]]:
    """Play scenarios on files, and on a server if one is installed; return them by their seeds."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="preceptor-soak-")))
        databases = nights.Databases(folder, await make_template(folder))
        every = 0
        try:
            server = stack.enter_context(running_postgres())
        except NoPostgresError:
            print("No PostgreSQL is installed here: every scenario is on a file.")
        else:
            name = stack.enter_context(server.database_name())
            database = await Database.connect(server.url(name))
            await migrate(database)
            await database.close()
            databases = nights.Databases(folder, databases.template, server, name)
            every = ON_SERVER
        seeds = range(seed, seed + scenarios)
        found = await nights.play(
            databases,
            seeds,
            at_once,
            on_server=lambda one: every > 0 and one % every == 0,
            seconds=minutes * 60,
        )
        servers = sum(every > 0 and seed % every == 0 for seed in found)
        print(f"{len(found) - servers:,} scenarios on files, {servers:,} on a server")
    return found, sum((one.events for one in found.values()), Counter[str]())


async def stops(times: int, seed: int) -> list[Stopped]:
    """Stop the whole bot while it sends, `times` times."""
    stopped = []
    with tempfile.TemporaryDirectory(prefix="preceptor-soak-") as name:
        folder = Path(name)
        template = await make_template(folder)
        for number in range(seed, seed + times):
            async with Discord.serve(begins=None) as discord:
                discord.world.nonce_window = timedelta(0)
                path = folder / f"stopped-{number}.sqlite3"
                scene = await Scene.build(
                    discord, preloaded_processes(), template, path, introductions=3, panels=2
                )
                hangs = number % HANGING == 0
                stopped.append(await stop_while_sending(scene, number, hangs))
    return stopped


async def fuzz(examples: int, seed: int) -> int:
    """Call every service at random for so many examples on each database; return the exit code."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "pytest", "-q", "-o", "faulthandler_timeout=0"),
        "tests/services/fuzzing",
        env=os.environ | {"FUZZ_EXAMPLES": str(examples), "FUZZ_SEED": str(seed)},
    )
    return await process.wait()


class Figures:
    """Collect lines, print the table, and know whether all is well."""

    def __init__(self) -> None:
        self._table = Table(title="Soak: everything but the first two columns must be 0")
        for name in ("", "tries", "lost", "doubled", "unsettled", "other", "seconds"):
            self._table.add_column(name, justify="left" if not name else "right")
        self.troubles = 0

    def add(self, what: str, tries: int, bad: tuple[int, int, int, int], seconds: float) -> None:
        self.troubles += sum(bad)
        self._table.add_row(what, f"{tries:,}", *map(str, bad), f"{seconds:.0f}")

    def show(self) -> None:
        Console(width=110).print(self._table)


def _bad(found: list[Reckoning]) -> tuple[int, int, int, int]:
    return (
        sum(one.lost for one in found),
        sum(one.doubled for one in found),
        sum(one.unsettled for one in found),
        sum(one.wrong + one.threads_doubled + len(one.faults) for one in found),
    )


def _bad_nights(played: dict[int, NightReckoning]) -> tuple[int, int, int, int]:
    for seed, one in played.items():
        for trouble in (*one.lost, *one.doubled, *one.other):
            print(f"seed {seed}: {trouble}")
    found = played.values()
    return (
        sum(len(one.lost) for one in found),
        sum(len(one.doubled) for one in found),
        0,
        sum(len(one.other) for one in found),
    )


def _bad_stops(stopped: list[Stopped]) -> tuple[int, int, int, int]:
    lost, doubled, unsettled, other = _bad([one.found for one in stopped])
    late = sum(not one.clean and one.found.clean for one in stopped)
    return lost, doubled, unsettled, other + late


async def run(chosen: argparse.Namespace) -> int:
    figures = Figures()
    async with soak(chosen.at_once) as soaking:
        started = time.perf_counter()
        if chosen.times:
            kills, found = await named_points(soaking, chosen.times)
            seconds = time.perf_counter() - started
            figures.add(f"killed at {len(POINTS)} named steps", kills, _bad(found), seconds)
        started = time.perf_counter()
        if chosen.random:
            kills, found = await random_kills(soaking, chosen.random, chosen.seed)
            seconds = time.perf_counter() - started
            figures.add("killed at random", kills, _bad(found), seconds)
    if chosen.cancelled:
        started = time.perf_counter()
        half, left = await cancelled_writes(chosen.cancelled, chosen.seed)
        seconds = time.perf_counter() - started
        figures.add("cancelled writes", chosen.cancelled, (0, 0, left, half), seconds)
    if chosen.sends:
        started = time.perf_counter()
        faults, *bad = await storm(chosen.sends, chosen.seed)
        seconds = time.perf_counter() - started
        what = f"sends with {faults:,} faults"
        figures.add(what, chosen.sends, (bad[0], bad[1], bad[2], 0), seconds)
    if chosen.scenarios:
        started = time.perf_counter()
        played, happened = await adversity(
            chosen.scenarios, chosen.seed, chosen.at_once, chosen.minutes
        )
        seconds = time.perf_counter() - started
        figures.add("scenarios of adversity", len(played), _bad_nights(played), seconds)
        print(", ".join(f"{many:,} {what}" for what, many in sorted(happened.items())))
        promised = sum(one.promised for one in played.values())
        posted = sum(one.messages for one in played.values())
        hours = seconds / len(played) * NIGHT["scenarios"] / 3600
        print(f"{promised:,} promises, {posted:,} messages;", end=" ")
        print(f"{NIGHT['scenarios']:,} scenarios take {hours:.1f} hours at this pace")
    if chosen.stops:
        started = time.perf_counter()
        stopped = await stops(chosen.stops, chosen.seed)
        seconds = time.perf_counter() - started
        what = f"SIGTERMs, out in {max(one.seconds for one in stopped):.0f} s at most"
        figures.add(what, len(stopped), _bad_stops(stopped), seconds)
    if chosen.fuzz:
        started = time.perf_counter()
        code = await fuzz(chosen.fuzz, chosen.seed)
        seconds = time.perf_counter() - started
        figures.add("examples of random calls", 2 * chosen.fuzz, (0, 0, 0, int(code != 0)), seconds)
    figures.show()
    return int(figures.troubles > 0)


def main() -> int:
    """Run what was asked for; end with 1 when anything at all went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50, help="kills at each named step")
    parser.add_argument("--random", type=int, default=3000, help="kills at random moments")
    parser.add_argument("--cancelled", type=int, default=10_000, help="cancelled writes")
    parser.add_argument("--sends", type=int, default=5000, help="sends in the storm")
    parser.add_argument("--at-once", type=int, default=4, help="scenes side by side")
    parser.add_argument("--scenarios", type=int, default=60, help="scenarios of adversity")
    parser.add_argument("--minutes", type=float, default=math.inf, help="scenarios begin so long")
    parser.add_argument("--stops", type=int, default=20, help="SIGTERMs in the middle of sending")
    parser.add_argument("--fuzz", type=int, default=20, help="examples of random calls")
    parser.add_argument("--nightly", action="store_true", help="a night's worth of the last three")
    parser.add_argument("--seed", type=int, default=1)
    # The bots of a soak have nothing to say but its figures.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    if parser.parse_known_args()[0].nightly:
        parser.set_defaults(**NIGHT)
    chosen = parser.parse_args()
    print(f"Seeds from {chosen.seed} on: --seed chooses others.", flush=True)
    return asyncio.run(run(chosen))


if __name__ == "__main__":
    sys.exit(main())
