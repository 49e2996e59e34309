"""CONTRIBUTING's recipe for a nudge: what is forgotten is named, with the file to write it in."""

import re
from pathlib import Path
from typing import get_type_hints

import pytest

from bot.delivery import kinds
from bot.delivery.kind_hooks import DECISIONS
from bot.domain.nudges.kinds import Area, NudgeKind
from bot.messages.nudges import nudges, words
from bot.messages.nudges.words import WORDS
from bot.running import require_every_kind

ROOT = Path(__file__).parents[1]
RECIPE = (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("### A nudge\n")[1].split("\n##")[0]


def test_every_kind_is_decided_about_and_worded() -> None:
    assert [*kinds.lacking(), *words.lacking()] == []


def test_a_kind_without_a_decision_is_named_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(DECISIONS, NudgeKind.CHECK_IN)
    with pytest.raises(RuntimeError) as refusal:
        require_every_kind()
    said = "check-in has no decision: add it in bot/delivery/kinds/progress.py"
    assert str(refusal.value) == said


def test_a_kind_without_words_is_named_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(WORDS, NudgeKind.CHECK_IN)
    with pytest.raises(RuntimeError) as refusal:
        require_every_kind()
    assert str(refusal.value) == "check-in has no words: add them in bot/messages/progress/..."


def test_a_kind_that_can_be_muted_has_a_name_for_that(monkeypatch: pytest.MonkeyPatch) -> None:
    known = WORDS[NudgeKind.CHECK_IN]
    unnamed = words.Words(known.render, known.name, known.reason, "", known.when, known.outside)
    monkeypatch.setitem(WORDS, NudgeKind.CHECK_IN, unnamed)
    [sentence] = words.lacking()
    assert sentence == "check-in has no label for /nudges: add it in bot/messages/progress/..."


@pytest.mark.parametrize("kind", list(NudgeKind))
def test_the_words_of_a_kind_are_for_its_facts(kind: NudgeKind) -> None:
    assert get_type_hints(WORDS[kind].render)["facts"] is kind.row.facts


def test_what_words_a_kind_is_imported_where_messages_are_made() -> None:
    worded = {known.render.__module__ for known in WORDS.values()}
    assert worded == {module.__name__ for module in nudges.WORDED_IN}


@pytest.mark.parametrize("kind", list(NudgeKind))
def test_a_kind_is_decided_about_in_the_module_of_its_area(kind: NudgeKind) -> None:
    assert DECISIONS[kind].__module__ == f"bot.delivery.kinds.{kind.row.area}"


def test_the_recipe_names_files_that_are_there() -> None:
    named = re.findall(r"`((?:bot|tests)/[a-z_/<>]+(?:\.py)?)`", RECIPE)
    assert len(named) >= 5
    paths = {path.replace("<area>", area) for path in named for area in Area}
    missing = {path for path in paths if "<area>" not in path and not (ROOT / path).exists()}
    assert missing == set()
