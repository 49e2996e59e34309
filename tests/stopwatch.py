"""How long the bot has taken, without the time in which the machine did not serve it.

The three-second rule judges the bot's own speed, and the limits of the stand-in's waits whether
anything still goes on. On a machine with more to do than it has processors, the wall clock also
counts how long this process stood in the queue for one, which says nothing about either. Linux
counts that time for each thread (the second number in `/proc/self/task/*/schedstat`), and it is
taken off here.

All else is counted, on an idle machine as on a busy one: what the bot computes, what it sleeps, and
what it waits for, be it a lock, the disk, the database's server or a process that it started. A
handler that sleeps or computes for three seconds is refused as on Discord. The one time too much
that is taken off is that in which threads of this process queue behind each other; Python runs one
of them at a time, so there is hardly any. Where no queue is counted, this is the real time.
"""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

THREADS = Path("/proc/self/task")


def queued_seconds() -> dict[str, float]:
    """Return how long each thread of this process has waited for a processor, by its number."""
    queued = {}
    for thread in os.scandir(THREADS) if THREADS.exists() else ():
        with suppress(OSError):  # the thread has just ended, or the kernel does not count
            file = os.open(f"{thread.path}/schedstat", os.O_RDONLY)
            try:
                queued[thread.name] = int(os.read(file, 100).split()[1]) / 1e9
            finally:
                os.close(file)
    return queued


class ServedTime:
    """A stopwatch, in seconds since any instant: call it to read it. It never goes back."""

    def __init__(
        self,
        wall: Callable[[], float] = time.monotonic,
        queued: Callable[[], dict[str, float]] = queued_seconds,
    ) -> None:
        self._read_wall, self._read_queued = wall, queued
        self._reading = 0.0
        self._wall, self._queued = self._read_wall(), self._read_queued()

    def __call__(self) -> float:
        """Return the reading."""
        wall, queued = self._read_wall(), self._read_queued()
        # Of a thread that has ended since, nothing is known anymore, and nothing taken off.
        waited = sum(
            seconds - self._queued.get(thread, 0.0)
            for thread, seconds in queued.items()
            if seconds > self._queued.get(thread, 0.0)
        )
        self._reading += max(0.0, wall - self._wall - waited)
        self._wall, self._queued = wall, queued
        return self._reading
