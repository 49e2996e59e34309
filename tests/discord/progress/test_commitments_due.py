"""Commitments when due, through the front door: asked about, moved by a click, not forgotten."""

from datetime import datetime, timedelta

from bot.domain.ids import CommitmentId, GuildId
from bot.storage.progress import commitments
from bot.storage.progress.commitments import Commitment
from sandbox import Channel, Message
from sandbox.people.transcript import buttons_of
from sandbox.state import messages
from tests.discord.conftest import Society
from tests.discord.people import a_pair, standing
from tests.discord.progress.test_commitments import ESSAY, noon_in, promise, until_listed

QUESTION = "How did it go?"
DAYS = ["Tomorrow", "In 3 days", "Next week", "Pick another date…"]


async def asked_at(society: Society, thread: Channel, moment: datetime, number: int = 1) -> Message:
    """Move to a moment and return the question that comes, once the bot has noted it."""
    society.discord.clock.set(moment)
    message = await society.discord.until_message(thread, containing=QUESTION)
    for _ in range(5000):
        found = await kept(society, number)
        if found.asked_at is not None and found.asked_at >= moment:
            return message
    raise AssertionError(found)


def labels(message: Message) -> list[str]:
    """Return what can be clicked under a message."""
    return [button.label for button in buttons_of(message)]


async def kept(society: Society, number: int) -> Commitment:
    """Return a commitment as it is in the database."""
    guild, read = GuildId(society.guild.id), society.running.app.database.read
    found = await read(commitments.find, guild, CommitmentId(number))
    assert found is not None
    return found


