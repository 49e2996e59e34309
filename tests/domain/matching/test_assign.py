from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.cohorts import HARD, KINDS, cohort, few_mentors, hard_matrix
from bench.rivals import plain_optimal
from bot.domain.matching import MatchInput
from bot.domain.matching.assign import assign
from bot.domain.matching.graph import best_edges
from bot.domain.matching.max_min import fullest, reach
from bot.domain.matching.pool import lay_out
from tests.domain.matching_people import USUAL

KEPT = 0.995


def a_matrix(rows) -> Any:
    return np.array(rows, np.int16)


def measured(scores, mentor_of) -> tuple[int, int, int]:
    rows = np.flatnonzero(np.asarray(mentor_of) >= 0)
    used = [int(scores[row, mentor_of[row]]) for row in rows]
    return len(used), sum(used), min(used, default=0)


def every_pairing(scores, capacity) -> Iterator[tuple[int, ...]]:
    """Yield all pairings there are: the slowest and surest way."""
    mentors = range(scores.shape[1])
    for choice in product((-1, *mentors), repeat=scores.shape[0]):
        allowed = all(c < 0 or scores[r, c] >= 0 for r, c in enumerate(choice))
        if allowed and all(choice.count(c) <= capacity[c] for c in mentors):
            yield choice


small = st.integers(1, 5).flatmap(
    lambda mentors: st.tuples(
        st.lists(
            st.lists(
                st.sampled_from([-1, -1, 0, 3, 4, 900, 5_000, 9_999, 10_000]),
                min_size=mentors,
                max_size=mentors,
            ),
            min_size=1,
            max_size=4,
        ),
        st.lists(st.integers(0, 3), min_size=mentors, max_size=mentors),
    )
)


@settings(deadline=None, max_examples=150)
@given(small)
def test_small_pairings_are_the_best_of_all_there_are(example) -> None:
    assert_best_of_all(a_matrix(example[0]), np.array(example[1], np.int64))


def assert_best_of_all(scores, capacity) -> None:
    all_of_them = [measured(scores, choice) for choice in every_pairing(scores, capacity)]
    most = max(matched for matched, _, _ in all_of_them)
    plain = max(total for matched, total, _ in all_of_them if matched == most)
    kept = [one for one in all_of_them if one[0] == most and one[1] >= KEPT * plain]
    # Highest floor among those that keep the total; then the largest total at that floor.
    floor, total = max((floor, total) for _, total, floor in kept)
    found = assign(scores, capacity, KEPT)
    assert measured(scores, found.mentor_of) == (most, total, floor)
    assert (found.matched, found.total, found.floor) == (most, total, floor)
    assert found.plain_total == plain
    assert found.highest_floor == max(one[2] for one in all_of_them if one[0] == most)


@settings(
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(small)
def test_small_pairings_are_the_best_of_all_there_are_from_a_sparse_graph_too(
    monkeypatch, example
) -> None:
    # One pair for each mentee and each mentor: nearly everything has to be bought back.
    monkeypatch.setattr("bot.domain.matching.assign.SMALL", 0)
    monkeypatch.setattr("bot.domain.matching.graph.PER_MENTEE", 1)
    monkeypatch.setattr("bot.domain.matching.graph.PER_PLACE", 1)
    assert_best_of_all(a_matrix(example[0]), np.array(example[1], np.int64))


@pytest.mark.parametrize("seed", [1, 2, 13])
def test_no_pairing_is_as_fair_and_better_or_as_good_and_fairer(seed) -> None:
    # About 500 mentees and 113 mentors. The floor that the sparse graph found was right, but a
    # pairing with the same floor had a larger total.
    pool = lay_out(MatchInput.of(few_mentors(500, seed), USUAL))
    assert pool.scores.size > 40_000, "small enough to be solved whole would prove nothing"
    found = assign(pool.scores, pool.capacity)
    as_fair, fairer = (
        measured(
            pool.scores,
            plain_optimal(np.where(pool.scores < floor, -1, pool.scores), pool.capacity),
        )
        for floor in (found.floor, found.floor + 1)
    )
    assert (found.matched, found.total) == as_fair[:2]
    assert fairer[0] < found.matched or fairer[1] < 0.996 * found.plain_total


@pytest.mark.parametrize("kind", HARD)
@pytest.mark.parametrize("size", [7, 60, 300])
def test_misleading_matrices_keep_every_promise(kind, size) -> None:
    scores, capacity = hard_matrix(kind, size, seed=3)
    assert_promises(scores, capacity)


@pytest.mark.parametrize("kind", KINDS)
def test_cohorts_keep_every_promise_on_the_sparse_graph_too(kind) -> None:
    pool = lay_out(MatchInput.of(cohort(kind, 350, 4), USUAL))
    assert pool.scores.size > 40_000, "small enough to be solved whole would prove nothing"
    assert_promises(pool.scores, pool.capacity)


def assert_promises(scores, capacity) -> None:
    found = assign(scores, capacity)
    matched, total, floor = measured(scores, found.mentor_of)
    most, best, plain_floor = measured(scores, plain_optimal(scores, capacity))
    assert matched == most
    assert floor >= plain_floor
    assert total >= KEPT * best
    assert found.plain_total == best, "the sparse graph must cost nothing"
    assert np.all(np.bincount(found.mentor_of[found.mentor_of >= 0]) <= capacity.max())
    load = np.bincount(found.mentor_of[found.mentor_of >= 0], minlength=len(capacity))
    assert np.all(load <= capacity)
    assert np.all(scores[found.mentor_of >= 0, found.mentor_of[found.mentor_of >= 0]] >= 0)


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0)])
def test_nobody_on_one_side_gives_no_pairs(shape) -> None:
    found = assign(np.zeros(shape, np.int16), np.ones(shape[1], np.int64))
    assert found.matched == 0
    assert found.mentor_of.tolist() == [-1] * shape[0]


