"""The loop: it wakes when there is something to do, and nothing ends it silently."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.delivery import loop
from bot.delivery.claim import claim_batch
from bot.delivery.loop import Delivery
from bot.delivery.notifier import UnauthorizedError
from bot.domain.errors import DomainError
from bot.domain.ids import SearchId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import NudgeState
from bot.storage import leases
from bot.storage.programs import searches
from tests.delivery.conftest import House
from tests.delivery.society import (
    GUILD,
    MENTEE,
    a_lease_later,
    a_pair,
    an_introduced_pair,
    an_update,
)

LONGEST = 60.0  # seconds; nothing here takes a hundredth of it


async def _ended(delivery: Delivery) -> None:
    await delivery.drain(LONGEST)
    await delivery.close()


async def test_a_commit_wakes_the_loop_at_once(house: House) -> None:
    delivery = house.delivery()
    await delivery.start()
    await house.until(lambda: delivery.last_turn_at)
    await house.database.write(a_pair, house.cohort)
    await house.until(lambda: house.discord.posted)
    await _ended(delivery)
    assert (await house.row(NudgeKind.INTRODUCTION)).state is NudgeState.SENT


async def test_a_jump_of_the_clock_plans_and_delivers_what_became_due(house: House) -> None:
    await house.database.write(an_introduced_pair, house.cohort)
    delivery = house.delivery()
    await delivery.start()
    house.clock.move(timedelta(days=7, hours=6))
    await house.until(lambda: house.discord.posted)
    await _ended(delivery)
    assert (await house.row(NudgeKind.CHECK_IN)).recipient == MENTEE


async def test_what_people_asked_is_forgotten_after_a_week(house: House) -> None:
    def ask(connection: Connection, days_ago: int) -> SearchId:
        asked_at = house.clock.now() - timedelta(days=days_ago)
        return searches.add(connection, GUILD, MENTEE, question="skin", now=asked_at).id

    old = await house.database.write(ask, 8)
    fresh = await house.database.write(ask, 6)

    delivery = house.delivery()
    await delivery.start()
    await asyncio.wait(delivery._chores)
    await _ended(delivery)

    assert await house.database.read(searches.get, GUILD, fresh, MENTEE)
    with pytest.raises(DomainError, match=r"search\.gone"):
        await house.database.read(searches.get, GUILD, old, MENTEE)


async def test_a_sender_that_hangs_holds_a_row_no_longer_than_its_lease(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.database.write(a_pair, house.cohort)
    settling = timedelta(seconds=0.1)
    delivery = house.delivery(lease_seconds=1, send_timeout_seconds=0.5, settling=settling)
    attempt, hung = delivery._sender._attempt, asyncio.Event()

    async def hang_once(*args: Any) -> None:
        if not hung.is_set():
            hung.set()
            await asyncio.Event().wait()
        await attempt(*args)

    monkeypatch.setattr(delivery._sender, "_attempt", hang_once)
    await delivery.start()
    await asyncio.wait_for(hung.wait(), LONGEST)
    await house.until(lambda: house.metrics.steps.get("lease-lost"))
    house.clock.move(timedelta(seconds=10))
    await house.until(lambda: house.discord.posted)
    await _ended(delivery)
    assert (await house.row(NudgeKind.INTRODUCTION)).state is NudgeState.SENT


async def test_a_turn_that_never_ends_counts_as_failing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "LONGEST_TURN_SECONDS", 0.01)
    delivery, reached, go_on = house.delivery(), asyncio.Event(), asyncio.Event()

    async def stuck(*_: Any) -> Any:
        reached.set()
        await go_on.wait()
        raise OSError("the database is gone")

    await delivery.start()
    await house.until(lambda: delivery.last_turn_at)
    before = delivery.is_failing
    monkeypatch.setattr(delivery, "_claim", stuck)
    delivery._wake.set()
    await asyncio.wait_for(reached.wait(), LONGEST)
    await asyncio.sleep(0.02)
    assert (before, delivery.is_failing) == (False, True)
    go_on.set()
    await _ended(delivery)


async def test_the_timer_wakes_the_loop_when_a_row_comes_due(house: House) -> None:
    pair = await house.database.write(an_introduced_pair, house.cohort)
    due = house.clock.now() + timedelta(seconds=1)
    await house.database.write(an_update, pair, due)
    delivery = house.delivery()
    await delivery.start()
    await house.until(lambda: delivery.last_turn_at)
    # Quietly: no jump is announced, as when a machine wakes from its sleep.
    house.clock._now = due
    await house.until(lambda: house.discord.posted)
    await _ended(delivery)


async def test_a_failing_database_neither_ends_the_loop_nor_loses_a_row(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = 3

    def failing(connection: Connection, *args, **kwargs):
        nonlocal broken
        if broken:
            broken -= 1
            raise OSError("disk I/O error")
        return claim_batch(connection, *args, **kwargs)

    monkeypatch.setattr(loop, "claim_batch", failing)
    monkeypatch.setattr(loop, "LONGEST_PAUSE_SECONDS", 0.01)
    await house.database.write(a_pair, house.cohort)
    delivery = house.delivery()
    await delivery.start()
    await house.until(lambda: house.discord.posted)
    await _ended(delivery)
    assert house.metrics.steps["turn-failed"] == 3


@pytest.mark.parametrize(
    "broken",
    ["plan_ahead", "plan_milestones", "plan_meetings", "check_inactivity", "move_requests"],
)
async def test_a_step_of_the_planning_that_fails_keeps_no_other_from_its_work(
    house: House, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    steps = ["plan_ahead", "plan_milestones", "plan_meetings", "check_inactivity", "move_requests"]
    done: list[str] = []

    def watched(name: str) -> Callable[..., Awaitable[int | None]]:
        step = getattr(loop, name)

        async def run(*args: object) -> int | None:
            if name == broken:
                raise ValueError("one bad pair")
            planned: int | None = await step(*args)
            done.append(name)
            return planned

        return run

    for name in steps:
        monkeypatch.setattr(loop, name, watched(name))
    await house.database.write(an_introduced_pair, house.cohort)
    house.clock.move(timedelta(days=6))
    await house.delivery().plan_ahead()

    assert done == [name for name in steps if name != broken]
    assert house.metrics.steps["chore-failed"] == 1
    await house.deliver()


async def test_a_loop_that_may_not_send_any_more_does_not_turn(
    house: House,
) -> None:
    await house.database.write(a_pair, house.cohort)
    delivery = house.delivery()
    house.discord.befalls("find_thread", "before", UnauthorizedError())
    await delivery.start()
    await house.until(lambda: delivery.halted)
    before = delivery.last_turn_at
    house.clock.move(timedelta(minutes=3))
    await house.until(lambda: house.metrics.steps.get("planned") is not None)
    await _ended(delivery)
    assert delivery.last_turn_at == before


async def test_draining_finishes_what_is_under_way_and_claims_nothing_more(
    house: House,
) -> None:
    await house.database.write(a_pair, house.cohort)
    delivery = house.delivery()
    house.discord.hanging = asyncio.Event()
    await delivery.start()
    await house.until(lambda: "send" in house.discord.calls)
    draining = asyncio.create_task(delivery.drain(LONGEST))
    await asyncio.sleep(0)
    await house.database.write(a_pair, house.cohort, "basalt", mentor=UserId(3), mentee=UserId(4))
    house.discord.hanging.set()
    await draining
    await delivery.close()
    assert len(house.discord.posted) == 1
    assert (await house.row(NudgeKind.INTRODUCTION)).state is NudgeState.DUE


async def test_what_was_not_done_in_time_is_found_by_the_next_process(house: House) -> None:
    await house.database.write(a_pair, house.cohort)
    first = house.delivery()
    house.discord.hanging = asyncio.Event()
    await first.start()
    await house.until(lambda: "send" in house.discord.calls)
    await first.drain(0.01)
    await first.close()
    assert (await house.row(NudgeKind.INTRODUCTION)).state is NudgeState.LEASED
    house.discord.hanging = None
    await house.database.write(a_lease_later, house.clock)
    await house.deliver()
    assert len(house.discord.posted) == 1
    assert "find" in house.discord.calls


async def test_several_workers_claim_each_row_once(house: House) -> None:
    rows, at_once = 400, 25
    pair = await house.database.write(an_introduced_pair, house.cohort)

    def many(connection: Connection) -> None:
        for _ in range(rows):
            an_update(connection, pair)

    await house.database.write(many)
    claimed: list[int] = []

    async def worker(name: str) -> None:
        while found := await house.database.write_relaxed(
            leases.claim, name, house.clock.now(), timedelta(minutes=2), at_once
        ):
            claimed.extend(nudge.id for nudge in found)

    await asyncio.gather(*(worker(f"worker-{number}") for number in range(6)))
    assert len(claimed) == rows == len(set(claimed))
