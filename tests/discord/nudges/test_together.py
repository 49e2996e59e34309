"""What concerns someone in several pairs at one moment notifies them once, and names each pair."""

from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from sandbox import Channel, Message, Person
from sandbox.people.transcript import buttons_of, text_of
from tests.discord.conftest import Society
from tests.discord.enrolled import INTRODUCED, a_cohort, approve_all, introduced, match
from tests.discord.meeting_people import ahead, meets, typed
from tests.discord.pairs.test_agreements import chosen, written
from tests.discord.people import confirm, standing
from tests.discord.waiting import plan_ahead

CHICAGO = ZoneInfo("America/Chicago")
MINUTES = timedelta(minutes=5)


async def three_pairs(society: Society) -> tuple[Person, list[Person], list[Channel]]:
    """Return a mentor, their three mentees, and the threads in which they were introduced."""
    [mentor], mentees = await a_cohort(society, mentors=1, mentees=3, capacity=3)
    await approve_all(society)
    return mentor, mentees, [await introduced(society, mentee) for mentee in mentees]


def pings_of(society: Society, person: Person) -> list[Message]:
    """Return the messages that notified someone, in order."""
    messages = [
        message
        for place in society.guild.state.channels.values()
        for message in place.standing()
        if person.id in message.notified
    ]
    return sorted(messages, key=lambda message: message.id)


async def notice_of_all(society: Society, mentor: Person, containing: str) -> Message:
    """Let minutes pass, and return what the mentor is told."""
    society.discord.clock.set(society.discord.clock.now() + MINUTES)
    return await society.discord.until_message(mentor, containing=containing)


async def test_three_introductions_notify_their_mentor_once(society: Society) -> None:
    mentor, mentees, threads = await three_pairs(society)

    notice = await notice_of_all(society, mentor, "3 things for you")

    assert [message.id for message in pings_of(society, mentor)] == [notice.id]
    assert all(len(pings_of(society, mentee)) == 1 for mentee in mentees)
    own = society.discord.world.channels[notice.channel_id]
    assert set(own.thread_members) == {mentor.id, society.discord.world.bot.id}
    text = text_of(notice)
    for mentee, thread in zip(mentees, threads, strict=True):
        assert f"Meet {mentee.name}! https://discord.com/channels/{society.guild.id}/" in text
        assert f"/{thread.id}/" in text
    assert [button.label for button in buttons_of(notice)] == [
        f"Meet {mentee.name}" for mentee in mentees
    ]
    for mentee in mentees:
        form = await mentor.click(notice, f"Meet {mentee.name}")
        assert form.modal is not None
        assert form.modal.title == f"Suggest times to {mentee.name}"
    when = ahead(society, 4)
    await mentor.submit(form, {"time-0": typed(when)})
    await society.discord.until_message(threads[-1], containing="would like to meet")


async def test_private_questions_about_several_pairs_say_whom_each_is_about(
    society: Society,
) -> None:
    mentor, mentees, threads = await three_pairs(society)
    await notice_of_all(society, mentor, "3 things for you")
    # Who never met isn't asked whether to go on.
    for number, (mentee, thread) in enumerate(zip(mentees, threads, strict=True)):
        await meets(society, mentor, mentee, thread, ahead(society, 2, 15 + number))
    society.discord.clock.set(ahead(society, 13, 12))
    await plan_ahead(society)
    society.discord.clock.set(ahead(society, 1, 18))

    asked = await society.discord.until_message(mentor, containing="question for you about")

    def labels() -> list[str]:
        return [button.label for button in buttons_of(asked)]

    everyone = [f"About {mentee.name}" for mentee in mentees]
    assert labels() == everyone
    for mentee in mentees:
        assert f"I have a quick private question for you about {mentee.name}." in text_of(asked)
    for mentee in mentees:
        opened = await mentor.click(asked, f"About {mentee.name}")
        assert f"Would you like to keep meeting with {mentee.mention}?" in opened.text
        await mentor.click(opened, custom_id="pc1:pulse:yes:")
        everyone.remove(f"About {mentee.name}")
        await society.discord.wait_for(lambda: labels() == everyone)


async def test_three_proposals_within_minutes_are_one_ping_and_one_notice(
    society: Society,
) -> None:
    mentor, mentees, threads = await three_pairs(society)
    told = await notice_of_all(society, mentor, "3 things for you")
    society.discord.clock.set(ahead(society, 2, 10))

    for mentee, thread in zip(mentees, threads, strict=True):
        await mentee.slash("meet propose", at=thread, time=typed(ahead(society, 6, 18)))
        await society.discord.until_message(thread, containing="would like to meet")
        society.discord.clock.set(society.discord.clock.now() + 2 * MINUTES)
    [_, first] = pings_of(society, mentor)
    assert first.channel_id == threads[0].id
    society.discord.clock.set(society.discord.clock.now() + 8 * MINUTES)

    notice = await society.discord.until_message(mentor, containing="wants to meet")
    assert notice.channel_id == told.channel_id
    assert [f"{mentee.name} wants to meet" in text_of(notice) for mentee in mentees] == [
        False,
        True,
        True,
    ]
    assert [message.id for message in pings_of(society, mentor)] == [told.id, first.id, notice.id]


