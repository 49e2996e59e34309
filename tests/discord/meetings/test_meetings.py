"""From a proposed time to a confirmed one, moved or cancelled, through the front door."""

from datetime import datetime, time, timedelta
from pathlib import Path

from bot.messages.errors import CORRECT
from sandbox import Discord
from sandbox.people.transcript import buttons_of, text_of
from tests.discord.conftest import Society, a_bot
from tests.discord.meeting_people import (
    CHICAGO,
    TAKE,
    ahead,
    arranged,
    clocks_go_back,
    events_of,
    ids_of,
    says,
    stamp,
    typed,
)
from tests.discord.people import (
    CHECK_IN,
    a_pair,
    first_check_in,
    standing,
    until_asked,
    until_status,
)


async def test_a_proposed_time_is_settled_with_one_click(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    when = ahead(society, 3)
    evil = "My *first* draft <@1>\nATTENDEE:mailto:x https://evil.example"
    answer = await mentee.submit(
        await mentee.slash("meet propose", at=thread), {"time-0": typed(when), "agenda": evil}
    )
    assert answer.ephemeral
    assert stamp(when) in answer.text
    asked = await society.discord.until_message(thread, containing="would like to meet")
    assert asked.notified == {mentor.id}
    assert stamp(when) in text_of(asked)
    assert "in Chicago" not in text_of(asked), "Discord shows everyone their own time"
    await until_status(mentor, lambda text: "Choose a time" in text)
    assert "You’re all caught up." in (await mentee.slash("status")).text
    taken = await mentor.click(asked, custom_id=TAKE)
    await says(society, taken, "You’re meeting")
    settled = await society.discord.until_message(thread, containing="You’re meeting")
    assert settled.id == asked.id, "the proposal becomes the meeting's card"
    assert f"{mentor.mention} and {mentee.mention} said yes" in settled.content
    assert "I’ll remind you the day before" in settled.content
    calendar, (event,) = events_of(settled)
    assert calendar["method"] == "PUBLISH"
    assert event["sequence"] == 0
    assert event["dtstart"].dt == when
    assert b"DTSTART:" in settled.attachments[0].data
    assert str(event["dtstart"].dt.tzinfo) == "UTC"
    lines = settled.attachments[0].data.decode().split("\r\n")
    assert not [line for line in lines if line.startswith("ATTENDEE")]
    assert "Meeting <t:" in (await mentee.slash("status")).text


async def test_of_three_times_one_is_taken_and_the_others_are_void(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    times = [ahead(society, day) for day in (3, 4, 5)]
    named = dict(zip(("time", "or", "or-else"), map(typed, times), strict=True))
    await mentor.slash("meet propose", named, at=thread)
    asked = await society.discord.until_message(thread, containing="would like to meet")
    assert asked.notified == {mentee.id}
    takes = ids_of(asked, TAKE)
    assert len(takes) == 3
    assert "You suggested these times" in (await mentor.click_forged(asked, takes[0])).text
    stranger = society.guild.person("Somebody else")
    forged = await stranger.click_forged(asked, takes[0])
    assert "belongs to another pair" in forged.text
    await says(society, await mentee.click_forged(asked, takes[1]), "You’re meeting")
    late = await mentee.click_forged(asked, takes[2])
    assert late.text.startswith("Already done!")
    assert stamp(times[1]) in late.text
    assert stamp(times[2]) not in late.text
    listed = (await mentor.slash("meet list", at=thread)).text
    assert stamp(times[1]) in listed
    assert stamp(times[0]) not in listed


async def test_with_the_mouse_alone_times_that_suit_both_are_proposed(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    introduction = standing(thread, ", meet <@")[0]
    form = await mentee.click(introduction, custom_id="pc1:meet:form:")
    assert form.modal is not None
    field = next(field for field in form.modal.fields if field.custom_id == "suggested")
    offered = [option["value"] for option in field.raw["options"]]
    answer = await mentee.submit(form, {"suggested": offered[:2]})
    assert answer.text.count("<t:") == 2
    asked = await society.discord.until_message(thread, containing="would like to meet")
    await says(society, await mentor.click(asked, custom_id=TAKE), "You’re meeting")


async def test_a_time_that_may_mean_two_is_asked_about_and_nothing_is_lost(
    society: Society,
) -> None:
    _, mentee, thread = await a_pair(society)
    unclear = await mentee.slash(
        "meet propose", {"time": "in 3 days at 8", "or": "no idea"}, at=thread
    )
    assert "could be" in unclear.text
    assert "Which one do you mean?" in unclear.text
    readings = ids_of(unclear.messages[0], "pc1:meet:reading:")
    assert len(readings) == 2
    again = await mentee.click_forged(unclear.messages[0], readings[1])
    await says(society, again, "couldn’t read")
    form = await mentee.click(again, CORRECT)
    assert form.modal is not None
    kept = {field.custom_id: field.value for field in form.modal.fields}
    assert kept["time-0"] is not None
    assert kept["time-0"].startswith(typed(ahead(society, 3, 20)))
    assert kept["time-1"] == "no idea"
    answer = await mentee.submit(form, {"time-1": ""})
    assert stamp(ahead(society, 3, 20)) in answer.text
    over = await mentee.slash("meet propose", at=thread, time="2020-01-01 18:00")
    assert "Did you mean" in over.text


async def test_two_who_propose_at_once_find_what_they_share_or_see_each_others(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    first, second, third = (typed(ahead(society, day)) for day in (3, 4, 5))
    form = await mentor.slash("meet propose", at=thread)
    await mentee.slash("meet propose", {"time": first, "or": second}, at=thread)
    crossed = await mentor.submit(form, {"time-0": third})
    assert "just suggested other times" in crossed.text
    insisted = await mentor.click(crossed, custom_id="pc1:meet:mine:")
    await says(society, insisted, "Posted in your thread")
    answer = await mentee.slash("meet propose", {"time": second, "or": third}, at=thread)
    assert "You both suggested it" in answer.text
    assert stamp(ahead(society, 5)) in answer.text
    await society.discord.until_message(thread, containing="You’re meeting")
    assert len(standing(thread, "You’re meeting")) == 1


async def test_the_command_proposes_another_time_and_the_old_one_stands_until_it_is_taken(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    await arranged(society, mentor, mentee, thread, typed(ahead(society, 5)))
    form = await mentor.slash("meet reschedule", at=thread)
    answer = await mentor.submit(form, {"time-0": typed(ahead(society, 8))})
    assert "Until then, you’re still meeting" in answer.text
    asked = await society.discord.until_message(thread, containing="would like to move")
    assert asked.notified == {mentee.id}


async def test_a_moved_meeting_updates_the_same_event_and_a_cancelled_one_removes_it(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    settled = await arranged(society, mentor, mentee, thread, typed(ahead(society, 5)))
    _, (before,) = events_of(settled)
    form = await mentor.click(settled, "Reschedule")
    later = ahead(society, 8)
    answer = await mentor.submit(form, {"time-0": typed(later)})
    assert "Until then, you’re still meeting" in answer.text
    asked = await society.discord.until_message(thread, containing="would like to move")
    await says(society, await mentee.click(asked, custom_id=TAKE), "You’re meeting")
    moved = await society.discord.until_message(thread, containing="Your meeting moved to")
    assert moved.notified == {mentor.id}, "whoever wanted it moved is told that it is"
    await society.discord.wait_for(lambda: "This meeting moved to" in settled.content)
    assert not ids_of(settled, "pc1:")
    assert not settled.attachments
    _, (after,) = events_of(moved)
    assert after["uid"] == before["uid"]
    assert after["sequence"] == 1
    assert after["dtstart"].dt == later
    sure = await mentee.slash("meet cancel", at=thread)
    await says(society, await mentee.click(sure, "Cancel meeting"), "Canceled")
    gone = await society.discord.until_message(thread, containing="canceled your meeting")
    assert gone.notified == {mentor.id}
    calendar, (event,) = events_of(gone)
    assert calendar["method"] == "CANCEL"
    assert event["status"] == "CANCELLED"
    assert event["uid"] == before["uid"]
    assert event["sequence"] == 2
    await society.discord.wait_for(lambda: "Canceled: your meeting" in moved.content)
    assert not ids_of(moved, "pc1:")
    # Nothing reminds of either time anymore.
    for moment in (ahead(society, 5, 17), later - timedelta(hours=1), later):
        society.discord.clock.set(moment)
        await mentee.slash("status")
    assert standing(thread, "To prepare") == []


async def test_accepting_a_time_leaves_an_open_check_in_to_its_own_buttons(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    await until_asked(society, thread, first_check_in(society))
    await until_status(mentee, lambda text: "Waiting on you: 1" in text)
    await mentee.slash("meet propose", at=thread, time=typed(ahead(society, 3)))
    asked = await society.discord.until_message(thread, containing="would like to meet")
    taken = await mentor.click(asked, custom_id=TAKE)
    assert "check-in" not in (await says(society, taken, "You’re meeting")).lower()
    assert "Waiting on you: 1" in (await mentee.slash("status")).text
    [check_in] = standing(thread, CHECK_IN)
    helped = await mentee.click(check_in, "Need help")
    await says(society, helped, "No one has been told yet")


async def test_both_prepare_and_keep_where_they_meet(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    await mentor.slash("meet agenda", at=thread, item="How you chose *surgery*")
    settled = await arranged(society, mentor, mentee, thread, typed(ahead(society, 4)))
    assert "How you chose" in text_of(settled)
    form = await mentee.click(settled, "Add to agenda")
    shown = await mentee.submit(form, {"items": "My statement\n- @everyone and <@&1>"})
    assert "My statement" in shown.text
    assert "How you chose" in shown.text
    form = await mentee.click(settled, "Add meeting link")
    refused = await mentee.submit(form, {"place": "http://user@call.example/room"})
    assert "as a safe link" in refused.text
    kept = await mentee.submit(form, {"place": "https://call.example.org/our-room"})
    assert "call.example.org" in kept.text
    society.discord.clock.set(ahead(society, 3))
    told = await society.discord.until_message(thread, containing="To prepare")
    assert told.notified == {mentor.id, mentee.id}
    assert "My statement" in text_of(told)
    assert "call.example.org" in text_of(told)
    assert not told.mention_everyone


async def test_a_proposal_from_before_a_restart_is_still_one_click_a_week_later(
    discord: Discord, tmp_path: Path
) -> None:
    guild = discord.guild("A Society")
    mentoring = guild.text("mentoring")
    mo = guild.person("Mo", allow=1 << 5)
    async with a_bot(discord, tmp_path) as running:
        society = Society(discord, guild, mentoring, mentoring, mo, running)
        await mo.slash("setup", mentoring_channel=mentoring, time_zone="Chicago")
        mentor, mentee, thread = await a_pair(society)
        form = await mentee.slash("meet propose", at=thread)
    async with a_bot(discord, tmp_path):
        await mentee.submit(form, {"time-0": typed(ahead(society, 9))})
        asked = await discord.until_message(thread, containing="would like to meet")
    discord.clock.advance(timedelta(days=7))
    async with a_bot(discord, tmp_path):
        await says(society, await mentor.click(asked, custom_id=TAKE), "You’re meeting")
        await discord.until_message(thread, containing="You’re meeting")


async def test_a_zone_that_is_said_counts_and_the_thread_shows_the_pairs_own_clock(
    society: Society,
) -> None:
    mentor, _, thread = await a_pair(society)
    when = ahead(society, 3)
    answer = await mentor.slash("meet propose", at=thread, time=f"{typed(when)} [America/New_York]")
    assert stamp(when - timedelta(hours=1)) in answer.text
    asked = await society.discord.until_message(thread, containing="would like to meet")
    labels = [each.label for each in buttons_of(asked)]
    assert any("5 PM" in str(label) for label in labels), "the button is in the pair's own clock"


async def test_an_hour_that_comes_twice_is_asked_and_the_second_of_the_two_stays_the_second(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    change = clocks_go_back(society)
    unclear = await mentee.slash("meet propose", at=thread, time=f"{change:%b %d %Y} 1:30am")
    assert "comes twice" in unclear.text
    labels = [button.label for button in unclear.buttons]
    assert any("before the clocks go back" in str(label) for label in labels)
    again = await mentee.click_forged(
        unclear.messages[0], ids_of(unclear.messages[0], "pc1:meet:reading:")[1]
    )
    meant = datetime.combine(change, time(1, 30, fold=1), CHICAGO)
    assert f"1:30 AM for {mentor.mention}" in again.text
    await says(
        society,
        await mentee.click(again, custom_id="pc1:meet:night:"),
        f"<t:{int(meant.timestamp())}:F>",
    )
    asked = await society.discord.until_message(thread, containing="would like to meet")
    taken = await mentor.click(asked, custom_id=TAKE)
    await says(society, taken, f"<t:{int(meant.timestamp())}:F>")


async def test_one_line_may_hold_several_times(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    both = f"{typed(ahead(society, 3))}, {typed(ahead(society, 4))}"
    answer = await mentee.slash("meet propose", at=thread, time=both)
    assert stamp(ahead(society, 3)) in answer.text
    assert stamp(ahead(society, 4)) in answer.text


async def test_too_many_times_and_too_long_an_agenda_open_in_the_form_again(
    society: Society,
) -> None:
    _, mentee, thread = await a_pair(society)
    many = ", ".join(typed(ahead(society, day)) for day in (3, 4, 5, 6))
    refused = await mentee.slash("meet propose", at=thread, time=many)
    assert "up to 3 times" in refused.text
    form = await mentee.click(refused, CORRECT)
    assert form.modal is not None
    assert {field.custom_id: field.value for field in form.modal.fields}["time-0"] == many
    agenda = "so long " * 100 + "a line"
    refused = await mentee.submit(form, {"time-0": "in 3 days 6pm", "agenda": agenda})
    form = await mentee.click(refused, CORRECT)
    assert form.modal is not None
    assert {field.custom_id: field.value for field in form.modal.fields}["agenda"] == agenda
