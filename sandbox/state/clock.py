"""The stand-in's own time, and the ids that carry it.

Every timestamp, id, nonce window, archive date and token expiry follows this clock, so a test can
move weeks in an instant. Only the three-second rule uses real time: it measures the bot's speed.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

DISCORD_EPOCH_MS = 1_420_070_400_000
DISCORD_EPOCH = datetime.fromtimestamp(DISCORD_EPOCH_MS / 1000, UTC)


class Clock:
    """Tell a movable time: the system's, plus a shift that only ever grows by request."""

    def __init__(self, shift_file: Path | None = None) -> None:
        self._shift = 0.0
        self._last_id = 0
        self._shift_file = shift_file
        self._callbacks: list[Callable[[], None]] = []
        if shift_file is not None:
            self._publish()

    def now(self) -> datetime:
        """Return the present instant, aware and in UTC."""
        return datetime.fromtimestamp(time.time() + self._shift, UTC)

    def stamp(self) -> str:
        """Return the present instant the way Discord writes one."""
        return self.now().isoformat()

    def advance(self, by: timedelta) -> None:
        """Move forward (or back) by `by`, tell the shift file's readers, then who asked to know."""
        self._shift += by.total_seconds()
        self._publish()
        for callback in self._callbacks:
            callback()

    def set(self, instant: datetime) -> None:
        """Move so that `instant` is now."""
        self.advance(instant - self.now())

    def on_jump(self, callback: Callable[[], None]) -> None:
        """Call `callback` after each move."""
        self._callbacks.append(callback)

    def snowflake(self) -> int:
        """Return a new id, larger than every one before it, carrying the present instant."""
        fresh = (int((time.time() + self._shift) * 1000) - DISCORD_EPOCH_MS) << 22
        self._last_id = max(fresh, self._last_id + 1)
        return self._last_id

    def _publish(self) -> None:
        # Readers in other processes must never see half a number: write aside, then rename.
        if self._shift_file is None:
            return
        aside = self._shift_file.with_name(self._shift_file.name + ".new")
        aside.write_text(repr(self._shift))
        aside.replace(self._shift_file)


def instant_of(snowflake: int) -> datetime:
    """Return the instant that `snowflake` carries."""
    return DISCORD_EPOCH + timedelta(milliseconds=snowflake >> 22)
