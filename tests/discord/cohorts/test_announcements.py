"""What moderators write to the people of a cohort, and the reminder to finish a sign-up."""

from datetime import UTC, datetime

from bot.domain.states import Role
from bot.messages.errors import CORRECT
from sandbox import Answer, Person
from sandbox.people.transcript import text_of
from tests.discord.conftest import Society
from tests.discord.enrolled import a_cohort, a_pair, enrol
from tests.discord.people import choose, confirm, open_cohort, sign_up, standing
from tests.discord.waiting import heard

WORDS = "We meet on Friday at https://example.org/room_1 *sharp*. @everyone"


async def announce(
    society: Society, words: str = WORDS, to: str = "Everyone", name: str = "Spring"
) -> Answer:
    """Write an announcement, up to the question whether to send it."""
    form = await society.mo.slash("cohort announce", name=name, to=to)
    return await society.mo.submit(form, {"words": words})


async def until_told(society: Society, sent: Answer, words: str) -> None:
    """Ask who got it until the answer is this: the bot records a message after it stands."""
    for _ in range(200):
        await society.mo.click(sent, "See who got it")
        if words in sent.text:
            return
    raise AssertionError(sent.text)


async def test_an_announcement_is_shown_exactly_then_each_reads_it_once_in_their_own_place(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    waiting, by_dm = society.guild.person("Waiting"), society.guild.person("By DM")
    for person in (waiting, by_dm):
        await enrol(society, person, Role.MENTEE)
    settings = await by_dm.slash("nudges")
    await by_dm.click(settings, custom_id="pc1:nudges:dms-on:")

    asked = await announce(society)
    shown, offered = asked.text, [button.label for button in asked.buttons]
    assert "We meet on Friday at https://example.org/room_1 \\*sharp\\*" in shown
    assert "@everyone" not in shown
    assert offered == ["Send to 4 people", "Keep as is"]
    for person in (mentor, mentee, waiting, by_dm):
        assert person.mention in shown
    old = asked.buttons[0].custom_id or ""
    sent = await confirm(society.mo, asked)
    assert "your message to 4 people" in sent.text
    assert asked.message is not None
    again = await (await society.mo.click_forged(asked.message, old)).settled()
    assert "already" in again.text.lower()

    await society.discord.wait_for(
        lambda: any("We meet on Friday" in text for text in heard(society, waiting))
    )
    await society.discord.until_message(by_dm, containing="We meet on Friday")
    await society.discord.wait_for(lambda: bool(standing(thread, "We meet on Friday")))
    await society.pass_time(minutes=2)
    await society.discord.wait_for(lambda: bool(standing(thread, "above is for you too")))
    [full] = standing(thread, "We meet on Friday")
    [short] = standing(thread, "above is for you too")
    assert full.notified | short.notified == {mentor.id, mentee.id}
    assert full.notified != short.notified
    assert sum("We meet on Friday" in text for text in heard(society, waiting)) == 1
    await until_told(society, sent, "Delivered: 4")
    log = await society.mo.slash("cohort log", name="Spring")
    assert f"{society.mo.mention} · Sent a message · Everyone: 4 · “We meet on Friday" in log.text


async def test_what_is_for_one_role_is_not_posted_where_the_other_reads_it(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    for to, reader, other in (("Mentors", mentor, mentee), ("Mentees", mentee, mentor)):
        words = f"Only for {to.lower()}"
        await confirm(society.mo, await announce(society, words, to=to))
        told = await society.discord.until_message(reader, containing=words)
        assert not other.can_see(society.discord.world.channels[told.channel_id])
        assert not standing(thread, words)


async def test_at_night_an_announcement_waits_for_each_morning_and_the_moderator_sees_that(
    society: Society,
) -> None:
    await open_cohort(society)
    ana = society.guild.person("Ana")
    await sign_up(society, ana, time_zone="Chicago")
    # 23:00 in Chicago.
    society.discord.clock.set(datetime(2027, 3, 3, 5, tzinfo=UTC))

    sent = await confirm(society.mo, await announce(society, to="Mentees"))
    await until_told(society, sent, "Delivered: 0")

    assert "Waiting: 1" in sent.text
    assert not heard(society, ana)
    society.discord.clock.set(datetime(2027, 3, 3, 15, tzinfo=UTC))
    await society.discord.wait_for(
        lambda: any("We meet on Friday" in text for text in heard(society, ana))
    )


async def test_each_audience_is_who_it_says(society: Society) -> None:
    mentor, mentee, _ = await a_pair(society)
    waiting = society.guild.person("Waiting")
    await enrol(society, waiting, Role.MENTEE)

    async def named(to: str) -> set[Person]:
        text = (await announce(society, to=to)).text
        return {person for person in (mentor, mentee, waiting) if person.mention in text}

    assert await named("Mentors") == {mentor}
    assert await named("Mentees") == {mentee, waiting}
    assert await named("Unmatched people") == {waiting}


async def test_who_joined_since_the_question_is_shown_before_anything_is_sent(
    society: Society,
) -> None:
    _, guests = await a_cohort(society, mentors=0, mentees=1)
    asked = await announce(society)
    late = society.guild.person("Late")
    await enrol(society, late, Role.MENTEE)

    anew = await confirm(society.mo, asked)

    assert "Something changed in the meantime" in anew.text
    assert anew.buttons[0].label == "Send to 2 people"
    assert not heard(society, guests[0])


async def test_an_announcement_that_can_not_be_sent_is_given_back(society: Society) -> None:
    await open_cohort(society)
    refused = await announce(society)
    assert "No one has signed up" in refused.text
    again = await society.mo.click(refused, CORRECT)
    assert again.modal is not None
    assert WORDS in str(again.modal)
    member = await society.guild.person("Ana").slash("cohort announce", name="Spring", force=True)
    assert "for moderators" in member.text


# --- reminders ------------------------------------------------------------------------------------


async def test_who_began_to_sign_up_is_reminded_once_and_goes_on_where_they_were(
    society: Society,
) -> None:
    await open_cohort(society)
    ana, ben = society.guild.person("Ana"), society.guild.person("Ben")
    await choose(society, ana, topics=["shadowing"])
    await enrol(society, ben, Role.MENTEE)

    asked = await society.mo.slash("cohort remind", name="Spring")
    shown, offered = asked.text, [button.label for button in asked.buttons]
    sent = await confirm(society.mo, asked)

    assert ana.mention in shown
    assert ben.mention not in shown
    assert "finish signing up for Spring as a mentee" in shown
    assert offered == ["Remind 1 person", "Keep as is"]
    assert "sending the reminder to 1 person" in sent.text
    reminder = await society.discord.until_message(ana, containing="Want to finish signing up")
    again = await society.mo.slash("cohort remind", name="Spring")
    assert "I won’t remind them again unless they continue" in again.text
    step = await ana.click(reminder, "Finish signing up")
    assert "Step 1 of 2" in step.text
    form = await ana.click(step, custom_id="pc1:join:words:")
    assert "You’re signed up for Spring" in (await ana.submit(form, {"time_zone": "Chicago"})).text
    done = await society.mo.slash("cohort remind", name="Spring")
    assert "Everyone who started signing up for “Spring” has finished" in done.text
    log = await society.mo.slash("cohort log", name="Spring")
    assert "Reminded to finish signing up: 1" in log.text


async def test_who_does_not_want_to_go_on_is_not_asked_again(society: Society) -> None:
    await open_cohort(society)
    ana = society.guild.person("Ana")
    await choose(society, ana)
    await confirm(society.mo, await society.mo.slash("cohort remind", name="Spring"))
    reminder = await society.discord.until_message(ana, containing="Want to finish signing up")

    await ana.click(reminder, custom_id="pc1:join:forget:")

    await society.discord.wait_for(
        lambda: "I won’t remind you about Spring again" in text_of(reminder)
    )
    closed = await society.mo.slash("cohort close", name="Spring")
    assert not closed.buttons
