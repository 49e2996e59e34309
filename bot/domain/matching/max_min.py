"""How good the worst-off pair can be without leaving anyone else out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.matching.graph import BLOCK, Edges

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Scores = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class ReachableSet:
    """Everything that alternating steps reach from unmatched mentees.

    A mentee is reached when freeing any place for them would let one more person in. `open_place`
    is a reached mentor with room, or None: then the pairing is already as large as possible.
    `cells` are the flat positions of the pairs stepped along.
    """

    mentees: "NDArray[np.bool_]"
    mentors: "NDArray[np.bool_]"
    open_place: int | None
    cells: "Ints"


def highest_floor(
    scores: "Scores", capacity: "Ints", mentor_of: "Ints", edges: Edges
) -> tuple[int, Edges]:
    """Return the highest floor that a largest pairing can have, and pairs that prove it.

    `mentor_of` is any largest pairing. The sparse graph is bisected with maximum flows; then one
    sweep over the full matrix proves that no higher floor exists, or yields the pairs for one.
    """
    placed = mentor_of >= 0
    matched = int(placed.sum())
    low = int(scores[placed.nonzero()[0], mentor_of[placed]].min())
    high = _ceiling(scores, capacity, matched)
    trial = high
    while low < high:
        chosen, edges = fullest(scores, capacity, edges, trial, matched)
        if int((chosen >= 0).sum()) == matched:
            rows = (chosen >= 0).nonzero()[0]
            low = int(scores[rows, chosen[rows]].min())
        else:
            high = trial - 1
        trial = (low + high + 1) // 2
    return low, edges


def fullest(
    scores: "Scores", capacity: "Ints", edges: Edges, floor: int, enough: int
) -> "tuple[Ints, Edges]":
    """Return a largest pairing among pairs of at least `floor`, and the pairs that it needed."""
    import numpy as np

    while True:
        mentor_of = edges.at_least(floor).fullest_flow(scores.shape, capacity)
        if edges.complete or int((mentor_of >= 0).sum()) >= enough:
            return mentor_of, edges
        reached = reach(scores, capacity, mentor_of, floor)
        if reached.open_place is None:
            return mentor_of, edges
        flat = edges.rows * scores.shape[1] + edges.columns
        edges = edges.joined(np.setdiff1d(reached.cells, flat), scores)


def _ceiling(scores: "Scores", capacity: "Ints", matched: int) -> int:
    """Return a floor that no pairing of `matched` pairs can exceed.

    If every mentee is placed, no one gets more than their own best; if every place is used, a
    mentor with two places has a floor of at most the second best of their own.
    """
    import numpy as np

    height = scores.shape[0]
    ceiling = int(scores.max())
    if matched == height:
        ceiling = min(ceiling, int(scores.max(axis=1).min()))
    if matched == int(capacity.sum()):
        for room in np.unique(capacity[capacity > 0]).tolist():
            columns = np.ascontiguousarray(scores.T[capacity == room])
            nth = np.partition(columns, height - room, axis=1)[:, height - room]
            ceiling = min(ceiling, int(nth.min()))
    return ceiling


def reach(scores: "Scores", capacity: "Ints", mentor_of: "Ints", floor: int) -> ReachableSet:
    """Walk from everyone unmatched along pairs of at least `floor`, back along pairs in use.

    The search is breadth first over the full matrix until it meets a mentor with room or finds
    nothing new, so it reads each row at most once.
    """
    import numpy as np

    width = scores.shape[1]
    room = capacity - np.bincount(mentor_of[mentor_of >= 0], minlength=width)
    mentees, mentors = mentor_of < 0, np.zeros(width, bool)
    front = np.flatnonzero(mentees)
    cells = []
    step = max(1, BLOCK // max(1, width))
    open_place = None
    while len(front) and open_place is None:
        first = np.full(width, -1)
        for top in range(0, len(front), step):
            part = front[top : top + step]
            fits = scores[part] >= floor
            new = fits.any(axis=0) & ~mentors & (first < 0)
            first[new] = part[fits[:, new].argmax(axis=0)]
        met = np.flatnonzero(first >= 0)
        mentors[met] = True
        cells.append(first[met] * width + met)
        free = met[room[met] > 0]
        open_place = int(free[0]) if len(free) else None
        following = (mentor_of >= 0) & ~mentees
        following[following] = first[mentor_of[following]] >= 0
        front = np.flatnonzero(following)
        mentees |= following
    return ReachableSet(
        mentees, mentors, open_place, np.concatenate(cells or [np.zeros(0, np.int64)])
    )
