"""Several meetings of one pair at a time: none of them takes the place of another."""

from datetime import timedelta

from sandbox.people.transcript import buttons_of
from tests.discord.conftest import Society
from tests.discord.enrolled import a_cohort, approve_all, introduced
from tests.discord.meeting_people import TAKE, ahead, arranged, ids_of, says, stamp, typed
from tests.discord.people import a_pair


async def test_who_proposed_a_move_sees_the_list_with_one_button_to_change_it(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    card = await arranged(society, mentor, mentee, thread, typed(ahead(society, 4)))
    form = await mentor.click(card, "Reschedule")
    await mentor.submit(form, {"time-0": typed(ahead(society, 5))})
    await society.discord.until_message(thread, containing="would like to move")

    listed = await mentor.slash("meet list", at=thread)

    labels = [button.label for button in buttons_of(listed.messages[0])]
    assert "Suggest other times" in labels
    assert "Reschedule" not in labels
    others = await mentee.slash("meet list", at=thread)
    assert "Reschedule" in [button.label for button in buttons_of(others.messages[0])]


async def test_a_time_that_is_arranged_is_not_proposed_again(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    when, other = ahead(society, 4), ahead(society, 5)
    await arranged(society, mentor, mentee, thread, typed(when))

    refused = await mentee.slash("meet propose", at=thread, time=typed(when))

    assert f"already meeting {stamp(when)}" in refused.text
    assert "What you typed is saved" in refused.text
    both = f"{typed(when)} or {typed(other)}"
    answer = await mentee.slash("meet propose", at=thread, time=both)
    assert f"Left out, since you’re already meeting then: {stamp(when)}" in answer.text
    asked = await society.discord.until_message(thread, containing="would like to meet")
    assert len(ids_of(asked, TAKE)) == 1


async def test_a_time_proposed_twice_is_accepted_once(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    when, other = ahead(society, 5), ahead(society, 6)
    card = await arranged(society, mentor, mentee, thread, typed(ahead(society, 4)))
    form = await mentee.click(card, "Reschedule")
    await mentee.submit(form, {"time-0": typed(when), "time-1": typed(other)})
    move = await society.discord.until_message(thread, containing="would like to move")
    take_moved = ids_of(move, TAKE)[0]
    await mentee.slash("meet propose", at=thread, time=typed(when))
    asked = await society.discord.until_message(thread, containing="would like to meet")
    await says(society, await mentor.click(asked, custom_id=TAKE), "You’re meeting")

    await society.discord.wait_for(lambda: len(ids_of(move, TAKE)) == 1)
    twice = await mentor.click_forged(move, take_moved)

    assert f"already meeting {stamp(when)}" in twice.text


async def test_a_card_goes_on_asking_whether_they_met_when_the_next_time_is_proposed(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    when = ahead(society, 4, 12)
    card = await arranged(society, mentor, mentee, thread, typed(when))
    society.discord.clock.set(when + timedelta(hours=1))
    await mentee.slash("meet propose", at=thread, time=typed(ahead(society, 7)))
    asked = await society.discord.until_message(thread, containing="would like to meet")
    assert asked.id != card.id

    society.discord.clock.set(when + timedelta(hours=2))
    await society.discord.wait_for(lambda: "Did you meet" in card.content)
    form = await mentor.click(asked, custom_id="pc1:meet:counter:")
    await mentor.submit(form, {"time-0": typed(ahead(society, 8))})
    await society.discord.wait_for(lambda: "Other times were suggested" in asked.content)

    assert "Did you meet" in card.content
    await mentor.click(card, "We met")
    await mentee.click(card, "We met")
    await society.discord.wait_for(lambda: "You met" in card.content)


async def test_a_mentor_with_two_mentees_is_told_alone_of_two_meetings_at_once(
    society: Society,
) -> None:
    [mentor], [ana, ben] = await a_cohort(society, mentors=1, mentees=2, capacity=2)
    await approve_all(society)
    of_ana, of_ben = await introduced(society, ana), await introduced(society, ben)
    when = ahead(society, 4)
    await ana.slash("meet propose", at=of_ana, time=typed(when))
    asked = await society.discord.until_message(of_ana, containing="would like to meet")
    first = await mentor.click(asked, custom_id=TAKE)
    await says(society, first, "You’re meeting")
    assert "also meeting" not in first.text

    near = when + timedelta(minutes=30)
    await ben.slash("meet propose", at=of_ben, time=typed(near))
    asked = await society.discord.until_message(of_ben, containing="would like to meet")
    second = await mentor.click(asked, custom_id=TAKE)

    await says(society, second, f"You’re also meeting {ana.mention} {stamp(when)}")
    assert "Reschedule" in [button.label for button in second.buttons]
    assert not [message for message in of_ben.standing() if ana.mention in message.content]


async def test_who_offers_one_time_to_two_mentees_is_told_before_either_answers(
    society: Society,
) -> None:
    [mentor], [ana, ben] = await a_cohort(society, mentors=1, mentees=2, capacity=2)
    await approve_all(society)
    of_ana, of_ben = await introduced(society, ana), await introduced(society, ben)
    when = ahead(society, 4)
    first = await mentor.slash("meet propose", at=of_ana, time=typed(when))
    assert "also suggested" not in first.text

    second = await mentor.slash("meet propose", at=of_ben, time=typed(when))

    assert f"You also suggested {stamp(when)}" in second.text
    assert f"to {ana.mention}." in second.text
