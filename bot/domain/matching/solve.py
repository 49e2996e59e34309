"""Solve a run: arrange the input, choose pairs, and explain them."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.errors import DomainError
from bot.domain.matching.assign import Assignment, assign
from bot.domain.matching.explain import explain_pair
from bot.domain.matching.people import MatchInput, MatchPerson, PairKey
from bot.domain.matching.pool import Pool, lay_out
from bot.domain.matching.priority import who_waits
from bot.domain.matching.result import MatchedPair, MatchResult
from bot.domain.matching.rules import PRIVATE_RULES, broken_rules
from bot.domain.matching.score import NEVER
from bot.domain.matching.score_components import SCALE, score_of
from bot.domain.matching.settings import MatchSettings
from bot.domain.matching.unmatched import explain_unmatched, hints_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Pairs = Iterable[tuple[str, str] | PairKey]
_MENDS = 3


def solve(
    people: Iterable[MatchPerson],
    settings: MatchSettings,
    *,
    locked: Pairs = (),
    forbidden: Pairs = (),
    seed: int = 0,
) -> MatchResult:
    """Match people and explain the outcome.

    The same people in any order with the same seed give the same result. Raises `DomainError` for a
    person given twice and for impossible locks (see `check_locks`).
    """
    return solve_input(
        MatchInput.of(people, settings, locked=locked, forbidden=forbidden, seed=seed)
    )


def solve_input(run: MatchInput) -> MatchResult:
    """Match and explain a run; a stored one gives the same result as it did then."""
    pool = lay_out(run)
    assignment = _assign(pool)
    people = {person.id: person for person in run.people}
    locked = set(run.locked)
    chosen = locked.union(_keys(pool, assignment))
    pairs = tuple(
        _pair(
            people[key.mentee],
            people[key.mentor],
            run.settings,
            locked=key in locked,
            both_ways=PairKey(key.mentor, key.mentee) in chosen,
        )
        for key in sorted(chosen)
    )
    unmatched, openings = explain_unmatched(pool, assignment.mentor_of)
    return MatchResult(
        pairs=pairs,
        unmatched=unmatched,
        hints=hints_of(pool, assignment.mentor_of),
        openings=openings,
        seed=run.seed,
        matched=len(pairs),
        total=assignment.total / SCALE,
        worst=assignment.floor / SCALE,
        plain_total=assignment.plain_total / SCALE,
        plain_worst=assignment.plain_floor / SCALE,
        best_worst=assignment.highest_floor / SCALE,
    )


def _assign(pool: Pool) -> Assignment:
    """Choose the pairs: people with priority first, without leaving out more people."""
    import numpy as np

    assignment = assign(pool.scores, pool.capacity, pool.run.settings.kept_total)
    first = np.array([person.priority for person in pool.mentees], bool)
    if (first & (assignment.mentor_of < 0)).any():
        scores = pool.scores.copy()
        scores[who_waits(scores, assignment.mentor_of, first)] = NEVER
        pool = replace(pool, scores=scores)
        assignment = assign(pool.scores, pool.capacity, pool.run.settings.kept_total)
    return _without_both_ways(pool, assignment)


def feasible_scores(run: MatchInput) -> list[tuple[str, str, float]]:
    """Return (mentee, mentor, score) for every pair that the hard rules allow, in order of ID.

    Locks don't narrow the list: it says what is possible, not what was decided.
    """
    pool = lay_out(MatchInput.of(run.people, run.settings, forbidden=run.forbidden, seed=run.seed))
    rows, columns = (pool.scores != NEVER).nonzero()
    values = pool.scores[rows, columns].tolist()
    return sorted(
        (pool.mentees[row].id, pool.mentors[column].id, value / SCALE)
        for row, column, value in zip(rows.tolist(), columns.tolist(), values, strict=True)
    )


def check_swap(
    result: MatchResult, run: MatchInput, mentee: str, other: str
) -> tuple[PairKey, ...]:
    """Return the two pairs that result from exchanging two mentees' mentors, or raise why not.

    The result is what to lock before solving again. Raises ``matching.unknown_person`` for a mentee
    without a pair, ``matching.same_mentor``, or ``matching.swap_refused`` with the rules broken.
    """
    mentor_of = {pair.mentee: pair.mentor for pair in result.pairs}
    for user in (mentee, other):
        if user not in mentor_of:
            raise DomainError("matching.unknown_person", user=user)
    if mentor_of[mentee] == mentor_of[other]:
        raise DomainError("matching.same_mentor", mentor=mentor_of[mentee])
    people = {person.id: person for person in run.people}
    exchanged = (PairKey(mentee, mentor_of[other]), PairKey(other, mentor_of[mentee]))
    for key in exchanged:
        broken = broken_rules(
            people[key.mentee], people[key.mentor], run.settings, frozenset(run.forbidden)
        )
        if broken:
            rules = sorted({"private" if r in PRIVATE_RULES else r.value for r in broken})
            raise DomainError(
                "matching.swap_refused", mentee=key.mentee, mentor=key.mentor, rules=rules
            )
    return exchanged


def _keys(pool: Pool, assignment: Assignment) -> list[PairKey]:
    return [
        PairKey(pool.mentees[row].id, pool.mentors[column].id)
        for row, column in enumerate(assignment.mentor_of.tolist())
        if column >= 0
    ]


def _pair(
    mentee: MatchPerson,
    mentor: MatchPerson,
    settings: MatchSettings,
    *,
    locked: bool,
    both_ways: bool,
) -> MatchedPair:
    reasons, caution = explain_pair(mentee, mentor, settings, both_ways=both_ways)
    score = score_of(mentee, mentor, settings) / SCALE
    return MatchedPair(mentee.id, mentor.id, score, locked, reasons, caution)


def _without_both_ways(pool: Pool, assignment: Assignment) -> Assignment:
    """Return a pairing in which no two people mentor each other, if one is as good.

    As a hard rule it would make the problem hard to solve, so it is a preference: if it would leave
    someone out, or cost more than the guarantee for the total or the worst-off, the pair stays with
    a caution.
    """
    scores = pool.scores.copy()
    locked = set(pool.run.locked)
    row_of = {person.id: row for row, person in enumerate(pool.mentees)}
    column_of = {person.id: column for column, person in enumerate(pool.mentors)}
    best = assignment
    for _ in range(_MENDS):
        chosen = set(_keys(pool, best))
        mutual = [key for key in chosen if PairKey(key.mentor, key.mentee) in chosen | locked]
        if not mutual:
            return best
        for key in sorted(mutual):
            back = PairKey(key.mentor, key.mentee)
            if back in chosen and (_value(scores, row_of, column_of, back), back) < (
                _value(scores, row_of, column_of, key),
                key,
            ):
                continue
            scores[row_of[key.mentee], column_of[key.mentor]] = NEVER
        best = assign(scores, pool.capacity, pool.run.settings.kept_total)
        good = (
            best.matched == assignment.matched
            and best.floor >= assignment.plain_floor
            and best.total >= pool.run.settings.kept_total * assignment.plain_total
        )
        if not good:
            return assignment
    return assignment


def _value(
    scores: "NDArray[np.int16]", row_of: dict[str, int], column_of: dict[str, int], key: PairKey
) -> int:
    return int(scores[row_of[key.mentee], column_of[key.mentor]])
