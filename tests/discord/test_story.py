"""From the set-up to an answered check-in, through the front door."""

from datetime import timedelta
from pathlib import Path

from sandbox import Discord, FaultKind
from tests.discord.conftest import Society, a_bot
from tests.discord.people import (
    CHECK_IN,
    a_pair,
    first_check_in,
    open_cohort,
    open_form,
    sign_up,
    standing,
    until_asked,
    until_status,
    words,
)


async def test_a_moderator_sets_the_society_up(society: Society) -> None:
    answer = await society.mo.slash("setup")
    assert answer.ephemeral
    assert "Ready" in answer.text
    assert "America/Chicago" in answer.text


async def test_a_pair_is_introduced_in_a_thread_that_only_they_see(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    stranger = society.guild.person("Somebody else")
    introductions = standing(thread, ", meet <@")
    assert len(introductions) == 1
    assert thread.type == 12, "a private thread"
    for person in (mentor, mentee):
        assert any(sight.message is introductions[0] for sight in person.sees())
        assert person.id in introductions[0].notified
    assert all(sight.message.channel_id != thread.id for sight in stranger.sees())


async def test_a_check_in_comes_at_the_pairs_own_hour_to_the_mentee_first(
    society: Society,
) -> None:
    await society.pass_time(hours=9)  # no one is introduced at night
    mentor, mentee, thread = await a_pair(society, zone="Honolulu")
    asked = await until_asked(society, thread, first_check_in(society, "Pacific/Honolulu"))
    assert asked.notified == {mentee.id}
    await until_status(mentee, lambda text: "Check-in" in text)
    partner = (await mentor.slash("status")).text
    assert "You’re all caught up." in partner
    assert mentee.mention in partner


async def test_a_button_answers_it_and_the_turn_is_over(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    asked = await until_asked(society, thread, first_check_in(society))
    others = await mentor.click(asked, "On track")
    assert "for someone else" in others.text
    assert others.ephemeral
    answer = await mentee.click(asked, "On track")
    await society.discord.wait_for(lambda: "You said: on track" in answer.text)
    assert "checked in" in asked.content
    assert "Check-in" not in (await mentee.slash("status")).text


async def test_an_update_reaches_the_partner_once_and_clears_the_check_in(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    await until_asked(society, thread, first_check_in(society))
    await until_status(mentee, lambda text: "Check-in" in text)
    form = await mentee.slash("update log", at=thread)
    answer = await mentee.submit(form, {"moved": "I wrote *everything* <@&1> @everyone"})
    assert "counts as your check-in" in answer.text
    shown = await society.discord.until_message(thread, containing="I wrote")
    assert shown.notified == set()
    assert not shown.mention_everyone
    assert "Check-in" not in (await mentee.slash("status")).text
    history = await mentor.slash("update history", at=thread)
    assert "I wrote" in history.text


async def test_a_paused_pair_is_left_alone(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    due = first_check_in(society)
    assert "Paused until" in (await mentee.slash("pair pause", at=thread)).text
    society.discord.clock.set(due)
    # Whatever is asked after the pause has been processed is what the bot decided.
    await mentee.slash("status")
    assert standing(thread, CHECK_IN) == []


async def test_a_double_click_and_a_repeated_delivery_have_one_effect(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    society.discord.gateway.deliveries = 3
    form = await mentee.slash("update log", at=thread)
    await mentee.submit(form, {"moved": "Only once"})
    await society.discord.until_message(thread, containing="Only once")
    history = await mentee.slash("update history", at=thread)
    assert history.text.count("Only once") == 1
    assert len(standing(thread, "Only once")) == 1


async def test_buttons_and_forms_from_before_a_restart_still_work(
    discord: Discord, tmp_path: Path
) -> None:
    guild = discord.guild("A Society")
    mentoring = guild.text("mentoring")
    mo = guild.person("Mo", allow=1 << 5)
    ana = guild.person("Ana")
    async with a_bot(discord, tmp_path) as running:
        society = Society(discord, guild, mentoring, mentoring, mo, running)
        await mo.slash("setup", mentoring_channel=mentoring, time_zone="Chicago")
        await open_cohort(society)
        form = await open_form(society, ana)
    async with a_bot(discord, tmp_path) as running:
        society = Society(discord, guild, mentoring, mentoring, mo, running)
        answer = await ana.submit(form, words())
        assert "You’re signed up for Spring" in answer.text
        again = await sign_up(society, ana, topics=["shadowing"])
        assert "Saved your mentee answers for Spring" in again.text


async def test_a_bot_that_never_hears_back_sends_nothing_twice(
    discord: Discord, tmp_path: Path
) -> None:
    guild = discord.guild("A Society")
    mentoring = guild.text("mentoring")
    mo = guild.person("Mo", allow=1 << 5)
    async with a_bot(discord, tmp_path) as running:
        society = Society(discord, guild, mentoring, mentoring, mo, running)
        await mo.slash("setup", mentoring_channel=mentoring, time_zone="Chicago")
        _, mentee, thread = await a_pair(society)
        route = "/channels/{channel_id}/messages"
        fault = discord.faults.add("POST", route, FaultKind.RESET_AFTER)
        discord.clock.set(first_check_in(society))
        await discord.faults.hit(fault)
        for _ in range(50):  # it comes to know that the connection broke, and waits a while
            discord.clock.advance(timedelta(minutes=5))  # past its patience, and past any lease
            await mentee.slash("status")
            if discord.requests("GET", route):
                break
        await until_status(mentee, lambda text: "Check-in" in text)
    assert discord.requests("GET", route) > 0, "it was looked for before anything was sent again"
    assert len(standing(thread, CHECK_IN)) == 1
