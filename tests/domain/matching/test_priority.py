"""People with priority come first, and no one more is waitlisted for it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.matching import MatchPerson, MatchSettings, solve
from bot.domain.vocabulary import PersonRole

USUAL = MatchSettings()


def a_mentee(
    number: int, *, priority: bool = False, topics: frozenset[str] = frozenset()
) -> MatchPerson:
    return MatchPerson(f"e{number}", PersonRole.MENTEE, topics=topics, priority=priority)


def a_mentor(number: int, capacity: int = 1, avoid: frozenset[str] = frozenset()) -> MatchPerson:
    return MatchPerson(
        f"o{number}",
        PersonRole.MENTOR,
        capacity=capacity,
        topics=frozenset({"research"}),
        avoid=avoid,
    )


def test_priority_beats_a_better_score_for_the_last_place() -> None:
    better = a_mentee(1, topics=frozenset({"research"}))
    promised = a_mentee(2, priority=True, topics=frozenset({"interviews"}))

    result = solve([better, promised, a_mentor(1)], USUAL)

    assert [pair.mentee for pair in result.pairs] == ["e2"]
    assert [one.user for one in result.unmatched] == ["e1"]


def test_priority_reaches_a_place_through_a_chain_of_changes() -> None:
    # The promised mentee fits the first mentor only; both others fit both mentors.
    promised = a_mentee(3, priority=True)
    people = [
        a_mentee(1, priority=True, topics=frozenset({"research"})),
        a_mentee(2, topics=frozenset({"research"})),
        promised,
        a_mentor(1),
        a_mentor(2, avoid=frozenset({"e3"})),
    ]

    result = solve(people, USUAL)

    assert {pair.mentee for pair in result.pairs} == {"e1", "e3"}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.booleans(), min_size=1, max_size=7),
    st.lists(st.sets(st.integers(0, 6)), min_size=1, max_size=4),
)
def test_priority_never_costs_anybody_a_place(
    priorities: list[bool], avoided: list[set[int]]
) -> None:
    mentors = [
        a_mentor(number, avoid=frozenset(f"e{one}" for one in those))
        for number, those in enumerate(avoided)
    ]
    plain = [a_mentee(number) for number in range(len(priorities))]
    promised = [a_mentee(number, priority=first) for number, first in enumerate(priorities)]

    before, after = solve([*plain, *mentors], USUAL), solve([*promised, *mentors], USUAL)

    assert after.matched == before.matched
    waits = {one.user for one in after.unmatched}
    for one in promised:
        if one.priority and one.id in waits:
            alone = solve([*(p for p in promised if p.priority), *mentors], USUAL)
            served = sum(p.priority and p.id not in waits for p in promised)
            assert served == alone.matched
