"""A circle's time is set when everyone can make it, or by a deadline that they were told of."""

from datetime import timedelta

from bot.messages.errors import CORRECT
from tests.discord.conftest import Society
from tests.discord.enrolled import a_circle
from tests.discord.meeting_people import TAKE, ahead, ids_of, says, stamp, typed
from tests.discord.people import standing, until_status

CHICAGO, NEW_YORK, KATHMANDU = "America/Chicago", "America/New_York", "Asia/Kathmandu"
SETTLED = "You’re meeting"


async def test_a_time_is_set_only_when_everyone_has_said_yes(society: Society) -> None:
    mentor, (ana, ben, cleo), thread = await a_circle(society, CHICAGO, NEW_YORK, CHICAGO)
    when = ahead(society, 3)

    answer = await ana.slash("meet propose", at=thread, time=typed(when))
    asked = await society.discord.until_message(thread, containing="would like to meet")

    assert "once everyone says yes" in answer.text
    assert asked.notified == {mentor.id, ben.id, cleo.id}
    assert asked.content.startswith(f"{mentor.mention}, {ben.mention}, and {cleo.mention}: ")
    assert "Yes: " not in asked.content, "they proposed it"
    first = await mentor.click(asked, custom_id=TAKE)
    assert f"Still waiting on {ben.mention} and {cleo.mention}" in first.text
    assert "You’re meeting" not in first.text
    await society.discord.wait_for(lambda: "Yes: 2" in asked.content)
    await ben.click(asked, custom_id=TAKE)
    assert standing(thread, SETTLED) == []
    await until_status(cleo, lambda text: "Choose a time" in text)
    await until_status(mentor, lambda text: f"{cleo.mention} · Choose a time" in text)
    last = await cleo.click(asked, custom_id=TAKE)
    await says(society, last, "You’re meeting")
    settled = await society.discord.until_message(thread, containing=SETTLED)
    assert settled.id == asked.id, "the proposal becomes the card, and notifies no one again"
    assert len([*settled.attachments]) == 1
    assert ids_of(asked, TAKE) == []


async def test_whoever_can_not_come_is_offered_the_next_best_time(society: Society) -> None:
    mentor, (ana, ben), thread = await a_circle(society, CHICAGO, NEW_YORK)
    when = ahead(society, 3)
    await mentor.slash("meet propose", at=thread, time=typed(when))
    asked = await society.discord.until_message(thread, containing="would like to meet")
    await ana.click(asked, custom_id=TAKE)

    declined = await ben.click(asked, "None work for me")

    assert "The next best time is <t:" in declined.text
    assert "fits everyone" in declined.text
    told = await society.discord.until_message(thread, containing="none of your times works")
    assert told.notified == {mentor.id}
    assert ben.mention in told.content
    assert standing(thread, SETTLED) == []
    await ben.click(declined, custom_id="pc1:meet:next-best:")
    await society.discord.until_message(thread, containing=f"{ben.mention} would like to meet")
    await society.discord.wait_for(lambda: "Other times were suggested" in asked.content)
    assert ids_of(asked, TAKE) == []


async def test_a_next_best_time_moves_no_meeting_that_was_settled_since(society: Society) -> None:
    mentor, (ana, ben), thread = await a_circle(society, CHICAGO, CHICAGO)
    await mentor.slash("meet propose", at=thread, time=typed(ahead(society, 6)))
    asked = await society.discord.until_message(thread, containing="would like to meet")
    declined = await ben.click(asked, "None work for me")
    for other in (ana, ben):
        await other.click(asked, custom_id=TAKE)
    await society.discord.until_message(thread, containing=SETTLED)

    late = await ben.click(declined, custom_id="pc1:meet:next-best:")

    assert "Already done! You’re meeting" in late.text
    assert standing(thread, "would like to move") == []


async def test_a_deadline_decides_with_the_quorum_that_was_named(society: Society) -> None:
    mentor, (ana, ben, cleo), thread = await a_circle(society, CHICAGO, NEW_YORK, CHICAGO)
    when = ahead(society, 6)
    answer = await ana.slash("meet propose", {"time": typed(when), "decide-in": 2}, at=thread)
    asked = await society.discord.until_message(thread, containing="would like to meet")
    for text in (answer.text, asked.content):
        assert f"3 of you are enough, including {mentor.mention}" in text
    await mentor.click(asked, custom_id=TAKE)
    await ben.click(asked, custom_id=TAKE)
    assert standing(thread, SETTLED) == []

    await society.pass_time(days=2, minutes=1)

    settled = await society.discord.until_message(thread, containing=SETTLED)
    assert {mentor.id, ana.id, ben.id} <= settled.notified
    assert cleo.mention in settled.content
    assert f"without a yes from {cleo.mention}" in settled.content
    assert stamp(when) in settled.content


