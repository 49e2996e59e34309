"""Commitments, through the front door: added, answered in time, kept, moved, dropped."""

from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain.ids import CommitmentId, GuildId
from bot.storage.progress import commitments
from sandbox import Answer, Channel, Discord, NotPossibleError, Person
from sandbox.people.transcript import buttons_of
from tests.discord.conftest import Society, a_bot
from tests.discord.people import a_pair, standing, until_status

CHICAGO = ZoneInfo("America/Chicago")
ESSAY = "Draft my personal statement"


def noon_in(society: Society, days: int) -> datetime:
    """Return noon in Chicago some days from now, far from the quiet hours."""
    day = society.discord.clock.now().astimezone(CHICAGO).date() + timedelta(days=days)
    return datetime.combine(day, time(12), CHICAGO)


async def promise(
    society: Society, person: Person, thread: Channel, days: int = 3, **more: object
) -> Answer:
    """Commit to the essay by noon some days from now."""
    due = noon_in(society, days)
    values = {"what": f"{ESSAY} by {due:%Y-%m-%d} noon", **more}
    return await person.slash("commit add", values, at=thread)


async def test_a_promise_in_plain_words_notifies_once_and_asks_again_in_the_same_message(
    society: Society,
) -> None:
    _, mentee, thread = await a_pair(society)
    made = await promise(society, mentee, thread, obstacle="Exams", plan_b="Ten minutes a day")
    assert made.ephemeral
    assert ESSAY in made.text
    assert "Ten minutes a day" in made.text
    due = noon_in(society, 3)
    society.discord.clock.set(due - timedelta(hours=24))
    ahead = await society.discord.until_message(thread, containing="On track?")
    assert ahead.notified == {mentee.id}
    answered = await mentee.click(ahead, "On track")
    await society.discord.wait_for(lambda: "still due" in answer_text(answered))
    assert f"On track: **{ESSAY}**" in ahead.content
    society.discord.clock.set(due)
    await society.discord.wait_for(lambda: "How did it go?" in ahead.content)
    assert len([one for one in standing(thread, ESSAY) if mentee.id in one.notified]) == 1
    kept = await mentee.click(ahead, "Done")
    await society.discord.wait_for(lambda: "Done: " in answer_text(kept))
    await society.discord.wait_for(lambda: "Done: " in ahead.content)
    assert "Done: 1" in (await mentee.slash("commit list", at=thread)).text


def answer_text(answer: Answer) -> str:
    """Return everything that an answer says by now."""
    return answer.text


