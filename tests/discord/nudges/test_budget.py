"""How often anyone is notified: a week has room for so much, and silence has an end."""

from datetime import timedelta
from itertools import pairwise

from bot.messages.nudges.settings import COMING, HEARD
from sandbox import Channel, Message, Person
from sandbox.state import messages
from sandbox.state.records import SILENT
from tests.discord.conftest import Society
from tests.discord.meeting_people import TAKE, ahead, arranged, typed
from tests.discord.people import a_pair, direct_messages_on, until_status

HOURS = timedelta(hours=1)


async def proposed(society: Society, person: Person, thread: Channel, days: int = 9) -> Message:
    """Let someone propose a time, and return the message about it."""
    when = ahead(society, days)
    answer = await person.slash("meet propose", at=thread, time=typed(when))
    assert "<t:" in answer.text
    stamp = f"<t:{int(when.timestamp())}"
    return await society.discord.until_message(thread, containing=stamp)


async def test_each_message_that_notified_is_listed_with_why(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    society.discord.clock.advance(3 * HOURS)
    await proposed(society, mentor, thread)

    panel = (await mentee.slash("nudges", at=thread)).text

    # The introduction answered the sign-up.
    assert "1 of 5" in panel
    assert "Meeting proposal" in panel.partition(HEARD)[2]
    assert "Introduction" in panel.partition(HEARD)[2]
    assert COMING in panel


async def test_what_a_day_has_no_room_for_is_told_as_soon_as_there_is_room(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    society.discord.clock.advance(2 * HOURS)

    messages = [await proposed(society, mentor, thread, days) for days in (9, 10, 11)]

    assert [message.notified for message in messages] == [{mentee.id}, {mentee.id}, set()]
    assert messages[2].flags & SILENT
    society.discord.clock.advance(24 * HOURS)
    notice = await society.discord.until_message(thread, containing="wants to meet")
    assert notice.notified == {mentee.id}
    # Whoever has just done something hears the answer all the same.
    await mentee.slash("commit add", {"what": "Read a chapter by friday noon"}, at=thread)
    assert (await proposed(society, mentor, thread, 12)).notified == {mentee.id}


async def test_a_full_week_still_hears_of_times_before_they_have_passed(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    await mentee.select(await mentee.slash("nudges"), "pc1:nudges:limit:", ["1"])
    society.discord.clock.advance(26 * HOURS)
    assert (await proposed(society, mentor, thread, 9)).notified == {mentee.id}

    assert (await proposed(society, mentor, thread, 4)).notified == set()

    society.discord.clock.set(ahead(society, 3))
    notice = await society.discord.until_message(thread, containing="wants to meet")
    assert notice.notified == {mentee.id}


async def test_proposed_times_are_not_held_by_patience(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    for _ in range(2):
        society.discord.clock.advance(26 * HOURS)
        await proposed(society, mentor, thread)
    society.discord.clock.advance(26 * HOURS)

    third = await proposed(society, mentor, thread)

    assert third.notified == {mentee.id}


async def test_whoever_proposes_is_told_that_someone_silent_is_not_notified(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    # Five of these or of their reminders notify the mentee; a week has no room for more.
    for _ in range(7):
        society.discord.clock.advance(25 * HOURS)
        await proposed(society, mentor, thread)
    society.discord.clock.advance(25 * HOURS)

    answer = await mentor.slash("meet propose", at=thread, time=typed(ahead(society, 9)))

    assert f"I won’t notify {mentee.mention}" in answer.text


async def test_fewer_a_week_can_be_chosen_and_what_does_not_fit_is_there_all_the_same(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    await mentee.select(await mentee.slash("nudges"), "pc1:nudges:limit:", ["1"])
    society.discord.clock.advance(26 * HOURS)

    first = await proposed(society, mentor, thread, 9)
    society.discord.clock.advance(26 * HOURS)
    second = await proposed(society, mentor, thread, 9)

    assert (first.notified, second.notified) == ({mentee.id}, set())
    assert mentee.mention in second.content
    await mentee.click(second, custom_id=TAKE)
    await until_status(mentee, lambda text: "You’re all caught up." in text)


async def test_someone_silent_is_notified_five_times_and_then_left_alone(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    delivery = society.running.client.delivery
    assert delivery is not None
    begun = ahead(society, 0, 12)
    pinged = []
    for day in range(1, 70):
        society.discord.clock.set(begun + timedelta(days=day))
        await delivery.plan_ahead()
        if day % 3 == 0:
            await proposed(society, mentor, thread)
        await mentor.slash("status")
        pinged = [each.created_at for each in thread.standing() if mentee.id in each.notified]

    assert len(pinged) == 6, pinged  # the introduction answered the sign-up
    gaps = [later - sooner for sooner, later in pairwise(pinged[1:])]
    assert gaps == sorted(gaps)
    assert pinged[-1] < begun + timedelta(days=45)
    assert len(thread.standing()) > 20  # it was all posted


async def test_a_direct_message_without_a_notification_counts_as_none(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    for person in (mentor, mentee):
        await direct_messages_on(society, person)
    when = ahead(society, 2)
    card = await arranged(society, mentor, mentee, thread, typed(when))
    messages.delete(society.discord.world, thread, card)
    assert mentor.dm is not None

    # With no card left to ask on, each is asked where they want to be written to.
    society.discord.clock.set(when + 3 * HOURS)
    asked = await society.discord.until_message(mentor.dm, containing="Did you meet")

    assert asked.flags & SILENT
    heard = (await mentor.slash("nudges")).text.partition(HEARD)[2]
    assert "“Did you meet?”" not in heard.partition(COMING)[0]
