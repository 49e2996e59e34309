"""Unanswered check-ins: a pause is offered, then moderators get a case."""

from datetime import datetime, timedelta

from sandbox import Channel, FaultKind, Message, Person
from sandbox.people.transcript import buttons_of
from tests.discord.conftest import Society
from tests.discord.enrolled import a_circle
from tests.discord.meeting_people import ids_of
from tests.discord.people import a_pair, first_check_in, standing, until_asked, until_status
from tests.discord.programs.test_saved_programs import take_direct_messages

CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
REST = "Busy right now? You can pause for 2 weeks"


async def unanswered(society: Society, thread: Channel, mentee: Person) -> datetime:
    """Let two check-ins go unanswered; return the hour of the third."""
    due = first_check_in(society)
    for number in (1, 2):
        await reach(society, due)
        await until_standing(society, thread, number)
        await until_status(mentee, lambda text: "- Check-in" in text)
        due += timedelta(days=14)
    return due


async def until_standing(society: Society, thread: Channel, number: int) -> None:
    """Wait until so many check-ins are in the thread."""
    await society.discord.wait_for(lambda: len(standing(thread, "A quick check-in")) >= number)


async def reach(society: Society, instant: datetime) -> None:
    """Pass the day before, when it is planned, and then the hour itself."""
    for moment in (instant - timedelta(days=1), instant):
        society.discord.clock.set(moment)
        await society.mo.slash("status")


async def the_offer(society: Society) -> tuple[Person, Person, Channel, Message]:
    """Return a pair whose third check-in offers a pause, and that message."""
    mentor, mentee, thread = await a_pair(society)
    third = await unanswered(society, thread, mentee)
    await reach(society, third)
    return mentor, mentee, thread, await society.discord.until_message(thread, containing=REST)


async def test_after_two_unanswered_the_same_person_is_offered_a_rest(society: Society) -> None:
    mentor, mentee, thread, offer = await the_offer(society)
    assert offer.notified == {mentee.id}
    labels = [button.label for button in buttons_of(offer)]
    assert labels == ["Pause check-ins", "Still on track", "Post an update", "See advice"]
    others = await mentor.click(offer, custom_id="pc1:check-in:rest:")
    assert "for someone else" in others.text
    rest = await mentee.click(offer, custom_id="pc1:check-in:rest:")
    await society.discord.wait_for(lambda: "Paused until" in rest.text)
    assert "Check-ins are paused until" in offer.content
    assert mentee.mention not in offer.content
    status = (await mentor.slash("pair status", at=thread)).text
    assert "Paused until" in status
    assert "- Check-in" not in (await mentee.slash("status")).text.split("Your people")[0]


async def test_a_rest_that_was_chosen_in_a_direct_message_is_said_in_the_thread(
    society: Society,
) -> None:
    _, mentee, thread = await a_pair(society)
    third = await unanswered(society, thread, mentee)
    await take_direct_messages(society, mentee)
    await reach(society, third)
    await society.discord.wait_for(lambda: mentee.dm is not None)
    assert mentee.dm is not None
    offer = await society.discord.until_message(mentee.dm, containing=REST)
    rest = await mentee.click(offer, custom_id="pc1:check-in:rest:")
    await society.discord.wait_for(lambda: "Paused until" in rest.text)
    assert "Check-ins are paused until" in offer.content
    said = await society.discord.until_message(thread, containing="Check-ins are paused until")
    assert mentee.mention not in said.content


async def test_a_rest_is_said_in_the_thread_even_if_the_question_can_not_be_edited(
    society: Society,
) -> None:
    _, mentee, thread, offer = await the_offer(society)
    society.discord.faults.add("POST", CALLBACK, FaultKind.RESET_BEFORE, times=2)
    rest = await mentee.click(offer, custom_id="pc1:check-in:rest:")
    assert "Paused until" in rest.text
    assert "Check-ins are paused until" not in rest.text, "the line for both is not the answer"
    assert REST in offer.content
    await society.discord.until_message(thread, containing="Check-ins are paused until")


