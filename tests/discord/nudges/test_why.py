"""`/why`: what the last message was, why then, and how to get fewer."""

from datetime import timedelta

from sqlalchemy import Connection

from bot.domain.nudges.kinds import NudgeKind
from bot.messages.nudges.why import NOTHING
from bot.messages.nudges.words import WORDS
from bot.storage.tables import outbox
from sandbox import Answer, Channel, Person
from sandbox.people.transcript import buttons_of
from tests.discord.conftest import Society
from tests.discord.meeting_people import ahead, arranged, typed
from tests.discord.people import CHECK_IN, a_pair, first_check_in, standing, until_asked
from tests.discord.programs.test_saved_programs import take_direct_messages
from tests.every_society import select


async def until_why(person: Person, thread: Channel, words: str) -> Answer:
    """Ask for /why until it is about this: Discord shows a message before the bot has noted it."""
    for _ in range(200):
        answer = await person.slash("why", at=thread)
        if words in answer.text:
            return answer
    raise AssertionError(answer.text)


async def only_check_ins(person: Person) -> None:
    """Mute what else a new pair would hear, so that the last message is known."""
    others = ["First meeting reminders", "Private questions"]
    await person.select(await person.slash("nudges"), "pc1:nudges:mute:", others)


async def until_held(society: Society, person: Person, reason: str) -> None:
    """Wait until a row of the person's was looked at and held back for this reason."""

    def reasons(connection: Connection) -> set[str | None]:
        held = select(outbox.c.reason).where(outbox.c.recipient_id == person.id)
        return set(connection.execute(held).scalars())

    for _ in range(200):
        if reason in await society.running.app.database.read(reasons):
            return
        await person.slash("status")
    raise AssertionError(f"nothing was held back: {reason}")


async def test_somebody_who_got_nothing_is_told_so(society: Society) -> None:
    ana = society.guild.person("Ana")
    assert NOTHING in (await ana.slash("why")).text


