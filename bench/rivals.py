"""Other ways to choose pairs from the same matrix, for comparison with ours."""

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Scores = NDArray[np.int16]
    Ints = NDArray[np.int64]

FORBIDDEN = -1e9


def plain_optimal(scores: "Scores", capacity: "Ints") -> "Ints":
    """Return the assignment of largest total among the fullest: one column for each place."""
    owner = np.repeat(np.arange(scores.shape[1]), np.minimum(capacity, scores.shape[0]))
    places = scores[:, owner].astype(np.float64)
    places[places < 0] = FORBIDDEN
    rows, columns = linear_sum_assignment(places, maximize=True)
    allowed = places[rows, columns] >= 0
    mentor_of = np.full(scores.shape[0], -1, np.int64)
    mentor_of[rows[allowed]] = owner[columns[allowed]]
    return mentor_of


def greedy(scores: "Scores", capacity: "Ints") -> "Ints":
    """Return what taking the best pair left, again and again, comes to."""
    room = capacity.copy()
    mentor_of = np.full(scores.shape[0], -1, np.int64)
    order = np.argsort(-scores, axis=None, kind="stable")
    for cell in order[: int((scores >= 0).sum())].tolist():
        row, column = divmod(cell, scores.shape[1])
        if mentor_of[row] < 0 and room[column] > 0:
            mentor_of[row] = column
            room[column] -= 1
    return mentor_of


def deferred_acceptance(scores: "Scores", capacity: "Ints") -> "Ints":
    """Return the stable pairing in which mentees ask in order of score and mentors hold the best.

    Works round by round: everyone without a place asks the next mentor on their list.
    """
    ranked = np.argsort(-scores, axis=1, kind="stable")
    allowed = (scores >= 0).sum(axis=1)
    asked = np.zeros(scores.shape[0], np.int64)
    held: list[list[int]] = [[] for _ in range(scores.shape[1])]
    free = [row for row in range(scores.shape[0]) if allowed[row]]
    while free:
        row = free.pop()
        if asked[row] >= allowed[row]:
            continue
        column = int(ranked[row, asked[row]])
        asked[row] += 1
        held[column].append(row)
        if len(held[column]) > capacity[column]:
            least = min(held[column], key=lambda one: (scores[one, column], -one))
            held[column].remove(least)
            free.append(least)
    mentor_of = np.full(scores.shape[0], -1, np.int64)
    for column, rows in enumerate(held):
        mentor_of[rows] = column
    return mentor_of
