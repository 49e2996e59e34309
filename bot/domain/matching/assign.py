"""Choose pairs from a matrix of scores: most pairs, then the worst-off, then the total.

The optimizer sees integers only, so ties are exact. It works on a sparse graph (each person's best
few) and checks the full matrix, with the dual prices of the sparse solution, for pairs that could
improve the result; if there are any, they join the graph and it solves again. The result is
therefore optimal over *all* pairs, at the cost of a few. `docs/decisions/0010` explains why.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.matching.graph import Edges, best_edges
from bot.domain.matching.max_min import highest_floor
from bot.domain.matching.prices import improving_edges, prices_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Scores = NDArray[np.int16]

SMALL = 40_000
"""Entries up to which the full graph is as quick as a sparse one."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """Each mentee's mentor (a column, -1 for none) and key figures of the whole.

    `floor` is the lowest score used; `plain_total` and `plain_floor` are those of the best total
    without regard for the worst-off; `highest_floor` is the best the worst-off could have had.
    """

    mentor_of: "Ints"
    matched: int
    total: int
    floor: int
    plain_total: int
    plain_floor: int
    highest_floor: int


def assign(scores: "Scores", capacity: "Ints", kept_total: float = 0.996) -> Assignment:
    """Return the best pairing of rows (mentees) with columns (mentors).

    `scores` has shape (mentees, mentors); a negative entry is a forbidden pair. A column may be
    used `capacity` times, a row once. The score of the worst-off pair is raised as high as it can
    be while the total stays at `kept_total` of the largest total among the largest pairings.
    """
    edges = best_edges(scores, capacity, everything=scores.size <= SMALL)
    plain, edges = _best_total(scores, capacity, edges, floor=0)
    matched, total, floor = _measure(scores, plain)
    if matched == 0:
        return Assignment(plain, 0, 0, 0, 0, 0, 0)
    highest, edges = highest_floor(scores, capacity, plain, edges)
    enough = kept_total * total
    best, low, high = plain, floor, highest
    trial = high
    # The total only falls as the floor rises, so the highest floor that preserves it can be
    # bisected. The sparse graph may underestimate a total, never overestimate it: what it accepts
    # is correct.
    while low < high:
        candidate = edges.at_least(trial).cheapest_flow(scores.shape, capacity)
        count, reached, lowest = _measure(scores, candidate)
        if count == matched and reached >= enough:
            best, low = candidate, lowest
        else:
            high = trial - 1
        trial = (low + high + 1) // 2
    if not edges.complete:
        best = _proved(scores, capacity, edges, (low, highest), (matched, enough))
    _, best_total, best_floor = _measure(scores, best)
    return Assignment(best, matched, best_total, best_floor, total, floor, highest)


def _proved(
    scores: "Scores",
    capacity: "Ints",
    edges: Edges,
    floors: tuple[int, int],
    wanted: tuple[int, float],
) -> "Ints":
    """Return the pairing of highest floor among `floors`, and then of highest total, of all pairs.

    It places as many as `wanted`, with at least that total. No other is as fair and better, or as
    good and fairer. The first floor is what the sparse graph reached, mostly the highest there is:
    the search for a higher one starts with small steps, each proved over the full matrix.
    """
    low, high = floors
    best, edges = _best_total(scores, capacity, edges, floor=low)
    step = 1
    while low < high:
        trial = min(low + step, high)
        candidate, edges = _best_total(scores, capacity, edges, floor=trial)
        count, reached, lowest = _measure(scores, candidate)
        if count == wanted[0] and reached >= wanted[1]:
            best, low, step = candidate, lowest, step * 2
        else:
            high, step = trial - 1, max(1, step // 2)
    return best


def _measure(scores: "Scores", mentor_of: "Ints") -> tuple[int, int, int]:
    rows = (mentor_of >= 0).nonzero()[0]
    if not len(rows):
        return 0, 0, 0
    used = scores[rows, mentor_of[rows]]
    return len(rows), int(used.sum(dtype="int64")), int(used.min())


def _best_total(
    scores: "Scores", capacity: "Ints", edges: Edges, *, floor: int
) -> "tuple[Ints, Edges]":
    """Return the largest pairing of highest total among pairs of at least `floor`."""
    while True:
        usable = edges.at_least(floor)
        mentor_of = usable.cheapest_flow(scores.shape, capacity)
        if edges.complete:
            return mentor_of, edges
        prices = prices_of(usable, mentor_of, scores.shape[1])
        missing = improving_edges(scores, mentor_of, prices, floor)
        if not len(missing):
            return mentor_of, edges
        edges = edges.joined(missing, scores)
