"""The pace of requests: as fast as allowed, in order, and never faster in any second."""

import asyncio
import selectors
from collections.abc import Callable, Iterator

import pytest

from bot.delivery.rate_limit import RateLimiter


class Leaping(selectors.DefaultSelector):
    """Wait for nothing: the clock leaps to where the wait would have ended."""

    leap: Callable[[float], None]

    def select(self, timeout: float | None = None):
        if timeout:
            self.leap(timeout)
        return super().select(0)


class StandingLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock moves only when everyone sleeps, and then at once."""

    def __init__(self) -> None:
        selector = Leaping()
        super().__init__(selector)
        selector.leap = self.move
        self.at = 1_000.0

    def time(self) -> float:
        return getattr(self, "at", 0.0)

    def move(self, seconds: float) -> None:
        self.at += seconds


@pytest.fixture
def loop() -> Iterator[StandingLoop]:
    loop = StandingLoop()
    yield loop
    loop.close()


async def _pass(pace: RateLimiter, many: int, held_up_after: int = -1) -> list[tuple[float, int]]:
    loop = asyncio.get_running_loop()
    assert isinstance(loop, StandingLoop)
    passed: list[tuple[float, int]] = []

    async def one(number: int) -> None:
        await pace.pass_()
        passed.append((loop.time(), number))
        if number == held_up_after:
            loop.move(0.9)  # something else kept the loop busy

    await asyncio.gather(*(one(number) for number in range(many)))
    return passed


def _busiest(passed: list[tuple[float, int]]) -> int:
    moments = [at for at, _ in passed]
    return max(sum(first <= at < first + 1.0 for at in moments) for first in moments)


def test_requests_pass_in_order_and_at_the_full_rate(loop: StandingLoop) -> None:
    passed = loop.run_until_complete(_pass(RateLimiter(48), 480))
    assert [number for _, number in passed] == list(range(480))
    assert 480 / (passed[-1][0] - passed[0][0]) >= 0.95 * 50


def test_no_second_holds_more_than_allowed_even_after_a_pause(loop: StandingLoop) -> None:
    passed = loop.run_until_complete(_pass(RateLimiter(48), 300, held_up_after=100))
    assert _busiest(passed) <= 48


def test_nothing_passes_while_discord_said_to_wait(loop: StandingLoop) -> None:
    pace = RateLimiter(48)

    async def wait() -> list[tuple[float, int]]:
        await _pass(pace, 5)
        pace.hold(3.0)
        return await _pass(pace, 5)

    held = loop.run_until_complete(wait())
    assert held[0][0] >= 1_003.0


def test_what_was_held_up_on_its_way_counts_when_it_arrives(loop: StandingLoop) -> None:
    pace = RateLimiter(48)

    async def hold_up() -> list[tuple[float, int]]:
        begun = [await pace.pass_() for _ in range(40)]
        loop.move(1.5)  # all forty arrive now, at once
        for passed in begun:
            pace.answered(passed)
        arrived = loop.time()
        after = await _pass(pace, 40)
        return [item for item in after if item[0] < arrived + 1.0]

    assert len(loop.run_until_complete(hold_up())) <= 8