def test_placing_one_more_beats_any_score() -> None:
    # The best pair (0, 0) would leave mentee 1 without anyone.
    scores = a_matrix([[10_000, 1], [1, -1]])
    assert assign(scores, np.array([1, 1])).mentor_of.tolist() == [1, 0]


def test_the_worst_off_is_raised_where_that_is_all_but_free() -> None:
    # Plain optimum 19,000 with a worst-off of 1,000; 18,990 keeps everyone at 2,000 or more.
    scores = a_matrix([[9_000, 9_000, 7_990], [9_000, 9_000, 1_000], [2_000, 1_000, 1_000]])
    found = assign(scores, np.array([1, 1, 1]))
    assert (found.plain_total, found.plain_floor) == (19_000, 1_000)
    assert (found.total, found.floor) == (18_990, 2_000)


def test_the_worst_off_is_not_raised_at_any_price() -> None:
    # Raising 1,000 to 1,001 would cost half of the total.
    scores = a_matrix([[10_000, 1_001], [1_001, 1_000]])
    found = assign(scores, np.array([1, 1]))
    assert found.mentor_of.tolist() == [0, 1]
    assert found.highest_floor == 1_001


def test_equal_pairs_spread_over_mentors() -> None:
    scores = np.full((4, 4), 5_000, np.int16)
    found = assign(scores, np.full(4, 4, np.int64))
    assert sorted(found.mentor_of.tolist()) == [0, 1, 2, 3]


def test_spreading_never_costs_a_point() -> None:
    scores = a_matrix([[5_001, 5_000], [5_001, 5_000], [5_001, 5_000]])
    assert assign(scores, np.array([3, 3])).mentor_of.tolist() == [0, 0, 0]


def test_what_sparsity_cost_is_bought_back_from_the_full_matrix() -> None:
    # Everyone's best dozen are the same dozen mentors; places for all exist elsewhere only.
    scores = np.full((300, 300), 100, np.int16)
    scores[:, :12] = 9_000
    sparse = best_edges(scores, np.ones(300, np.int64), everything=False)
    assert len(sparse.rows) < scores.size // 4
    found = assign(scores, np.ones(300, np.int64))
    assert found.matched == 300
    assert found.total == 12 * 9_000 + 288 * 100


def test_reaching_stops_where_one_more_can_be_placed() -> None:
    scores = a_matrix([[5, -1], [5, 5]])
    found = reach(scores, np.array([1, 1]), np.array([-1, 0]), 0)
    assert found.open_place == 1


def test_a_fullest_pairing_is_full() -> None:
    scores = a_matrix([[5, -1, -1], [5, 5, -1], [-1, 5, -1]])
    edges = best_edges(scores, np.array([1, 1, 1]), everything=True)
    mentor_of, _ = fullest(scores, np.array([1, 1, 1]), edges, 0, 3)
    assert int((mentor_of >= 0).sum()) == 2
