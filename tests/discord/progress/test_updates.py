"""Updates, through the front door: from a message of one's own, and back to look at them."""

import re

import pytest

from sandbox import NotPossibleError
from sandbox.people.transcript import buttons_of, text_of
from sandbox.state.records import SILENT
from tests.discord.conftest import Society
from tests.discord.people import a_pair


async def test_a_message_of_ones_own_becomes_an_update_without_being_read(
    society: Society,
) -> None:
    _, mentee, thread = await a_pair(society)
    message = mentee.says(thread, "I finished the draft last night")
    form = await mentee.message_menu("Log as update", message)
    assert form.modal is not None
    assert [field.value for field in form.modal.fields] == [None, None, None]
    answer = await mentee.submit(form, {"moved": "The draft"})
    assert "Logged" in answer.text
    shown = await society.discord.until_message(thread, containing="The draft")
    assert shown.notified == set(), "it asks nothing of anyone now"
    assert shown.flags & SILENT


async def test_somebody_elses_message_is_theirs_to_log(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    message = mentee.says(thread, "I finished the draft last night")
    refused = await mentor.message_menu("Log as update", message)
    assert refused.ephemeral
    assert "someone else’s" in refused.text


async def test_the_history_leads_to_the_picture_and_to_the_form(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    empty = await mentee.slash("update history", at=thread)
    assert "No updates yet" in empty.text
    form = await mentee.click(empty, custom_id="pc1:update:form:")
    await mentee.submit(form, {"next_step": "Call the clinic"})
    history = await mentee.slash("update history", at=thread)
    assert "You\nNext: Call the clinic" in history.text
    assert re.search(r"<t:\d+:D>", history.text), "the day is each reader's own"
    drawn = await (await mentee.click(history, "Our progress")).settled(within=30)
    assert "Updates: 1" in drawn.text
    stranger = society.guild.person("Somebody else")
    with pytest.raises(NotPossibleError):
        await stranger.click(history, "Our progress")


async def test_a_newer_update_takes_the_buttons_of_the_one_before(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    for moved in ("The first draft", "The second draft"):
        form = await mentee.slash("update log", at=thread)
        await mentee.submit(form, {"moved": moved})
        await society.discord.until_message(thread, containing=moved)
    [first] = [one for one in thread.standing() if "The first draft" in text_of(one)]
    [second] = [one for one in thread.standing() if "The second draft" in text_of(one)]
    await society.discord.wait_for(lambda: not buttons_of(first))
    assert "The first draft" in text_of(first), "its words stay"
    assert buttons_of(second)
