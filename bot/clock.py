"""The only reader of system time.

Everything else takes `now` as a value or asks a `Clock`. A `ShiftedClock` reads its distance from
the system's clock out of a small file, so that a rehearsal can move a running bot through weeks.
"""

import asyncio
import contextlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

POLL_SECONDS = 0.05


class Clock(Protocol):
    """Tell the time, and say when it has jumped."""

    def now(self) -> datetime:
        """Return the present instant, aware and in UTC."""

    def on_jump(self, callback: Callable[[], None]) -> None:
        """Call `callback` in the event loop after each jump of this clock."""

    async def watch(self) -> None:
        """Look for jumps until cancelled."""


class SystemClock:
    """The machine's own clock. Its steps are met by the timer's cap, so it reports no jumps."""

    def now(self) -> datetime:
        """Return the present instant, aware and in UTC."""
        return datetime.now(UTC)

    def on_jump(self, callback: Callable[[], None]) -> None:
        """Accept the callback; the system's clock never calls it."""

    async def watch(self) -> None:
        """Wait until cancelled."""
        await asyncio.Event().wait()


class ShiftedClock:
    """The system's clock plus the seconds written in a file, read anew at every call."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._last = timedelta(0)
        self._callbacks: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """Return the shifted instant, aware and in UTC."""
        return datetime.now(UTC) + self._shift()

    def on_jump(self, callback: Callable[[], None]) -> None:
        """Call `callback` after each change of the file."""
        self._callbacks.append(callback)

    async def watch(self) -> None:
        """Poll the file 20 times a second and report each change until cancelled."""
        seen = self._shift()
        while True:
            await asyncio.sleep(POLL_SECONDS)
            shift = self._shift()
            if shift != seen:
                seen = shift
                for callback in self._callbacks:
                    callback()

    def _shift(self) -> timedelta:
        # A half-written or missing file means "as before": the writer replaces it whole.
        with contextlib.suppress(OSError, ValueError):
            self._last = timedelta(seconds=float(self._path.read_text()))
        return self._last
