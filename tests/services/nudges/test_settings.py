"""Snoozing: for as long as a menu offers, and never for longer than a snooze may last."""

import pytest

from bot.app import App
from bot.domain.errors import DomainError
from bot.services.nudges import panel
from tests.services.society import somebody


@pytest.mark.parametrize("days", [-1, 2**53, -(2**53)])
async def test_a_snooze_of_days_that_no_one_can_wait_is_refused(app: App, days: int) -> None:
    with pytest.raises(DomainError) as refused:
        await panel.snooze(app, somebody(11), days)

    assert refused.value.code == "nudges.snooze_long"
    assert (await panel.show(app, somebody(11))).snoozed_until is None
