import json
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.cohorts import KINDS, cohort
from bot.domain.errors import DomainError
from bot.domain.matching import (
    Code,
    MatchInput,
    MatchPerson,
    MatchResult,
    PairKey,
    broken_rules,
    check_swap,
    feasible_scores,
    solve,
    solve_input,
)
from bot.domain.vocabulary import PersonRole
from tests.domain.matching_people import USUAL, a_mentee, a_mentor, a_person, groups


def pairs_of(result) -> set[tuple[str, str]]:
    return {(pair.mentee, pair.mentor) for pair in result.pairs}


@settings(deadline=None, max_examples=80)
@given(groups, st.integers(0, 99), st.randoms(use_true_random=False))
def test_any_group_is_matched_within_the_rules_whatever_its_order(people, seed, dice) -> None:
    result = solve(people, USUAL, seed=seed)
    known = {person.id: person for person in people}
    for pair in result.pairs:
        assert broken_rules(known[pair.mentee], known[pair.mentor], USUAL) == ()
        assert len(pair.reasons) == 3
    assert len({pair.mentee for pair in result.pairs}) == len(result.pairs)
    for person in people:
        load = sum(pair.mentor == person.id for pair in result.pairs)
        assert load <= person.capacity
    dice.shuffle(people)
    assert solve(people, USUAL, seed=seed) == result


@settings(deadline=None, max_examples=40)
@given(groups)
def test_everybody_there_is_placed_or_told_why_not(people) -> None:
    result = solve(people, USUAL)
    placed = {pair.mentee for pair in result.pairs}
    engaged = {pair.mentor for pair in result.pairs}
    told = {(one.user, one.role) for one in result.unmatched}
    expected = set()
    for person in people:
        if person.present and person.is_mentee and person.id not in placed:
            expected.add((person.id, PersonRole.MENTEE))
        if person.present and person.is_mentor and person.id not in engaged:
            expected.add((person.id, PersonRole.MENTOR))
    assert told == expected


@settings(deadline=None, max_examples=40)
@given(groups)
def test_inputs_and_results_survive_being_stored(people) -> None:
    run = MatchInput.of(people, USUAL, seed=5)
    stored = MatchInput.from_json(json.loads(json.dumps(run.to_json())))
    assert stored == run
    result = solve_input(stored)
    assert result == solve_input(run)
    assert MatchResult.from_json(json.loads(json.dumps(result.to_json()))) == result


@pytest.mark.parametrize("kind", KINDS)
def test_order_changes_nothing_in_larger_cohorts(kind) -> None:
    people = cohort(kind, 150, 9)
    result = solve(people, USUAL, seed=2)
    Random(1).shuffle(people)
    assert solve(people, USUAL, seed=2) == result


def test_the_seed_breaks_ties_and_only_ties() -> None:
    people = [a_mentee(f"e{n}") for n in range(6)] + [a_mentor(f"m{n}") for n in range(6)]
    results = [solve(people, USUAL, seed=seed) for seed in range(5)]
    assert len({frozenset(pairs_of(result)) for result in results}) > 1
    assert len({(result.matched, result.total, result.worst) for result in results}) == 1


def test_somebody_given_twice_is_refused() -> None:
    with pytest.raises(DomainError, match=r"matching\.duplicate_person"):
        solve([a_mentee("same"), a_mentor("same")], USUAL)


def test_a_stored_input_of_newer_code_is_refused() -> None:
    plain = MatchInput.of([a_mentee()], USUAL).to_json()
    with pytest.raises(DomainError, match=r"matching\.unknown_version"):
        MatchInput.from_json({**plain, "version": 99})


