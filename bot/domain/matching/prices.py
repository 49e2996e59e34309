"""Prices: the proof that pairs left out of the sparse graph would not have helped.

The textbook certificate of an assignment: each mentor's place has a price, each mentee holds the
place with the best score after price, and a place that stays free costs nothing. Where that holds
over the sparse graph but not over the whole matrix, the pairs that break it are those to add.
"""

from typing import TYPE_CHECKING

from bot.domain.matching.graph import BLOCK, Edges, unit_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Scores = NDArray[np.int16]

TOP = 10_001
"""One point more than the largest score."""


def prices_of(edges: Edges, mentor_of: "Ints", capacity: "Ints") -> "Ints":
    """Return the lowest prices that support an optimal `mentor_of` over `edges`.

    A mentor is worth at least what each mentee would gain by moving there, plus the price of the
    place that mentee would leave: longest paths, by Bellman-Ford. They end because an optimum has
    no move around a circle that gains anything.
    """
    import numpy as np

    unit = unit_of(capacity, len(mentor_of))
    load = np.bincount(mentor_of[mentor_of >= 0], minlength=len(capacity))
    prices = np.maximum(load - 1, 0)
    order = np.argsort(edges.columns, kind="stable")
    rows, columns, scores = edges.rows[order], edges.columns[order], edges.scores[order] * unit
    if not len(rows):
        return prices
    held = mentor_of[rows]
    used = held == columns
    gain = scores + being_placed(unit, len(mentor_of))
    worth = np.zeros(len(mentor_of), np.int64)
    worth[rows[used]] = gain[used]
    gain -= worth[rows]
    starts = np.flatnonzero(np.diff(columns, prepend=-1))
    heads = columns[starts]
    for _ in range(len(capacity) + 1):
        rent = np.where(held >= 0, prices[held], 0)
        raised = np.maximum(prices[heads], np.maximum.reduceat(gain + rent, starts))
        if (raised == prices[heads]).all():
            break
        prices[heads] = raised
    return prices


def improving_edges(
    scores: "Scores", capacity: "Ints", mentor_of: "Ints", prices: "Ints", floor: int
) -> "Ints":
    """Return flat positions of pairs of at least `floor` that the prices say could improve.

    Of each block of rows the most promising are taken, few enough to keep the graph sparse.
    """
    import numpy as np

    height, width = scores.shape
    unit = unit_of(capacity, height)
    rows = np.arange(height)
    placed = mentor_of >= 0
    profit = np.zeros(height, np.int64)
    mine = mentor_of[placed]
    profit[placed] = scores[rows[placed], mine].astype(np.int64) * unit - prices[mine]
    profit[~placed] = -being_placed(unit, height)
    step = max(1, BLOCK // width)
    found = []
    for top in range(0, height, step):
        block = scores[top : top + step]
        gain = block * np.int64(unit) - prices[None, :]
        gain -= profit[top : top + step, None]
        gain[block < floor] = 0
        cells = np.flatnonzero(gain > 0)
        most = 4 * len(block)
        if len(cells) > most:
            values = gain.ravel()[cells]
            cells = cells[np.argpartition(values, len(cells) - most)[-most:]]
        found.append(cells + top * width)
    return np.concatenate(found)


def being_placed(unit: int, mentees: int) -> int:
    """Return what one more pair is worth: more than all scores and loads together."""
    return TOP * unit * (mentees + 1)
