"""What one more mentor would change, computed by adding one and matching again."""

from typing import TYPE_CHECKING

from bot.domain.matching.graph import best_edges
from bot.domain.matching.max_min import fullest, reach
from bot.domain.matching.pool import Pool
from bot.domain.matching.result import CapacityGap
from bot.domain.matching.score import NEVER
from bot.domain.vocabulary import ANY_FIELD, FIELDS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]


def openings_of(pool: Pool, mentor_of: "Ints") -> tuple[CapacityGap, ...]:
    """Return, for each field that an unmatched person wants, how many one more mentor would place.

    The imagined mentor has the median number of places, meets in any format at any hour, and suits
    everyone who named the field or none. Most useful first.
    """
    waiting = mentor_of < 0
    if not waiting.any():
        return ()
    room = _usual_room(pool)
    wanted = [_wants(pool, field) for field in (*FIELDS[1:], None)]
    reached = _can_free(pool, mentor_of)
    capacity_gaps = []
    for field, wants in zip((*FIELDS[1:], None), wanted, strict=True):
        asked = waiting & wants
        if field is not None and not any(
            field in pool.mentees[row].fields for row in waiting.nonzero()[0].tolist()
        ):
            continue
        placed = min(room, int(asked.sum()))
        if placed < room and (reached & wants & ~waiting).any():
            placed = _placed_with(pool, mentor_of, wants, room)
        if placed:
            capacity_gaps.append(CapacityGap(field, room, placed))
    return tuple(sorted(capacity_gaps, key=lambda o: (-o.placed, o.field is None, o.field or "")))


def _usual_room(pool: Pool) -> int:
    """Return the median number of places that a mentor of this cohort has, at least one."""
    rooms = sorted(person.capacity for person in pool.mentors)
    return max(1, rooms[len(rooms) // 2]) if rooms else 1


def _wants(pool: Pool, field: str | None) -> "Bools":
    import numpy as np

    return np.array(
        [
            field is None or field in p.fields or ANY_FIELD in p.fields or not p.fields
            for p in pool.mentees
        ],
        bool,
    )


def _can_free(pool: Pool, mentor_of: "Ints") -> "Bools":
    """Return who could move so that, by a chain of moves, someone unmatched gets a place."""
    if not pool.scores.size:
        return mentor_of < 0
    return reach(pool.scores, pool.capacity, mentor_of, 0).mentees


def _placed_with(pool: Pool, mentor_of: "Ints", wants: "Bools", room: int) -> int:
    """Return how many more are placed if such a mentor joins: the largest pairing, again."""
    import numpy as np

    column = np.where(wants, 0, NEVER).astype(np.int16)[:, None]
    scores = np.concatenate([pool.scores, column], axis=1)
    capacity = np.append(pool.capacity, room)
    before = int((mentor_of >= 0).sum())
    enough = min(len(mentor_of), before + room)
    edges = best_edges(scores, capacity, everything=scores.size <= 40_000)
    placed, _ = fullest(scores, capacity, edges, 0, enough)
    return int((placed >= 0).sum()) - before
