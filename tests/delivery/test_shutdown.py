"""An orderly shutdown, whenever it comes: what was claimed is sent, and nothing runs afterward."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from bot.delivery import loop
from bot.delivery.claim import claim_batch
from bot.delivery.loop import Delivery
from bot.delivery.plan import plan_ahead
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import NudgeState
from tests.delivery.conftest import House
from tests.delivery.society import a_pair, an_introduced_pair, an_update

LONGEST = 60.0  # seconds; nothing here takes a hundredth of it


class HeldClaims:
    """Let each claim be committed, and hold the news of it until it may go on."""

    def __init__(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.go_on = asyncio.Event(), asyncio.Event()
        self._write = house.database.write_relaxed
        monkeypatch.setattr(house.database, "write_relaxed", self)

    async def __call__(self, change: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        done = await self._write(change, *args, **kwargs)
        if change is claim_batch and done.claimed:
            self.reached.set()
            await self.go_on.wait()
        return done


@asynccontextmanager
async def _ending(delivery: Delivery) -> AsyncIterator[None]:
    """End delivery as a signal does, while the body of this goes on."""

    async def end() -> None:
        await delivery.drain(LONGEST)
        await delivery.close()

    ending = asyncio.create_task(end())
    await asyncio.sleep(0)
    yield
    await ending


async def test_rows_whose_claim_was_just_being_committed_are_sent(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.database.write(a_pair, house.cohort)
    held = HeldClaims(house, monkeypatch)
    delivery = house.delivery()
    await delivery.start()
    await held.reached.wait()
    async with _ending(delivery):
        held.go_on.set()
    assert (await house.row(NudgeKind.INTRODUCTION)).state is NudgeState.SENT


async def test_right_after_a_jump_of_the_clock_no_row_is_left_leased(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    tomorrow = house.clock.now() + timedelta(days=1)
    pair = await house.database.write(an_introduced_pair, house.cohort)
    await house.database.write(an_update, pair, tomorrow)
    delivery = house.delivery()
    await delivery.start()
    await house.until(lambda: delivery.last_turn_at)
    held = HeldClaims(house, monkeypatch)
    house.clock.move(timedelta(days=1))
    await held.reached.wait()
    async with _ending(delivery):
        held.go_on.set()
    assert (await house.row(NudgeKind.UPDATE_SHARED)).state is NudgeState.SENT


async def test_a_jump_of_the_clock_after_the_end_starts_nothing(house: House) -> None:
    delivery = house.delivery()
    await delivery.start()
    await delivery.drain(LONGEST)
    await delivery.close()
    planned = house.metrics.steps.get("planned")
    house.clock.move(timedelta(days=1))
    assert all(chore.done() for chore in delivery._chores)
    assert house.metrics.steps.get("planned") == planned


async def test_a_chore_that_the_timer_began_is_over_when_delivery_is_closed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = house.delivery()
    started, begun, over = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def endless(*args: Any) -> int:
        # On a busy machine the timer's chores overtake the start, which plans too and must end.
        if not started.is_set():
            return await plan_ahead(*args)
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            # As a transaction that has to end first.
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            over.set()
        return 0

    monkeypatch.setattr(loop, "plan_ahead", endless)
    monkeypatch.setattr(loop, "HOUR", timedelta(seconds=0.01))
    await delivery.start()
    started.set()
    await begun.wait()
    await delivery.drain(LONGEST)
    await delivery.close()
    assert over.is_set()


async def test_an_end_while_it_still_starts_leaves_no_loop_behind(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = house.delivery()
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(*args: Any) -> int:
        begun.set()
        await go_on.wait()
        return await plan_ahead(*args)

    monkeypatch.setattr(loop, "plan_ahead", slow)
    starting = asyncio.create_task(delivery.start())
    await begun.wait()
    await delivery.drain(LONGEST)
    await delivery.close()
    go_on.set()
    await starting
    assert not [task for task in asyncio.all_tasks() if task.get_name() == "delivery"]
