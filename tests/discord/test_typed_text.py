"""Typed text through the front door: the invisible counts for nothing, and emoji stay whole."""

import pytest

from sandbox.people.transcript import text_of
from tests.discord.conftest import Society
from tests.discord.meeting_people import TAKE, ahead, events_of, says, typed
from tests.discord.people import a_pair

HEALTH_WORKER = "👩🏽\u200d⚕\ufe0f"


@pytest.mark.parametrize("nothing", ["\u200b", "\u2800\u3164", "\u202e"])
async def test_what_nobody_sees_is_no_win_and_no_promise(society: Society, nothing: str) -> None:
    _, mentee, thread = await a_pair(society)
    win = await mentee.slash("win", text=nothing, at=thread)
    assert "A few words are enough" in win.text
    form = await mentee.slash("commit add", what=nothing, at=thread)
    assert form.modal is not None, "as if nothing had been typed"
    refused = await mentee.submit(form, {"words": nothing, "due": "friday 5pm"})
    assert "A few words are enough" in refused.text
    goal = await mentee.submit(
        await mentee.slash("goal add", at=thread), {"words": nothing, "due": "friday"}
    )
    assert "sentence is enough" in goal.text


async def test_a_joined_emoji_stays_one_in_the_thread_and_the_calendar(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    form = await mentee.slash("meet propose", at=thread)
    agenda = f"{HEALTH_WORKER} first"
    await mentee.submit(form, {"time-0": typed(ahead(society, 3)), "agenda": agenda})
    asked = await society.discord.until_message(thread, containing="would like to meet")
    await says(society, await mentor.click(asked, custom_id=TAKE), "You’re meeting")
    settled = await society.discord.until_message(thread, containing="You’re meeting")
    assert agenda in text_of(settled)
    _, (event,) = events_of(settled)
    assert agenda in str(event["DESCRIPTION"])


async def test_a_name_that_is_turned_round_is_shown_the_right_way(society: Society) -> None:
    created = await society.mo.slash("cohort create", name="\u202egnp.exe")
    assert "gnp.exe" in created.text
    assert "\u202e" not in created.text
    offered = await society.mo.autocomplete("cohort open", "name", "\u202egnp")
    assert [choice.name for choice in offered.choices] == ["gnp.exe"]
    echoed = await society.mo.autocomplete("away", "from", "\u202eexe", until="friday")
    assert echoed.choices
    assert all("\u202e" not in choice.name for choice in echoed.choices)


async def test_a_blank_option_is_named_with_what_it_asks_for(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    refused = await mentee.slash("meet propose", time="   ", agenda="My two drafts", at=thread)
    assert "`time` is empty" in refused.text
    assert "thu 6pm" in refused.text
    assert "My two drafts" in refused.text, "the rest of what was typed is given back"
