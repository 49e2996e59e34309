"""From dispatch to answer: autocomplete, /status, a list, and an update, against a no-op bot.

Both bots run in separate processes, on the same stand-in and in turns, so that whatever else the
machine does affects both.
"""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from bench.bots import (
    AUTOCOMPLETE,
    FULL_STATUS,
    PEOPLE,
    STATUS,
    UPDATE,
    Act,
    Bot,
    noop,
    nothing_follows,
    preceptor,
    same_size,
)
from bench.table import Report, milliseconds, percentile

CALLS = 400
AT_ONCE = 50
ROUNDS = 8


async def measure() -> list[Report]:
    """Measure both in turns and return the tables."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        async with preceptor(Path(one)) as ours, noop(Path(other), ours) as floor:
            latency = Report("Dispatch to answer, against a no-op bot on the same stand-in")
            await _compare(latency, AUTOCOMPLETE, (1.2, 2.4), ours, floor)
            await _compare(latency, STATUS, (2.0, 4.0), ours, floor)
            await _compare(latency, FULL_STATUS, (2.0, 4.0), ours, floor)
            await _compare(latency, PEOPLE, (3.0, 6.0), ours, floor)
            await _compare(latency, UPDATE, (4.0, 6.0), ours, floor, settled=ours.settled)
    return [latency, _size(ours, floor)]


def _size(ours: Bot, floor: Bot) -> Report:
    size = Report("Start and memory, against discord.py alone")
    size.add(
        "start to ready, with a new database",
        f"{ours.first.seconds:.2f} s",
        f"{floor.first.seconds:.2f} s",
        ours.first.seconds / floor.first.seconds,
    )
    size.add(
        "processor time until ready",
        f"{ours.start.cpu_seconds:.2f} s",
        f"{floor.start.cpu_seconds:.2f} s",
        ours.start.cpu_seconds / floor.start.cpu_seconds,
        "2 s",
    )
    size.add(
        "resident memory",
        f"{ours.start.resident_bytes / 2**20:.0f} MiB",
        f"{floor.start.resident_bytes / 2**20:.0f} MiB",
        ours.start.resident_bytes / floor.start.resident_bytes,
        "2.3x",
    )
    return size


async def _compare(
    report: Report,
    name: str,
    aims: tuple[float, float],
    ours: Bot,
    floor: Bot,
    settled: Callable[[], Awaitable[None]] = nothing_follows,
) -> None:
    """Add what `name` takes next to one word, and next to a constant of the same size."""
    mine: list[float] = []
    took: dict[str, list[float]] = {
        reference: [] for reference in (name, same_size(name)) if reference in floor.acts
    }
    for _ in range(ROUNDS):
        mine += await _one_by_one(ours.acts[name], settled, CALLS // ROUNDS)
        for reference, times in took.items():
            times += await _one_by_one(floor.acts[reference], nothing_follows, CALLS // ROUNDS)
    for reference, times in took.items():
        for share, label, limit in ((0.5, "p50", aims[0]), (0.99, "p99", aims[1])):
            a, b = percentile(mine, share), percentile(times, share)
            # The aim is judged against the bot that does nothing at all.
            wanted = f"{limit:.1f}x" if reference == name else ""
            report.add(f"{reference} {label}", milliseconds(a), milliseconds(b), a / b, wanted)
    a, b = await _rate(ours.acts[name]), await _rate(floor.acts[name])
    report.add(f"{name}, {AT_ONCE} at once", f"{a:.0f}/s", f"{b:.0f}/s", a / b, "> 0.33x")


async def _one_by_one(act: Act, settled: Callable[[], Awaitable[None]], calls: int) -> list[float]:
    took = []
    for _ in range(calls):
        begun = time.perf_counter()
        answer = await act()
        took.append(time.perf_counter() - begun)
        assert answer.failed is None, answer.failed
        await settled()
    return took


async def _rate(act: Act) -> float:
    begun = time.perf_counter()
    for _ in range(CALLS // AT_ONCE):
        answers = await asyncio.gather(*(act() for _ in range(AT_ONCE)))
        assert not any(answer.failed for answer in answers)
    return CALLS / (time.perf_counter() - begun)


def main() -> None:
    """Measure and print."""
    for report in asyncio.run(measure()):
        report.show()


if __name__ == "__main__":
    main()
