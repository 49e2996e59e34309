"""How fast requests leave: so many a second, one a place at a time, and none while it is unwise."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

SECOND = 1.0
# How far behind its rhythm a request may leave at once to catch up, after a pause of the loop.
CATCH_UP_SECONDS = 0.25

# An answer usually comes sooner than this.
LATE_SECONDS = 0.25


class Pace:
    """Let requests pass at `per_second`, evenly; the event loop's own clock counts.

    A loop that was held up for a moment catches up, but in no second, wherever it begins, do more
    than `per_second` leave: that is what Discord counts.
    """

    def __init__(self, per_second: float) -> None:
        self._gap = SECOND / per_second
        self._most = max(1, int(per_second))
        self._next = 0.0
        self._passed: deque[float] = deque()
        self._turn = asyncio.Lock()
        self._places: dict[str, tuple[asyncio.Lock, int]] = {}

    async def pass_(self) -> float:
        """Wait for this request's turn, in the order they came; return when it passed."""
        loop = asyncio.get_running_loop()
        async with self._turn:
            while True:
                now = loop.time()
                turn = self._earliest(now)
                if turn <= now:
                    break
                # `hold` may have been called meanwhile, so the turn is asked for again.
                await asyncio.sleep(turn - now)
            self._next = max(self._next, now - CATCH_UP_SECONDS) + self._gap
            self._passed.append(now)
            return now

    def answered(self, passed: float) -> None:
        """Count a request whose answer took long by its answer: it may have arrived only then.

        Where something on the way was held up, what it held arrives all at once.
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
        """Let nothing pass for `seconds`: Discord said so."""
        self._next = max(self._next, asyncio.get_running_loop().time() + seconds)

    @asynccontextmanager
    async def alone_at(self, place: str) -> AsyncIterator[None]:
        """Keep two messages to one place from leaving at once."""
        lock, users = self._places.get(place, (asyncio.Lock(), 0))
        self._places[place] = (lock, users + 1)
        try:
            async with lock:
                yield
        finally:
            lock, users = self._places.pop(place)
            if users > 1:
                self._places[place] = (lock, users - 1)


class Circuit:
    """Stop before Discord bans the bot, which it does for 10,000 refused requests in 10 minutes."""

    def __init__(self, limit: int, window: timedelta, now: Callable[[], datetime]) -> None:
        self._limit = limit
        self._window = window
        self._now = now
        self._refused: deque[datetime] = deque(maxlen=limit)

    def refused(self) -> None:
        """Count one refused request: 401, 403 or 429."""
        self._refused.append(self._now())

    def open_until(self) -> datetime | None:
        """Return when requests may leave again, or None when they may now."""
        if len(self._refused) < self._limit:
            return None
        reopens = self._refused[0] + self._window
        return reopens if reopens > self._now() else None
