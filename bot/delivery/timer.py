"""The process's alarm clock: one timer, set for the next due row, and a few regular tasks.

APScheduler keeps both in memory. It never holds a nudge: a job that came due while the process was
down would be dropped, and a row in the outbox is not.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, timedelta

from apscheduler.job import Job
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

SHORTEST_SECONDS = 0.01


class Timer:
    """Ring when armed, and at the latest `longest` after that, repeatedly.

    Intervals are used instead of dates: they are counted from APScheduler's own now, so a clock
    that was changed for the demo does not matter, and a missed ring comes again.
    """

    def __init__(self, ring: Callable[[], None], longest: timedelta) -> None:
        async def alarm() -> None:
            # A coroutine runs in the event loop; a plain function would run in a thread.
            ring()

        self._alarm = alarm
        self._longest = longest
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )
        self._job: Job | None = None

    def start(self) -> None:
        """Start ringing."""
        self._job = self._scheduler.add_job(self._alarm, _every(self._longest))
        self._scheduler.start()

    def arm(self, wait: timedelta) -> None:
        """Ring after `wait`, or after the longest sleep if that is sooner."""
        if self._job is not None and self._scheduler.running:
            self._job.reschedule(_every(min(wait, self._longest)))

    def every(self, interval: timedelta, chore: Callable[[], Awaitable[None]]) -> None:
        """Run `chore` each `interval`, never twice at the same time."""
        self._scheduler.add_job(chore, _every(interval))

    def close(self) -> None:
        """Stop ringing."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)


def _every(interval: timedelta) -> IntervalTrigger:
    seconds = max(interval.total_seconds(), SHORTEST_SECONDS)
    return IntervalTrigger(seconds=seconds, timezone=UTC)
