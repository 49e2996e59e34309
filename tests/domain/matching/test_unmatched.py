import pytest

from bench.cohorts import cohort
from bot.domain.matching import (
    Code,
    MatchInput,
    MatchResult,
    Unmatched,
    feasible_scores,
    solve,
)
from bot.domain.vocabulary import PersonRole, Stage
from tests.domain.matching_people import USUAL, a_mentee, a_mentor


def left_over(result: MatchResult, user: str) -> Unmatched:
    return next(one for one in result.unmatched if one.user == user)


def the_reason(*people, user="mentee") -> Unmatched:
    return left_over(solve(people, USUAL), user)


def test_without_mentors_the_reason_is_that_nobody_is_there() -> None:
    found = the_reason(a_mentee())
    assert found.reason.code is Code.NOBODY_THERE
    assert found.fix.code is Code.ONE_MORE_MENTOR


def test_without_mentees_the_reason_is_that_nobody_is_there() -> None:
    found = the_reason(a_mentor(), user="mentor")
    assert found.reason.facts == {"side": "mentee"}
    assert found.fix.code is Code.ONE_MORE_MENTEE


def test_a_mentor_with_no_place_is_told_what_brings_them_in() -> None:
    found = the_reason(a_mentee(), a_mentor(capacity=0), user="mentor")
    assert (found.reason.code, found.fix.code) == (Code.NO_ROOM, Code.RAISE_CAPACITY)


def test_windows_are_the_reason_and_the_hour_to_add_is_on_ones_own_clock() -> None:
    mentee = a_mentee(windows="mon 08:00-09:00", time_zone="America/New_York")
    mentors = [a_mentor(f"m{n}", windows="tue 18:00-20:00", time_zone="UTC") for n in range(2)]
    other = a_mentor("other", windows="wed 10:00-11:00")
    found = the_reason(mentee, *mentors, other)
    assert (found.reason.code, found.reason.facts) == (Code.WINDOWS, {"people": 3, "kept": 3})
    assert found.fix.facts == {"window": "tue 13:00-14:00", "people": 2}


def test_the_hour_to_add_does_open_as_many_as_it_says() -> None:
    mentors = [a_mentor(f"m{n}", windows="tue 18:00-20:00") for n in range(2)]
    found = the_reason(a_mentee(windows="mon 08:00-09:00"), *mentors)
    added = a_mentee(windows=f"mon 08:00-09:00;{found.fix.facts['window']}")
    opened = feasible_scores(MatchInput.of([added, *mentors], USUAL))
    assert len(opened) == found.fix.facts["people"]


def test_formats_are_the_reason_where_they_alone_keep_people_apart() -> None:
    mentors = [a_mentor("m1", formats=["phone"]), a_mentor("m2", formats=["phone", "chat"])]
    found = the_reason(a_mentee(formats=["video"]), *mentors)
    assert found.reason.code is Code.FORMATS
    assert found.fix.facts == {"format": "phone", "people": 2}


def test_lists_are_counted_and_nobody_on_them_is_named() -> None:
    mentee = a_mentee(avoid=["m1"])
    found = the_reason(mentee, a_mentor("m1"), a_mentor("m2", avoid=["mentee"]))
    assert (found.reason.code, found.reason.facts) == (Code.LISTS, {"people": 2, "kept": 2})
    assert "m1" not in str(found.to_json())


def test_one_each_who_avoid_each_other_both_learn_that_choices_rule_it_out() -> None:
    result = solve([a_mentee(avoid=["mentor"]), a_mentor(avoid=["mentee"])], USUAL)
    assert {one.reason.code for one in result.unmatched} == {Code.LISTS}


def test_several_rules_together_are_said_to_be_several() -> None:
    mentor = a_mentor(formats=["phone"], windows="tue 18:00-19:00")
    found = the_reason(a_mentee(formats=["video"], windows="mon 18:00-19:00"), mentor)
    assert found.reason.code is Code.SEVERAL


def test_the_field_is_named_where_places_ran_out_in_it() -> None:
    mentees = [a_mentee(f"e{n}", fields=["surgery"]) for n in range(4)]
    result = solve([*mentees, a_mentor("m", fields=["surgery"])], USUAL)
    waiting = [one for one in result.unmatched if one.role is PersonRole.MENTEE]
    assert len(waiting) == 3
    for one in waiting:
        assert one.reason.code is Code.CAPACITY_IN_FIELD
        assert one.reason.facts == {"fits": 1, "field": "surgery", "waiting": 3}


def test_topics_are_named_where_no_field_was() -> None:
    people = [a_mentee("e1", topics=["research"]), a_mentee("e2", topics=["research"])]
    found = solve([*people, a_mentor()], USUAL).unmatched
    assert [one.reason.code for one in found] == [Code.CAPACITY_ON_TOPICS]


@pytest.mark.parametrize("seed", range(4))
def test_one_more_mentor_places_exactly_as_many_as_promised(seed) -> None:
    people = cohort("scarce", 60, seed)
    before = solve(people, USUAL)
    assert before.openings
    for opening in before.openings:
        fields = [opening.field] if opening.field else []
        # The imagined mentor suits everyone who named the field, "any field", or none.
        newcomer = a_mentor("newcomer", fields=fields, capacity=opening.room, stage=Stage.ANY)
        suited = {
            person.id
            for person in people
            if opening.field is None
            or not person.fields
            or person.fields & {opening.field, "any-health-career"}
        }
        forbidden = [(person.id, "newcomer") for person in people if person.id not in suited]
        after = solve([*people, newcomer], USUAL, forbidden=forbidden)
        assert after.matched - before.matched == opening.placed


def test_idle_mentors_learn_how_many_would_have_fitted() -> None:
    found = solve([a_mentee(), a_mentor("m1"), a_mentor("m2")], USUAL).unmatched
    assert [(one.reason.code, one.reason.facts) for one in found] == [(Code.NO_DEMAND, {"fits": 1})]


def test_two_who_would_both_gain_are_hinted_at() -> None:
    # Placing both needs ann with nia and bea with max, though bea and nia would both gain.
    ann = a_mentee("ann", topics=["interviews"], avoid=["max"])
    bea = a_mentee("bea", topics=["research"])
    max_ = a_mentor("max", topics=["interviews"])
    nia = a_mentor("nia", topics=["research"])
    result = solve([ann, bea, max_, nia], USUAL)
    assert {(pair.mentee, pair.mentor) for pair in result.pairs} == {("ann", "nia"), ("bea", "max")}
    assert [(hint.mentee, hint.mentor) for hint in result.hints] == [("bea", "nia")]
    assert result.hints[0].mentee_gain > 0
    assert result.hints[0].mentor_gain > 0


def test_private_communities_never_show_in_a_reason() -> None:
    ours = {"communities": ["first-gen"], "share_communities": True}
    result = solve([a_mentee(**ours), a_mentor(**ours)], USUAL)
    assert "first-gen" not in str(result.to_json())
    assert "communit" not in str([note.to_json() for note in result.pairs[0].reasons])
