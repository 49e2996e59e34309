"""The only reader of system time.

Everything else takes `now` as a value or asks a `Clock`. In tests and the demo a `StagedClock`
replaces the machine's: it stands still at the instant that a small file names, so that a running
bot can be moved through weeks with the same result on every day.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

POLL_SECONDS = 0.05


class Clock(Protocol):
    """Tell the time, and report jumps."""

    def now(self) -> datetime:
        """Return the current instant, aware and in UTC."""

    def elapsed(self) -> float:
        """Return for how many seconds this process could work, from any beginning.

        A machine's suspension is left out, and no one can set it: where `now` moves by more or
        less, the clock has leapt.
        """

    def on_jump(self, callback: Callable[[], None]) -> None:
        """Call `callback` in the event loop after each jump of this clock."""

    async def watch(self) -> None:
        """Watch for jumps until cancelled."""


class SystemClock:
    """The machine's own clock, which reports no jumps: delivery notices them by `elapsed`."""

    def now(self) -> datetime:
        """Return the current instant, aware and in UTC."""
        return datetime.now(UTC)

    def elapsed(self) -> float:
        """Return for how many seconds the machine has been awake."""
        return time.monotonic()

    def on_jump(self, callback: Callable[[], None]) -> None:
        """Accept the callback; the system's clock never calls it."""

    async def watch(self) -> None:
        """Wait until cancelled."""
        await asyncio.Event().wait()


class StagedClock:
    """A clock that stands at the instant written in a file, as seconds since 1970 in UTC.

    The file is read again at every call. Raises `OSError`, `ValueError`, or `OverflowError` right
    away if there is no such file or no instant in it, so that a test never runs at a time that no
    one chose.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._last = self._read()
        self._callbacks: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """Return the instant in the file, aware and in UTC."""
        # A file that can't be read now means "unchanged": the writer replaces it whole.
        with contextlib.suppress(OSError, ValueError, OverflowError):
            self._last = self._read()
        return self._last

    def elapsed(self) -> float:
        """Follow `now`: what sets this clock is reported as a jump."""
        return self.now().timestamp()

    def on_jump(self, callback: Callable[[], None]) -> None:
        """Call `callback` after each change of the file."""
        self._callbacks.append(callback)

    async def watch(self) -> None:
        """Poll the file 20 times a second and report each change until cancelled."""
        seen = self.now()
        while True:
            await asyncio.sleep(POLL_SECONDS)
            instant = self.now()
            if instant != seen:
                seen = instant
                for callback in self._callbacks:
                    callback()

    def _read(self) -> datetime:
        return datetime.fromtimestamp(float(self._path.read_text()), UTC)
