"""The demo prints its result first, and nothing that differs from one run to the next."""

from datetime import UTC, datetime

import pytest

from sandbox.demo.page import Page
from sandbox.demo.progress import Progress
from tests.sandbox.conftest import Scene


class Script:
    """Save which acts were announced."""

    def __init__(self) -> None:
        self.acts: list[tuple[int, str]] = []

    def act(self, number: int, title: str) -> None:
        self.acts.append((number, title))


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def page(scene: Scene, script: Script) -> Page:
    page = Page(scene.discord.clock, script)
    page.learn(scene.ana.id, "Ana", "America/New_York")
    page.learn(scene.ben.id, "Ben", "America/Denver")
    return page


def test_the_result_comes_before_the_acts_and_the_verdict_once_more_after_them(
    scene: Scene, page: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    page.act("Ana asks")
    page.heard(scene.ana, "/help", "Here is help.")
    assert capsys.readouterr().out == ""

    page.held([("Nudges", "3 planned"), ("Crash", "survived")], whole=True)

    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == ["All 1 acts passed.", "  Nudges  3 planned", "  Crash   survived"]
    assert lines[4].startswith("1. Ana asks")
    assert lines[5:7] == ["Ana /help", "    Here is help."]
    assert lines[-2] == lines[0]
    assert lines[-1].endswith("make play")


def test_in_short_an_act_is_its_title_and_its_first_exchange(
    scene: Scene, page: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    page.act("Ana asks")
    page.heard(scene.ana, "/help", f"Here is help. {'x' * 200}\nAnd more.")
    page.heard(scene.ben, "/status", "Nothing waits.")
    page.show(scene.ana)
    page.act("Time passes")

    page.held([("Nudges", "3 planned")], whole=False)

    lines = capsys.readouterr().out.splitlines()
    assert lines[3:6] == ["1. Ana asks", "   Ana /help", f"   Here is help. {'x' * 85}…"]
    assert lines[6] == "2. Time passes"
    assert lines[-3] == lines[0]
    assert lines[-2].endswith("make demo DEMO_ARGS=--all")
    assert lines[-1].endswith("make play")


def test_a_failure_is_said_first_with_its_act_its_line_and_the_end_of_the_log(
    scene: Scene, page: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    page.act("Ana asks")
    page.heard(scene.ana, "/help", "Here is help.")
    log = "\n".join(f"line {number}" for number in range(100))
    try:
        raise AssertionError(f"nothing for {scene.ana.mention}")
    except AssertionError as failure:
        page.failed(failure, 7, log)

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == lines[-1] == "FAILED in act 1 of 7: Ana asks"
    assert lines[1].startswith("  AssertionError at test_page.py, line ")
    assert lines[1].endswith(': raise AssertionError(f"nothing for {scene.ana.mention}")')
    assert lines[2:4] == ["  nothing for @Ana", "  The bot's log ended with:"]
    assert "  line 69" not in lines
    assert "  line 70" in lines
    assert "    Here is help." in lines


def test_each_reads_times_on_their_own_clock(
    scene: Scene, page: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    stamp = f"<t:{datetime(2027, 4, 9, 23, tzinfo=UTC).timestamp():.0f}:t>"
    for person in (scene.ana, scene.ben):
        page.heard(person, "reads", f"at {stamp}")
    page.held([("Nudges", "none")], whole=True)

    assert "Ana reads\n    at 7:00 PM\nBen reads\n    at 5:00 PM\n" in capsys.readouterr().out


def test_random_codes_are_numbered_in_the_order_of_learning(
    scene: Scene, page: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, name in ((1, "Spring (NBPBK9)"), (2, "Spring (7XK2MW)"), (3, "general")):
        page.learn(number, name)
    page.heard(scene.ana, "reads", "<#2> <#1> <#3> NBPBK9")
    page.held([("Nudges", "none")], whole=True)

    assert "#Spring (CODE-2) #Spring (CODE-1) #general CODE-1" in capsys.readouterr().out


def test_each_act_is_announced_with_its_number(page: Page, script: Script) -> None:
    page.act("Ana asks")
    page.act("Ben answers")

    assert script.acts == [(1, "Ana asks"), (2, "Ben answers")]


def test_progress_is_a_line_for_each_act_where_no_terminal_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Progress(2) as progress:
        progress.act(1, "Ana asks")
        progress.act(2, "Ben [answers]")

    shown = capsys.readouterr()
    assert shown.out == ""
    assert "act 1 of 2: Ana asks\nact 2 of 2: Ben [answers]\nPlayed in " in shown.err
