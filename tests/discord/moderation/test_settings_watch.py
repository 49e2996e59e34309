"""Settings that stop working are noticed, said with the fix, and what they stopped goes on."""

from datetime import timedelta

from sandbox import Message, Permission
from sandbox.people.transcript import buttons_of, text_of
from sandbox.state import messages as message_state
from tests.discord.cohorts.test_cohorts import the_cohort
from tests.discord.conftest import Society
from tests.discord.enrolled import a_cohort, approve_all, introduced
from tests.discord.many_cases import a_running_cohort, strangers, trouble
from tests.discord.moderation.test_cases import next_monday, until_listed
from tests.discord.people import open_cohort, standing

NO_THREADS = Permission.CREATE_PRIVATE_THREADS
CARD = "Case "


async def test_a_permission_given_back_introduces_everyone_within_a_minute_and_closes_the_case(
    society: Society,
) -> None:
    _, guests = await a_cohort(society, mentors=3, mentees=3)
    society.guild.overwrite(society.mentoring, society.guild.bot_role, deny=NO_THREADS)
    told = await society.discord.until_message(
        society.back_room, containing="I don’t have these permissions"
    )
    assert "Create Private Threads" in text_of(told)
    await approve_all(society)
    listed = await until_listed(society, "Thread can’t be reached (3)")
    assert listed.text.count("I don’t have a permission I need") == 1
    status = await society.mo.slash("cohort status", name="Spring")
    assert "Not introduced yet: 3" in status.text
    assert "Introduced:" not in status.text

    society.guild.overwrite(society.mentoring, society.guild.bot_role)

    for guest in guests:
        await introduced(society, guest)
    await until_listed(society, "No open cases")
    # One message, for the setting: what follows from it is in the list.
    assert len(standing(society.back_room, CARD)) == 1
    pings = [message for message in society.back_room.standing() if "<@&" in message.content]
    assert len(pings) <= 1


async def test_a_role_that_is_deleted_is_said_in_the_channel_and_in_setup(
    society: Society,
) -> None:
    organisers = society.guild.role("Helpers")
    await society.mo.slash("setup", moderator_role=organisers)

    society.guild.delete_role(organisers)

    told = await society.discord.until_message(society.back_room, containing="was deleted")
    assert "The moderators' role" in text_of(told)
    assert "Choose another one with `/setup`" in text_of(told)
    panel = await society.mo.slash("setup")
    assert "The moderators’ role was deleted" in panel.text
    other = society.guild.role("Mentors")
    await society.mo.slash("setup", moderator_role=other)
    await society.pass_time(hours=1)
    await until_listed(society, "No open cases")


async def test_the_owner_hears_when_the_moderators_channel_is_gone(society: Society) -> None:
    owner = society.guild.owner
    cohort = await a_running_cohort(society)
    await trouble(society, "no-first-meeting", await strangers(society, 3, cohort))

    society.guild.delete(society.back_room)

    told = await society.discord.until_message(owner, containing="as the server’s owner")
    assert "The moderators' channel" in text_of(told)
    assert told.channel_id not in (society.mentoring.id, society.back_room.id)
    # What was meant for that channel comes to the owner as well.
    delivery = society.running.client.delivery
    assert delivery is not None
    await delivery.plan_ahead()
    society.discord.clock.set(next_monday(society))
    digest = await society.discord.until_message(owner, containing="Open cases")
    assert "as the server’s owner" in text_of(digest)
    other = society.guild.text("helpers")
    await society.mo.slash("setup", moderator_channel=other)
    society.discord.clock.advance(timedelta(hours=1))
    await until_not_listed(society, "Setting stopped working")


async def until_not_listed(society: Society, words: str) -> None:
    """Ask for the cases until none says so; a bot that never does fails the test."""
    listed = ""
    for _ in range(1000):
        listed = (await society.mo.slash("case list")).text
        if words not in listed:
            return
    raise AssertionError(listed)


async def until_shown(society: Society, words: str) -> None:
    """Ask for the first case until it says so; a bot that never does fails the test."""
    shown = ""
    for _ in range(1000):
        shown = (await society.mo.slash("case show", case=1)).text
        if words in shown:
            return
    raise AssertionError(shown)


def delete(society: Society, message: Message) -> None:
    """Delete a message by hand."""
    world = society.discord.world
    message_state.delete(world, world.channels[message.channel_id], message)


async def test_a_panel_that_was_deleted_is_noticed_and_posted_again(society: Society) -> None:
    await open_cohort(society)
    panel = await society.panel()
    while (await the_cohort(society)).panel_message is None:
        await society.mo.slash("cohort status", name="Spring")

    delete(society, panel)

    told = await society.discord.until_message(society.back_room, containing="panel was deleted")
    again = await society.mo.click(told, "Post panel again")
    assert "posting the panel" in again.text
    new = await society.panel()
    assert new.id != panel.id
    assert "I want a mentor" in [button.label for button in buttons_of(new)]
    await until_listed(society, "No open cases")
    opened = await society.mo.slash("cohort open", name="Spring")
    assert "is open already" in opened.text
    await society.discord.wait_for(
        lambda: len(standing(society.mentoring, "Sign up for Spring")) == 2
    )


async def test_a_mentoring_channel_that_was_deleted_is_one_message_to_moderators(
    society: Society,
) -> None:
    _, [mentee] = await a_cohort(society, mentors=1, mentees=1)
    await approve_all(society)
    await introduced(society, mentee)
    assert (await the_cohort(society)).panel_message is not None

    society.guild.delete(society.mentoring)

    told = await society.discord.until_message(society.back_room, containing="was deleted")
    assert "Choose another one with `/setup`" in text_of(told)
    await society.pass_time(hours=1)
    await until_listed(society, "panel was deleted")
    assert len(standing(society.back_room, CARD)) == 1
    assert "nlock" not in (await society.mo.slash("case list")).text


async def test_what_a_moderator_left_as_it_is_is_said_again_only_after_it_had_worked(
    society: Society,
) -> None:
    wins = society.guild.text("wins")
    await society.mo.slash("setup", wins_channel=wins)
    society.guild.overwrite(wins, society.guild.bot_role, deny=Permission.SEND_MESSAGES)
    await society.discord.until_message(
        society.back_room, containing="I don’t have these permissions"
    )
    await society.mo.slash("case resolve", case=1, note="On purpose")

    await society.pass_time(hours=2)
    await society.mo.slash("status")
    assert len(standing(society.back_room, CARD)) == 1
    society.guild.overwrite(wins, society.guild.bot_role)
    await until_shown(society, "Resolved automatically")
    society.guild.overwrite(wins, society.guild.bot_role, deny=Permission.SEND_MESSAGES)

    await society.discord.wait_for(lambda: len(standing(society.back_room, CARD)) == 2)
