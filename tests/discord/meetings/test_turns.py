"""No open time is forgotten: whoever has to answer is reminded, and whoever waits is told."""

from datetime import timedelta

import pytest

from tests.discord.conftest import Society
from tests.discord.enrolled import a_circle
from tests.discord.meeting_people import TAKE, ahead, arranged, ids_of, says, stamp, typed
from tests.discord.people import a_pair, standing, until_status

DAY = timedelta(days=1)


async def test_a_proposal_that_nobody_answers_is_reminded_of_and_passes_kindly(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    society.discord.clock.set(ahead(society, 1, 12))
    when = ahead(society, 2)
    await mentee.slash("meet propose", at=thread, time=typed(when))
    asked = await society.discord.until_message(thread, containing="would like to meet")
    old = ids_of(asked, TAKE)[0]
    assert "By you:" in (await mentee.slash("meet list", at=thread)).text
    assert f"By {mentee.mention}:" in (await mentor.slash("meet list", at=thread)).text
    society.discord.clock.advance(DAY)
    reminder = await society.discord.until_message(thread, containing="is waiting for you to pick")
    assert reminder.notified == {mentor.id}
    assert f"{mentor.mention}: {mentee.mention} is waiting" in reminder.content
    society.discord.clock.set(when)
    told = await society.discord.until_message(thread, containing="Want to suggest new ones")
    assert told.notified == {mentee.id}
    assert ids_of(told, "pc1:meet:form:")
    over = "These times have passed"
    await society.discord.wait_for(lambda: over in asked.content and over in reminder.content)
    assert ids_of(asked, "pc1:") == ids_of(reminder, "pc1:") == []
    # A client that still shows the old button leads on as well.
    late = await mentor.click_forged(asked, old)
    assert "These times have passed" in late.text
    form = await mentor.click(late, custom_id="pc1:meet:form:")
    answer = await mentor.submit(form, {"time-0": typed(ahead(society, 4))})
    assert "Posted in your thread" in answer.text


async def test_taking_back_another_time_keeps_the_meeting_as_it_was(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    society.discord.clock.set(ahead(society, 1, 12))
    when = ahead(society, 5)
    settled = await arranged(society, mentor, mentee, thread, typed(when))
    form = await mentor.click(settled, "Reschedule")
    proposed = await mentor.submit(form, {"time-0": typed(ahead(society, 8))})
    asked = await society.discord.until_message(thread, containing="would like to move")
    sure = await mentor.click(proposed, custom_id="pc1:meet:withdraw:")
    assert "Cancel your meeting" not in sure.text
    assert stamp(when) in sure.text
    await says(society, await mentor.click(sure, "Withdraw times"), "still meeting")
    told = await society.discord.until_message(thread, containing="You’re still meeting")
    assert told.notified == set(), "nothing has changed"
    await society.discord.wait_for(lambda: "These times were withdrawn" in asked.content)
    assert not ids_of(asked, "pc1:")
    assert stamp(when) in (await mentee.slash("meet list", at=thread)).text


@pytest.mark.parametrize("is_circle", [False, True])
async def test_times_to_move_a_meeting_close_once_it_has_begun(
    society: Society, is_circle: bool
) -> None:
    if is_circle:
        mentor, (mentee, *others), thread = await a_circle(society, *["America/Chicago"] * 2)
    else:
        (mentor, mentee, thread), others = await a_pair(society), []
    society.discord.clock.set(ahead(society, 1, 12))
    when = ahead(society, 4, 12)
    await mentee.slash("meet propose", at=thread, time=typed(when))
    card = await society.discord.until_message(thread, containing="would like to meet")
    for person in (mentor, *others):
        await person.click(card, custom_id=TAKE)
    await society.discord.wait_for(lambda: "You’re meeting" in card.content)
    form = await mentee.click(card, "Reschedule")
    await mentee.submit(form, {"time-0": typed(when + DAY)})
    asked = await society.discord.until_message(thread, containing="would like to move")
    old = ids_of(asked, TAKE)[0]
    society.discord.clock.advance(DAY)
    reminder = await society.discord.until_message(thread, containing="is waiting for you")
    assert ids_of(reminder, TAKE)
    await until_status(mentor, lambda text: "hoose a time" in text)

    society.discord.clock.set(when)

    begun = "Your meeting has started, so it can’t be rescheduled anymore."
    await society.discord.wait_for(lambda: asked.content == reminder.content == begun)
    assert ids_of(asked, "pc1:") == ids_of(reminder, "pc1:") == []
    await until_status(mentor, lambda text: "hoose a time" not in text)
    assert "It started" in (await mentor.click_forged(asked, old)).text
    society.discord.clock.set(when + timedelta(hours=2))
    await society.discord.wait_for(lambda: "Did you meet" in card.content)
    for person in (mentor, mentee, *others):
        await person.click(card, "We met")
    await society.discord.wait_for(lambda: "You met <t:" in card.content)
    assert asked.content == begun
    assert standing(thread, "you suggested have passed") == standing(thread, "withdrawn") == []


async def test_a_button_of_times_that_were_replaced_leads_to_the_present_ones(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    await mentee.slash("meet propose", at=thread, time=typed(ahead(society, 3)))
    old = await society.discord.until_message(thread, containing="would like to meet")
    [button] = ids_of(old, TAKE)
    newer = ahead(society, 4)
    await mentee.slash("meet propose", at=thread, time=typed(newer))
    await society.discord.until_message(thread, containing=stamp(newer))
    await society.discord.wait_for(lambda: not ids_of(old, TAKE))
    refused = await mentor.click_forged(old, button)
    assert "Other times were suggested" in refused.text
    shown = await mentor.click(refused, custom_id="pc1:meet:choose:")
    assert stamp(newer) in shown.text
    await says(society, await mentor.click(shown, custom_id=TAKE), "You’re meeting")


async def test_a_refusal_offers_the_next_step(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    none = await mentee.slash("meet cancel", at=thread)
    assert "don’t have a meeting coming up" in none.text
    form = await mentee.click(none, custom_id="pc1:meet:form:")
    refused = await mentee.submit(form, {"time-0": ""})
    assert "Add at least one time" in refused.text
    again = await mentee.click(refused, custom_id="pc1:meet:form:")
    assert again.modal is not None


async def test_the_list_of_meetings_has_a_button_for_what_is_open(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    when = ahead(society, 3)
    await mentee.slash("meet propose", at=thread, time=typed(when))
    own = await mentee.slash("meet list", at=thread)
    assert {"Suggest other times", "Withdraw times"} <= {one.label for one in own.buttons}
    listed = await mentor.slash("meet list", at=thread)
    await says(society, await mentor.click(listed, custom_id=TAKE), "You’re meeting")


async def test_a_meeting_that_both_say_was_moved_leaves_a_turn_and_one_reminder(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    society.discord.clock.set(ahead(society, 1, 12))
    when = ahead(society, 2)
    await arranged(society, mentor, mentee, thread, typed(when))
    society.discord.clock.set(when + timedelta(hours=2))
    asked = await society.discord.until_message(thread, containing="Did you meet")
    await mentor.click(asked, "Rescheduled")
    await mentee.click(asked, "Rescheduled")
    status = await mentee.slash("status")
    assert "Pick a new meeting time" in status.text
    assert any(ids_of(one, "pc1:meet:form:") for one in status.messages)
    society.discord.clock.set(when + timedelta(days=3, hours=2, minutes=1))
    told = await society.discord.until_message(thread, containing="needs a new time")
    assert told.notified == {mentee.id}


async def test_status_shows_the_next_of_a_series_once(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    first = ahead(society, 3)
    await mentee.slash("meet propose", at=thread, time=f"every {first:%A} 18:00")
    shown = await society.discord.until_message(thread, containing="would like to meet")
    await says(society, await mentor.click(shown, custom_id=TAKE), "every week")
    status = (await mentee.slash("status")).text
    assert status.count("Meeting <t:") == 1
    assert f"{stamp(first)}F>, every week" in status


async def test_an_address_without_its_beginning_is_offered_as_a_link(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    form = await mentee.click(await mentee.slash("meet list", at=thread), "Add meeting link")
    kept = await mentee.submit(form, {"place": "call.example.org/j/1"})
    assert "Did you mean the link" in kept.text
    link = await mentee.click(kept, custom_id="pc1:meet:place-link:")
    await says(society, link, "your call at call.example.org")


async def test_one_proposal_is_one_reminder_whatever_else_is_due_about_it(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    when, resumed = ahead(society, 9), ahead(society, 5, 12)
    society.discord.clock.set(ahead(society, 3, 12))
    await mentee.slash("status")
    await society.pass_time(hours=1)
    await mentor.slash("meet propose", at=thread, time=typed(when))
    asked = await society.discord.until_message(thread, containing="would like to meet")

    # Both were due while the bot was off: a day after the proposal, and four after they met.
    society.discord.clock.set(resumed)
    await mentee.slash("status")

    def later() -> list[str]:
        return [
            message.content
            for message in standing(thread, mentee.mention)
            if message.id > asked.id and TAKE in str(ids_of(message, TAKE))
        ]

    await society.discord.wait_for(later)
    await society.pass_time(hours=1)
    await mentee.slash("status")
    [reminder] = later()
    assert "things for you" not in reminder


async def test_no_reminder_asks_for_a_time_at_which_the_proposer_is_away(
    society: Society,
) -> None:
    _, mentee, thread = await a_pair(society)
    society.discord.clock.set(ahead(society, 1, 12))
    gone, later = ahead(society, 6), ahead(society, 12)
    both = f"{typed(gone)}, {typed(later)}"
    await mentee.slash("meet propose", at=thread, time=both)
    asked = await society.discord.until_message(thread, containing="would like to meet")
    assert stamp(gone) in asked.content
    assert stamp(later) in asked.content
    await mentee.slash("away", from_=f"{gone:%Y-%m-%d}", until=f"{gone:%Y-%m-%d}", at=thread)
    society.discord.clock.advance(DAY)
    reminder = await society.discord.until_message(thread, containing="is waiting for you to pick")
    assert stamp(gone) not in reminder.content
    assert stamp(later) in reminder.content


async def test_what_says_that_a_meeting_moved_says_that_it_is_canceled_once_it_is(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    later = ahead(society, 5)
    card = await arranged(society, mentor, mentee, thread, typed(ahead(society, 4)))
    form = await mentor.click(card, "Reschedule")
    await mentor.submit(form, {"time-0": typed(later)})
    move = await society.discord.until_message(thread, containing="would like to move")
    await mentee.click(move, custom_id=TAKE)
    await society.discord.wait_for(lambda: "moved to" in card.content)
    await society.discord.wait_for(lambda: "Time set" in move.content)

    sure = await mentee.slash("meet cancel", at=thread)
    await mentee.click(sure, "Cancel meeting")

    gone = f"Canceled: your meeting on {stamp(later)}F>."
    await society.discord.wait_for(lambda: (card.content, move.content) == (gone, gone))
