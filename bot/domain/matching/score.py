"""Scores of all pairs at the same time: components and rules, vectorized.

Each component is computed for a block of mentees against all mentors, in the same order and in the
same 64-bit arithmetic as the plain definition, so the two agree exactly.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from bot.domain.matching.people import MatchPerson, PairKey
from bot.domain.matching.score_components import points_of
from bot.domain.matching.score_matrix import part_sheets, rule_sheets
from bot.domain.matching.settings import MatchSettings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Scores = NDArray[np.int16]

NEVER = -1
"""The entry of a pair that a hard rule keeps apart."""
_ENTRIES = 1 << 17


def score_matrix(
    mentees: Sequence[MatchPerson],
    mentors: Sequence[MatchPerson],
    settings: MatchSettings,
    forbidden: Iterable[PairKey] = (),
) -> "Scores":
    """Return scores of shape (mentees, mentors) in ten-thousandths; `NEVER` if a rule forbids.

    The caller handles capacity and presence: rows and columns contain only people who count.
    """
    import numpy as np

    scores = np.empty((len(mentees), len(mentors)), np.int16)
    if not scores.size:
        return scores
    parts = part_sheets(mentees, mentors, settings)
    rules = rule_sheets(mentees, mentors, settings)
    points = points_of(settings.weights)
    step = max(1, _ENTRIES // len(mentors))
    for top in range(0, len(mentees), step):
        rows = slice(top, min(top + step, len(mentees)))
        total = np.zeros((rows.stop - top, len(mentors)))
        for name, sheet in parts.items():
            total += points[name] * sheet(rows)
        np.rint(total, out=total)
        for rule in rules:
            total[~rule(rows)] = NEVER
        scores[rows] = total
    for row, column in _kept_apart(mentees, mentors, forbidden):
        scores[row, column] = NEVER
    return scores


def _kept_apart(
    mentees: Sequence[MatchPerson], mentors: Sequence[MatchPerson], forbidden: Iterable[PairKey]
) -> Iterable[tuple[int, int]]:
    """Yield the pairs that lists forbid: few, so they are iterated instead of vectorized."""
    row_of = {person.id: row for row, person in enumerate(mentees)}
    column_of = {person.id: column for column, person in enumerate(mentors)}
    pairs = {(key.mentee, key.mentor) for key in forbidden}
    for person in (*mentees, *mentors):
        pairs.add((person.id, person.id))
        for other in person.avoid:
            pairs |= {(person.id, other), (other, person.id)}
    people = {person.id: person for person in (*mentees, *mentors)}
    for person in people.values():
        for other in person.prior_partners:
            again = other in people and (
                other in person.would_repeat and person.id in people[other].would_repeat
            )
            if not again:
                pairs |= {(person.id, other), (other, person.id)}
    for mentee, mentor in pairs:
        if mentee in row_of and mentor in column_of:
            yield row_of[mentee], column_of[mentor]
