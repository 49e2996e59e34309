"""The stand-in as a process of its own, driven over its control address."""

import asyncio
import json
import sys
from typing import Any

import aiohttp

from sandbox import Discord, GuildHandle
from sandbox.control import Control
from tests.sandbox.conftest import Scene


async def test_it_starts_prints_its_addresses_and_takes_orders():
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        about = json.loads(await process.stdout.readline())
        async with aiohttp.ClientSession() as session:

            async def order(**what: Any) -> Any:
                async with session.post(about["control_url"], json=what) as response:
                    return await response.json()

            async with session.get(about["api_url"] + "/users/@me") as response:
                assert response.status == 401
            assert (await order(**{"as": "Ana", "sees": True})) == {"sees": []}
            assert "no command" in (await order(**{"as": "Ana", "slash": "help"}))["error"]
            assert "no one" in (await order(**{"as": "Zoe", "sees": True}))["error"]
            assert "now" in await order(advance=3600)
        process.terminate()
        await process.wait()
    finally:
        if process.returncode is None:
            process.kill()


async def test_orders_lead_through_commands_buttons_and_forms(scene: Scene):
    control = Control(scene.discord.world, scene.guild)
    panel = await control.act({"as": "Ana", "slash": "panel", "at": "general"})
    form = await control.act({"as": "Ana", "click": "Ask"})
    wrote = await control.act({"as": "Ana", "submit": {"Your words": "hello"}})
    slow = await control.act({"as": "Ben", "slash": "slow"})
    assert panel["buttons"] == ["Answer", "Update", "Ask", "Later"]
    assert form["fields"] == ["Your words"]
    assert wrote["text"] == "You wrote hello"
    assert slow["text"].startswith("Done")
    assert slow["ephemeral"]


async def test_no_orders_are_taken_in_process(plain: Discord):
    assert isinstance(plain.guild("Society"), GuildHandle)
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{plain.world.base_url}/control", json={}) as response,
    ):
        assert response.status == 404
