import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import DomainError
from bot.domain.matching import MatchConfig, MatchSettings, Weights, WindowRule, broken_rules
from bot.domain.matching.score import NEVER, score_matrix
from bot.domain.matching.score_components import parts_of, score_of
from bot.domain.matching.settings import PARTS
from bot.domain.vocabulary import STAGES, PersonRole, Stage
from tests.domain.matching_people import USUAL, a_mentee, a_mentor, a_person, groups


def part(name, mentee, mentor) -> float:
    return parts_of(mentee, mentor, USUAL)[name]


@settings(deadline=None, max_examples=60)
@given(groups, st.sampled_from(list(WindowRule)))
def test_the_matrix_says_for_every_pair_what_the_plain_definition_says(people, rule) -> None:
    chosen = MatchSettings(windows=rule)
    mentees = [p for p in people if p.is_mentee and p.present]
    mentors = [p for p in people if p.is_mentor and p.present and p.capacity]
    plain = [
        [
            NEVER if broken_rules(one, other, chosen) else score_of(one, other, chosen)
            for other in mentors
        ]
        for one in mentees
    ]
    assert score_matrix(mentees, mentors, chosen).tolist() == plain


@settings(deadline=None, max_examples=50)
@given(groups)
def test_scores_and_their_parts_stay_in_range(people) -> None:
    for one in people:
        for other in people:
            assert all(0 <= value <= 1 for value in parts_of(one, other, USUAL).values())
            assert 0 <= score_of(one, other, USUAL) <= 10_000


def test_every_weight_has_its_part_and_each_part_its_weight() -> None:
    assert tuple(parts_of(a_mentee(), a_mentor(), USUAL)) == PARTS


@pytest.mark.parametrize(
    ("name", "better", "worse"),
    [
        ("topics", {"topics": ["research", "interviews"]}, {"topics": ["research"]}),
        ("field", {"fields": ["surgery"]}, {"fields": ["oncology"]}),
        ("field", {"fields": ["oncology"]}, {"fields": ["nursing"]}),
        ("stage", {"stage": Stage.RESIDENT}, {"stage": Stage.HIGH_SCHOOL}),
        ("windows", {"windows": "mon 18:00-21:00"}, {"windows": "mon 18:00-19:30"}),
        ("hours", {"hours": 4.0}, {"hours": 1.0}),
        ("place", {"state": "NY"}, {"state": "CA"}),
        (
            "roles",
            {"roles_wanted": frozenset(["career"])},
            {"roles_wanted": frozenset(["academic"])},
        ),
    ],
)
def test_what_fits_better_scores_higher(name, better, worse) -> None:
    mentee = a_mentee(
        topics=["research", "interviews"],
        fields=["surgery"],
        stage=Stage.COLLEGE_PRE_HEALTH,
        windows="mon 18:00-22:00",
        hours=4.0,
        formats=["in-person"],
        state="NY",
        roles_wanted=frozenset(["career"]),
    )
    assert part(name, mentee, a_mentor(**better)) > part(name, mentee, a_mentor(**worse))


def test_somebody_who_is_both_may_offer_other_topics_than_they_want() -> None:
    mentee = a_mentee(topics=["research"])
    both = a_person("both", PersonRole.BOTH, topics=["interviews"], offers=["research"])
    assert part("topics", mentee, both) == 1.0
    assert part("topics", both, a_mentor(topics=["research"])) == 0.0


def test_near_peer_and_far_ahead_turn_the_preference_round() -> None:
    near, far = a_mentor(stage=Stage.POST_BAC), a_mentor(stage=Stage.JUNIOR_FACULTY)
    wants_near = a_mentee(stage=Stage.COLLEGE_PRE_HEALTH, near_peer=True)
    wants_far = a_mentee(stage=Stage.COLLEGE_PRE_HEALTH, near_peer=False)
    assert part("stage", wants_near, near) > part("stage", wants_near, far)
    assert part("stage", wants_far, far) > part("stage", wants_far, near)


def test_out_of_field_counts_for_something_where_it_is_welcome() -> None:
    mentor = a_mentor(fields=["nursing"])
    welcome = a_mentee(fields=["surgery"], out_of_field=True)
    assert part("field", welcome, mentor) > part("field", a_mentee(fields=["surgery"]), mentor)


@pytest.mark.parametrize("one_ticked", [(True, False), (False, True), (False, False)])
def test_communities_count_only_where_both_ticked_and_never_against_anybody(one_ticked) -> None:
    ours, theirs = one_ticked
    mentee = a_mentee(communities=["first-gen"], share_communities=ours)
    mentor = a_mentor(communities=["first-gen"], share_communities=theirs)
    silent = a_mentor()
    assert part("communities", mentee, mentor) == part("communities", mentee, silent)
    chosen = a_mentor(communities=["first-gen"], share_communities=True)
    wish = a_mentee(communities=["first-gen"], share_communities=True)
    assert part("communities", wish, chosen) == 1.0
    assert part("communities", wish, a_mentor(communities=["urm"], share_communities=True)) == part(
        "communities", wish, silent
    )


def test_every_stage_but_any_stands_on_the_ladder() -> None:
    assert {stage for stage in STAGES if stage.step is None} == {Stage.ANY}


TABLE = {
    "weights": Weights().to_json(),
    "rules": {"windows": "hard"},
    "objective": {"kept_total": 0.996},
    "words": {"field matters more": {"field": 2.0}},
}


def test_a_word_changes_what_counts() -> None:
    config = MatchConfig.from_table(TABLE)
    usual, more = config.settings(), config.settings(["Field  matters more"])
    assert more.weights.field == 2 * usual.weights.field
    assert more.weights.topics == usual.weights.topics
    mentee = a_mentee(fields=["surgery"])
    mentor = a_mentor(fields=["surgery"])
    assert score_of(mentee, mentor, more) > score_of(mentee, mentor, usual)


def test_an_unknown_word_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(DomainError) as refusal:
        MatchConfig.from_table(TABLE).settings(["hair matters more"])
    assert refusal.value.code == "matching.unknown_word"
    assert refusal.value.facts["known"] == ["field matters more"]


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"weights": {"hair": 1.0}}, "weights.hair"),
        ({"weights": {"field": -1.0}}, "weights.field"),
        ({"words": {"odd": {"hair": 2.0}}}, "words.odd"),
        ({"weights": dict.fromkeys(PARTS, 0.0)}, "weights"),
    ],
)
def test_a_configuration_that_can_not_be_right_is_named(change, key) -> None:
    with pytest.raises(DomainError) as refusal:
        MatchConfig.from_table({**TABLE, **change})
    assert refusal.value.facts["key"] == key
