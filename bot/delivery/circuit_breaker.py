"""The circuit breaker: stop sending before Discord bans the bot.

Discord does so for 10,000 refused requests in 10 minutes.
"""

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta


class CircuitBreaker:
    """Open once `limit` requests were refused within `window`, until the first is that long ago."""

    def __init__(self, limit: int, window: timedelta, now: Callable[[], datetime]) -> None:
        self._limit = limit
        self._window = window
        self._now = now
        self._refused: deque[datetime] = deque(maxlen=limit)

    def refused(self) -> None:
        """Count one refused request: 401, 403, or 429."""
        self._refused.append(self._now())

    def open_until(self) -> datetime | None:
        """Return when requests may be sent again, or None if they may now."""
        if len(self._refused) < self._limit:
            return None
        reopens = self._refused[0] + self._window
        return reopens if reopens > self._now() else None
