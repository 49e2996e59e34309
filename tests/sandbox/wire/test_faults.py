"""Faults: each happens when asked for, before or after the effect, and says so."""

import asyncio
import random

import aiohttp
import pytest

from sandbox import Discord, FaultKind, RateLimits
from tests.sandbox.conftest import Scene
from tests.sandbox.raw import Raw

POST = ("POST", "/channels/{channel_id}/messages")


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (FaultKind.ERROR_500, 500),
        (FaultKind.ERROR_502, 502),
        (FaultKind.ERROR_503, 503),
        (FaultKind.ERROR_504, 504),
        (FaultKind.TOO_MANY, 429),
    ],
)
async def test_an_error_has_no_effect(raw: Raw, kind: FaultKind, status: int):
    fault = raw.discord.faults.add(*POST, kind)
    got = await raw.post({"content": "x"})
    again = await raw.post({"content": "x"})
    await raw.discord.faults.hit(fault)
    assert (got.status, again.status) == (status, 200)
    assert len(raw.general.messages) == 1


async def test_an_error_may_come_after_the_effect(raw: Raw):
    raw.discord.faults.add(*POST, FaultKind.ERROR_502_AFTER)
    assert (await raw.post({"content": "x"})).status == 502
    assert len(raw.general.messages) == 1


@pytest.mark.parametrize(
    ("kind", "standing"), [(FaultKind.RESET_BEFORE, 0), (FaultKind.RESET_AFTER, 1)]
)
async def test_a_reset_comes_before_or_after_the_effect(raw: Raw, kind: FaultKind, standing: int):
    raw.discord.faults.add(*POST, kind)
    with pytest.raises(aiohttp.ClientError):
        await raw.post({"content": "x"})
    assert len(raw.general.messages) == standing


@pytest.mark.parametrize(
    ("kind", "standing"), [(FaultKind.HANG_BEFORE, 0), (FaultKind.HANG_AFTER, 1)]
)
async def test_a_hang_lasts_until_it_is_let_go(raw: Raw, kind: FaultKind, standing: int):
    fault = raw.discord.faults.add(*POST, kind)
    request = asyncio.create_task(raw.post({"content": "x"}))
    await raw.discord.faults.hit(fault)
    assert not request.done()
    assert len(raw.general.messages) == standing
    raw.discord.faults.clear()
    with pytest.raises(aiohttp.ClientError):
        await request


async def test_a_fault_can_wait_for_the_nth_request_and_strike_more_than_once(raw: Raw):
    fault = raw.discord.faults.add(*POST, FaultKind.ERROR_500, nth=2, times=2)
    statuses = [(await raw.post({"content": "x"})).status for _ in range(4)]
    assert statuses == [200, 500, 500, 200]
    assert fault.hits == 2


async def test_a_storm_repeats_itself_from_its_seed(raw: Raw):
    async def storm() -> list[int]:
        raw.discord.faults.clear()
        kinds = (FaultKind.ERROR_500, FaultKind.TOO_MANY)
        raw.discord.faults.add(*POST, *kinds, probability=0.4, rng=random.Random(7), seconds=0)
        return [(await raw.post({"content": "x"})).status for _ in range(20)]

    first = await storm()
    assert await storm() == first
    assert {200, 429, 500} == set(first)


async def test_a_slow_answer_is_still_an_answer(raw: Raw):
    fault = raw.discord.faults.add("*", "*", FaultKind.SLOW, seconds=0.01)
    assert (await raw.post({"content": "x"})).status == 200
    assert fault.hits == 1


async def test_the_library_waits_out_a_429_and_a_502(scene: Scene):
    scene.discord.faults.add(*POST, FaultKind.TOO_MANY, seconds=0.01)
    await scene.bot.get_partial_messageable(scene.general.id).send("x")
    assert scene.discord.limits.given == 1
    assert scene.discord.requests(*POST) == 2
    assert len(scene.general.messages) == 1


async def test_limits_like_discords_refuse_the_sixth_message():
    async with Discord.serve(limits=RateLimits.like_discord()) as discord, Raw.to(discord) as raw:
        statuses = [(await raw.post({"content": "x"})).status for _ in range(6)]
        last = await raw.post({"content": "x"})
        elsewhere = await raw.post({"content": "x"}, raw.guild.text("other"))
    assert statuses == [200] * 5 + [429]
    assert last.headers["Via"]
    assert last.headers["X-RateLimit-Remaining"] == "0"
    assert 0 < last.body["retry_after"] <= 5
    assert elsewhere.status == 200
    assert (discord.limits.given, discord.limits.invalid) == (2, 2)


async def test_the_global_limit_spares_interaction_answers():
    limits = RateLimits(per_second=3)
    async with Discord.serve(limits=limits) as discord, Raw.to(discord) as raw:
        statuses = [(await raw("GET", "/users/@me")).status for _ in range(8)]
        answered = await raw.callback(raw.interaction(), 4, {"content": "x"})
    assert 429 in statuses
    assert answered.status == 200


async def test_a_generous_default_still_shows_its_headers(raw: Raw):
    got = await raw.post({"content": "x"})
    assert int(got.headers["X-RateLimit-Remaining"]) > 100
    assert got.headers["X-RateLimit-Bucket"]


async def test_a_failure_of_the_stand_in_itself_is_not_hidden(monkeypatch):
    def broken(*_: object) -> None:
        raise ZeroDivisionError("inside")

    async def read_history() -> None:
        async with Discord.serve() as discord, Raw.to(discord) as raw:
            got = await raw("GET", f"/channels/{raw.general.id}/messages")
            assert got.status == 500

    monkeypatch.setattr("sandbox.state.messages.history", broken)
    with pytest.raises(ZeroDivisionError):
        await read_history()
