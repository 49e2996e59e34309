"""Rate limiting: a global rate, and one request per channel at a time."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

SECOND = 1.0
# How far behind schedule a request may still leave right away to catch up after a delay of the
# loop.
CATCH_UP_SECONDS = 0.25

# An answer usually arrives sooner than this.
LATE_SECONDS = 0.25


class RateLimiter:
    """Let requests pass at `per_second`, evenly spaced by the event loop's clock.

    After a short delay of the loop it catches up, but never sends more than `per_second` within any
    second, wherever that second begins: that is what Discord counts.
    """

    def __init__(self, per_second: float) -> None:
        self._gap = SECOND / per_second
        self._most = max(1, int(per_second))
        self._next = 0.0
        self._passed: deque[float] = deque()
        self._turn = asyncio.Lock()
        self._places: dict[str, tuple[asyncio.Lock, int]] = {}

    async def pass_(self) -> float:
        """Wait for this request's turn, in order of arrival; return when it passed."""
        loop = asyncio.get_running_loop()
        async with self._turn:
            while True:
                now = loop.time()
                turn = self._earliest(now)
                if turn <= now:
                    break
                # `hold` may have been called in the meantime, so check the turn again.
                await asyncio.sleep(turn - now)
            self._next = max(self._next, now - CATCH_UP_SECONDS) + self._gap
            self._passed.append(now)
            return now

    def answered(self, passed: float) -> None:
        """Count a slow request at the time of its answer: it may have arrived only then.

        If something on the way was delayed, everything behind it arrives at the same moment.
        """
        now = asyncio.get_running_loop().time()
        if now - passed < LATE_SECONDS:
            return
        if passed in self._passed:
            self._passed.remove(passed)
        self._passed.append(now)

    def _earliest(self, now: float) -> float:
        while self._passed and self._passed[0] <= now - SECOND:
            self._passed.popleft()
        if len(self._passed) < self._most:
            return self._next
        return max(self._next, self._passed[-self._most] + SECOND)

    def hold(self, seconds: float) -> None:
        """Let nothing pass for `seconds`, because Discord said so."""
        self._next = max(self._next, asyncio.get_running_loop().time() + seconds)

    @asynccontextmanager
    async def alone_at(self, place: str) -> AsyncIterator[None]:
        """Keep two messages to one place from being sent at the same time."""
        lock, users = self._places.get(place, (asyncio.Lock(), 0))
        self._places[place] = (lock, users + 1)
        try:
            async with lock:
                yield
        finally:
            lock, users = self._places.pop(place)
            if users > 1:
                self._places[place] = (lock, users - 1)
