import pytest

from bot.domain.matching import MatchSettings, PairKey, Rule, WindowRule, broken_rules, solve
from bot.domain.vocabulary import PersonRole
from tests.domain.matching_people import USUAL, a_mentee, a_mentor, a_person


def pairs_of(*people, settings=USUAL, **more) -> set[tuple[str, str]]:
    return {(pair.mentee, pair.mentor) for pair in solve(people, settings, **more).pairs}


BREAKING = {
    Rule.NOT_A_MENTEE: (a_person("mentee", PersonRole.MENTOR), a_mentor()),
    Rule.NOT_A_MENTOR: (a_mentee(), a_person("mentor", PersonRole.MENTEE)),
    Rule.NO_ROOM: (a_mentee(), a_mentor(capacity=0)),
    Rule.GONE: (a_mentee(present=False), a_mentor()),
    Rule.AVOIDED: (a_mentee(avoid=["mentor"]), a_mentor()),
    Rule.EARLIER_PARTNERS: (a_mentee(), a_mentor(prior_partners=["mentee"])),
    Rule.FORMATS: (a_mentee(formats=["video"]), a_mentor(formats=["phone", "chat"])),
    Rule.WINDOWS: (
        a_mentee(windows="mon 18:00-19:00"),
        a_mentor(windows="mon 18:30-19:30;tue 08:00-09:00"),
    ),
}


def test_two_willing_people_break_no_rule() -> None:
    assert broken_rules(a_mentee(), a_mentor(), USUAL) == ()
    assert pairs_of(a_mentee(), a_mentor()) == {("mentee", "mentor")}


@pytest.mark.parametrize("rule", BREAKING)
def test_each_hard_rule_alone_keeps_two_people_apart(rule) -> None:
    mentee, mentor = BREAKING[rule]
    assert broken_rules(mentee, mentor, USUAL) == (rule,)
    assert pairs_of(mentee, mentor) == set()


def test_nobody_mentors_oneself() -> None:
    both = a_person("both", PersonRole.BOTH)
    assert broken_rules(both, both, USUAL) == (Rule.ONESELF,)
    assert pairs_of(both) == set()


def test_a_forbidden_pair_is_not_proposed() -> None:
    mentee, mentor = a_mentee(), a_mentor()
    forbidden = frozenset([PairKey("mentee", "mentor")])
    assert broken_rules(mentee, mentor, USUAL, forbidden) == (Rule.FORBIDDEN,)
    assert pairs_of(mentee, mentor, forbidden=[("mentee", "mentor")]) == set()


def test_the_mentors_list_counts_as_much_as_the_mentees() -> None:
    assert pairs_of(a_mentee(), a_mentor(avoid=["mentee"])) == set()


def test_the_list_beats_every_score() -> None:
    # given a mentor who would be perfect, but is on the mentee's list, and one who barely fits
    mentee = a_mentee(avoid=["perfect"], topics=["research"], fields=["surgery"])
    perfect = a_mentor("perfect", topics=["research"], fields=["surgery"])
    barely = a_mentor("barely", topics=["interviews"], fields=["nursing"])
    assert pairs_of(mentee, perfect, barely) == {("mentee", "barely")}


@pytest.mark.parametrize(
    ("mentee_again", "mentor_again", "paired"),
    [(["mentor"], ["mentee"], True), (["mentor"], [], False), ([], ["mentee"], False)],
)
def test_earlier_partners_meet_again_only_if_both_wish_it(
    mentee_again, mentor_again, paired
) -> None:
    mentee = a_mentee(prior_partners=["mentor"], would_repeat=mentee_again)
    mentor = a_mentor(would_repeat=mentor_again)
    assert bool(pairs_of(mentee, mentor)) is paired


def test_somebody_without_windows_or_formats_fits_anybody() -> None:
    mentee = a_mentee(windows="sun 03:00-03:15", formats=["shadowing"])
    assert pairs_of(mentee, a_mentor()) == {("mentee", "mentor")}


def test_two_half_hours_are_not_an_unbroken_hour() -> None:
    mentee = a_mentee(windows="mon 18:00-18:30;wed 18:00-18:30")
    assert pairs_of(mentee, a_mentor(windows="mon 18:00-20:00;wed 18:00-20:00")) == set()


def test_an_hour_in_common_across_zones_and_midnight_is_enough() -> None:
    mentee = a_mentee(windows="sun 23:30-01:00", time_zone="America/New_York")
    mentor = a_mentor(windows="sun 20:30-21:30", time_zone="America/Los_Angeles")
    assert pairs_of(mentee, mentor) == {("mentee", "mentor")}


def test_soft_windows_let_people_without_a_common_hour_be_paired() -> None:
    mentee, mentor = a_mentee(windows="mon 18:00-19:00"), a_mentor(windows="tue 18:00-19:00")
    soft = MatchSettings(windows=WindowRule.SOFT)
    assert pairs_of(mentee, mentor, settings=soft) == {("mentee", "mentor")}


def test_a_mentor_takes_no_more_than_their_capacity() -> None:
    mentees = [a_mentee(f"mentee{n}") for n in range(5)]
    found = pairs_of(*mentees, a_mentor("wide", capacity=3), a_mentor("one", capacity=1))
    assert sorted(mentor for _, mentor in found) == ["one", "wide", "wide", "wide"]
    assert len({mentee for mentee, _ in found}) == 4
