"""The people of one run arranged for the optimizer: rows, columns, and scores."""

from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from bot.domain.errors import DomainError
from bot.domain.matching.people import MatchInput, MatchPerson
from bot.domain.matching.rules import PRIVATE_RULES, broken_rules
from bot.domain.matching.score import score_matrix

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Scores = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Pool:
    """Mentees (rows), mentors (columns), and the scores and places that are still free.

    Locked pairs are taken out: their mentee is no row and their place no longer counts. A mentor
    without a free place stays a column, so that explanations can say who would have fitted.
    """

    run: MatchInput
    mentees: tuple[MatchPerson, ...]
    mentors: tuple[MatchPerson, ...]
    scores: "Scores"
    capacity: "Ints"


def lay_out(run: MatchInput) -> Pool:
    """Check the locks and return the pool in an order that depends only on IDs and the seed.

    The optimizer finds a best pairing whatever the order; which one among equals depends on it. So
    a shuffle by the seed is what breaks ties, and only ties.
    """
    import numpy as np

    check_locks(run)
    taken = {key.mentee for key in run.locked}
    places = Counter(key.mentor for key in run.locked)
    mentees = [p for p in run.people if p.is_mentee and p.present and p.id not in taken]
    mentors = [p for p in run.people if p.is_mentor and p.present and p.capacity > 0]
    dice = Random(run.seed)
    dice.shuffle(mentees)
    dice.shuffle(mentors)
    capacity = np.array([p.capacity - places[p.id] for p in mentors], np.int64)
    scores = score_matrix(mentees, mentors, run.settings, run.forbidden)
    return Pool(run, tuple(mentees), tuple(mentors), scores, capacity)


def check_locks(run: MatchInput) -> None:
    """Raise for a lock that names an unknown person or breaks a hard rule, saying which.

    ``matching.unknown_person`` with the ID; ``matching.lock_refused`` with the rules, in which what
    is confidential is only called private; ``matching.locked_twice``; ``matching.locked_too_many``.
    """
    people = {person.id: person for person in run.people}
    forbidden = frozenset(run.forbidden)
    for key in (*run.locked, *run.forbidden):
        for user in (key.mentee, key.mentor):
            if user not in people:
                raise DomainError("matching.unknown_person", user=user)
    for key in run.locked:
        mentee, mentor = people[key.mentee], people[key.mentor]
        broken = broken_rules(mentee, mentor, run.settings, forbidden)
        if broken:
            rules = sorted({"private" if r in PRIVATE_RULES else r.value for r in broken})
            raise DomainError(
                "matching.lock_refused", mentee=key.mentee, mentor=key.mentor, rules=rules
            )
    for user, times in Counter(key.mentee for key in run.locked).items():
        if times > 1:
            raise DomainError("matching.locked_twice", user=user)
    for user, times in Counter(key.mentor for key in run.locked).items():
        if times > people[user].capacity:
            raise DomainError(
                "matching.locked_too_many", user=user, capacity=people[user].capacity, locked=times
            )
