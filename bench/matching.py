"""Measure matching's speed and memory against SciPy in the same run: `python -m bench.matching`.

Every figure that matters is a ratio, so that it means the same on any machine. The rival is
`scipy.optimize.linear_sum_assignment` on a matrix with one column for each place, and only that
call is timed; ours is timed from the score matrix to the pairing, all three steps of it.
"""

import argparse
import asyncio
import gc
import resource
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

from bench.cohorts import cohort
from bench.rivals import FORBIDDEN
from bot.domain.matching import MatchInput, MatchPerson, MatchSettings, broken_rules, solve_input
from bot.domain.matching.assign import assign
from bot.domain.matching.pool import lay_out
from bot.domain.matching.score import NEVER, score_matrix
from bot.domain.matching.score_components import score_of
from bot.services.matching import solver_process

SETTINGS = MatchSettings()
KINDS = ("even", "ample", "scarce")
TIME_AIMS = {1_000: 2.0, 5_000: 0.5}
MEMORY_AIM = 0.4
MATRIX_AIM = 40
STALL_AIM = 5.0


def best_of(work: Callable[[], object], rounds: int) -> float:
    """Return the seconds of the quickest of `rounds`."""
    best = float("inf")
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - started)
    return best


def places_of(size: int, kind: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return scores, capacities, and the rival's matrix of places."""
    pool = lay_out(MatchInput.of(cohort(kind, size, 1), SETTINGS))
    owner = np.repeat(np.arange(len(pool.capacity)), pool.capacity)
    places = pool.scores[:, owner].astype(np.float64)
    places[places < 0] = FORBIDDEN
    return pool.scores, pool.capacity, places


def speed(size: int) -> None:
    for kind in KINDS:
        scores, capacity, places = places_of(size, kind)
        rounds = 3 if size <= 1_000 else 1
        assign(scores[:50], capacity)  # imports what is imported lazily
        rival = best_of(partial(linear_sum_assignment, places, maximize=True), rounds)
        ours = best_of(partial(assign, scores, capacity), rounds)
        aim = TIME_AIMS.get(size, float("nan"))
        print(f"{kind:7}{size:7}{ours:9.3f}{rival:9.3f}{ours / rival:8.2f}{aim:6.1f}")
        del scores, places
        gc.collect()


def peak_of(which: str, size: int) -> float:
    """Return the megabytes that one way needs beyond the scores, in a process of its own."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_peak, (which, size))


def _peak(which: str, size: int) -> float:
    pool = lay_out(MatchInput.of(cohort("even", size, 1), SETTINGS))
    scores, capacity = pool.scores, pool.capacity
    assign(scores[:50], capacity)
    linear_sum_assignment(np.eye(3))
    del pool
    gc.collect()
    before = _reset_peak()
    if which == "ours":
        assign(scores, capacity)
    else:
        places = scores[:, np.repeat(np.arange(len(capacity)), capacity)].astype(np.float64)
        places[places < 0] = FORBIDDEN
        linear_sum_assignment(places, maximize=True)
    return (_memory("VmHWM") - before) / 1024


def _reset_peak() -> int:
    """Forget the highest memory so far, where the system can, and return what is used now."""
    clear = Path("/proc/self/clear_refs")
    if not clear.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    clear.write_text("5")
    return _memory("VmRSS")


def _memory(name: str) -> int:
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    lines = status.read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def memory(size: int) -> None:
    ours, rival = peak_of("ours", size), peak_of("rival", size)
    print(
        f"memory at {size}: ours {ours:.0f} MB, rival {rival:.0f} MB, "
        f"ratio {ours / rival:.2f} (aim {MEMORY_AIM})"
    )


def matrix(size: int) -> None:
    """Compare the score matrix with the plain definition, on a sample of it."""
    people = cohort("even", size, 1)
    mentees = [person for person in people if person.is_mentee]
    mentors = [person for person in people if person.is_mentor]
    ours = best_of(lambda: score_matrix(mentees, mentors, SETTINGS), 2)
    some, others = mentees[:60], mentors[:60]
    sample = best_of(lambda: [[_plain(a, b) for b in others] for a in some], 2)
    plain = sample * len(mentees) * len(mentors) / (len(some) * len(others))
    print(
        f"score matrix at {size}: {ours:.3f} s, plain Python {plain:.1f} s, "
        f"{plain / ours:.0f} times as fast (aim {MATRIX_AIM})"
    )


def _plain(mentee: MatchPerson, mentor: MatchPerson) -> int:
    broken = broken_rules(mentee, mentor, SETTINGS)
    return NEVER if broken else score_of(mentee, mentor, SETTINGS)


async def stall(size: int) -> None:
    """Run the whole matching next to an event loop that wants to be woken every millisecond.

    Two figures: how late the loop was by the clock, which also counts what else this machine does,
    and how much of a gap this process itself had worked, which is what the code is responsible for.
    """
    run = MatchInput.of(cohort("even", size, 1), solver_process.settings_for(date(2026, 9, 1)))
    here = best_of(lambda: solve_input(run), 1)
    gc.collect()
    gc.freeze()  # the cohort itself is the caller's; its garbage collection is not measured
    late: list[float] = []
    worked: list[float] = []

    async def beat() -> None:
        last, work = time.perf_counter(), time.process_time()
        while True:
            await asyncio.sleep(0.001)
            now, done = time.perf_counter(), time.process_time()
            late.append((now - last) * 1_000 - 1)
            worked.append((done - work) * 1_000)
            last, work = now, done

    beating = asyncio.create_task(beat())
    await asyncio.sleep(0.5)
    idle = max(late)
    late.clear()
    worked.clear()
    started = time.perf_counter()
    await solver_process.solve(run)
    taken = time.perf_counter() - started
    beating.cancel()
    gc.unfreeze()
    print(
        f"whole run at {size}: {here:.2f} s here, {taken:.2f} s beside the loop; worst stall "
        f"{max(worked):.1f} ms of our work (aim {STALL_AIM:.0f}), {max(late):.1f} ms by the clock "
        f"(an idle loop: {idle:.1f})"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 5_000])
    sizes = parser.parse_args().sizes
    print(f"{'cohort':7}{'mentees':>7}{'ours s':>9}{'scipy s':>9}{'ratio':>8}{'aim':>6}")
    for size in sizes:
        speed(size)
    memory(max(sizes))
    for size in sizes:
        matrix(size)
    for size in (200, *sizes):
        asyncio.run(stall(size))


if __name__ == "__main__":
    main()
