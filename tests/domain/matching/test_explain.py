"""Why two people were paired, and what to look out for: each note, and when it isn't said."""

from datetime import date
from typing import Any

import pytest

from bot.domain.matching import Code, MatchSettings
from bot.domain.matching.explain import explain_pair, local_text
from bot.domain.vocabulary import ANY_FIELD, Stage
from tests.domain.matching_people import USUAL, a_mentee, a_mentor

Facts = dict[str, Any]
# Nothing is missing between these two; each case below changes a little.
SUITED = {"topics": ["research"], "fields": ["surgery"], "stage": Stage.COLLEGE_PRE_HEALTH}
ABLE = {"topics": ["research"], "fields": ["surgery"], "stage": Stage.RESIDENT}


def explained(mentee: Facts, mentor: Facts) -> tuple[list[Code], Code, Facts]:
    reasons, caution = explain_pair(a_mentee(**SUITED | mentee), a_mentor(**ABLE | mentor), USUAL)
    return [note.code for note in reasons], caution.code, caution.facts


@pytest.mark.parametrize(
    ("mentee", "mentor", "caution", "facts"),
    [
        ({}, {}, Code.NOTHING, {}),
        ({"topics": []}, {}, Code.SILENT_PROFILE, {"side": "mentee"}),
        ({}, {"topics": []}, Code.SILENT_PROFILE, {"side": "mentor"}),
        ({"topics": ["interviews"]}, {}, Code.NO_TOPIC, {"topics": ["interviews"]}),
        (
            {"topics": ["research", "interviews"]},
            {},
            Code.TOPICS_LEFT,
            {"topics": ["interviews"]},
        ),
        (
            {"fields": ["nursing"]},
            {},
            Code.OTHER_FIELD,
            {"wanted": ["nursing"], "offered": ["surgery"]},
        ),
        ({"fields": [ANY_FIELD]}, {}, Code.NOTHING, {}),
        ({"fields": []}, {}, Code.NOTHING, {}),
        ({}, {"stage": Stage.HIGH_SCHOOL}, Code.BEHIND, {"stage": "high-school"}),
        ({}, {"stage": Stage.COLLEGE_PRE_HEALTH}, Code.LEVEL, {"stage": "college-pre-health"}),
        ({"near_peer": True}, {"stage": Stage.COLLEGE_PRE_HEALTH}, Code.NOTHING, {}),
        ({"near_peer": True}, {}, Code.TOO_FAR, {"stage": "resident"}),
        (
            {"near_peer": False},
            {"stage": Stage.POST_BAC},
            Code.TOO_NEAR,
            {"stage": "post-bac"},
        ),
        (
            {"windows": "mon 18:00-22:00"},
            {"windows": "mon 21:01-23:00"},
            Code.NO_HOUR,
            {"minutes": 59},
        ),
        (
            {"windows": "mon 18:00-22:00"},
            {"windows": "mon 21:00-23:00"},
            Code.FEW_HOURS,
            {"minutes": 60},
        ),
        (
            {"windows": "mon 18:00-22:00"},
            {"windows": "mon 20:01-23:00"},
            Code.FEW_HOURS,
            {"minutes": 119},
        ),
        ({"windows": "mon 18:00-22:00"}, {"windows": "mon 20:00-23:00"}, Code.NOTHING, {}),
        ({"windows": "mon 18:00-22:00"}, {}, Code.NOTHING, {}),
        ({"hours": 4.0}, {"hours": 3.5}, Code.TIME_SHORT, {"hoped": 4.0, "offered": 3.5}),
        ({"hours": 4.0}, {"hours": 4.0}, Code.NOTHING, {}),
        (
            {"formats": ["in-person"], "state": "NY"},
            {"state": "CA"},
            Code.OTHER_STATE,
            {"mentee": "NY", "mentor": "CA"},
        ),
        ({"formats": ["in-person"], "state": "NY"}, {"state": "NY"}, Code.NOTHING, {}),
        ({"formats": ["video"], "state": "NY"}, {"state": "CA"}, Code.NOTHING, {}),
    ],
)
def test_a_pair_has_the_caution_it_needs_and_no_other(mentee, mentor, caution, facts) -> None:
    _, said, why = explained(mentee, mentor)
    assert (said, why) == (caution, facts)


