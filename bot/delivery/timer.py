"""The process's alarm clock: one timer, set for the next due row, and a few regular tasks.

APScheduler keeps both in memory. It never holds a nudge: a job that came due while the process was
down would be dropped, and a row in the outbox is not.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.job import Job
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

SHORTEST = timedelta(seconds=0.01)


class FromNow(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """Fire each `interval`, counted from APScheduler's own now.

    APScheduler's interval trigger lists every ring that a leap of the clock passed over: after a
    few days at 50 milliseconds that holds the event loop for minutes. This one lists none.
    """

    def __init__(self, interval: timedelta) -> None:
        self.interval = interval

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        """Return the next instant to fire at, always after `now`."""
        return now + self.interval


class Timer:
    """Ring when armed, and at the latest `longest` after that, repeatedly.

    Intervals are used instead of dates, so a clock that was changed for the demo does not matter,
    and a missed ring comes again.
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
        self._chores: list[tuple[Job, timedelta]] = []

    def start(self) -> None:
        """Start ringing."""
        self._job = self._scheduler.add_job(self._alarm, _every(self._longest))
        self._scheduler.start()

    def arm(self, wait: timedelta) -> None:
        """Ring after `wait`, or after the longest sleep if that is sooner."""
        if self._job is not None and self._scheduler.running:
            self._job.reschedule(_every(min(wait, self._longest)))
            self._follow_back(self._job.next_run_time)

    def _follow_back(self, soon: datetime) -> None:
        """Bring regular tasks near again after the clock was set back."""
        for chore, interval in self._chores:
            if chore.next_run_time > soon + interval:
                chore.reschedule(_every(interval))

    def every(self, interval: timedelta, chore: Callable[[], Awaitable[None]]) -> None:
        """Run `chore` each `interval`, never twice at the same time."""
        self._chores.append((self._scheduler.add_job(chore, _every(interval)), interval))

    def close(self) -> None:
        """Stop ringing."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)


def _every(interval: timedelta) -> FromNow:
    return FromNow(max(interval, SHORTEST))
