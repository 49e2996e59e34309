"""A meeting of a circle is not one person's: one who can't come says so, and it goes on."""

from datetime import timedelta

from tests.discord.conftest import Society
from tests.discord.enrolled import a_circle
from tests.discord.meeting_people import TAKE, ahead, events_of, ids_of, says, stamp, typed
from tests.discord.people import standing

CHICAGO = "America/Chicago"


async def test_one_who_cannot_come_does_not_call_the_meeting_off(society: Society) -> None:
    mentor, (ana, ben), thread = await a_circle(society, CHICAGO, CHICAGO)
    when = ahead(society, 4)
    await mentor.slash("meet propose", at=thread, time=typed(when))
    proposed = await society.discord.until_message(thread, containing="would like to meet")
    for other in (ana, ben):
        await other.click(proposed, custom_id=TAKE)
    await society.discord.until_message(thread, containing="You’re meeting")

    asked = await ana.slash("meet cancel", at=thread)

    assert f"Only {mentor.mention} can cancel it for everyone" in asked.text
    await says(society, await ana.click(asked, "I can’t come"), "can’t come")
    told = await society.discord.until_message(thread, containing="can’t come to your meeting")
    assert f"{ana.mention} can’t come to your meeting on {stamp(when)}" in told.content
    await society.discord.wait_for(
        lambda: (
            f"{ana.mention} can’t come." in proposed.content
            and f"{mentor.mention} and {ben.mention} said yes" in proposed.content
        )
    )
    assert standing(thread, "canceled your meeting") == []
    [keep] = ids_of(proposed, "pc1:meet:cancel:")
    forged = await ana.click_forged(proposed, keep.replace(":cancel:", ":cancel-yes:"))
    assert "Only your mentor can cancel this meeting for everyone" in forged.text
    assert "You can’t come" in (await ana.slash("meet list", at=thread)).text
    assert f"Your circle meets {stamp(when)}" in (await ana.slash("status")).text
    his_list, his_status = await ben.slash("meet list", at=thread), await ben.slash("status")
    assert "can’t come" not in his_list.text + his_status.text
    assert stamp(when) in his_list.text
    assert f"Meeting {stamp(when)}" in his_status.text
    # No one reminds her of it or asks her how it went, and the others did meet.
    society.discord.clock.set(when - timedelta(hours=24))
    await ben.slash("status")
    reminded = await society.discord.until_message(thread, containing="To prepare")
    assert reminded.notified == {mentor.id, ben.id}
    society.discord.clock.set(when + timedelta(hours=2))
    await ben.slash("status")
    question = await society.discord.until_message(thread, containing="Did you meet")
    assert ana.mention not in question.content
    await ben.click(question, "We met")
    assert "Took place" in (await ana.slash("meet list", at=thread)).text
    await society.pass_time(hours=2)
    assert standing(society.back_room, "Conflicting answers about a meeting") == []


async def test_who_can_come_after_all_says_so(society: Society) -> None:
    mentor, (ana, ben), thread = await a_circle(society, CHICAGO, CHICAGO)
    when = ahead(society, 4)
    await mentor.slash("meet propose", at=thread, time=typed(when))
    proposed = await society.discord.until_message(thread, containing="would like to meet")
    for other in (ana, ben):
        await other.click(proposed, custom_id=TAKE)
    await society.discord.until_message(thread, containing="You’re meeting")
    await ana.click(await ana.slash("meet cancel", at=thread), "I can’t come")
    await society.discord.until_message(thread, containing="can’t come to your meeting")

    again = await ana.slash("meet cancel", at=thread)

    assert "You said you can’t come" in again.text
    await says(society, await ana.click(again, "I can come"), "You’ll be there")
    await society.discord.until_message(thread, containing="after all")


async def test_the_mentor_of_a_circle_reads_for_whom_a_meeting_is_called_off(
    society: Society,
) -> None:
    mentor, (ana, ben), thread = await a_circle(society, CHICAGO, CHICAGO)
    when = ahead(society, 4)
    await ana.slash("meet propose", at=thread, time=typed(when))
    proposed = await society.discord.until_message(thread, containing="would like to meet")
    for other in (mentor, ben):
        await other.click(proposed, custom_id=TAKE)
    await society.discord.until_message(thread, containing="You’re meeting")

    asked = await mentor.slash("meet cancel", at=thread)

    assert f"I’ll tell {ana.mention} and {ben.mention}" in asked.text
    await says(society, await mentor.click(asked, "Cancel meeting"), "Canceled")
    told = await society.discord.until_message(thread, containing="canceled your meeting")
    assert told.notified == {ana.id, ben.id}
    assert events_of(told)[0]["method"] == "CANCEL"


async def test_one_who_left_the_server_does_not_lower_what_a_circle_was_told(
    society: Society,
) -> None:
    mentor, (ana, ben, cleo), thread = await a_circle(society, CHICAGO, CHICAGO, CHICAGO)
    await ana.slash("pair pause", at=thread, days=14)
    asked = await society.discord.until_message(thread, containing="has a question for your circle")
    assert "3 of you are enough" in asked.content
    await ben.click(asked, "Agree")
    society.guild.leave(cleo)
    await society.pass_time(hours=2)

    await society.pass_time(days=2)

    told = await society.discord.until_message(thread, containing="ot enough of your circle")
    assert told.notified == {ana.id}
    assert "aused" not in (await mentor.slash("status")).text


async def test_ones_own_item_of_an_agenda_is_not_somebody_elses(society: Society) -> None:
    mentor, (ana, _), thread = await a_circle(society, CHICAGO, CHICAGO)
    await ana.slash("meet agenda", item="My two drafts", at=thread)

    own = await ana.slash("meet agenda", at=thread)
    others = await mentor.slash("meet agenda", at=thread)

    assert "My two drafts (you)" in own.text
    assert f"My two drafts ({ana.mention})" in others.text
