"""The sparse graph of pairs worth considering, and the flows through it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Scores = NDArray[np.int16]

PER_MENTEE = 12
PER_PLACE = 4
BLOCK = 1 << 20
"""Entries of the matrix looked at together: keeps temporary memory to a few megabytes."""


@dataclass(frozen=True, slots=True)
class Edges:
    """Pairs as parallel arrays, ordered by (row, column) without repeats."""

    rows: "Ints"
    columns: "Ints"
    scores: "Ints"
    complete: bool

    def at_least(self, floor: int) -> "Edges":
        """Return the pairs whose score reaches `floor`."""
        keep = self.scores >= floor
        if keep.all():
            return self
        return Edges(self.rows[keep], self.columns[keep], self.scores[keep], self.complete)

    def joined(self, cells: "Ints", scores: "Scores") -> "Edges":
        """Return these pairs and those at the flat positions `cells` of the matrix."""
        import numpy as np

        width = scores.shape[1]
        return _edges_at(np.concatenate([self.rows * width + self.columns, cells]), scores)

    def cheapest_flow(self, shape: tuple[int, int], capacity: "Ints") -> "Ints":
        """Return each row's column in the largest pairing of highest total, -1 for none.

        Among equal totals a mentor's second mentee costs one unit and the third two, units too
        small to ever outweigh a point of score: the load is spread where that is free.
        """
        import numpy as np
        from ortools.graph.python import min_cost_flow

        if not len(self.rows):
            return np.full(shape[0], -1, np.int64)
        tails, heads, places, load = _network(self, shape, capacity)
        costs = np.concatenate(
            [-self.scores * unit_of(capacity, shape[0]), np.zeros(shape[0], np.int64), load]
        )
        solver = min_cost_flow.SimpleMinCostFlow()
        solver.add_arcs_with_capacity_and_unit_cost(tails, heads, np.ones_like(costs), costs)
        wanted = min(shape[0], len(places))
        solver.set_nodes_supplies(
            np.array([sum(shape), sum(shape) + 1], np.int32), np.array([wanted, -wanted])
        )
        status = solver.solve_max_flow_with_min_cost()
        assert status == solver.OPTIMAL, f"the flow ended as {status}"
        return _mentor_of(self, shape, solver.flows(np.arange(len(self.rows), dtype=np.int32)))

    def fullest_flow(self, shape: tuple[int, int], capacity: "Ints") -> "Ints":
        """Return each row's column in some largest pairing, -1 for none; scores don't matter."""
        import numpy as np
        from ortools.graph.python import max_flow

        if not len(self.rows):
            return np.full(shape[0], -1, np.int64)
        tails, heads, _, _ = _network(self, shape, capacity)
        solver = max_flow.SimpleMaxFlow()
        solver.add_arcs_with_capacity(tails, heads, np.ones(len(tails), np.int64))
        status = solver.solve(sum(shape), sum(shape) + 1)
        assert status == solver.OPTIMAL, f"the flow ended as {status}"
        return _mentor_of(self, shape, solver.flows(np.arange(len(self.rows), dtype=np.int32)))


def unit_of(capacity: "Ints", mentees: int) -> int:
    """Return how many units one point of score is worth, so that all loads together cost less."""
    most = int(capacity.max(initial=1))
    return mentees * max(0, min(most, mentees) - 1) + 1


def best_edges(scores: "Scores", capacity: "Ints", *, everything: bool) -> Edges:
    """Return each mentee's and each mentor's best pairs, or all allowed ones."""
    import numpy as np

    mentees, mentors = scores.shape
    if everything:
        cells = np.flatnonzero(scores.ravel() >= 0)
        return _edges_at(cells, scores, complete=True)
    wanted = np.minimum(PER_PLACE * (1 + capacity), mentees)
    best = [_row_best(scores, PER_MENTEE)]
    transposed = _row_best(scores.T, int(np.percentile(wanted, 90)))
    best.append(transposed % mentees * mentors + transposed // mentees)
    return _edges_at(np.concatenate(best), scores)


def _row_best(scores: "Scores", count: int) -> "Ints":
    """Return flat positions of about `count` best allowed entries of each row."""
    import numpy as np

    height, width = scores.shape
    count = min(count, width)
    step = max(1, BLOCK // width)
    best = []
    for top in range(0, height, step):
        block = np.ascontiguousarray(scores[top : top + step])
        least = np.partition(block, width - count, axis=1)[:, width - count]
        cells = np.flatnonzero((block >= np.maximum(least, 0)[:, None]).ravel())
        if len(cells) > 2 * count * len(block):
            cells = _tied_best(block, count, top)
        best.append(cells + top * width)
    return np.concatenate(best)


def _tied_best(block: "Scores", count: int, top: int) -> "Ints":
    """Return about `count` best entries of each row where many are equal.

    Ties are broken by a pattern that differs from row to row: otherwise every mentee would
    contribute the same few of many equally good mentors.
    """
    import numpy as np

    height, width = block.shape
    pattern = (np.arange(width, dtype=np.int32) * 97) % 251
    shift = (np.arange(top, top + height, dtype=np.int32) * 61) % 251
    key = block.astype(np.int32) * 256 + (pattern[None, :] + shift[:, None]) % 251
    least = np.partition(key, width - count, axis=1)[:, width - count]
    return np.flatnonzero(((key >= least[:, None]) & (block >= 0)).ravel())


def _edges_at(cells: "Ints", scores: "Scores", *, complete: bool = False) -> Edges:
    import numpy as np

    if not complete:
        # Marking and collecting sorts and removes duplicates, in a fraction of the time of a sort.
        marked = np.zeros(scores.size, bool)
        marked[cells] = True
        cells = np.flatnonzero(marked)
    rows, columns = np.divmod(cells, scores.shape[1])
    return Edges(rows, columns, scores[rows, columns].astype(np.int64), complete)


def _network(
    edges: Edges, shape: tuple[int, int], capacity: "Ints"
) -> "tuple[NDArray[np.int32], NDArray[np.int32], Ints, Ints]":
    """Return tails and heads of pairs, source to mentees, and one arc for each mentor's place.

    The places of a mentor are numbered from 0, which is also what each costs.
    """
    import numpy as np

    mentees, mentors = shape
    source, sink = mentees + mentors, mentees + mentors + 1
    room = np.minimum(capacity, np.bincount(edges.columns, minlength=mentors))
    places = np.repeat(np.arange(mentors), room)
    load = np.arange(len(places)) - np.repeat(np.cumsum(room) - room, room)
    tails = np.concatenate([edges.rows, np.full(mentees, source), mentees + places])
    heads = np.concatenate(
        [mentees + edges.columns, np.arange(mentees), np.full(len(places), sink)]
    )
    return tails.astype(np.int32), heads.astype(np.int32), places, load


def _mentor_of(edges: Edges, shape: tuple[int, int], flows: "Ints") -> "Ints":
    import numpy as np

    used = flows > 0
    mentor_of = np.full(shape[0], -1, np.int64)
    mentor_of[edges.rows[used]] = edges.columns[used]
    return mentor_of
