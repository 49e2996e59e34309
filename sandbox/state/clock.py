"""The stand-in's own time, and the IDs that carry it.

Every timestamp, ID, nonce window, archive date, and token expiry follows this clock. It stands
still at a chosen instant until it is moved, so that a test passes weeks in an instant and has the
same weekdays and hours on whatever day it is run. Only the three-second rule and the rate limits
use real time: they measure the bot's speed (the rule by the stopwatch of `Changes`).
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

DISCORD_EPOCH_MS = 1_420_070_400_000
DISCORD_EPOCH = datetime.fromtimestamp(DISCORD_EPOCH_MS / 1000, UTC)

# An ordinary Tuesday morning: 10:00 in Chicago, 15:00 in UTC, with no holiday near and no change of
# summer time in any zone of the United States for the seven months that follow.
BEGINNING = datetime(2027, 4, 6, 15, tzinfo=UTC)


class Clock:
    """A movable time: it stands at `begins`, or follows the machine's clock for None.

    `file` contains the current instant, in seconds since 1970, for a bot that reads the time from
    it. It needs a clock that stands still.
    """

    def __init__(self, begins: datetime | None = BEGINNING, file: Path | None = None) -> None:
        if begins is None and file is not None:
            raise ValueError("a clock that goes with the machine's can't be kept in a file")
        self._stands_at = begins
        self._moved = timedelta(0)
        self._last_id = 0
        self._file = file
        self._callbacks: list[Callable[[], None]] = []
        self._publish()

    def now(self) -> datetime:
        """Return the current instant, aware and in UTC."""
        began = self._stands_at or datetime.fromtimestamp(time.time(), UTC)
        return began + self._moved

    def stamp(self) -> str:
        """Return the current instant in Discord's format."""
        return self.now().isoformat()

    def advance(self, by: timedelta) -> None:
        """Move forward (or back) by `by`, update the file, then call the callbacks."""
        self._moved += by
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
        fresh = int((self.now() - DISCORD_EPOCH) / timedelta(milliseconds=1)) << 22
        self._last_id = max(fresh, self._last_id + 1)
        return self._last_id

    def _publish(self) -> None:
        # Readers in other processes must never see half a number: write another file, then rename
        # it.
        if self._file is None:
            return
        aside = self._file.with_name(self._file.name + ".new")
        aside.write_text(repr(self.now().timestamp()))
        aside.replace(self._file)


def instant_of(snowflake: int) -> datetime:
    """Return the instant of `snowflake`."""
    return DISCORD_EPOCH + timedelta(milliseconds=snowflake >> 22)
