"""Pausing, the private question, a new match, and ending."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sandbox import Channel, Message, Person
from sandbox.people.transcript import buttons_of
from tests.discord.conftest import Society
from tests.discord.enrolled import a_circle, a_cohort, a_pair, approve_all, introduced, match
from tests.discord.people import (
    CHECK_IN,
    end_cohort,
    first_check_in,
    have_met,
    standing,
    until_status,
)

WAITING = "I have a quick private question"
CHANGED = "our mentorship ends here"
CHICAGO = ZoneInfo("America/Chicago")


def evening_in(society: Society, weeks: int) -> datetime:
    """Return a minute after the pair's own hour, so many weeks from today."""
    day = society.discord.clock.now().astimezone(CHICAGO).date() + timedelta(weeks=weeks)
    return datetime.combine(day, time(18, 1), CHICAGO)


async def until_asked(society: Society, thread: Channel, moment: datetime) -> list[Message]:
    """Let a pair meet, move to a private question's hour, and return its two messages."""
    await have_met(society, thread)
    before = len(standing(thread, WAITING))
    society.discord.clock.set(moment)
    await society.discord.wait_for(lambda: len(standing(thread, WAITING)) == before + 2)
    return standing(thread, WAITING)[before:]


async def say(person: Person, asked: list[Message], answer: str) -> str:
    """Answer one's own private question."""
    [own] = [message for message in asked if message.mentions[0].id == person.id]
    opened = await person.click(own, custom_id="pc1:pulse:open:")
    assert opened.ephemeral
    done = await person.click(opened, answer)
    return done.text


