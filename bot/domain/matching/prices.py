"""Dual prices: the proof that pairs left out of the sparse graph would not have helped.

The textbook certificate of an assignment: each mentor's place has a price, each mentee holds the
place with the best score after price, and a place that stays free costs nothing. If that is true
for the sparse graph but not for the whole matrix, the pairs that violate it are those to add.

Prices only concern pairs and scores. How ties spread over mentors is decided within the graph.
"""

from typing import TYPE_CHECKING

from bot.domain.matching.graph import BLOCK, Edges

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Scores = NDArray[np.int16]

TOP = 10_001
"""One point more than the largest score."""


def prices_of(edges: Edges, mentor_of: "Ints", mentors: int) -> "Ints":
    """Return the lowest prices that support an optimal `mentor_of` over `edges`.

    A mentor is worth at least what each mentee would gain by moving there, plus the price of the
    place that mentee would leave: longest paths, by Bellman-Ford. They end because in an optimum no
    cycle of moves gains anything.
    """
    import numpy as np

    prices = np.zeros(mentors, np.int64)
    if not len(edges.rows):
        return prices
    order = np.argsort(edges.columns, kind="stable")
    rows, columns = edges.rows[order], edges.columns[order]
    gain = edges.scores[order] + being_placed(len(mentor_of))
    held = mentor_of[rows]
    used = held == columns
    worth = np.zeros(len(mentor_of), np.int64)
    worth[rows[used]] = gain[used]
    gain -= worth[rows]
    starts = np.flatnonzero(np.diff(columns, prepend=-1))
    heads = columns[starts]
    rents = np.append(prices, 0)  # someone unmatched leaves no place: -1 finds the last entry
    for _ in range(mentors + 1):
        raised = np.maximum(rents[heads], np.maximum.reduceat(gain + rents[held], starts))
        if (raised == rents[heads]).all():
            break
        rents[heads] = raised
    return rents[:-1]


def improving_edges(scores: "Scores", mentor_of: "Ints", prices: "Ints", floor: int) -> "Ints":
    """Return flat positions of pairs of at least `floor` that may improve the result.

    Of each block of rows the most promising are taken, few enough to keep the graph sparse.
    """
    import numpy as np

    height, width = scores.shape
    placed = mentor_of >= 0
    profit = np.full(height, -being_placed(height), np.int64)
    mine = mentor_of[placed]
    profit[placed] = scores[np.flatnonzero(placed), mine] - prices[mine]
    # Half the width is twice the speed; the sums fit for every cohort that memory holds.
    kind = np.int32 if TOP * 4 * (height + 1) < 2**31 else np.int64
    prices, profit = prices.astype(kind), profit.astype(kind)
    step = max(1, BLOCK // 4 // width)
    improving = []
    for top in range(0, height, step):
        block = scores[top : top + step]
        gain = block - prices
        gain -= profit[top : top + step, None]
        cells = np.flatnonzero((gain > 0) & (block >= floor))
        most = 4 * len(block)
        if len(cells) > most:
            values = gain.ravel()[cells]
            cells = cells[np.argpartition(values, len(cells) - most)[-most:]]
        improving.append(cells + top * width)
    return np.concatenate(improving)


def being_placed(mentees: int) -> int:
    """Return what one more pair is worth: more than all scores together."""
    return TOP * (mentees + 1)