async def test_an_introduction_is_explained_and_cannot_be_muted(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    answer = await mentee.slash("why", at=thread)
    assert answer.ephemeral
    assert "Introduction" in answer.text
    assert f"<#{thread.id}>" in answer.text
    assert "DM" not in answer.text
    assert "approved your match" in answer.text
    assert "Mute these" not in [button.label for button in answer.buttons]


async def test_a_check_in_is_explained_by_its_rhythm_and_whose_turn_it_was(
    society: Society,
) -> None:
    _, mentee, thread = await a_pair(society)
    await until_asked(society, thread, first_check_in(society))
    answer = await until_why(mentee, thread, "Check-in")
    assert "every 14 days, on Tuesday at 6 PM (America/Chicago)" in answer.text
    assert WORDS[NudgeKind.CHECK_IN].when in answer.text
    assert "1 of 5" in answer.text


async def test_what_was_held_back_says_what_it_waited_for(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    await only_check_ins(mentee)
    due = first_check_in(society)
    society.discord.clock.set(due - timedelta(hours=2))
    snooze = "pc1:nudges:snooze:"
    await mentee.select(await mentee.slash("nudges"), snooze, ["1"])
    society.discord.clock.set(due)
    await until_held(society, mentee, "snoozed")
    society.discord.clock.set(due + timedelta(hours=23))
    await society.discord.until_message(thread, containing=CHECK_IN)
    answer = await until_why(mentee, thread, "Check-in")
    assert "your snooze to end" in answer.text


async def test_ones_own_update_is_not_a_message_one_got(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    form = await mentee.slash("update log", at=thread)
    await mentee.submit(form, {"moved": "I wrote it"})
    await society.discord.until_message(thread, containing="I wrote it")
    await until_why(mentor, thread, "Update")
    assert "Introduction" in (await mentee.slash("why", at=thread)).text


async def test_fewer_like_this_is_one_click_and_can_be_undone(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    await only_check_ins(mentee)
    due = first_check_in(society)
    await until_asked(society, thread, due)
    answer = await until_why(mentee, thread, "Check-in")
    await mentee.click(answer, custom_id="pc1:nudges:fewer:")
    assert "Check-ins" in (await mentee.slash("nudges")).text
    again = await mentee.slash("why", at=thread)
    assert "Mute these" not in [button.label for button in again.buttons]
    await mentor.slash("status")
    await mentee.click(answer, "Undo")
    assert "Check-ins" not in (await mentee.slash("nudges")).text


async def test_a_week_of_peace_is_one_click(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    due = first_check_in(society)
    society.discord.clock.set(due - timedelta(hours=2))
    answer = await mentee.slash("why", at=thread)
    snoozed = await mentee.click(answer, custom_id="pc1:nudges:week:")
    assert "Snoozed until" in snoozed.text
    society.discord.clock.set(due)
    await mentee.slash("status")
    assert standing(thread, CHECK_IN) == []


async def test_a_direct_message_is_explained_as_one(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    await take_direct_messages(society, mentee)
    society.discord.clock.set(first_check_in(society))
    await society.discord.wait_for(lambda: mentee.dm is not None and mentee.dm.standing())
    answer = await until_why(mentee, thread, "Check-in")
    assert "DM" in answer.text
    assert f"<#{thread.id}>" not in answer.text


async def test_direct_messages_that_closed_later_are_told_of(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    panel = await mentee.slash("nudges", at=thread)
    await mentee.click(panel, custom_id="pc1:nudges:dms-on:")
    await society.discord.wait_for(lambda: "It works" in panel.text)
    mentee.user.accepts_dms = False
    await until_asked(society, thread, first_check_in(society))
    why = await until_why(mentee, thread, "Check-in")
    assert "Discord didn’t let me DM you" in why.text
    assert "My last DM to you was blocked" in (await mentee.slash("nudges")).text


async def test_a_goodbye_is_explained_by_the_thread_that_it_came_in(society: Society) -> None:
    mentor, _, thread = await a_pair(society)
    await mentor.click(await mentor.slash("pair end", at=thread), custom_id="pc1:pair:end-now:")
    await society.discord.until_message(thread, containing="wrapped up")

    answer = await until_why(mentor, thread, "Goodbye")

    assert f"{thread.mention}" in answer.text
    assert "direct message" not in answer.text


async def test_it_names_the_channel_that_a_message_really_came_by(society: Society) -> None:
    ana = society.guild.person("Ana")
    saved = await ana.slash("program save", name="EMRA", remind_on="in two weeks")
    await ana.click(saved, "Use a private thread")
    await society.pass_time(days=14)
    reminder = await society.discord.until_message(ana, containing="Here’s the reminder you")

    for _ in range(200):
        answer = await ana.slash("why")
        if "Saved program" in answer.text:
            break

    assert f"<#{reminder.channel_id}>" in answer.text
    assert "DM" not in answer.text


async def test_a_silent_edit_is_not_a_message_one_got(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    asked = await until_asked(society, thread, first_check_in(society))
    update = await mentee.slash("update log", at=thread)
    await mentee.submit(update, {"moved": "A draft"})
    await society.discord.wait_for(lambda: buttons_of(asked) == [])

    answer = await until_why(mentee, thread, "Check-in")

    assert "Earlier message" not in answer.text


async def test_a_message_to_two_people_is_the_last_one_of_both(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    when = ahead(society, 4)
    await arranged(society, mentor, mentee, thread, typed(when))
    society.discord.clock.set(when - timedelta(hours=24))
    reminded = await society.discord.until_message(thread, containing="To prepare")
    assert reminded.notified == {mentor.id, mentee.id}
    for person in (mentor, mentee):
        await until_why(person, thread, "Meeting reminder · ")


async def test_a_message_from_weeks_ago_that_notified_someone_is_said_to_have_counted(
    society: Society,
) -> None:
    _, mentee, thread = await a_pair(society)
    await only_check_ins(mentee)
    due = first_check_in(society)
    await until_asked(society, thread, due)
    assert "This one counts. You’ve had 1 of" in (await until_why(mentee, thread, "Check-in")).text
    society.discord.clock.set(due + timedelta(days=10))

    answer = await until_why(mentee, thread, "Check-in")

    assert "This one counts. You’ve had 0 of" in answer.text
