"""The loopback server tells how the bot is, through real requests."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from bot.clock import SystemClock
from bot.configuration import ConfigurationError
from bot.observability.health import (
    HealthServer,
    database_check,
    delivery_check,
    gateway_check,
    problems_of,
)
from bot.observability.metrics import Metrics

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class StoppedClock(SystemClock):
    """A clock that shows `at`."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


async def get(server: HealthServer, path: str) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{server.port}{path}") as answer,
    ):
        return answer.status, await answer.text()


async def test_all_is_well() -> None:
    server = await HealthServer.start(
        "127.0.0.1", 0, {"gateway": gateway_check(lambda: True)}, Metrics()
    )
    try:
        status, body = await get(server, "/healthz")
    finally:
        await server.close()

    assert status == 200
    assert json.loads(body) == {"ok": True, "problems": {}}


async def test_what_is_not_well_is_named_and_the_rest_is_not() -> None:
    async def no_answer() -> object:
        raise ConnectionError("secret address")

    checks = {
        "gateway": gateway_check(lambda: False),
        "database": database_check(no_answer),
        "delivery": delivery_check(lambda: NOON, StoppedClock(NOON), timedelta(minutes=2)),
    }
    server = await HealthServer.start("127.0.0.1", 0, checks, Metrics())
    try:
        status, body = await get(server, "/healthz")
    finally:
        await server.close()

    assert status == 503
    assert json.loads(body)["problems"] == {
        "gateway": "not connected to Discord's gateway",
        "database": "failed with ConnectionError",
    }


@pytest.mark.parametrize(
    ("seconds", "reason"), [(120, None), (121, "delivery has not turned for 121 s")]
)
async def test_delivery_may_rest_for_two_minutes(seconds: int, reason: str | None) -> None:
    clock = StoppedClock(NOON + timedelta(seconds=seconds))

    assert await delivery_check(lambda: NOON, clock, timedelta(minutes=2))() == reason


async def test_delivery_that_never_began_is_not_well() -> None:
    check = delivery_check(lambda: None, StoppedClock(NOON), timedelta(minutes=2))

    assert await check() == "delivery has not turned yet"


async def test_a_check_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.observability.health.PATIENCE_SECONDS", 0.01)

    problems = await problems_of({"database": database_check(asyncio.Event().wait)})

    assert "no answer within" in problems["database"]


async def test_metrics_are_served_in_prometheus_own_format() -> None:
    metrics = Metrics()
    metrics.nudge("sent", 2)
    server = await HealthServer.start("127.0.0.1", 0, {}, metrics)
    try:
        status, body = await get(server, "/metrics")
        missing, _ = await get(server, "/")
    finally:
        await server.close()

    assert status == 200
    assert 'preceptor_nudges_total{step="sent"} 2.0' in body
    assert missing == 404


async def test_a_taken_port_is_said_to_be_taken() -> None:
    first = await HealthServer.start("127.0.0.1", 0, {}, Metrics())
    try:
        with pytest.raises(
            ConfigurationError, match=f"can't listen on 127.0.0.1, port {first.port}"
        ):
            await HealthServer.start("127.0.0.1", first.port, {}, Metrics())
    finally:
        await first.close()
