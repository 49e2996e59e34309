"""When the loop raises the alarm about rows that are unaccounted for, and when it is too early."""

import asyncio
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.delivery.notifier import UnauthorizedError
from tests.delivery.conftest import House
from tests.delivery.society import an_introduced_pair, an_update

BROKEN = "delivery.conservation_broken"


async def _alarms(house: House, hours: int) -> list[str]:
    """Start after a weekend's outage, check again after so many hours, and return the alarms."""
    pair = await house.database.write(an_introduced_pair, house.cohort)
    for _ in range(12):
        await house.database.write(an_update, pair)
    house.clock.move(timedelta(days=3))
    delivery = house.delivery()
    with capture_logs() as logs:
        await delivery.start()
        await house.until(lambda: house.metrics.rows)
        # No jump of the clock: time passes as it does for a process that runs.
        house.clock._now += timedelta(hours=hours)
        await delivery._check()
        await delivery.close()
    return [one["event"] for one in logs if one["event"] == BROKEN]


async def test_a_start_after_an_outage_is_no_alarm_before_anything_could_be_sent(
    house: House,
) -> None:
    assert await _alarms(house, hours=0) == []


async def test_what_nobody_could_send_for_an_hour_is_an_alarm(house: House) -> None:
    house.discord.befalls("send", "before", UnauthorizedError(), times=100)
    assert await _alarms(house, hours=2) == [BROKEN]
    # Nothing is really lost.
    await house.deliver()


@pytest.mark.parametrize("leap", [timedelta(hours=3), timedelta(days=40), timedelta(days=-40)])
async def test_a_leap_of_the_clock_is_no_alarm(house: House, leap: timedelta) -> None:
    await house.database.write(an_introduced_pair, house.cohort)
    delivery = house.delivery()
    with capture_logs() as logs:
        await delivery.start()
        await house.until(lambda: delivery.last_turn_at)
        house.clock.move(timedelta(days=6))
        await delivery._plan()
        house.clock.leap(leap)
        await delivery._check()
        while delivery._chores:  # it plans again
            await asyncio.wait(delivery._chores)
        await delivery.close()
    await house.deliver()
    assert [one["event"] for one in logs if one["event"] == BROKEN] == []
    assert "clock.leapt" in [one["event"] for one in logs]


async def test_a_leap_after_a_turn_is_noticed_by_the_next_which_plans_again(house: House) -> None:
    await house.database.write(an_introduced_pair, house.cohort)
    delivery = house.delivery()
    await delivery.start()
    await house.until(lambda: delivery.last_turn_at)
    house.clock.leap(timedelta(days=7, hours=6))
    delivery._wake.set()  # as its timer does within half a minute
    await house.until(lambda: house.discord.posted)
    await delivery.drain(30)
    await delivery.close()