async def test_a_quorum_decides_only_after_the_deadline(society: Society) -> None:
    mentor, (ana, ben), thread = await a_circle(society, CHICAGO, CHICAGO)
    first, second = ahead(society, 6), ahead(society, 7)
    named = {"time": typed(first), "or": typed(second), "decide-in": 3}
    await mentor.slash("meet propose", named, at=thread)
    asked = await society.discord.until_message(thread, containing="would like to meet")
    take_first, take_second = ids_of(asked, TAKE)
    await ana.click(asked, custom_id=take_second)

    voted = await ben.click(asked, custom_id=take_first)

    assert "Saved! You can make" in voted.text
    assert standing(thread, SETTLED) == []
    await ben.click(asked, custom_id=take_second)
    settled = await society.discord.until_message(thread, containing=SETTLED)
    assert stamp(second) in settled.content


async def test_a_deadline_after_the_first_time_is_refused_and_nothing_typed_is_lost(
    society: Society,
) -> None:
    _, (ana, _), thread = await a_circle(society, CHICAGO, CHICAGO)
    soon = ahead(society, 2)
    named = {"time": typed(soon), "agenda": "My first draft", "decide-in": 3}

    refused = await ana.slash("meet propose", named, at=thread)

    assert "too late for" in refused.text
    assert stamp(soon) in refused.text
    assert standing(thread, "would like to meet") == []
    form = await ana.click(refused, CORRECT)
    assert form.modal is not None
    kept = {field.custom_id: field.value for field in form.modal.fields}
    assert kept["agenda"] == "My first draft"
    mended = await ana.submit(form, {"decide-in": ["1"]})
    assert "Posted in your thread" in mended.text


async def test_a_time_is_set_when_the_only_one_who_had_not_answered_leaves(
    society: Society,
) -> None:
    mentor, (ana, ben), thread = await a_circle(society, CHICAGO, CHICAGO)
    when = ahead(society, 6)
    await ana.slash("meet propose", at=thread, time=typed(when))
    asked = await society.discord.until_message(thread, containing="would like to meet")
    await mentor.click(asked, custom_id=TAKE)
    society.guild.leave(ben)
    # The day after, Ben's reminder finds that he has left, and the next hour's plan counts again.
    await society.pass_time(days=1, hours=2)
    for _ in range(20):
        await society.pass_time(hours=1)
        await ana.slash("status")
        if standing(thread, SETTLED):
            break

    settled = await society.discord.until_message(thread, containing=SETTLED)
    assert stamp(when) in settled.content
    assert "without a yes from" not in settled.content


async def test_a_third_time_stays_in_the_form_of_a_circle(society: Society) -> None:
    _, (ana, _), thread = await a_circle(society, CHICAGO, CHICAGO)
    first, second, third = (ahead(society, days) for days in (5, 6, 7))
    named = {"time": "some day", "or": typed(second), "or-else": typed(third)}
    form = await ana.click(await ana.slash("meet propose", named, at=thread), CORRECT)

    proposed = await ana.submit(form, {"time-0": typed(first)})

    for when in (first, second, third):
        assert stamp(when) in proposed.text


async def test_a_deadline_without_a_quorum_sets_nothing_and_says_so(society: Society) -> None:
    mentor, (ana, ben, _), thread = await a_circle(society, CHICAGO, NEW_YORK, CHICAGO)
    named = {"time": typed(ahead(society, 6)), "decide-in": 1}
    await ana.slash("meet propose", named, at=thread)
    asked = await society.discord.until_message(thread, containing="would like to meet")
    await ben.click(asked, custom_id=TAKE)

    await society.pass_time(days=1, minutes=1)

    told = await society.discord.until_message(thread, containing="none of your times has enough")
    assert told.notified == {ana.id}
    assert standing(thread, SETTLED) == []
    assert mentor.id not in told.notified


async def test_a_late_yes_completes_the_quorum_after_the_deadline(society: Society) -> None:
    mentor, (ana, ben, cleo), thread = await a_circle(society, CHICAGO, NEW_YORK, CHICAGO)
    when = ahead(society, 6)
    await ana.slash("meet propose", {"time": typed(when), "decide-in": 1}, at=thread)
    asked = await society.discord.until_message(thread, containing="would like to meet")
    await mentor.click(asked, custom_id=TAKE)
    await ben.click(asked, "None work for me")
    await society.pass_time(days=1, hours=2)
    told = await society.discord.until_message(thread, containing="none of your times works")
    assert told.notified == {ana.id}

    late = await cleo.click(asked, custom_id=TAKE)

    await says(society, late, "You’re meeting")
    settled = await society.discord.until_message(thread, containing=SETTLED)
    assert ben.mention in settled.content


async def test_a_no_that_leaves_no_time_is_told_at_once_and_no_one_is_reminded(
    society: Society,
) -> None:
    mentor, (ana, ben, cleo), thread = await a_circle(society, CHICAGO, CHICAGO, CHICAGO)
    await ana.slash("meet propose", at=thread, time=typed(ahead(society, 12)))
    asked = await society.discord.until_message(thread, containing="would like to meet")

    await ben.click(asked, "None work for me")

    told = await society.discord.until_message(thread, containing="none of your times works")
    assert told.notified == {ana.id}
    await society.pass_time(days=4)
    await until_status(mentor, lambda text: "Choose a time" in text)
    assert standing(thread, "is waiting for you to pick") == []
    assert cleo.mention not in told.content


