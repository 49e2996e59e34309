"""Advice for the moment one is in."""

from pathlib import Path

import pytest

from bot.catalogue import load_guide
from bot.domain.programs.guide import Audience, Guide, GuideError, Moment, guide_from

MOMENTS = {str(moment): "A moment" for moment in Moment}
ITEM = {
    "id": "a",
    "topic": "tips",
    "audience": "mentee",
    "moment": "sign-up",
    "title": "T",
    "text": "X",
}


@pytest.fixture(scope="module")
def guide() -> Guide:
    return load_guide(Path(__file__).resolve().parents[3] / "config" / "guidance.toml")


def test_all_advice_is_there(guide: Guide) -> None:
    assert len(guide.items) == 67
    assert {item.topic for item in guide.items} == set(guide.topics)


def test_every_moment_has_advice_for_both_sides(guide: Guide) -> None:
    for moment in Moment:
        for audience in (Audience.MENTEE, Audience.MENTOR):
            found = guide.for_moment(moment, audience)
            assert found or (moment, audience) == (
                Moment.WHEN_COMMITTING_TO_WORK,
                Audience.MENTOR,
            )
            assert all(item.audience in (audience, Audience.BOTH) for item in found)


def test_items_made_for_a_moment_come_before_those_that_also_fit(guide: Guide) -> None:
    found = guide.for_moment(Moment.WHEN_SILENT, Audience.MENTEE)
    own = [item.moment is Moment.WHEN_SILENT for item in found]

    assert own == sorted(own, reverse=True)
    assert True in own
    assert False in own


@pytest.mark.parametrize(
    ("stage", "first"),
    [
        ("high-school", "where-high-school"),
        ("post-bac", "where-premed"),
        ("nursing-student", "where-health-student"),
        ("resident", "where-early-career"),
    ],
)
def test_where_to_ask_first_depends_on_the_stage(guide: Guide, stage: str, first: str) -> None:
    places = guide.where_to_ask(stage)

    assert places[0].id == first
    assert places[-1].id == "where-underrepresented"


def test_without_a_stage_every_place_is_named(guide: Guide) -> None:
    assert len(guide.where_to_ask(None)) == 5
    assert guide.where_to_ask("wizard") == guide.where_to_ask(None)


def test_an_item_is_found_by_its_id(guide: Guide) -> None:
    item = guide.get("find-small-question")

    assert item is not None
    assert item.moment is Moment.BEFORE_FIRST_CONTACT
    assert guide.get("forged") is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": ""}, "a: text is missing"),
        ({"moment": "never"}, "a: 'never'"),
        ({"topic": "other"}, "a: topic 'other'"),
        ({"also": ["never"]}, "a: 'never'"),
    ],
)
def test_a_wrong_item_is_named(change: dict[str, object], said: str) -> None:
    document = {"moments": MOMENTS, "topics": {"tips": "Tips"}, "guidance": [{**ITEM, **change}]}

    with pytest.raises(GuideError, match=said):
        guide_from(document)


def test_an_id_is_used_once() -> None:
    document = {"moments": MOMENTS, "topics": {"tips": "Tips"}, "guidance": [ITEM, ITEM]}

    with pytest.raises(GuideError, match="more than once"):
        guide_from(document)


def test_a_moment_without_a_title_is_named() -> None:
    with pytest.raises(GuideError, match="at-closing"):
        guide_from({"moments": {k: v for k, v in MOMENTS.items() if k != "at-closing"}})