async def test_a_mentor_who_sleeps_hears_of_all_introductions_in_one_message(
    society: Society,
) -> None:
    [mentor], mentees = await a_cohort(society, mentors=1, mentees=3, capacity=3)
    now = society.discord.clock.now().astimezone(CHICAGO)
    await asleep_now(society, mentor, now)
    await approve_all(society)
    for mentee in mentees:
        await introduced(society, mentee)
    assert pings_of(society, mentor) == []

    society.discord.clock.set(now + timedelta(hours=3))

    notice = await society.discord.until_message(mentor, containing="3 things for you")
    assert text_of(notice).count("Posted in your quiet hours: Introduction with") == 3
    assert [message.id for message in pings_of(society, mentor)] == [notice.id]


async def test_who_slept_while_pairs_were_undone_and_made_again_hears_of_the_pairs_alone(
    society: Society,
) -> None:
    [mentor], mentees = await a_cohort(society, mentors=1, mentees=2, capacity=2)
    now = society.discord.clock.now().astimezone(CHICAGO)
    await asleep_now(society, mentor, now)
    await approve_all(society)
    threads = [await introduced(society, mentee) for mentee in mentees]
    undone = await match(society.mo, "undo")
    assert "Introduced pairs that end with a goodbye message: 2" in undone.text
    for thread in threads:
        await society.discord.until_message(thread, containing="undid this match")

    await match(society.mo, "preview")
    asked = await (await society.mo.slash("match approve", cohort="Spring")).settled()
    assert "Undone pairs that continue in their thread: 2" in asked.text
    assert "introduce each pair" not in asked.text
    approved = await confirm(society.mo, asked)

    assert approved.text.startswith("Approved.\nUndone pairs that continue: 2.")
    society.discord.clock.set(now + timedelta(hours=3))
    notice = await society.discord.until_message(mentor, containing="2 things for you")
    for thread in threads:
        await society.discord.until_message(thread, containing="our mentorship is back on")
        assert len(standing(thread, INTRODUCED)) == 1
    assert text_of(notice).count(": Introduction with") == 2
    assert [message.id for message in pings_of(society, mentor)] == [notice.id]


async def snoozes(person: Person) -> None:
    await person.select(await person.slash("nudges"), "pc1:nudges:snooze:", ["7"])


async def goes_away(person: Person) -> None:
    await person.slash("away", from_="today", until="in a week")


@pytest.mark.parametrize("absent", [snoozes, goes_away])
async def test_introductions_reach_a_mentor_of_several_who_snoozed_or_is_away(
    society: Society, absent: Callable[[Person], Awaitable[None]]
) -> None:
    [mentor], mentees = await a_cohort(society, mentors=1, mentees=2, capacity=2)
    await absent(mentor)
    society.discord.clock.set(society.discord.clock.now() + timedelta(hours=2))
    await approve_all(society)
    for mentee in mentees:
        await introduced(society, mentee)

    notice = await notice_of_all(society, mentor, "2 things for you")

    assert all(f"Meet {mentee.name}! https://" in text_of(notice) for mentee in mentees)
    assert mentor.id in notice.notified


async def asleep_now(society: Society, person: Person, now: datetime) -> None:
    """Give someone quiet hours from an hour ago until in two hours."""
    opened = await person.slash("nudges")
    form = await person.select(opened, "pc1:nudges:quiet:", ["other"])
    begins, ends = now - timedelta(hours=1), now + timedelta(hours=2)
    await person.submit(form, {"from": f"{begins:%H:%M}", "until": f"{ends:%H:%M}"})


async def test_three_agreements_within_an_hour_notify_their_mentor_twice_an_hour_apart(
    society: Society,
) -> None:
    mentor, mentees, threads = await three_pairs(society)
    await notice_of_all(society, mentor, "3 things for you")
    noon = datetime.combine(society.discord.clock.now().astimezone(CHICAGO), time(12), CHICAGO)
    society.discord.clock.set(noon + timedelta(days=1))
    for thread in threads:
        await answer_half(mentor, thread)
    society.discord.clock.set(noon + timedelta(days=1, hours=2))
    before = pings_of(society, mentor)
    shown = []
    for mentee, thread in zip(mentees, threads, strict=True):
        await answer_half(mentee, thread)
        revealed = await society.discord.until_message(thread, containing="our answers are in")
        shown.append(revealed)
    assert [message.id for message in pings_of(society, mentor)[len(before) :]] == [shown[0].id]

    society.discord.clock.set(noon + timedelta(days=1, hours=3))

    notice = await society.discord.until_message(mentor, containing="2 things for you")
    text = text_of(notice)
    for mentee, revealed in zip(mentees[1:], shown[1:], strict=True):
        assert f"See what you and {mentee.name} answered. https://" in text
        assert f"/{revealed.id}" in text


async def answer_half(person: Person, thread: Channel) -> None:
    """Answer one's half of the agreement."""
    opened = await person.slash("pair agreement", at=thread)
    form = await person.click(opened, custom_id="pc1:agreement:first:")
    halfway = await person.submit(form, chosen())
    form = await person.click(halfway, custom_id="pc1:agreement:second:")
    await person.submit(form, written())
