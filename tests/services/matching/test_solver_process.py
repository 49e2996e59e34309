import asyncio
from datetime import UTC, date, datetime
from multiprocessing import get_context

import pytest

from bench.cohorts import cohort
from bot.domain.errors import DomainError
from bot.domain.matching import MatchInput, WindowRule, solve_input
from bot.services import child_process
from bot.services.matching import solver_process


async def test_a_process_started_as_the_bot_does_answers_the_same_and_the_loop_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(child_process, "start_context", get_context("spawn"))
    run = MatchInput.of(
        cohort("even", 60, 2), solver_process.settings_for(date(2026, 9, 1)), seed=3
    )
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0.001)
            turns += 1

    counting = asyncio.create_task(count())
    result = await solver_process.solve(run)
    counting.cancel()
    assert result == solve_input(run)
    assert turns > 10


async def test_a_refusal_comes_back_as_it_was_raised() -> None:
    run = MatchInput.of(
        cohort("even", 5, 2),
        solver_process.settings_for(date(2026, 9, 1)),
        locked=[("ghost", "ghoul")],
    )
    with pytest.raises(DomainError) as refusal:
        await solver_process.solve(run)
    assert refusal.value.code == "matching.unknown_person"
    assert refusal.value.facts == {"user": "ghost"}


def test_the_shipped_settings_are_read_for_the_cohorts_first_day() -> None:
    settings = solver_process.settings_for(datetime(2026, 9, 1, 23, tzinfo=UTC))
    assert settings.starts == date(2026, 9, 1)
    assert settings.windows is WindowRule.HARD
    assert settings.kept_total > 0.995


def test_every_word_of_the_shipped_file_can_be_said() -> None:
    usual = solver_process.settings_for(date(2026, 9, 1))
    for word in solver_process.config().words:
        assert solver_process.settings_for(date(2026, 9, 1), [word]).weights != usual.weights