def test_no_common_hour_and_no_topic_are_said_before_what_costs_more_points() -> None:
    far = {"fields": ["nursing"], "hours": 9.0, "near_peer": True}
    _, said, _ = explained(far | {"topics": ["interviews"]}, {"hours": 1.0})
    assert said is Code.NO_TOPIC
    _, said, _ = explained(
        far | {"windows": "mon 18:00-22:00"}, {"hours": 1.0, "windows": "tue 18:00-22:00"}
    )
    assert said is Code.NO_HOUR


def test_two_who_would_mentor_each_other_have_no_other_caution() -> None:
    mentee, mentor = a_mentee(topics=["interviews"]), a_mentor(topics=["research"])
    _, caution = explain_pair(mentee, mentor, USUAL, both_ways=True)
    assert caution.code is Code.BOTH_WAYS


@pytest.mark.parametrize(
    ("mentee", "mentor", "reason"),
    [
        ({}, {}, Code.TOPICS),
        ({}, {}, Code.FIELD),
        ({"fields": ["oncology"], "topics": []}, {}, Code.NEAR_FIELD),
        ({"fields": [ANY_FIELD], "topics": []}, {}, Code.OPEN_FIELD),
        ({"stage": Stage.MEDICAL_STUDENT}, {}, Code.NEAR_PEER),
        ({"stage": Stage.POST_BAC}, {}, Code.AHEAD),
        ({"stage": Stage.HIGH_SCHOOL}, {}, Code.FAR_AHEAD),
        ({"windows": "mon 18:00-22:00"}, {"windows": "mon 18:00-22:00"}, Code.HOURS_IN_COMMON),
        ({"topics": [], "fields": []}, {}, Code.FLEXIBLE),
        ({"topics": [], "fields": [], "hours": 2.0}, {"hours": 2.0}, Code.ENOUGH_HOURS),
        (
            {"topics": [], "fields": [], "state": "NY", "formats": ["in-person"]},
            {"state": "NY"},
            Code.SAME_STATE,
        ),
        (
            {"topics": [], "fields": [], "roles_wanted": frozenset(["career"])},
            {"roles_wanted": frozenset(["career"])},
            Code.ROLES,
        ),
    ],
)
def test_what_speaks_for_a_pair_is_among_its_three_reasons(mentee, mentor, reason) -> None:
    reasons, _, _ = explained(mentee, mentor)
    assert len(reasons) == 3
    assert reason in reasons
    assert (
        reason
        not in explained(
            {"topics": [], "fields": [], "stage": Stage.ANY, "windows": "mon 18:00-19:00"},
            {"topics": [], "fields": [], "stage": Stage.ANY, "windows": "tue 18:00-19:00"},
        )[0]
    ), "it is not said of everyone"


def test_two_of_whom_nothing_is_known_are_told_what_is_true_of_every_pair() -> None:
    nothing = {"topics": [], "fields": [], "stage": Stage.ANY}
    apart = {"windows": "mon 18:00-19:00"}, {"windows": "tue 18:00-19:00"}
    reasons, _, _ = explained(nothing | apart[0], nothing | apart[1])
    assert set(reasons) <= {Code.FORMAT, Code.ROOM, Code.WILLING, Code.AHEAD, Code.NEAR_PEER}


def test_the_best_common_hours_are_said_in_the_mentees_own_time() -> None:
    settings = MatchSettings(starts=date(2027, 1, 11))
    mentee = a_mentee(windows="mon 18:00-22:00", time_zone="America/New_York")
    mentor = a_mentor(windows="mon 17:00-19:30", time_zone="America/Chicago")
    reasons, _ = explain_pair(mentee, mentor, settings)
    [common] = [note for note in reasons if note.code is Code.HOURS_IN_COMMON]
    assert common.facts == {"minutes": 150, "best": "mon 18:00-20:30"}
    assert local_text((23 * 60, 24 * 60), mentee, settings) == "mon 18:00-19:00"