async def test_still_on_it_at_its_time_offers_new_days(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    await promise(society, mentee, thread)
    due = noon_in(society, 3)
    asked = await asked_at(society, thread, due)
    answered = await mentee.click(asked, custom_id="pc1:commit:on-track:")
    await society.discord.wait_for(lambda: "ask once more" in answered.text)
    assert "still due" not in answered.text
    assert [button.label for button in answered.buttons][:4] == DAYS
    moved = await mentee.click(answered, "Next week")
    await society.discord.wait_for(lambda: "Moved" in moved.text)
    assert (await kept(society, 2)).due_at == due + timedelta(days=7)


async def test_who_chose_no_day_is_asked_once_more_and_never_called_unheard(
    society: Society,
) -> None:
    _, mentee, thread = await a_pair(society)
    await promise(society, mentee, thread)
    due = noon_in(society, 3)
    asked = await asked_at(society, thread, due)
    answered = await mentee.click(asked, custom_id="pc1:commit:on-track:")
    await society.discord.wait_for(lambda: "I’ll ask once more" in answered.text)
    again = await asked_at(society, thread, due + timedelta(days=2))
    assert again.notified == {mentee.id}
    assert "was due" in again.content
    society.discord.clock.set(due + timedelta(days=4, hours=23))
    listed = (await mentee.slash("commit list", at=thread)).text
    assert "No update" not in listed
    assert "Still open" not in listed
    society.discord.clock.set(due + timedelta(days=5, hours=2))
    await until_listed(mentee, thread, "Still open")
    assert "No update" not in (await mentee.slash("commit list", at=thread)).text


async def test_move_offers_days_first_and_the_message_shows_that_it_is_done(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    await promise(society, mentee, thread)
    due = noon_in(society, 3)
    society.discord.clock.set(due - timedelta(hours=24))
    ahead = await society.discord.until_message(thread, containing="On track?")
    await mentee.click(ahead, "Move")
    assert labels(ahead) == [
        "1 day later",
        "3 days later",
        "1 week later",
        "Pick another date…",
        "Done",
    ]
    assert "someone else’s" in (await mentor.click(ahead, custom_id="pc1:commit:day-later:")).text
    moved = await mentee.click(ahead, custom_id="pc1:commit:day-later:")
    await society.discord.wait_for(lambda: "Moved" in moved.text)
    assert f"Moved: **{ESSAY}**" in ahead.content
    assert labels(ahead) == []
    assert (await kept(society, 2)).due_at == due + timedelta(days=1)


async def test_another_day_opens_the_form_and_closes_the_reminder_too(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    await promise(society, mentee, thread)
    due = noon_in(society, 3)
    society.discord.clock.set(due - timedelta(hours=24))
    ahead = await society.discord.until_message(thread, containing="On track?")
    await mentee.click(ahead, "Move")
    form = await mentee.click(ahead, custom_id="pc1:commit:another-day:")
    moved = await mentee.submit(form, {"due": f"{noon_in(society, 12):%Y-%m-%d} at noon"})
    await society.discord.wait_for(lambda: "Moved" in moved.text)
    assert f"Moved: **{ESSAY}**" in ahead.content


async def test_what_was_moved_already_offers_its_successor(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    made = await promise(society, mentee, thread)
    await mentee.click(await mentee.click(made, "Move"), custom_id="pc1:commit:week-later:")
    refused = await mentee.click(made, "Done")
    assert "already moved" in refused.text
    done = await mentee.click(refused, "Done")
    await society.discord.wait_for(lambda: "Done: " in done.text)
    assert "Done: 1" in (await mentee.slash("commit list", at=thread)).text


async def test_not_now_is_asked_about_again_the_next_morning(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    await promise(society, mentee, thread)
    due = noon_in(society, 3)
    asked = await asked_at(society, thread, due)
    later = await mentee.click(asked, "Not now")
    await society.discord.wait_for(lambda: "I’ll ask again" in later.text)
    again = await asked_at(society, thread, due + timedelta(hours=20))
    assert again.notified == {mentee.id}


async def test_the_reminders_of_four_promises_are_not_held_by_the_weekly_limit(
    society: Society,
) -> None:
    _, mentee, thread = await a_pair(society)
    for days in (2, 3, 4, 5):
        made = await promise(society, mentee, thread, days=days)
        assert "I’ll remind you the day before" in made.text
    last = noon_in(society, 5)
    for left in (4, 3, 2, 1):
        society.discord.clock.set(last - timedelta(days=left))
        await until_reminded(society, thread, 5 - left)
    society.discord.clock.set(last)
    await until_noted(society, 4)


async def until_reminded(society: Society, thread: Channel, number: int) -> None:
    """Wait until so many reminders ahead are in the thread, alone or among others."""
    await society.discord.wait_for(lambda: len(standing(thread, "On track?")) == number)


async def until_noted(society: Society, number: int) -> None:
    """Wait until the question about a commitment was asked."""
    for _ in range(5000):
        if (await kept(society, number)).asked_at is not None:
            return
    raise AssertionError(number)


async def test_the_confirmation_says_when_it_really_comes(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    soon = await promise(society, mentee, thread, days=1, what=f"{ESSAY} in 3 hours")
    assert "the day before" not in soon.text
    await mentee.slash("pair pause", days=20, at=thread)
    resting = await promise(society, mentee, thread, days=6)
    assert "the day before" not in resting.text
    assert "after the pause" in resting.text
    await mentee.slash("pair resume", at=thread)
    assert "the day before" in (await promise(society, mentee, thread, days=6)).text


async def test_a_newcomer_is_not_told_that_it_is_much(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    answers = [await promise(society, mentee, thread, days) for days in (4, 5, 6, 7)]
    assert not any("That’s a lot" in answer.text for answer in answers)


async def test_moving_takes_nothing_on(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    made = [await promise(society, mentee, thread, days) for days in (4, 5, 6, 7)]
    await mentee.click(made[0], "Done")
    days = await mentee.click(made[1], "Move")
    moved = await mentee.click(days, custom_id="pc1:commit:week-later:")
    await society.discord.wait_for(lambda: "Moved" in moved.text)
    assert "That’s a lot" not in moved.text


async def test_a_question_that_comes_late_says_when_it_was_due(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    await promise(society, mentee, thread)
    due = noon_in(society, 3)
    await mentee.slash("pair pause", days=7, at=thread)
    asked = await asked_at(society, thread, noon_in(society, 9))
    assert f"was due <t:{int(due.timestamp())}:F>" in asked.content
    assert "due now" not in asked.content


async def test_a_hidden_promise_does_not_show_that_there_is_one(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    await promise(society, mentee, thread, partner_sees=False)
    society.discord.clock.set(noon_in(society, 2))
    hint = await society.discord.until_message(thread, containing="private reminder")
    assert "noted" not in hint.content
    opened = await mentee.click(hint, custom_id="pc1:commit:show:")
    done = await mentee.click(opened, "Done")
    await society.discord.wait_for(lambda: "Done: " in done.text)


async def test_a_hidden_promise_on_track_is_asked_about_when_it_is_due(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    await mentee.click(await mentee.slash("nudges"), custom_id="pc1:nudges:dms-on:")
    await promise(society, mentee, thread, partner_sees=False)
    society.discord.clock.set(noon_in(society, 2))
    ahead = await society.discord.until_message(mentee, containing="On track?")
    answered = await mentee.click(ahead, "On track")
    await society.discord.wait_for(lambda: "still due" in answered.text)
    society.discord.clock.set(noon_in(society, 3))
    asked = await society.discord.until_message(mentee, containing=QUESTION)
    assert "Still working on it" in labels(asked)


async def test_what_was_done_or_dropped_is_named_where_it_was_asked(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    for label in ("Done", "Drop"):
        await promise(society, mentee, thread)
        society.discord.clock.set(noon_in(society, 2))
        ahead = await society.discord.until_message(thread, containing="On track?")
        await mentee.click(ahead, label)
        said = "Done" if label == "Done" else "Dropped"
        edited = await society.discord.until_message(thread, containing=f"{said}: **{ESSAY}**")
        assert edited.id == ahead.id
        assert not labels(ahead)


async def test_who_deleted_the_reminder_is_asked_in_a_new_message(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    await promise(society, mentee, thread)
    due = noon_in(society, 3)
    society.discord.clock.set(due - timedelta(hours=24))
    ahead = await society.discord.until_message(thread, containing="On track?")
    answered = await mentee.click(ahead, "On track")
    await society.discord.wait_for(lambda: "still due" in answered.text)
    messages.delete(society.discord.world, thread, ahead)
    asked = await asked_at(society, thread, due)
    assert asked.id != ahead.id
    assert asked.notified == {mentee.id}


async def test_the_question_at_its_time_leaves_the_reminder_no_buttons(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    await promise(society, mentee, thread)
    due = noon_in(society, 3)
    society.discord.clock.set(due - timedelta(hours=24))
    reminder = await society.discord.until_message(thread, containing="On track?")
    assert labels(reminder)

    asked = await asked_at(society, thread, due)

    assert asked is not reminder
    await society.discord.wait_for(lambda: not labels(reminder))
    assert "Done" in labels(asked)
