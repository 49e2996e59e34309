"""CONTRIBUTING's recipe for a nudge: a forgotten step is named, with the file to write it in."""

import re
from dataclasses import replace
from pathlib import Path
from typing import get_type_hints

import pytest

from bot.delivery import kinds
from bot.delivery.kind_hooks import DECISIONS
from bot.domain.nudges.kind_rows import Area
from bot.domain.nudges.kinds import NudgeKind
from bot.messages.nudges import nudges, words
from bot.messages.nudges.words import WORDS
from bot.running import require_every_kind

ROOT = Path(__file__).parents[1]
RECIPE = (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("### A nudge\n")[1].split("\n##")[0]


def test_every_kind_has_a_decision_and_a_text() -> None:
    missing = [*kinds.lacking(), *words.lacking()]
    assert not missing, "\n".join(missing)


def test_a_kind_without_a_decision_is_named_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(DECISIONS, NudgeKind.CHECK_IN)
    assert "check-in has no decision: add one with @decides in bot/delivery/kinds/progress.py" in (
        named_at_the_start()
    )


def test_a_kind_without_a_text_is_named_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(WORDS, NudgeKind.CHECK_IN)
    assert (
        "check-in has no text: add one with @words in a module of bot/messages/progress, "
        "which bot/messages/nudges/nudges.py imports"
    ) in named_at_the_start()


def test_a_kind_that_can_be_muted_has_a_name_for_that(monkeypatch: pytest.MonkeyPatch) -> None:
    unnamed = replace(WORDS[NudgeKind.CHECK_IN], label="")
    monkeypatch.setitem(WORDS, NudgeKind.CHECK_IN, unnamed)
    assert (
        "check-in can be muted and has no name in /nudges: "
        "give its @words in bot/messages/progress a label"
    ) in named_at_the_start()


def named_at_the_start() -> list[str]:
    """Return what the program says when it refuses to start."""
    with pytest.raises(RuntimeError) as refusal:
        require_every_kind()
    return str(refusal.value).splitlines()


@pytest.mark.parametrize("kind", sorted(WORDS))
def test_the_text_of_a_kind_is_for_its_facts(kind: NudgeKind) -> None:
    assert get_type_hints(WORDS[kind].render)["facts"] is kind.row.facts


def test_a_module_with_the_text_of_a_kind_is_listed_where_messages_are_made() -> None:
    listed = {module.__name__ for module in nudges.WORDED_IN}
    unlisted = [
        f"bot/messages/nudges/nudges.py does not list {module}: add it to WORDED_IN"
        for module in sorted({text.render.__module__ for text in WORDS.values()} - listed)
    ]
    assert not unlisted, "\n".join(unlisted)


@pytest.mark.parametrize("kind", sorted(DECISIONS))
def test_a_kind_is_decided_about_in_the_module_of_its_area(kind: NudgeKind) -> None:
    assert DECISIONS[kind].__module__ == f"bot.delivery.kinds.{kind.row.area}"


def test_the_recipe_names_files_that_are_there() -> None:
    named = re.findall(r"`((?:bot|tests)/[a-z_/<>]+(?:\.py)?)`", RECIPE)
    assert len(named) >= 5
    paths = {path.replace("<area>", area) for path in named for area in Area}
    missing = {path for path in paths if "<area>" not in path and not (ROOT / path).exists()}
    assert missing == set()
