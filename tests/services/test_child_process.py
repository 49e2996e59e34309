"""Work in a process of its own."""

import os
import sys
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context

import pytest

from bot.services import child_process
from bot.services.child_process import run_in_child
from bot.services.progress.drawing import TimelineRow, timeline
from tests.child_processes import PRELOAD


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


async def test_a_process_started_as_the_bot_does_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_process, "start_context", get_context("spawn"))
    since = datetime(2026, 9, 1, tzinfo=UTC)
    until = since + timedelta(weeks=3)
    png = await timeline([TimelineRow("Meetings", (since, until))], since, until)
    assert png.startswith(b"\x89PNG")
