"""A loopback web server for the health check and the metrics."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Self

import structlog
from aiohttp import web

from bot.clock import Clock
from bot.configuration import ConfigurationError, Problem
from bot.domain.outages import Outage
from bot.observability.metrics import Metrics

# Returns the reason why something is not healthy, or None.
Check = Callable[[], Awaitable[str | None]]

PATIENCE_SECONDS = 5.0

log = structlog.get_logger(__name__)


class HealthServer:
    """Answer GET /healthz (200, or 503 with reasons) and GET /metrics until closed."""

    def __init__(self, runner: web.AppRunner) -> None:
        self._runner = runner

    @classmethod
    async def start(
        cls, host: str, port: int, checks: Mapping[str, Check], metrics: Metrics
    ) -> Self:
        """Listen on `host` and `port`; port 0 takes any free one.

        Raises `ConfigurationError` if it can't listen on that address.
        """
        app = web.Application()
        app.router.add_get("/healthz", _healthz(checks))
        app.router.add_get("/metrics", _metrics(metrics))
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            await runner.cleanup()
            reason = f"can't listen on {host}, port {port}: {error.strerror or error}"
            raise ConfigurationError([Problem("[metrics]", reason)]) from error
        return cls(runner)

    @property
    def port(self) -> int:
        """Return the port in use."""
        return int(self._runner.addresses[0][1])

    async def close(self) -> None:
        """Stop listening."""
        await self._runner.cleanup()


def gateway_check(is_ready: Callable[[], bool]) -> Check:
    """Check the connection to Discord's gateway through the client's own `is_ready`."""

    async def check() -> str | None:
        return None if is_ready() else "not connected to Discord's gateway"

    return check


def database_check(ask: Callable[[], Awaitable[object]]) -> Check:
    """Check the database: `ask` reads something small and raises if it can't."""

    async def check() -> str | None:
        await ask()
        return None

    return check


def writing_check(outage: Callable[[], Outage | None]) -> Check:
    """Check that people's work can be saved and sent, as the watch for outages last saw it."""

    async def check() -> str | None:
        lasting = outage()
        if lasting is None or lasting.until is not None:
            return None
        return f"nothing can be saved or sent: {lasting.reason.value}"

    return check


def delivery_check(
    last_turn: Callable[[], datetime | None], clock: Clock, stalled_after: timedelta
) -> Check:
    """Check the delivery loop, which must run at least once in `stalled_after`."""

    async def check() -> str | None:
        turned = last_turn()
        if turned is None:
            return "delivery has not turned yet"
        still_for = clock.now() - turned
        if still_for <= stalled_after:
            return None
        return f"delivery has not turned for {still_for.total_seconds():.0f} s"

    return check


async def problems_of(checks: Mapping[str, Check]) -> dict[str, str]:
    """Run all `checks` in parallel and return the reasons of those that failed."""
    reasons = await asyncio.gather(*(_reason(check) for check in checks.values()))
    return {name: reason for name, reason in zip(checks, reasons, strict=True) if reason}


async def _reason(check: Check) -> str | None:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await check()
    except TimeoutError:
        return f"no answer within {PATIENCE_SECONDS:.0f} s"
    except Exception as error:
        # Whatever a check raises is the finding; it must not break the answer.
        log.warning("health.check_failed", exc_info=error)
        return f"failed with {type(error).__name__}"


Handler = Callable[[web.Request], Awaitable[web.Response]]


def _healthz(checks: Mapping[str, Check]) -> Handler:
    async def handle(_request: web.Request) -> web.Response:
        problems = await problems_of(checks)
        return web.json_response(
            {"ok": not problems, "problems": problems}, status=503 if problems else 200
        )

    return handle


def _metrics(metrics: Metrics) -> Handler:
    async def handle(_request: web.Request) -> web.Response:
        return web.Response(
            body=metrics.exposition(), headers={"Content-Type": metrics.content_type}
        )

    return handle
