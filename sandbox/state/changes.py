"""Wait for changes of the stand-in's state, with limits on inactivity instead of time.

How long a story takes depends on the machine and on what else it is doing. So a wait gives up when
nothing at all has changed for a while: no request, no event, no message, no act of a person. Each
change renews it, up to a multiple that only a bot in an endless loop reaches.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any, Final

STANDSTILL_SECONDS: Final = 20.0
# A wait that is renewed again and again ends after this many times its limit.
MOST_RENEWALS: Final = 12

log = logging.getLogger(__name__)


class Changes:
    """Check again what is being waited for, whenever something changed.

    `stopwatch` returns seconds since any fixed instant; the three-second rule uses it too. It is
    the real time unless a test replaces it.
    """

    def __init__(self) -> None:
        self.stopwatch: Callable[[], float] = time.monotonic
        self._count = 0
        self._waiting: list[tuple[Callable[[], Any], asyncio.Future[None]]] = []

    @property
    def count(self) -> int:
        """Return how many changes there were."""
        return self._count

    async def after(self, seen: int, within: float) -> None:
        """Wait until there were more than `seen` changes; raise `TimeoutError` after `within`."""
        await self.until(lambda: self._count != seen, within)

    def happened(self) -> None:
        """Record a change, and wake each wait whose predicate is true now."""
        self._count += 1
        for predicate, future in self._waiting:
            if future.done():
                continue
            try:
                holds = predicate()
            except Exception as error:  # a test's mistake must not fail the request it watches
                log.exception("a predicate that is being waited for failed")
                future.set_exception(error)
            else:
                if holds:
                    future.set_result(None)

    async def until(
        self, predicate: Callable[[], Any], within: float = STANDSTILL_SECONDS, what: str = "this"
    ) -> None:
        """Wait until the predicate is true; it is checked again after each change.

        Raises `TimeoutError`, which names `what` was awaited, after `within` seconds without any
        change.
        """
        if predicate():
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        entry = (predicate, future)
        self._waiting.append(entry)
        begun = changed = self.stopwatch()
        before = count = self._count
        left = within
        try:
            while True:
                await asyncio.wait((future,), timeout=left)
                if future.done():
                    break
                now = self.stopwatch()
                if count != self._count:
                    count, changed = self._count, now
                left = min(changed + within, begun + MOST_RENEWALS * within) - now
                if left <= 0:
                    if predicate():  # changed without a notification
                        return
                    raise TimeoutError(f"waited for {what}; {count - before} other changes came")
        finally:
            self._waiting.remove(entry)
        future.result()
