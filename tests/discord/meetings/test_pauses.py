"""A pause lists the meetings in it, and whoever pauses decides with a click."""

from datetime import timedelta

from tests.discord.conftest import Society
from tests.discord.enrolled import a_pair
from tests.discord.meeting_people import TAKE, ahead, arranged, events_of, says, stamp, typed
from tests.discord.people import standing

REMINDED = "To prepare"


async def test_a_meeting_in_a_pause_stands_and_both_are_reminded_of_it(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    when = ahead(society, 4)
    await arranged(society, mentor, mentee, thread, typed(when))

    paused = await mentee.slash("pair pause", at=thread, days=14)
    assert stamp(when) in paused.text
    assert "You’re still meeting" in paused.text
    kept = await mentee.click(paused, custom_id="pc1:meet:keep:")
    await says(society, kept, "Nothing changed")

    society.discord.clock.set(when - timedelta(hours=24))
    reminded = await society.discord.until_message(thread, containing=REMINDED)
    assert reminded.notified == {mentor.id, mentee.id}
    society.discord.clock.set(when + timedelta(hours=2))
    asked = await society.discord.until_message(thread, containing="Did you meet")
    await says(society, await mentee.click(asked, "We met"), "Great!")


async def test_a_meeting_in_a_pause_is_called_off_from_the_answer(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    when = ahead(society, 4)
    _, (event,) = events_of(await arranged(society, mentor, mentee, thread, typed(when)))
    paused = await mentee.slash("pair pause", at=thread, days=14)

    asked = await mentee.click(paused, custom_id="pc1:meet:cancel:")
    await mentee.click(asked, "Cancel meeting")

    gone = await society.discord.until_message(thread, containing="canceled your meeting")
    assert gone.notified == {mentor.id}
    assert events_of(gone)[1][0]["uid"] == event["uid"]
    society.discord.clock.set(when - timedelta(hours=1))
    await mentee.slash("status")
    assert standing(thread, REMINDED) == []


async def test_what_lies_beyond_the_pause_is_not_spoken_of(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    await arranged(society, mentor, mentee, thread, typed(ahead(society, 9)))

    paused = await mentee.slash("pair pause", at=thread, days=7)

    assert "meet" not in paused.text
    assert {one.label for one in paused.buttons} == {"Resume now"}


async def test_the_meetings_of_a_series_are_said_to_be_left_out(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    first = ahead(society, 3)
    await mentee.slash("meet propose", at=thread, time=f"every {first:%A} 18:00")
    shown = await society.discord.until_message(thread, containing="would like to meet")
    await says(society, await mentor.click(shown, custom_id=TAKE), "every week")

    paused = await mentee.slash("pair pause", at=thread, days=12)

    assert "skip 2 meetings in your series" in paused.text


async def test_times_that_wait_for_an_answer_are_told_when_a_pause_begins(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    await mentee.slash("meet propose", at=thread, time=typed(ahead(society, 4)))
    await society.discord.until_message(thread, containing="would like to meet")

    paused = await mentor.slash("pair pause", at=thread, days=7)

    assert "waiting for your answer" in paused.text
    assert "Choose a time" in {one.label for one in paused.buttons}