async def test_a_time_at_night_for_someone_is_said_before_it_is_proposed(society: Society) -> None:
    mentor, (ana, ben), thread = await a_circle(society, CHICAGO, KATHMANDU)
    evening = ahead(society, 3, 18)

    warned = await ana.slash("meet propose", at=thread, time=f"every {evening:%A} 18:00")

    assert f"AM for {ben.mention}" in warned.text
    assert "Not sent yet" in warned.text
    assert standing(thread, "would like to meet") == []
    await mentor.slash("status")
    proposed = await ana.click(warned, custom_id="pc1:meet:night:")
    assert "Posted in your thread" in proposed.text
    await society.discord.until_message(thread, containing="would like to meet")


async def test_an_hour_someone_named_as_free_is_not_called_night(society: Society) -> None:
    mentor, (ana,), thread = await a_circle(society, CHICAGO)
    late = ahead(society, 3, 22, 30)

    warned = await ana.slash("meet propose", at=thread, time=typed(late))

    assert f"10:30 PM for {mentor.mention}" in warned.text


async def test_the_messages_of_times_that_were_replaced_lose_their_buttons(
    society: Society,
) -> None:
    mentor, (ana,), thread = await a_circle(society, CHICAGO)
    await ana.slash("meet propose", at=thread, time=typed(ahead(society, 5)))
    asked = await society.discord.until_message(thread, containing="would like to meet")
    society.discord.clock.advance(timedelta(hours=25))
    reminder = await society.discord.until_message(thread, containing="is waiting for you to pick")

    await ana.slash("meet propose", at=thread, time=typed(ahead(society, 6)))

    await society.discord.wait_for(lambda: not ids_of(asked, TAKE) and not ids_of(reminder, TAKE))
    assert "pick a time" not in asked.content + reminder.content
    assert mentor.id in reminder.notified


async def test_none_work_for_me_is_said_only_of_the_times_that_were_shown(
    society: Society,
) -> None:
    _, (ana, ben), thread = await a_circle(society, CHICAGO, CHICAGO)
    await ana.slash("meet propose", at=thread, time=typed(ahead(society, 5)))
    asked = await society.discord.until_message(thread, containing="would like to meet")
    (decline,) = ids_of(asked, "pc1:meet:decline:")
    await ana.slash("meet propose", at=thread, time=typed(ahead(society, 6)))
    await society.discord.wait_for(lambda: not ids_of(asked, TAKE))

    late = await ben.click_forged(asked, decline)

    assert "Other times were suggested since then" in late.text
    assert "Saved" not in late.text
    newer = standing(thread, "would like to meet")[-1]
    assert f"Can’t: {ben.mention}" not in newer.content


async def test_a_meeting_in_two_hours_has_one_reminder_that_brings_the_agenda(
    society: Society,
) -> None:
    mentor, (ana, ben), thread = await a_circle(society, CHICAGO, CHICAGO)
    society.discord.clock.set(ahead(society, 1, 12))
    soon = ahead(society, 0, 14, 30)
    named = {"time": typed(soon), "agenda": "My first draft"}
    await ana.slash("meet propose", named, at=thread)
    asked = await society.discord.until_message(thread, containing="would like to meet")
    await mentor.click(asked, custom_id=TAKE)
    taken = await ben.click(asked, custom_id=TAKE)
    await says(society, taken, "You’re meeting")
    settled = await society.discord.until_message(thread, containing=SETTLED)
    assert "I’ll remind you an hour before." in settled.content
    assert "both" not in settled.content + taken.text

    society.discord.clock.set(soon - timedelta(hours=1))

    reminder = await society.discord.until_message(thread, containing="To prepare")
    assert reminder.notified == {mentor.id, ana.id, ben.id}
    assert "My first draft" in reminder.content


async def test_one_moved_meeting_of_a_series_does_not_come_every_week(society: Society) -> None:
    mentor, (ana, ben), thread = await a_circle(society, CHICAGO, CHICAGO)
    first, later = ahead(society, 3), ahead(society, 4, 17)
    await ana.slash("meet propose", at=thread, time=f"every {first:%A} 18:00")
    asked = await society.discord.until_message(thread, containing="would like to meet")
    for other in (mentor, ben):
        await other.click(asked, custom_id=TAKE)
    settled = await society.discord.until_message(thread, containing=SETTLED)
    assert f"{stamp(first)}F>, every week" in (await ana.slash("status")).text
    await society.pass_time(minutes=5)
    form = await ana.click(settled, "Reschedule")
    await ana.submit(form, {"time-0": typed(later)})
    asked = await society.discord.until_message(thread, containing="would like to move")

    for other in (mentor, ben):
        await other.click(asked, custom_id=TAKE)
    await society.discord.until_message(thread, containing="moved to")

    status = (await ana.slash("status")).text
    assert stamp(later) in status
    assert f"{stamp(later)}F>, every week" not in status
