"""Answers are sent without asking to have them sent back."""

from typing import Any

import pytest

from sandbox.wire.routes import interactions
from tests.discord.conftest import Society


async def test_no_answer_is_asked_to_be_sent_back(
    society: Society, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    describe = interactions._receipt

    def note(*told: Any) -> Any:
        asked.append(told)
        return describe(*told)

    monkeypatch.setattr(interactions, "_receipt", note)
    ben = society.guild.person("Ben")

    await society.mo.slash("cohort create", name="Spring")
    await society.mo.slash("cohort open", name="Spring")
    status = await ben.slash("status")
    question = await ben.click(await society.panel(), "I want a mentor")
    menus = await ben.click(question, "Yes, 18 or older")
    form = await ben.click(menus, custom_id="pc1:join:words:")

    assert "You’re all caught up." in status.text
    assert menus.buttons
    assert form.text
    assert asked == []
