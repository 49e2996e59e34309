"""Child processes that have imported everything before they begin.

Loading the bot, NumPy and OR-Tools takes a child over a second of processor time, and the tests
start hundreds. A fork of a server that has loaded them once costs some milliseconds; it is a
process of its own all the same, with a memory of its own, to be killed, niced and waited for.
"""

import multiprocessing
from functools import cache
from multiprocessing.context import ForkServerContext

# Imported there alone: no test process has to carry it.
PRELOAD = "tests.preload"


@cache
def preloaded_processes() -> ForkServerContext:
    """Return the context whose children are forks of one server, started with the first of them."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([PRELOAD])
    return context