async def test_an_edit_is_made_at_the_second_try_and_the_answer_follows(society: Society) -> None:
    _, mentee, _, offer = await the_offer(society)
    society.discord.faults.add("POST", CALLBACK, FaultKind.RESET_AFTER)
    rest = await mentee.click(offer, custom_id="pc1:check-in:rest:")
    await society.discord.wait_for(lambda: "Paused until" in rest.text)
    assert "Check-ins are paused until" in offer.content


async def test_an_answer_says_what_was_said_and_a_thread_only_that_it_was_given(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    await reach(society, first_check_in(society))
    asked = await society.discord.until_message(thread, containing="A quick check-in")
    answer = await mentee.click(asked, "On track")
    await society.discord.wait_for(lambda: "You said: on track." in answer.text)
    assert f"{mentor.mention} gets the next check-in" in answer.text
    assert asked.content == f"{mentee.mention} checked in."
    assert buttons_of(asked) == []


async def test_a_direct_message_says_what_was_answered(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    await take_direct_messages(society, mentee)
    await reach(society, first_check_in(society))
    await society.discord.wait_for(lambda: mentee.dm is not None)
    assert mentee.dm is not None
    asked = await society.discord.until_message(mentee.dm, containing="A quick check-in")
    await mentee.click(asked, "Busy right now")
    await society.discord.wait_for(lambda: asked.content == "You said: busy right now.")
    assert not standing(thread, "busy")


async def test_still_on_track_ends_the_stretch(society: Society) -> None:
    _, mentee, thread, offer = await the_offer(society)
    answer = await mentee.click(offer, "Still on track")
    await society.discord.wait_for(lambda: "You said: on track." in answer.text)
    # The next one is the partner's, and as friendly as the first.
    before = len(standing(thread, "A quick check-in"))
    await reach(society, society.discord.clock.now() + timedelta(days=14))
    await until_standing(society, thread, before + 1)


async def test_three_unanswered_are_a_case_and_a_calm_word_to_the_partner(
    society: Society,
) -> None:
    mentor, mentee, thread, offer = await the_offer(society)
    pause = next(each.custom_id for each in buttons_of(offer) if each.label == "Pause check-ins")
    assert pause is not None
    await until_status(mentee, lambda text: "- Check-in" in text)
    # After six days it counts as unanswered; it is evening then, and the partner is not asleep.
    society.discord.clock.advance(timedelta(days=6, hours=1))
    word = await society.discord.until_message(thread, containing="been quiet here")
    assert word.notified == set(), "there is nothing to do"
    assert "don’t need to follow up" in word.content
    assert mentee.mention not in word.content
    assert "This check-in has closed" in (await mentor.click_forged(offer, pause)).text
    listed = await society.mo.slash("case list")
    # They have not met either, which is the one case that they have.
    assert "Haven’t met yet" in listed.text
    assert "gone quiet" not in listed.text
    assert len(standing(thread, "been quiet here")) == 1


async def test_an_update_after_a_long_silence_clears_it_too(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    await until_asked(society, thread, first_check_in(society))
    await until_status(mentee, lambda text: "- Check-in" in text)
    society.discord.clock.advance(timedelta(days=7))
    await until_status(mentee, lambda text: "- Check-in" not in text.split("Your people")[0])
    form = await mentee.slash("update log", at=thread)
    logged = await mentee.submit(form, {"moved": "Back again"})
    assert "counts as your check-in" in logged.text


async def test_a_check_in_that_a_word_answered_shows_it(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    asked = await until_asked(society, thread, first_check_in(society))
    form = await mentee.click(asked, "Post an update")
    logged = await mentee.submit(form, {"moved": "A draft"})
    await society.discord.wait_for(lambda: "counts as your check-in" in logged.text)
    assert "checked in" in asked.content
    assert buttons_of(asked) == []


async def test_need_help_opens_the_guide_where_it_is_about_silence(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    asked = await until_asked(society, thread, first_check_in(society))
    ways = await mentee.click(asked, "Need help")
    await society.discord.wait_for(lambda: "Open guide" in {b.label for b in ways.buttons})
    opened = await mentee.click(ways, custom_id="pc1:guide:quiet-stretch:")
    assert opened.ephemeral
    assert "quiet" in opened.text.lower()


async def test_need_help_keeps_the_check_in_waiting_until_someone_is_told(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    asked = await until_asked(society, thread, first_check_in(society))
    ways = await mentee.click(asked, "Need help")
    await society.discord.wait_for(lambda: "No one has been told yet" in ways.text)
    assert "Check-in" in (await mentee.slash("status")).text
    assert "Check-in" in (await mentor.slash("status")).text
    assert "checked in" not in asked.content

    heard = await mentee.click(ways, "Ask a moderator")

    await society.discord.wait_for(lambda: "I asked the moderators" in heard.text)
    await society.discord.wait_for(lambda: buttons_of(asked) == [])
    assert "Check-in" not in (await mentee.slash("status")).text


async def test_a_call_for_help_is_heard_from_anyone_of_the_pair_and_after_its_end(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    asked = await until_asked(society, thread, first_check_in(society))
    [help_id] = ids_of(asked, "pc1:check-in:help")
    others = await mentor.click(asked, "Need help")
    assert "Ask a moderator" in {button.label for button in others.buttons}
    assert "checked in" not in asked.content
    await mentor.click(await mentor.slash("pair end", at=thread), custom_id="pc1:pair:end-now:")
    await society.discord.until_message(thread, containing="wrapped up")

    ways = await mentee.click_forged(asked, help_id)

    assert "a moderator can still help" in ways.text
    heard = await mentee.click(ways, "Ask a moderator")
    assert "I asked the moderators" in heard.text
    case = await society.discord.until_message(
        society.back_room, containing="it needs your decision"
    )
    assert mentee.mention in case.embeds[0]["description"]
    assert "The moderators have your question" in (await mentee.slash("status")).text


async def test_a_pair_that_wrote_lately_is_not_asked_and_status_says_so(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    due = first_check_in(society)
    society.discord.clock.set(due - timedelta(days=2))
    form = await mentee.slash("update log", at=thread)
    await mentee.submit(form, {"moved": "A draft"})

    status = (await mentee.slash("pair status", at=thread)).text
    await reach(society, due)
    await until_status(mentee, lambda text: "- Check-in" not in text.split("Your people")[0])
    later = due + timedelta(days=14)

    assert (
        f"<t:{int(later.timestamp())}:F>. There’s no check-in on <t:{int(due.timestamp())}"
        in status
    )
    assert "because there was an update" in status
    assert standing(thread, "A quick check-in") == []
    await reach(society, later)
    await until_standing(society, thread, 1)


async def test_a_pair_that_has_not_met_is_asked_about_that_and_not_twice(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    begun = society.discord.clock.now()
    for days in range(3, 12):  # each day, as a bot that runs plans
        society.discord.clock.set(begun + timedelta(days=days, hours=9))
        await society.mo.slash("status")
        await society.running.client.delivery.plan_ahead()  # type: ignore[union-attr]
    await society.discord.wait_for(lambda: standing(thread, "A quick check-in"))

    # The introduction, a reminder on the fourth day, and the check-in instead of the next one.
    assert len(standing(thread, mentee.mention)) == 3
    [asked] = standing(thread, "A quick check-in")
    assert "you haven’t met yet" in asked.content
    assert [each.label for each in buttons_of(asked)][:2] == ["Suggest times", "On track"]


async def test_the_next_check_in_of_a_circle_takes_the_last_ones_buttons_whose_turn_it_ever_was(
    society: Society,
) -> None:
    _, _, thread = await a_circle(society, "America/Chicago", "America/Chicago")
    due = first_check_in(society)
    for number in (1, 2):
        await reach(society, due)
        await until_standing(society, thread, number)
        due += timedelta(days=14)

    first, second = standing(thread, "A quick check-in")

    assert first.notified != second.notified
    await society.discord.wait_for(lambda: not ids_of(first, "pc1:"))
    assert ids_of(second, "pc1:check-in:")
