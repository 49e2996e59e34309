"""Write down which test comes by which place, and how each test ended.

The copy of the product that records calls `by` at each place; for pytest, this is a plugin. Both
write lines into the folder that `RECORDED` names, each process into files of its own.
"""

import os
from pathlib import Path

import pytest

RECORDED = "MUTANTS_RECORDED"

# The place that is broken in this process, of those that can be switched.
broken = -1
_seen: set[tuple[int, str]] = set()


def by(place: int) -> None:
    """Write down that the running test came by a place; return None, to stand in an `or`."""
    test = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" (")[0]
    if test and (place, test) not in _seen:
        _seen.add((place, test))
        _write("reached", f"{place}\t{test}")


def is_broken(place: int) -> bool:
    """Return whether this process is to find a place broken."""
    return place == broken


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Write down how a test ended and how long it took; with several processes, the first does."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        _write("ended", f"{report.outcome}\t{report.duration:.3f}\t{report.nodeid}")


def _write(what: str, line: str) -> None:
    with Path(os.environ[RECORDED], f"{what}-{os.getpid()}").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
