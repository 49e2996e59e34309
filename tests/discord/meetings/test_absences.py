"""Meetings that fall into an absence or a pause: each is listed, and changed by clicks alone."""

from datetime import timedelta

from tests.discord.conftest import Society
from tests.discord.enrolled import a_pair
from tests.discord.meeting_people import TAKE, ahead, arranged, events_of, says, stamp, typed

DAY = timedelta(days=1)


def day(society: Society, days: int) -> str:
    """Return a day as someone types it."""
    return f"{ahead(society, days):%Y-%m-%d}"


async def test_a_meeting_in_that_time_is_named_and_called_off_by_two_clicks(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    inside, outside = ahead(society, 4), ahead(society, 12)
    _, (event,) = events_of(await arranged(society, mentor, mentee, thread, typed(inside)))
    await mentee.slash("meet propose", at=thread, time=typed(outside))
    answer = await mentee.slash("away", from_=day(society, 2), until=day(society, 8), at=thread)

    assert stamp(inside) in answer.text
    assert stamp(outside) not in answer.text
    assert mentor.mention in answer.text
    assert f"Move {inside:%a}, {inside:%b} {inside.day}" in " ".join(
        one.label for one in answer.buttons
    )
    asked = await mentee.click(answer, custom_id="pc1:meet:cancel:")
    await mentee.click(asked, "Cancel meeting")

    gone = await society.discord.until_message(thread, containing="canceled your meeting")
    assert gone.notified == {mentor.id}
    assert events_of(gone)[1][0]["uid"] == event["uid"]


async def test_a_meeting_in_that_time_is_moved_from_the_answer_itself(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    inside, after = ahead(society, 4), ahead(society, 10)
    await arranged(society, mentor, mentee, thread, typed(inside))
    answer = await mentee.slash("away", from_=day(society, 2), until=day(society, 8), at=thread)

    form = await mentee.click(answer, custom_id="pc1:meet:reschedule:")
    await mentee.submit(form, {"time-0": typed(after)})

    asked = await society.discord.until_message(thread, containing="would like to move")
    assert stamp(after) in asked.content


async def test_times_that_wait_for_an_answer_are_told_to_whoever_leaves(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    inside = ahead(society, 4)
    await mentee.slash("meet propose", at=thread, time=typed(inside))
    await society.discord.until_message(thread, containing="would like to meet")

    asked = await mentor.slash("away", from_=day(society, 2), until=day(society, 8), at=thread)
    own = await mentee.slash("away", from_=day(society, 3), until=day(society, 5), at=thread)

    for answer in (asked, own):
        assert stamp(inside) in answer.text
    assert "waiting for your answer" in asked.text
    assert "You suggested" in own.text
    shown = await mentor.click(asked, custom_id="pc1:meet:choose:")
    assert shown.ephemeral
    form = await mentor.click(asked, custom_id="pc1:meet:counter:")
    await mentor.submit(form, {"time-0": typed(ahead(society, 10))})
    await society.discord.until_message(thread, containing=stamp(ahead(society, 10)))


async def test_own_times_are_taken_back_from_the_answer(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    await mentee.slash("meet propose", at=thread, time=typed(ahead(society, 4)))
    asked = await society.discord.until_message(thread, containing="would like to meet")
    answer = await mentee.slash("away", from_=day(society, 2), until=day(society, 8), at=thread)

    confirm = await mentee.click(answer, custom_id="pc1:meet:withdraw:")
    await says(society, await mentee.click(confirm, "Withdraw times"), "withdrawn")

    assert "were withdrawn" in (await mentor.click(asked, custom_id=TAKE)).text


async def test_the_meetings_of_a_series_are_said_to_be_left_out(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    first = ahead(society, 3)
    await mentee.slash("meet propose", at=thread, time=f"every {first:%A} 18:00")
    shown = await society.discord.until_message(thread, containing="would like to meet")
    await says(society, await mentor.click(shown, custom_id=TAKE), "every week")

    answer = await mentee.slash("away", from_=day(society, 2), until=day(society, 12), at=thread)

    assert "skip 2 meetings in your series" in answer.text
    assert "pc1:meet:cancel" not in str([one.custom_id for one in answer.buttons])


async def test_many_meetings_in_that_time_still_have_a_way_to_each(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    for days in (3, 4, 5, 6, 7):
        await mentee.slash("meet propose", at=thread, time=typed(ahead(society, days)))
        asked = await society.discord.until_message(thread, containing=stamp(ahead(society, days)))
        await says(society, await mentor.click(asked, custom_id=TAKE), "You’re meeting")

    answer = await mentee.slash("away", from_=day(society, 2), until=day(society, 8), at=thread)

    for days in (3, 4, 5, 6, 7):
        assert stamp(ahead(society, days)) in answer.text
    listed = await mentee.click(answer, custom_id="pc1:meet:list:")
    assert "Cancel meeting" in {one.label for one in listed.buttons}
