"""Place people with priority first, without leaving out one person more.

Someone whose pair ended early is matched first in the next round. Anyone who can be placed at all
can be placed in some pairing as large as any: people only change who is waitlisted, never how many
are.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]
    Scores = NDArray[np.int16]


def who_waits(scores: "Scores", mentor_of: "Ints", first: "Bools") -> "Bools":
    """Return which rows are waitlisted when the rows marked `first` are placed before the others.

    `mentor_of` is a largest pairing (-1 for none). Each marked row without a pair takes the place
    of the nearest unmarked one, by a chain of changes; if there is no such chain it is waitlisted
    too.
    """
    mentor_of = mentor_of.copy()
    for row in (first & (mentor_of < 0)).nonzero()[0].tolist():
        _take_a_place(scores, mentor_of, first, row)
    waits: Bools = mentor_of < 0
    return waits


def _take_a_place(scores: "Scores", mentor_of: "Ints", first: "Bools", row: int) -> None:
    """Walk breadth first from `row` to an unmarked row with a place, and shift along the way."""
    came_from: dict[int, tuple[int, int]] = {}
    front = [row]
    while front:
        following: list[int] = []
        for mentee in front:
            for column in (scores[mentee] >= 0).nonzero()[0].tolist():
                for holder in (mentor_of == column).nonzero()[0].tolist():
                    if holder in came_from or holder == row:
                        continue
                    came_from[holder] = (mentee, column)
                    if not first[holder]:
                        _shift(mentor_of, came_from, holder, row)
                        return
                    following.append(holder)
        front = following


def _shift(mentor_of: "Ints", came_from: dict[int, tuple[int, int]], holder: int, row: int) -> None:
    mentor_of[holder] = -1
    while holder != row:
        holder, column = came_from[holder]
        mentor_of[holder] = column
