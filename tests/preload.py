"""Import what child processes need; the server that forks them loads this before the first fork."""

import importlib
import os

# Set before NumPy is imported: the threads it would start do not survive a fork.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

for name in (
    "matplotlib.backends.backend_agg",
    "matplotlib.figure",
    "matplotlib.ticker",
    "ortools.graph.python.max_flow",
    "ortools.graph.python.min_cost_flow",
    "bot.services.progress.drawing",
    "bot.services.matching.solver_process",
    "tests.delivery.crash.child",
):
    importlib.import_module(name)
