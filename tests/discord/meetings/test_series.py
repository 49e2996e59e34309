"""A series that another would end, and times in which someone is away."""

from datetime import timedelta

from bot.messages.meetings.times import MOVED_ALONE
from tests.discord.conftest import Society
from tests.discord.meeting_people import TAKE, ahead, events_of, says, stamp, typed
from tests.discord.people import a_pair, until_status


async def test_a_second_series_says_that_it_ends_the_first_and_asks(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    first, second = ahead(society, 3), ahead(society, 4)
    await mentee.slash("meet propose", at=thread, time=f"every {first:%A} 18:00")
    shown = await society.discord.until_message(thread, containing="would like to meet")
    await says(society, await mentor.click(shown, custom_id=TAKE), "every week")
    _, (event,) = events_of(
        await society.discord.until_message(thread, containing="You’re meeting")
    )
    again = await mentee.slash("meet propose", at=thread, time=f"every other {second:%A} 18:00")
    assert "ends your current series (every week)" in again.text
    shown = await society.discord.until_message(thread, containing="would end your current one")
    assert stamp(second) in shown.content
    asked = await mentor.click(shown, custom_id=TAKE)
    assert "cancels " in asked.text
    kept = await mentor.click(asked, "Keep current series")
    await says(society, kept, "Nothing changed")
    asked = await mentor.click(shown, custom_id=TAKE)
    await says(society, await mentor.click(asked, "Start new series"), "every other week")
    gone = await society.discord.until_message(thread, containing="meeting series has ended")
    assert events_of(gone)[1][0]["uid"] == event["uid"]


async def test_a_time_in_somebodys_away_is_warned_about_and_not_suggested(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    when = ahead(society, 4)
    begin, end = f"{ahead(society, 2):%Y-%m-%d}", f"{ahead(society, 8):%Y-%m-%d}"
    await mentor.slash("away", from_=begin, until=end, at=thread)
    form = await mentee.slash("meet propose", at=thread)
    assert form.modal is not None
    field = next(field for field in form.modal.fields if field.custom_id == "suggested")
    offered = {option["value"][:10] for option in field.raw["options"]}
    assert offered
    assert not [day for day in offered if begin <= day <= end]
    proposed = await mentee.submit(form, {"time-0": typed(when)})
    assert f"Away: {mentor.mention}" in proposed.text
    shown = await society.discord.until_message(thread, containing="would like to meet")
    assert f"Away: {mentor.mention}" in shown.content
    warning = f"{mentor.mention} is away then"
    taken = await says(society, await mentor.click(shown, custom_id=TAKE), "You’re meeting")
    assert warning in taken
    assert "remind you both" not in taken
    settled = await society.discord.until_message(thread, containing="You’re meeting")
    assert warning in settled.content


async def test_a_series_by_the_month_comes_on_its_weekday_of_each_month(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    proposed = await mentee.slash(
        "meet propose", at=thread, time="the first Monday of every month 6pm"
    )
    assert "every first Monday of the month" in proposed.text
    shown = await society.discord.until_message(thread, containing="would like to meet")
    taken = await says(society, await mentor.click(shown, custom_id=TAKE), "You’re meeting")
    assert "every first Monday of the month" in taken
    settled = await society.discord.until_message(thread, containing="You’re meeting")
    _, [event] = events_of(settled)
    assert event["rrule"].to_ical() == b"FREQ=MONTHLY;BYDAY=1MO"
    assert "every first Monday of the month" in (await mentee.slash("status")).text
    listed = (await mentee.slash("meet list", at=thread)).text
    assert "every first Monday of the month" in listed
    first = event["dtstart"].dt
    assert (first.weekday(), first.day <= 7, first.hour) == (0, True, 18)
    assert stamp(first) in listed

    society.discord.clock.set(first + timedelta(days=1))

    later = first + timedelta(days=28)
    later += timedelta(days=7 * (later.month == first.month))
    await until_status(mentee, lambda text: stamp(later) in text)


async def test_moving_one_meeting_of_a_series_says_that_the_series_stays(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    first, later = ahead(society, 3), ahead(society, 5)
    await mentee.slash("meet propose", at=thread, time=f"every {first:%A} 18:00")
    shown = await society.discord.until_message(thread, containing="would like to meet")
    begun = await says(society, await mentor.click(shown, custom_id=TAKE), "every week")
    card = await society.discord.until_message(thread, containing="You’re meeting")
    assert MOVED_ALONE not in begun + card.content
    form = await mentee.click(card, "Reschedule")
    await mentee.submit(form, {"time-0": f"{later:%b} {later.day} 18:00"})
    shown = await society.discord.until_message(thread, containing="would like to move")
    asked_to_move = shown.content
    taken = await says(society, await mentor.click(shown, custom_id=TAKE), "You’re meeting")
    card = await society.discord.until_message(thread, containing="Your meeting moved to")
    for text in (asked_to_move, taken, card.content):
        assert MOVED_ALONE in text
        assert "every week" not in text
    assert "every week" in (await mentee.slash("meet list", at=thread)).text
