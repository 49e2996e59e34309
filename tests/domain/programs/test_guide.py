"""Advice for the moment one is in."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.catalogue import load_guide, load_guides
from bot.configuration import config_dir
from bot.domain.programs.guide import Audience, Guide, GuideError, Moment, guide_from, translated
from bot.language.catalogs import LANGUAGES

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


# --- in another language ----------------------------------------------------------------------

SPANISH = {
    "moments": {str(moment): "Un momento" for moment in Moment},
    "topics": {"tips": "Consejos"},
    "guidance": {"a": {"title": "Título", "text": "Texto"}},
}


def test_a_translation_changes_the_words_alone() -> None:
    english = guide_from({"moments": MOMENTS, "topics": {"tips": "Tips"}, "guidance": [ITEM]})
    spanish = translated(english, SPANISH)
    [item], [original] = spanish.items, english.items
    assert (item.title, item.text) == ("Título", "Texto")
    assert replace(item, title=original.title, text=original.text) == original
    assert spanish.topics == {"tips": "Consejos"}
    assert set(spanish.moments.values()) == {"Un momento"}


@pytest.mark.parametrize(
    ("part", "value", "named"),
    [
        ("guidance", {}, "a"),
        ("guidance", {"a": {"title": "Título", "text": " "}}, "text"),
        ("guidance", {"a": {"title": "T", "text": "X"}, "b": {"title": "T", "text": "X"}}, "b"),
        ("topics", {}, "tips"),
        ("moments", {"sign-up": "Un momento"}, "at-closing"),
    ],
)
def test_a_translation_that_is_not_whole_is_refused(part: str, value: object, named: str) -> None:
    english = guide_from({"moments": MOMENTS, "topics": {"tips": "Tips"}, "guidance": [ITEM]})
    with pytest.raises(GuideError, match=named):
        translated(english, {**SPANISH, part: value})


def test_all_advice_is_there_in_spanish_and_fits_into_a_card(guide: Guide) -> None:
    guides = load_guides(config_dir())
    assert set(guides) == set(LANGUAGES)
    for translation in guides.values():
        assert [item.id for item in translation.items] == [item.id for item in guide.items]
        for item, original in zip(translation.items, guide.items, strict=True):
            assert item.text != original.text
            assert len(item.title) <= 60, item.id
            assert len(item.text) <= 280, item.id
        for title in (*translation.moments.values(), *translation.topics.values()):
            assert len(title) <= 80


def test_a_translation_that_is_missing_or_broken_is_left_out_with_a_line(tmp_path: Path) -> None:
    for name in ("guidance.toml", "guidance.es.toml"):
        shutil.copy(config_dir() / name, tmp_path / name)
    (tmp_path / "guidance.es.toml").write_text("[moments\n", "utf-8")
    with capture_logs() as logs:
        assert load_guides(tmp_path) == {}
    assert [log["event"] for log in logs] == ["guide.not_translated"] * len(LANGUAGES)
