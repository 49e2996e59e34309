"""The alarm clock: leaps of the machine's clock, forward and back."""

import asyncio
from datetime import datetime, timedelta

import pytest
from apscheduler.schedulers import base

from bot.delivery.timer import Timer

YEARS = timedelta(days=5 * 365)
HOUR = timedelta(hours=1)


def leap(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    """Move the clock that APScheduler reads."""

    class Moved(datetime):
        @classmethod
        def now(cls, tz=None):
            return super().now(tz) + by

    monkeypatch.setattr(base, "datetime", Moved)


async def test_a_leap_of_years_is_one_ring_and_lists_no_missed_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rings: list[int] = []
    rang = asyncio.Event()

    def ring() -> None:
        rings.append(1)
        rang.set()

    async def chore() -> None:
        chores.append(1)

    chores: list[int] = []
    timer = Timer(ring, HOUR)
    timer.every(HOUR, chore)
    timer.start()
    timer.arm(timedelta(seconds=0.05))

    leap(monkeypatch, YEARS)
    async with asyncio.timeout(10):
        await rang.wait()
    timer.arm(HOUR)
    timer.close()

    # Every 0.05 seconds of five years would be three thousand million.
    assert len(rings) < 3
    assert len(chores) <= 1


async def test_after_the_clock_was_set_back_regular_tasks_are_near_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def chore() -> None:
        """Do nothing: it is about when it would run."""

    timer = Timer(lambda: None, HOUR)
    timer.every(HOUR, chore)
    timer.start()
    now = timer._scheduler.get_jobs()[0].next_run_time

    leap(monkeypatch, -YEARS)
    timer.arm(timedelta(seconds=30))

    assert all(job.next_run_time < now - YEARS + HOUR for job in timer._scheduler.get_jobs())
    timer.close()
