"""Measure the quality of matching: `python -m bench.eval_matching [--quick]`.

Ours next to greedy, deferred acceptance, and the plain optimal assignment, over seeded cohorts and
matrices built to mislead. The last lines say what is guaranteed and whether it is true; the exit
code is 1 if not.
"""

import sys
import time
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from bench.cohorts import HARD, KINDS, cohort, few_mentors, hard_matrix
from bench.rivals import deferred_acceptance, greedy, plain_optimal
from bot.domain.matching import MatchInput, MatchSettings, broken_rules, solve, solve_input
from bot.domain.matching.assign import assign
from bot.domain.matching.pool import lay_out

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Scores = NDArray[np.int16]
    Ints = NDArray[np.int64]

SIZES = (20, 100, 400, 1_000, 2_000, 5_000)
QUICK = (20, 100, 400)
INSTANCES = 1_000
FEW = 20
KEPT = 0.995


@dataclass
class Tally:
    """Count the guarantees and the violations."""

    tables: int = 0
    fewer: int = 0
    worse: int = 0
    poorer: int = 0
    dominated: int = 0
    lowest_share: float = 1.0


def measure(scores: "Scores", mentor_of: "Ints") -> tuple[int, int, int]:
    """Return how many are placed, the worst score and the total."""
    rows = np.flatnonzero(mentor_of >= 0)
    used = scores[rows, mentor_of[rows]].astype(np.int64)
    return len(rows), int(used.min(initial=10_001)), int(used.sum())


def is_dominated(scores: "Scores", capacity: "Ints", ours: tuple[int, int, int]) -> bool:
    """Return whether another pairing is as good for the worst-off and better in total, or reverse.

    SciPy finds the best total of all pairings with as high a floor, and with a higher one.
    """
    as_high, higher = (
        measure(scores, plain_optimal(np.where(scores < floor, -1, scores), capacity))
        for floor in (ours[1], ours[1] + 1)
    )
    better = as_high[0] >= ours[0] and as_high[2] > ours[2]
    return better or (ours[0] > 0 and higher[0] >= ours[0] and higher[2] >= ours[2])


def compare(name: str, scores: "Scores", capacity: "Ints", tally: Tally, show: bool) -> None:
    """Match one matrix in every way, check our guarantees, and print a line."""
    started = time.perf_counter()
    ours = measure(scores, assign(scores, capacity).mentor_of)
    taken = time.perf_counter() - started
    plain = measure(scores, plain_optimal(scores, capacity))
    share = ours[2] / plain[2] if plain[2] else 1.0
    tally.tables += 1
    tally.dominated += is_dominated(scores, capacity, ours)
    tally.fewer += ours[0] < plain[0]
    tally.worse += ours[1] < plain[1]
    tally.poorer += share < KEPT
    tally.lowest_share = min(tally.lowest_share, share)
    if show:
        others = [measure(scores, way(scores, capacity)) for way in (greedy, deferred_acceptance)]
        cells = [
            f"{found[0]:5d} {found[1] / 10_000 if found[0] else 0:.3f} "
            f"{found[2] / plain[2] if plain[2] else 1:.4f}"
            for found in (ours, plain, *others)
        ]
        print(f"{name:18s} {' | '.join(cells)} | {taken:6.3f}")


def tables(sizes: tuple[int, ...], tally: Tally) -> None:
    """Print the table: placed, worst-off, share of the plain optimal total, for each way."""
    print(
        f"{'':18s} {'ours':18s} | {'plain optimal':18s} | {'greedy':18s} | {'deferred':18s} |  sec"
    )
    print(f"{'':18s} " + " | ".join(["placed worst total"] * 4))
    for size in sizes:
        for kind in KINDS:
            pool = lay_out(MatchInput.of(cohort(kind, size, 1), MatchSettings()))
            compare(f"{kind} {size}", pool.scores, pool.capacity, tally, show=True)
        for kind in HARD if size <= 1_000 else ("ties", "thin"):
            scores, capacity = hard_matrix(kind, size, 1)
            compare(f"{kind} {size}", scores, capacity, tally, show=True)
    for seed in range(FEW):
        pool = lay_out(MatchInput.of(few_mentors(500, seed), MatchSettings()))
        compare(f"few mentors {seed}", pool.scores, pool.capacity, tally, show=True)


def instances(count: int, tally: Tally) -> tuple[int, int]:
    """Match many small cohorts; return broken hard rules and results that order changed."""
    broken = moved = 0
    for seed in range(count):
        dice = Random(seed)
        people = cohort(dice.choice(KINDS), dice.randint(1, 30), seed)
        settings = MatchSettings()
        result = solve(people, settings, seed=seed)
        known = {person.id: person for person in people}
        load: dict[str, int] = {}
        for pair in result.pairs:
            broken += len(broken_rules(known[pair.mentee], known[pair.mentor], settings))
            load[pair.mentor] = load.get(pair.mentor, 0) + 1
        broken += sum(load[user] > known[user].capacity for user in load)
        broken += len(result.pairs) - len({pair.mentee for pair in result.pairs})
        dice.shuffle(people)
        moved += solve_input(MatchInput.of(people, settings, seed=seed)) != result
        pool = lay_out(MatchInput.of(people, settings, seed=seed))
        plain = measure(pool.scores, plain_optimal(pool.scores, pool.capacity))
        tally.tables += 1
        tally.fewer += result.matched < plain[0]
        tally.worse += result.matched > 0 and round(result.worst * 10_000) < plain[1]
        tally.poorer += round(result.total * 10_000) < KEPT * plain[2]
        if dice.random() < 0.3:
            scores, capacity = hard_matrix(dice.choice(HARD), dice.randint(2, 40), seed)
            compare("", scores, capacity, tally, show=False)
    return broken, moved


def main() -> int:
    """Print the table and the guarantees."""
    quick = "--quick" in sys.argv[1:]
    tally = Tally()
    tables(QUICK if quick else SIZES, tally)
    broken, moved = instances(INSTANCES // 10 if quick else INSTANCES, tally)
    print(f"\n{tally.tables} instances")
    print(f"fewer placed than possible:        {tally.fewer}")
    print(f"worst-off below plain optimal's:   {tally.worse}")
    print(f"total below {KEPT} of the optimum: {tally.poorer} (lowest {tally.lowest_share:.4f})")
    print(f"another one better and as fair:    {tally.dominated}")
    print(f"broken hard rules:                 {broken}")
    print(f"results that input order changed:  {moved}")
    faults = (tally.fewer, tally.worse, tally.poorer, tally.dominated, broken, moved)
    return int(any(faults))


if __name__ == "__main__":
    sys.exit(main())
