"""Work in a process of its own: started as the bot starts it, and as the other tests do."""

import os
import sys
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context

import pytest

from bench.cohorts import cohort
from bot.domain.matching import MatchInput, solve_input
from bot.services import child_process
from bot.services.child_process import run_in_child
from bot.services.matching import solver_process
from bot.services.progress.drawing import Lane, timeline
from tests.child_processes import PRELOAD


@pytest.fixture
def spawned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start children as the bot does, with nothing loaded."""
    monkeypatch.setattr(child_process, "start_context", get_context("spawn"))


def about_this_process() -> tuple[int, int, bool]:
    return os.getpid(), os.nice(0), PRELOAD in sys.modules


def refuse() -> None:
    raise ValueError("no ghosts")


async def test_the_child_is_another_process_that_goes_last_in_the_queue() -> None:
    process, niceness, preloaded = await run_in_child(about_this_process)
    assert process != os.getpid()
    assert niceness > os.nice(0)
    assert preloaded


async def test_each_call_gets_a_process_of_its_own() -> None:
    first, second = await run_in_child(os.getpid), await run_in_child(os.getpid)
    assert first != second


async def test_what_was_raised_there_is_raised_here() -> None:
    with pytest.raises(ValueError, match="no ghosts"):
        await run_in_child(refuse)


async def test_matching_starts_its_process_as_the_bot_does(spawned: None) -> None:
    settings = solver_process.settings_for(date(2026, 9, 1))
    run = MatchInput.of(cohort("even", 12, 2), settings, seed=3)
    assert await solver_process.solve(run) == solve_input(run)


async def test_drawing_starts_its_process_as_the_bot_does(spawned: None) -> None:
    since = datetime(2026, 9, 1, tzinfo=UTC)
    until = since + timedelta(weeks=3)
    png = await timeline([Lane("Meetings", (since, until))], since, until)
    assert png.startswith(b"\x89PNG")
