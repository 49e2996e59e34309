"""Load what child processes need; the server that forks them imports this before the first fork.

Loading is not all: the first delivery of a process compiles its statements, which takes three times
as long as delivering. So one is made here, to a stand-in and a database of its own.
"""

import asyncio
import gc
import importlib
import os
import tempfile
from pathlib import Path

# Set before NumPy is imported: the threads it would start do not survive a fork.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

for name in (
    "matplotlib.backends.backend_agg",
    "matplotlib.figure",
    "matplotlib.ticker",
    "ortools.graph.python.max_flow",
    "ortools.graph.python.min_cost_flow",
    "bot.services.matching.solver_process",
    "bot.services.progress.drawing",
):
    importlib.import_module(name)


async def deliver_once() -> None:
    """Send every kind of row that the tests of crashes send."""
    from sandbox import Discord
    from tests.child_processes import preloaded_processes
    from tests.delivery.crash.child import deliver
    from tests.delivery.crash.scene import Scene, make_template

    with tempfile.TemporaryDirectory(prefix="preceptor-preload-") as folder:
        template, path = await make_template(Path(folder)), Path(folder) / "scene.sqlite3"
        async with Discord.serve() as discord:
            scene = await Scene.build(discord, preloaded_processes(), template, path, merged=2)
            await deliver(scene.orders())


asyncio.run(deliver_once())
# What is there by now stays there: a child that collects need not look at it, and so not copy it.
gc.collect()
gc.freeze()