async def test_each_is_asked_alone_in_week_two_and_nobody_sees_an_answer(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    asked = await until_asked(society, thread, evening_in(society, 2))

    said = await say(mentee, asked, "I’d like a new match")

    assert {message.mentions[0].id for message in asked} == {mentor.id, mentee.id}
    assert "Nothing changes for now" in said
    assert not standing(thread, "new match")
    assert "rather" not in (await mentor.slash("status")).text
    assert "question" not in (await mentee.slash("status")).text
    assert "private question" in (await mentor.slash("status")).text
    assert not standing(thread, CHANGED)


async def test_those_who_have_not_met_are_not_asked_whether_to_go_on(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    delivery = society.running.client.delivery
    assert delivery is not None

    begun = evening_in(society, 2)
    for days in range(3):
        society.discord.clock.set(begun + timedelta(days=days))
        await delivery.plan_ahead()
        await delivery.deliver_due()

    assert standing(thread, WAITING) == []
    assert "private question" not in (await mentee.slash("status")).text


async def test_one_private_question_is_not_answered_by_somebody_else(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    asked = await until_asked(society, thread, evening_in(society, 2))
    [others] = [message for message in asked if message.mentions[0].id == mentee.id]

    answer = await mentor.click(others, custom_id="pc1:pulse:open:")

    assert "for someone else" in answer.text


async def test_two_who_would_rather_change_part_in_neutral_words(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    asked = await until_asked(society, thread, evening_in(society, 2))

    await say(mentor, asked, "I’d like a new match")
    last = await say(mentee, asked, "I’d like a new match")

    farewell = await society.discord.until_message(thread, containing=CHANGED)
    assert "first in the next round" in last
    assert {user.id for user in farewell.mentions} == {mentor.id, mentee.id}
    assert "first in line" in (await mentee.slash("status")).text


async def test_the_same_person_saying_so_twice_is_enough(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    sixth = evening_in(society, 6)
    asked = await until_asked(society, thread, evening_in(society, 2))
    await say(mentee, asked, "I’d like a new match")
    await say(mentor, asked, "Yes, keep going")
    asked = await until_asked(society, thread, sixth)

    await say(mentee, asked, "I’d like a new match")

    await society.discord.until_message(thread, containing=CHANGED)


async def test_a_newer_question_replaces_one_that_was_never_answered(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    sixth = evening_in(society, 6)
    asked = await until_asked(society, thread, evening_in(society, 2))
    [older] = [message for message in asked if message.mentions[0].id == mentee.id]
    for person in (mentor, mentee):
        await until_status(person, lambda text: "private question" in text)

    await until_asked(society, thread, sixth)

    await society.discord.wait_for(lambda: not buttons_of(older))
    status = await until_status(mentee, lambda text: "private question" in text)
    assert status.count("private question") == 1


async def test_a_circle_is_asked_in_one_message_and_each_answers_for_themselves(
    society: Society,
) -> None:
    mentor, (ana, ben), thread = await a_circle(society, *["America/Chicago"] * 2)
    await have_met(society, thread)
    society.discord.clock.set(evening_in(society, 2))
    asked = await society.discord.until_message(thread, containing=WAITING)
    assert asked.notified == {mentor.id, ana.id, ben.id}

    opened = await ben.click(asked, custom_id="pc1:pulse:open:")
    await ben.click(opened, custom_id="pc1:pulse:yes:")

    await until_status(ben, lambda text: "private question" not in text)
    assert standing(thread, WAITING) == [asked]
    for person in (mentor, ana):
        assert "private question" in (await person.slash("status")).text
        assert buttons_of(asked), "the others have not answered"
        await person.click(
            await person.click(asked, custom_id="pc1:pulse:open:"), custom_id="pc1:pulse:yes:"
        )
    await society.discord.wait_for(lambda: not buttons_of(asked))
    why = await ana.slash("why")
    assert "in one message" not in why.text


async def test_a_change_puts_both_first_in_the_next_round_and_apart(society: Society) -> None:
    hosts, guests = await a_cohort(society, mentors=1, mentees=2)
    await approve_all(society)
    message = await society.discord.until_message(hosts[0], containing=", meet <@")
    paired = next(guest for guest in guests if guest.mention in message.content)
    thread = await introduced(society, paired)
    [waiting] = [guest for guest in guests if guest is not paired]

    opened = await paired.slash("pair rematch", at=thread)
    done = await paired.click(opened, custom_id="pc1:pair:rematch-now:")
    await society.discord.until_message(thread, containing=CHANGED)
    preview = await match(society.mo, "preview")

    assert "won’t say who asked" in done.text
    assert f"Mentor {hosts[0].mention}, mentee {waiting.mention}" in preview.text
    assert f"Mentor {hosts[0].mention}, mentee {paired.mention}" not in preview.text


async def test_this_isnt_right_offers_ways_out_that_only_the_asker_sees(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    [introduction] = standing(thread, ", meet <@")

    offered = await mentee.click(introduction, custom_id="pc1:pair:not-right:")
    told = await mentee.click(offered, "Ask a moderator")

    assert offered.ephemeral
    assert "No one in your thread" in offered.text
    assert "I asked the moderators" in told.text
    await society.discord.until_message(society.back_room, containing="asked for a moderator")
    assert not any("asked" in sight.text for sight in mentor.sees(thread))


async def test_a_pause_ends_by_itself_with_a_kind_word_and_no_ping(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    society.discord.clock.set(evening_in(society, 0) + timedelta(days=1))
    await mentee.slash("pair pause", days=7, at=thread)

    await society.pass_time(days=7, minutes=1)

    message = await society.discord.until_message(thread, containing="Your pause has ended")
    assert not message.mentions
    assert "aused" not in (await mentee.slash("pair status", at=thread)).text


async def test_a_pair_restored_early_is_not_woken_again(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    society.discord.clock.set(evening_in(society, 0) + timedelta(days=1))
    await mentee.slash("pair pause", days=3, at=thread)
    await mentee.slash("pair resume", at=thread)
    await society.discord.until_message(thread, containing="ended the pause early")
    society.discord.clock.set(evening_in(society, 1))
    await mentee.slash("pair pause", days=7, at=thread)

    await society.pass_time(days=7, minutes=1)

    await society.discord.until_message(thread, containing="Your pause has ended")
    assert len(standing(thread, "ended the pause early")) == 1


async def test_the_partner_reads_of_a_pause_and_of_its_early_end(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    society.discord.clock.set(evening_in(society, 0) + timedelta(days=1))

    await mentee.slash("pair pause", days=10, at=thread)

    rests = await society.discord.until_message(thread, containing="Check-ins are paused until")
    await mentee.slash("pair pause", days=10, at=thread)
    await mentee.slash("pair pause", days=12, at=thread)
    await society.discord.wait_for(lambda: len(standing(thread, "Check-ins are paused until")) > 1)
    assert len(standing(thread, "Check-ins are paused until")) == 2
    assert "<t:" in rests.content
    assert mentee.name not in rests.content
    assert not rests.mentions
    await mentor.click(rests, "Resume now")
    back = await society.discord.until_message(thread, containing="ended the pause early")
    assert back.notified == {mentee.id}


async def test_closing_says_what_was_reached_and_asks_each_a_last_word(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    form = await mentee.slash("update log", at=thread)
    await mentee.submit(form, {"moved": "A draft"})
    await society.discord.until_message(thread, containing="A draft")

    asked = await mentor.slash("pair end", at=thread)
    await mentor.click(asked, custom_id="pc1:pair:end-now:")
    farewell = await society.discord.until_message(thread, containing="wrapped up")
    worth = await mentee.click(farewell, custom_id="pc1:pair:worth:")
    kept = await mentee.click(worth, "Very much")
    mentor_next = await mentee.click(farewell, "Mentor someone")

    assert "1 update" in farewell.content
    assert mentor.name not in farewell.content.replace(mentor.mention, "")
    assert "o one" in kept.text
    assert [each.label for each in mentor_next.buttons] == ["Mentor in Spring"]
    await until_status(mentee, lambda text: "Your people" not in text)


async def test_what_belongs_to_an_ended_pair_says_so_calmly(society: Society) -> None:
    mentor, _, thread = await a_pair(society)
    [introduction] = standing(thread, ", meet <@")
    opened = await mentor.slash("pair end", at=thread)
    await mentor.click(opened, custom_id="pc1:pair:end-now:")

    update = await mentor.click(introduction, custom_id="pc1:update:form:")
    agreement = await mentor.click(introduction, custom_id="pc1:pair:not-right:")

    assert "has ended" in update.text
    assert "has ended" in agreement.text


async def test_a_pairs_status_says_what_is_behind_it_and_what_comes(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    form = await mentee.slash("update log", at=thread)
    await mentee.submit(form, {"moved": "A draft"})

    status = await mentee.slash("pair status", at=thread)

    assert "So far: 1 update" in status.text
    assert "Next check-in: <t:" in status.text
    assert "Agreement: None yet" in status.text
    assert "Our agreement" in {button.label for button in status.buttons}


async def test_a_cohorts_end_says_farewell_to_each_of_its_pairs(society: Society) -> None:
    _, mentee, thread = await a_pair(society)

    await end_cohort(society)

    await society.discord.until_message(thread, containing="our cohort has ended")
    assert "has ended" in (await mentee.slash("pair status", at=thread)).text


async def test_what_fell_into_a_pause_is_not_made_up_for_right_after_it(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    due = first_check_in(society)
    society.discord.clock.set(due - timedelta(days=4))
    await mentee.slash("pair pause", days=5, at=thread)
    resting = await mentor.slash("pair status", at=thread)

    society.discord.clock.set(due + timedelta(days=1, minutes=1))
    await society.discord.until_message(thread, containing="Your pause has ended")
    back = await mentor.slash("pair status", at=thread)
    # It goes on in the usual rhythm, and what comes first is the next one.
    society.discord.clock.set(due + timedelta(days=14))
    await society.discord.until_message(thread, containing=CHECK_IN)

    stamp = f"Next check-in: <t:{int((due + timedelta(days=14)).timestamp())}"
    assert stamp in resting.text
    assert stamp in back.text
    assert len(standing(thread, CHECK_IN)) == 1
