"""Run work that would block the interpreter in a new process, which ends with the work."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from multiprocessing.context import BaseContext
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_NICENESS = 10

# How the process is started. A spawned process loads only what the work needs, and the bot's memory
# holds none of it. A caller that starts hundreds in a row can set a context that has it loaded
# already.
start_context: BaseContext = get_context("spawn")


async def run_in_child(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call `work` in a new process and return what it returns; raise what it raises.

    `work`, its arguments, and its result must be picklable. On cancellation the process still
    finishes on its own.
    """
    pool = ProcessPoolExecutor(1, mp_context=start_context, initializer=_yield_processor)
    try:
        # Starting a process takes milliseconds too, so a thread does it.
        future = await asyncio.to_thread(pool.submit, work, *args, **kwargs)
        return await asyncio.wrap_future(future)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _yield_processor() -> None:
    """Run single-threaded at low priority so the bot stays responsive."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
