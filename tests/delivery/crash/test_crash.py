"""Killed with SIGKILL at every step of sending: nothing is lost, nothing is sent twice."""

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.storage import backups
from sandbox import Discord
from tests.child_processes import preloaded_processes
from tests.delivery.crash.scene import POINTS, Scene, crash_at, make_template

TIMES = 5
AT_ONCE = 3
MERGED = 3
# What a row meets whose message the database that was lost had posted.
AFTER_RESTORE = (
    *("claimed", "thread-searched", "thread-recorded", "before-settle"),
    *("reconcile-begun", "reconcile-found", "reconcile-adopted"),
)


@pytest.fixture
async def discord() -> AsyncIterator[Discord]:
    async with Discord.serve(begins=None) as discord:
        # As if each restart took longer than Discord remembers nonces: they help no one here.
        discord.world.nonce_window = timedelta(0)
        yield discord


@pytest.mark.parametrize("point", POINTS)
async def test_killed_at_any_step_each_message_stands_exactly_once(
    point: str, discord: Discord, tmp_path: Path
) -> None:
    context, template = preloaded_processes(), await make_template(tmp_path)
    turns = asyncio.Semaphore(AT_ONCE)

    async def once(number: int) -> Scene:
        async with turns:
            path = tmp_path / f"{point}-{number}.sqlite3"
            scene = await Scene.build(discord, context, template, path)
            await crash_at(scene, point, random.Random(number))
            return scene

    scenes = await asyncio.gather(*(once(number) for number in range(TIMES)))
    for scene in scenes:
        found = await scene.reckon()
        assert found.clean, found
        assert found.rows == 3
    assert sum(scene.points[point] for scene in scenes) == TIMES


@pytest.mark.parametrize("point", [one for one in POINTS if not one.startswith("thread-")])
async def test_killed_at_any_step_several_nudges_in_one_message_stand_exactly_once(
    point: str, discord: Discord, tmp_path: Path
) -> None:
    context, template = preloaded_processes(), await make_template(tmp_path)
    turns = asyncio.Semaphore(AT_ONCE)

    async def once(number: int) -> Scene:
        async with turns:
            path = tmp_path / f"merged-{point}-{number}.sqlite3"
            scene = await Scene.build(
                discord, context, template, path, introductions=0, panels=0, merged=MERGED
            )
            await crash_at(scene, point, random.Random(number), most=1)
            return scene

    scenes = await asyncio.gather(*(once(number) for number in range(TIMES)))
    for scene in scenes:
        found = await scene.reckon()
        assert found.clean, found
        assert found.rows == MERGED
        assert [len(refs) for refs in scene.messages()] == [MERGED], "as one message, also again"
    assert sum(scene.points[point] for scene in scenes) == TIMES


@pytest.mark.parametrize("point", AFTER_RESTORE)
async def test_killed_at_any_step_after_a_restore_nothing_is_posted_that_was_posted_before(
    point: str, discord: Discord, tmp_path: Path
) -> None:
    context, template = preloaded_processes(), await make_template(tmp_path)
    for hit in (1, 2):
        scene = await Scene.build(discord, context, template, tmp_path / f"{hit}.sqlite3")
        copy = tmp_path / f"copy-{hit}.sqlite3"
        backups.back_up(scene.path, copy)
        assert await scene.run() == 0
        backups.restore(copy, scene.path, datetime.now(UTC))

        await scene.run(point, hit)
        assert await scene.run() == 0

        found = await scene.reckon()
        assert scene.points[point] == 1
        assert found.clean, found
        assert found.rows == 3