class TestChangingARun:
    def people(self) -> list[MatchPerson]:
        return [
            a_mentee("ann", topics=["research"]),
            a_mentee("bea", topics=["interviews"]),
            a_mentor("max", topics=["research"]),
            a_mentor("nia", topics=["interviews"]),
        ]

    def test_a_lock_is_kept_and_the_rest_solved_around_it(self) -> None:
        result = solve(self.people(), USUAL, locked=[("ann", "nia")])
        assert pairs_of(result) == {("ann", "nia"), ("bea", "max")}
        assert {pair.mentee: pair.locked for pair in result.pairs} == {"ann": True, "bea": False}

    def test_a_locked_pair_uses_one_of_the_mentors_places(self) -> None:
        people = [a_mentee("ann"), a_mentee("bea"), a_mentor("max", capacity=2)]
        assert len(solve(people, USUAL, locked=[("ann", "max")]).pairs) == 2

    def test_a_forbidden_pair_is_solved_around(self) -> None:
        result = solve(self.people(), USUAL, forbidden=[("ann", "max")])
        assert pairs_of(result) == {("ann", "nia"), ("bea", "max")}

    def test_a_lock_that_breaks_a_rule_is_refused_with_the_rule(self) -> None:
        people = [a_mentee("ann", formats=["video"]), a_mentor("max", formats=["phone"])]
        with pytest.raises(DomainError) as refusal:
            solve(people, USUAL, locked=[("ann", "max")])
        assert refusal.value.code == "matching.lock_refused"
        assert refusal.value.facts["rules"] == ["formats"]

    def test_a_refused_lock_does_not_tell_whose_list_it_is(self) -> None:
        people = [a_mentee("ann", avoid=["max"]), a_mentor("max")]
        with pytest.raises(DomainError) as refusal:
            solve(people, USUAL, locked=[("ann", "max")])
        assert refusal.value.facts["rules"] == ["private"]

    @pytest.mark.parametrize(
        ("locked", "code"),
        [
            ([("ann", "ghost")], "matching.unknown_person"),
            ([("ann", "max"), ("ann", "nia")], "matching.locked_twice"),
            ([("ann", "max"), ("bea", "max")], "matching.locked_too_many"),
        ],
    )
    def test_locks_that_contradict_each_other_are_refused(self, locked, code) -> None:
        with pytest.raises(DomainError) as refusal:
            solve(self.people(), USUAL, locked=locked)
        assert refusal.value.code == code

    def test_a_swap_names_the_pairs_to_lock(self) -> None:
        run = MatchInput.of(self.people(), USUAL)
        swapped = check_swap(solve_input(run), run, "ann", "bea")
        assert swapped == (PairKey("ann", "nia"), PairKey("bea", "max"))
        again = solve(self.people(), USUAL, locked=swapped)
        assert pairs_of(again) == {("ann", "nia"), ("bea", "max")}

    def test_a_swap_may_not_break_a_rule_nor_name_somebody_without_a_pair(self) -> None:
        people = [*self.people(), a_mentee("cyd", formats=["shadowing"])]
        people[0] = a_mentee("ann", topics=["research"], avoid=["nia"])
        run = MatchInput.of(people, USUAL, forbidden=[("cyd", "max"), ("cyd", "nia")])
        result = solve_input(run)
        for other, code in [("bea", "matching.swap_refused"), ("cyd", "matching.unknown_person")]:
            with pytest.raises(DomainError) as refusal:
                check_swap(result, run, "ann", other)
            assert refusal.value.code == code

    def test_two_mentees_of_one_mentor_have_nothing_to_swap(self) -> None:
        people = [a_mentee("ann"), a_mentee("bea"), a_mentor("max", capacity=2)]
        run = MatchInput.of(people, USUAL)
        with pytest.raises(DomainError, match=r"matching\.same_mentor"):
            check_swap(solve_input(run), run, "ann", "bea")


def test_feasible_scores_list_every_allowed_pair_with_the_pairs_score() -> None:
    people = cohort("even", 40, 1)
    run = MatchInput.of(people, USUAL)
    listed = {(mentee, mentor): score for mentee, mentor, score in feasible_scores(run)}
    allowed = {
        (one.id, other.id)
        for one in people
        for other in people
        if not broken_rules(one, other, USUAL)
    }
    assert set(listed) == allowed
    for pair in solve_input(run).pairs:
        assert listed[pair.mentee, pair.mentor] == pair.score


class TestBothSides:
    def test_two_people_do_not_mentor_each_other_where_another_way_is_as_good(self) -> None:
        people = [a_person(name, PersonRole.BOTH) for name in ("ann", "bea", "cyd")]
        for seed in range(8):
            found = pairs_of(solve(people, USUAL, seed=seed))
            assert len(found) == 3
            assert not {(mentor, mentee) for mentee, mentor in found} & found

    def test_where_there_is_no_other_way_the_pair_stays_with_a_caution(self) -> None:
        people = [a_person(name, PersonRole.BOTH) for name in ("ann", "bea")]
        result = solve(people, USUAL)
        assert pairs_of(result) == {("ann", "bea"), ("bea", "ann")}
        assert {pair.caution.code for pair in result.pairs} == {Code.BOTH_WAYS}
