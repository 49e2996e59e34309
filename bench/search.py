"""Measure the search's speed against SQLite FTS5 in the same run, at three sizes.

Every figure is a ratio of the two, so that it means the same on any machine: both answer the same
questions in turn, round after round, and each takes the best round of its own.
"""

import argparse
import asyncio
import gc
import itertools
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.baselines import Fts5
from bench.catalogues import catalogue
from bench.eval_search import questions
from bot.search import ProgramIndex
from bot.search.background import build_beside
from bot.search.shell import open_index

ROOT = Path(__file__).resolve().parent.parent
SIZES = (43, 1_000, 50_000)
AIMS = {43: 1.0, 1_000: 1.0, 50_000: 0.1}


@dataclass(frozen=True, slots=True)
class Row:
    size: int
    ours_us: float
    explained_us: float
    fts5_us: float

    @property
    def ratio(self) -> float:
        return self.ours_us / self.fts5_us


def once(search: Callable[[str], object], asked: Sequence[str]) -> float:
    """Return microseconds a question for one round."""
    started = time.perf_counter()
    for question in asked:
        search(question)
    return (time.perf_counter() - started) / len(asked) * 1e6


def in_turn(
    searches: Sequence[Callable[[str], object]], asked: Sequence[str], rounds: int
) -> list[float]:
    """Return each search's best round; taking turns spreads the machine's moods over all."""
    best = [float("inf")] * len(searches)
    for _ in range(rounds):
        for number, search in enumerate(searches):
            best[number] = min(best[number], once(search, asked))
    return best


def speed(size: int, index: ProgramIndex, asked: Sequence[str]) -> Row:
    fts5 = Fts5(index.programs, index.vocabulary)
    few = asked if size < 10_000 else asked[::8]
    rounds = 20 if size < 1_000 else 8 if size < 10_000 else 3
    searches = (index.search, lambda question: index.search(question).document, fts5.search)
    ours, explained, plain = in_turn(searches, few, rounds)
    return Row(size, ours, explained, plain)


def autocomplete(index: ProgramIndex) -> tuple[float, float]:
    """Return the median and the 99th percentile in milliseconds over what people type on the way
    to names, right and misspelled."""
    typed = []
    for program in index.programs[:: max(1, len(index.programs) // 200)]:
        name = program.name
        typed += [name[:length] for length in (1, 2, 3, 5, 8, 13)]
        typed.append(name[:4] + name[5:9])
        typed += [word[:4] for word in name.split()[1:3]]
    times = []
    for text in itertools.chain(typed, typed):
        started = time.perf_counter()
        index.autocomplete(text)
        times.append((time.perf_counter() - started) * 1e3)
    times.sort()
    return times[len(times) // 2], times[int(len(times) * 0.99)]


async def rebuild(index: ProgramIndex) -> tuple[float, float, float]:
    """Rebuild next to a ticking loop: seconds taken, the worst stall, and an idle loop's worst."""
    started = time.perf_counter()
    stall = await worst_stall(build_beside(index.programs, index.vocabulary))
    took = time.perf_counter() - started
    return took, stall, await worst_stall(asyncio.sleep(max(1.0, took)))


async def worst_stall(work: Awaitable[object]) -> float:
    """Return by how many milliseconds a tick of one came late, at worst, while `work` ran."""
    worst = 0.0
    running = asyncio.ensure_future(work)
    while not running.done():
        started = time.perf_counter()
        await asyncio.sleep(0.001)
        worst = max(worst, (time.perf_counter() - started - 0.001) * 1e3)
    await running
    return worst


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=list(SIZES))
    chosen = parser.parse_args()
    shipped = open_index(ROOT / "config")
    asked = [q.ask for half in ("tune", "report") for q in questions(half)]
    print(f"{len(asked)} questions; microseconds a question, best round of each")
    print(f"{'programs':>9}{'search':>9}{'+reasons':>10}{'FTS5':>10}{'ratio':>8}{'aim':>6}")
    for size in chosen.sizes:
        programs = catalogue(shipped.programs, size, shipped.vocabulary)
        index = ProgramIndex.build(programs, shipped.vocabulary)
        row = speed(size, index, asked)
        print(
            f"{size:9}{row.ours_us:9.1f}{row.explained_us:10.1f}{row.fts5_us:10.1f}"
            f"{row.ratio:8.3f}{AIMS.get(size, 1.0):6.2f}"
        )
        median, p99 = autocomplete(index)
        print(f"{'':9} autocomplete: median {median:.3f} ms, p99 {p99:.3f} ms (aim 1 ms)")
        took, stall, idle = asyncio.run(rebuild(index))
        print(
            f"{'':9} rebuild beside a loop: {took:.2f} s, worst stall {stall:.1f} ms"
            f" (idle loop {idle:.1f} ms; aim 5 ms)"
        )
        del index
        gc.collect()


if __name__ == "__main__":
    main()
