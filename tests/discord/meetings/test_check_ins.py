"""One click means one thing, and a check-in keeps its distance from a meeting."""

from datetime import timedelta

from tests.discord.conftest import Society
from tests.discord.meeting_people import TAKE, arranged, ids_of, says, stamp, typed
from tests.discord.people import (
    CHECK_IN,
    a_pair,
    first_check_in,
    standing,
    until_asked,
    until_status,
)


async def test_no_check_in_comes_around_a_meeting_nor_in_the_week_after_it(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    due = first_check_in(society)
    await arranged(society, mentor, mentee, thread, typed(due))
    society.discord.clock.set(due - timedelta(days=1))
    await society.mo.slash("status")

    society.discord.clock.set(due + timedelta(minutes=1))
    for _ in range(3):
        await society.mo.slash("status")
    assert standing(thread, CHECK_IN) == []
    society.discord.clock.set(due + timedelta(hours=2, minutes=59))
    await society.discord.until_message(thread, containing="Did you meet")
    assert standing(thread, CHECK_IN) == []
    society.discord.clock.set(due + timedelta(days=1))
    status = (await mentee.slash("pair status", at=thread)).text
    assert f"Next check-in: {stamp(due + timedelta(days=14))}" in status
    assert standing(thread, CHECK_IN) == []


async def test_check_ins_move_away_from_the_hour_of_a_series(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    due = first_check_in(society)
    await mentee.slash("meet propose", at=thread, time=f"every {due:%A} 18:00")
    asked = await society.discord.until_message(thread, containing="would like to meet")
    await says(society, await mentor.click(asked, custom_id=TAKE), "every week")

    society.discord.clock.set(due - timedelta(days=1))
    status = (await mentee.slash("pair status", at=thread)).text

    # Both are two hours before the hour at which they meet.
    assert f"Next check-in: {stamp(due + timedelta(days=14, hours=-2))}" in status
    assert f"There’s no check-in on {stamp(due - timedelta(hours=2))}" in status
    assert "because your meeting was on" in status


async def test_a_call_for_help_is_heard_although_the_check_in_was_answered(
    society: Society,
) -> None:
    _, mentee, thread = await a_pair(society)
    asked = await until_asked(society, thread, first_check_in(society))
    [button] = [name for name in ids_of(asked, "pc1:check-in:") if ":help:" in name]
    await until_status(mentee, lambda text: "Check-in" in text)
    await says(society, await mentee.click(asked, "On track"), "gets the next check-in")

    help_ = await mentee.click_forged(asked, button)

    await says(society, help_, "ask a moderator for help")
    again = await mentee.click_forged(asked, button)
    await says(society, again, "ask a moderator for help")
