"""Add up the scores of a small catalogue as one large integer, with some bits for each program.

Querying the index for a handful of programs costs more in preparation than in scoring. A small
index therefore queries once for each clause, keeps the scores packed in an integer, and answers a
question by adding a few integers, which Python does in nanoseconds.
"""

from array import array
from collections.abc import Iterable, Sequence
from sys import byteorder
from typing import Final

LANE_BYTES: Final = 4
STEPS: Final = 1 << 16  # fixed point: a lane holds scores up to 65,535 to about five digits
MOST_PROGRAMS: Final = 256


def packed(scores: Iterable[tuple[float, int]]) -> int:
    """Return scores packed into one integer; each comes with the number of its lane."""
    lanes = 0
    for score, lane in scores:
        lanes += round(score * STEPS) << (8 * LANE_BYTES * lane)
    return lanes


def masked(lanes: int, excluded: Iterable[int]) -> int:
    """Return the lanes with some set to zero."""
    full = (1 << (8 * LANE_BYTES)) - 1
    for lane in excluded:
        lanes &= ~(full << (8 * LANE_BYTES * lane))
    return lanes


def best(total: int, standings: int, held: Sequence[int], limit: int) -> list[tuple[float, int]]:
    """Return the greatest lanes with their scores, without empty ones.

    `standings` are lanes that count for the order and not for the score, and `held` is what each of
    them contains. Ties keep the lanes' order.
    """
    count = len(held)
    order = unpacked(total + standings, count).tolist()
    ranked = sorted(range(count), key=order.__getitem__, reverse=True)
    best_lanes = [((order[lane] - held[lane]) / STEPS, lane) for lane in ranked[:limit]]
    if all(score for score, _ in best_lanes):
        return best_lanes
    best_lanes = [((order[lane] - held[lane]) / STEPS, lane) for lane in ranked]
    return [(score, lane) for score, lane in best_lanes if score][:limit]


def unpacked(lanes: int, count: int) -> "array[int]":
    """Return the values of `count` lanes."""
    values = array("I", lanes.to_bytes(LANE_BYTES * count, byteorder))
    if byteorder == "big":
        values.reverse()
    return values