async def test_it_is_whose_turn_it_is_on_both_sides(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    await promise(society, mentee, thread)
    mine = await until_status(mentee, lambda text: ESSAY in text)
    assert "See commitments" in [each.label for each in (await mentee.slash("status")).buttons]
    assert mine.index("\nWaiting on you: ") < mine.index(ESSAY) < mine.index("Your people: ")
    assert "Waiting on others" not in mine
    theirs = (await mentor.slash("status")).text
    assert theirs.index("Waiting on others") < theirs.index(ESSAY)


async def test_what_only_its_owner_sees_is_named_nowhere_else(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    await promise(society, mentee, thread, partner_sees=False)
    society.discord.clock.set(noon_in(society, 2))
    hint = await society.discord.until_message(thread, containing="private reminder")
    opened = await mentee.click(hint, custom_id="pc1:commit:show:")
    assert opened.ephemeral
    assert ESSAY in opened.text
    refused = await mentor.click(hint, custom_id="pc1:commit:show:")
    assert "can’t find that commitment" in refused.text
    await mentor.slash("commit list", at=thread)
    await mentor.slash("status")
    assert not [sight for sight in mentor.sees() if ESSAY in sight.text]


async def test_moving_in_time_keeps_the_promise_under_its_new_date(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    made = await promise(society, mentee, thread)
    days = await mentee.click(made, "Move")
    form = await mentee.click(days, custom_id="pc1:commit:another-day:")
    later = noon_in(society, 9)
    moved = await mentee.submit(form, {"due": f"{later:%Y-%m-%d} at noon"})
    assert "Moved" in moved.text
    again = await mentee.click(made, "Done")
    assert "already moved" in again.text
    listed = await mentee.slash("commit list", at=thread)
    assert listed.text.count(ESSAY) == 1
    assert "Moved: 1" in listed.text
    # Nothing comes on the old date.
    society.discord.clock.set(noon_in(society, 3))
    await mentee.slash("status")
    assert standing(thread, "How did it go?") == []


async def test_a_wrong_move_gives_the_whole_command_back(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    await promise(society, mentee, thread)
    refused = await mentee.slash("commit move", commitment="1", due="31 Feb", at=thread)
    assert "/commit move commitment: 1 due: 31 Feb" in (await refused.settled()).text


async def test_somebody_elses_promise_is_theirs_alone(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    await promise(society, mentee, thread)
    society.discord.clock.set(noon_in(society, 2))
    ahead = await society.discord.until_message(thread, containing="On track?")
    for label in ("On track", "Done", "Move", "Drop"):
        refused = await mentor.click(ahead, label)
        assert refused.ephemeral
        assert "someone else’s" in refused.text
    typed = await mentor.slash("commit move", commitment="1", due="in two weeks", at=thread)
    assert "someone else’s" in typed.text
    stranger = society.guild.person("Somebody else")
    assert (
        "can’t find that commitment" in (await stranger.slash("commit drop", commitment="1")).text
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("finish it by yesterday", "in the future"),
        ("finish it by 31 Feb", "Feb 31 doesn’t exist"),
        ("finish it by Feb 1 at 9", "9 AM” or “"),
        ("finish it some day", "When is it due?"),
        ("   by tomorrow noon", "What will you do?"),
    ],
)
async def test_a_time_that_can_not_be_meant_is_asked_about(
    society: Society, typed: str, said: str
) -> None:
    _, mentee, thread = await a_pair(society)
    refused = await mentee.slash("commit add", what=typed, at=thread)
    assert refused.ephemeral
    assert said in refused.text
    assert "None open" in (await mentee.slash("commit list", at=thread)).text


async def test_four_thousand_characters_are_refused_and_given_back(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    long = "write " * 666
    form = await mentee.slash("commit add", at=thread)
    refused = await mentee.submit(form, {"words": long, "due": "tomorrow noon"})
    assert "The limit is 300" in refused.text
    [file] = [each for message in refused.messages for each in message.attachments]
    assert long.strip() in file.data.decode()


async def test_mentions_and_links_in_a_promise_are_harmless(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    due = f"{noon_in(society, 2):%Y-%m-%d} noon"
    text = f"Ask <@{mentor.id}> @everyone [here](https://example.org) by {due}"
    await mentee.slash("commit add", what=text, at=thread)
    society.discord.clock.set(noon_in(society, 1))
    ahead = await society.discord.until_message(thread, containing="On track?")
    assert ahead.notified == {mentee.id}
    assert not ahead.mention_everyone
    assert "https://" not in ahead.content
    assert f"<@{mentor.id}>" not in ahead.content


async def test_taking_on_more_than_one_finished_lately_is_said_aloud(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    await promise(society, mentee, thread, days=20)
    society.discord.clock.advance(timedelta(days=28))
    await mentee.slash("commit drop", commitment="1", at=thread)
    answers = [await promise(society, mentee, thread, days) for days in (4, 5, 6)]
    assert "That’s a lot" not in answers[1].text
    assert "Open: 3 · Done in the last 4 weeks: 0" in answers[2].text
    for number in ("2", "3", "4"):
        await mentee.slash("commit done", commitment=number, at=thread)
    again = [await promise(society, mentee, thread, days) for days in (4, 5, 6)]
    assert "That’s a lot" not in again[2].text


async def test_it_lapses_only_after_three_silent_days_and_waits_in_status_until_answered(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    await promise(society, mentee, thread)
    due = noon_in(society, 3)
    society.discord.clock.set(due)
    asked = await society.discord.until_message(thread, containing="How did it go?")
    await until_noted(society)
    society.discord.clock.set(due + timedelta(days=2, hours=23))
    assert "No update" not in (await mentee.slash("commit list", at=thread)).text
    society.discord.clock.set(due + timedelta(days=3, hours=2))
    await until_listed(mentee, thread, "No update")
    for person in (mentor, mentee):
        status = (await person.slash("status")).text
        [line] = [line for line in status.splitlines() if ESSAY in line]
        assert f"Was due <t:{int(due.timestamp())}:D>" in line
    offered = await mentee.autocomplete("commit done", "commitment", "Draft", at=thread)
    assert len(offered.choices) == 1
    late = await mentee.click(asked, "Done")
    await society.discord.wait_for(lambda: "Done: " in answer_text(late))
    for person in (mentor, mentee):
        assert ESSAY not in (await person.slash("status")).text


async def until_noted(society: Society) -> None:
    """Wait until the bot has written down that it asked: from there it counts the days."""
    guild = GuildId(society.guild.id)
    for _ in range(1000):
        found = await society.running.app.database.read(commitments.find, guild, CommitmentId(1))
        if found is not None and found.asked_at is not None:
            return
    raise AssertionError(found)


async def until_listed(person: Person, thread: Channel, words: str) -> None:
    """Ask for the list until it says so; a bot that never does fails the test."""
    for _ in range(1000):
        text = (await person.slash("commit list", at=thread)).text
        if words in text:
            return
    raise AssertionError(text)


async def test_buttons_work_a_week_later_and_after_a_restart(
    discord: Discord, tmp_path: Path
) -> None:
    guild = discord.guild("A Society")
    mentoring = guild.text("mentoring")
    mo = guild.person("Mo", allow=1 << 5)
    async with a_bot(discord, tmp_path) as running:
        society = Society(discord, guild, mentoring, mentoring, mo, running)
        await mo.slash("setup", mentoring_channel=mentoring, time_zone="Chicago")
        _, mentee, thread = await a_pair(society)
        made = await promise(society, mentee, thread, days=20)
        form = await mentee.slash("commit add", at=thread)
    discord.clock.advance(timedelta(days=7))
    async with a_bot(discord, tmp_path):
        second = await mentee.submit(form, {"words": "Call the clinic", "due": "in 3 days"})
        assert "Call the clinic" in second.text
        dropped = await mentee.click(made, "Drop")
        assert "Dropped" in dropped.text


async def test_nobody_outside_a_pair_can_promise(society: Society) -> None:
    stranger = society.guild.person("Somebody else")
    assert (
        "don’t have a match yet" in (await stranger.slash("commit add", what="x by tomorrow")).text
    )
    with pytest.raises(NotPossibleError):
        await stranger.click(await society.mo.slash("status"), custom_id="pc1:commit:list:")


async def test_what_was_done_by_a_command_keeps_its_words_and_loses_its_buttons(
    society: Society,
) -> None:
    _, mentee, thread = await a_pair(society)
    await promise(society, mentee, thread)
    society.discord.clock.set(noon_in(society, 2))
    ahead = await society.discord.until_message(thread, containing="On track?")
    said = ahead.content

    await mentee.slash("commit done", commitment="1", at=thread)

    await society.discord.wait_for(lambda: buttons_of(ahead) == [])
    assert ahead.content == said


async def test_someone_away_when_it_is_due_is_asked_after_their_first_day_back(
    society: Society,
) -> None:
    _, mentee, thread = await a_pair(society)
    last = noon_in(society, 9)
    await mentee.slash("away", from_="today", until=f"{last:%Y-%m-%d}", at=thread)
    asked_at = (last + timedelta(days=2)).replace(hour=8)
    answer = await promise(society, mentee, thread, days=6)
    assert f"<t:{int(asked_at.timestamp())}:F>" in answer.text
    assert "your first day back is free" in answer.text
