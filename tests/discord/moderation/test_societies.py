"""The guided set-up: choose in any order, see what is missing, fix it, look again."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.messages.errors import CORRECT
from sandbox import Discord, NotPossibleError, Permission
from tests.discord.conftest import Society, a_bot
from tests.discord.enrolled import a_pair
from tests.discord.moderation.test_help_requests import ASKED, ask
from tests.discord.people import standing


async def test_a_new_server_is_led_through_by_menus_alone(discord: Discord, tmp_path: Path) -> None:
    guild = discord.guild("A Society")
    mentoring, back_room = guild.text("mentoring"), guild.text("moderators")
    organisers = guild.role("Organisers")
    mo = guild.person("Mo", allow=Permission.MANAGE_GUILD)
    async with a_bot(discord, tmp_path):
        panel = await mo.slash("setup")
        assert panel.ephemeral
        assert "get started" in panel.text
        # In any order: the role before the channel is fine.
        await mo.select(panel, "pc1:setup:role", [organisers])
        await mo.select(panel, "pc1:setup:moderators", [back_room])
        ready = await mo.select(panel, "pc1:setup:mentoring", [mentoring])
        assert "Ready" in ready.text
        form = await mo.click(panel, custom_id="pc1:setup:zone:")
        done = await mo.submit(form, {"time_zone": "Denver"})
    assert "America/Denver" in done.text
    for place in (mentoring, back_room):
        assert f"<#{place.id}>" in done.text
    assert f"<@&{organisers.id}>" in done.text


async def test_each_missing_permission_is_named_until_it_is_mended(society: Society) -> None:
    guild = society.guild
    denied = Permission.CREATE_PRIVATE_THREADS | Permission.ATTACH_FILES
    guild.overwrite(society.mentoring, guild.bot_role, deny=denied)
    panel = await society.mo.slash("setup")
    assert "Almost ready" in panel.text
    assert "missing permissions" in panel.text
    assert "Attach Files, Create Private Threads" in panel.text
    assert "allow these for my role" in panel.text
    guild.overwrite(society.mentoring, guild.bot_role)
    mended = await society.mo.click(panel, "Check again")
    assert "Ready" in mended.text
    assert "missing permissions" not in mended.text


async def test_members_who_may_post_or_open_threads_are_pointed_out(society: Society) -> None:
    guild = society.guild
    panel = await society.mo.slash("setup")
    assert "Ready" in panel.text, "it is advice, and stops nothing"
    assert "Send Messages, Create Public Threads, Create Private Threads" in panel.text
    unwanted = (
        Permission.SEND_MESSAGES
        | Permission.CREATE_PUBLIC_THREADS
        | Permission.CREATE_PRIVATE_THREADS
    )
    own = Permission.SEND_MESSAGES | Permission.CREATE_PRIVATE_THREADS
    guild.overwrite(society.mentoring, guild.everyone, deny=unwanted)
    guild.overwrite(society.mentoring, guild.bot_role, allow=own)
    after = await society.mo.click(panel, "Check again")
    assert "remove these permissions" not in after.text
    assert "Ready" in after.text


async def test_members_who_cannot_write_in_threads_are_pointed_out(society: Society) -> None:
    guild = society.guild
    guild.overwrite(society.mentoring, guild.everyone, deny=Permission.SEND_MESSAGES_IN_THREADS)
    panel = await society.mo.slash("setup")
    assert "Members can’t use their threads" in panel.text


async def test_a_moderators_channel_that_everybody_reads_is_pointed_out(society: Society) -> None:
    guild = society.guild
    open_room = guild.text("lounge")
    panel = await society.mo.slash("setup")
    warned = await society.mo.select(panel, "pc1:setup:moderators", [open_room])
    assert "Moderators’ channel: everyone can read it" in warned.text
    assert f"<#{open_room.id}>" in warned.text
    assert "turn off View Channel" in warned.text
    assert "Ready, but not private" in warned.text
    own = Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES | Permission.EMBED_LINKS
    guild.overwrite(open_room, guild.bot_role, allow=own)
    guild.overwrite(open_room, guild.everyone, deny=Permission.VIEW_CHANNEL)
    after = await society.mo.click(panel, "Check again")
    assert "everyone can read it" not in after.text


async def test_a_role_that_no_mention_notifies_is_pointed_out(society: Society) -> None:
    guild = society.guild
    moderators = guild.role("Moderators")
    own = Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES | Permission.EMBED_LINKS
    guild.overwrite(society.back_room, guild.everyone, deny=Permission.VIEW_CHANNEL)
    guild.overwrite(society.back_room, guild.bot_role, allow=own)

    warned = await society.mo.select(
        await society.mo.slash("setup"), "pc1:setup:role", [moderators]
    )

    assert "The moderators’ role isn’t notified" in warned.text
    assert "Allow anyone to @mention this role" in warned.text
    assert "no moderator is notified" in warned.text
    guild.overwrite(society.back_room, guild.bot_role, allow=own | Permission.MENTION_EVERYONE)
    after = await society.mo.click(await society.mo.slash("setup"), "Check again")
    assert "isn’t notified" not in after.text


async def test_a_channel_that_is_gone_is_named_and_another_takes_its_place(
    discord: Discord, tmp_path: Path
) -> None:
    guild = discord.guild("A Society")
    mentoring, other = guild.text("mentoring"), guild.text("other")
    mo = guild.person("Mo", allow=Permission.MANAGE_GUILD)
    async with a_bot(discord, tmp_path):
        await mo.slash("setup", mentoring_channel=mentoring)
    # Deleted while the bot was away.
    del guild.state.channels[mentoring.id]
    async with a_bot(discord, tmp_path):
        panel = await mo.slash("setup")
        assert "not found" in panel.text
        mended = await mo.select(panel, "pc1:setup:mentoring", [other])
    assert "not found" not in mended.text
    assert "Ready" in mended.text


async def test_an_optional_choice_is_taken_back(society: Society) -> None:
    panel = await society.mo.slash("setup")
    assert f"<#{society.back_room.id}>" in panel.text
    after = await society.mo.select(panel, "pc1:setup:moderators", [])
    assert f"<#{society.back_room.id}>" not in after.text


async def test_an_unknown_time_zone_keeps_what_was_typed(society: Society) -> None:
    panel = await society.mo.slash("setup")
    refused = await society.mo.submit(
        await society.mo.click(panel, custom_id="pc1:setup:zone:"), {"time_zone": "Chicagoo"}
    )
    assert "America/Chicago" in refused.text
    again = await society.mo.click(refused, CORRECT)
    assert again.modal is not None
    assert again.modal.fields[0].value == "Chicagoo"


async def test_only_moderators_use_the_panel(society: Society) -> None:
    panel = await society.mo.slash("setup")
    assert panel.message is not None
    ana = society.guild.person("Ana")
    guild = panel.message.components[4]["components"][1]["custom_id"]
    answer = await ana.click_forged(panel.message, guild)
    assert "for moderators" in answer.text


async def test_a_society_bounds_how_many_messages_a_week_its_members_choose(
    society: Society,
) -> None:
    panel = await society.mo.slash("setup")
    assert "1–5 · Default: 5" in panel.text
    form = await society.mo.click(panel, custom_id="pc1:setup:weekly:")
    refused = await society.mo.submit(form, {"least": "4", "usual": "3", "most": "9"})
    assert "three numbers from 1 to 7, smallest first" in refused.text
    again = await society.mo.click(refused, custom_id="pc1:setup:weekly:")
    assert again.modal is not None
    assert again.modal.fields[2].value == "9", "what was typed is given back"
    done = await society.mo.submit(again, {"least": "2", "usual": "3", "most": "4"})
    assert "2–4 · Default: 3" in done.text

    member = society.guild.person("Nils")
    own = await member.slash("nudges")
    assert "0 of 3" in own.text
    with pytest.raises(NotPossibleError):
        await member.select(own, "pc1:nudges:limit:", ["5"])
    await member.select(own, "pc1:nudges:limit:", ["4"])
    assert "0 of 4" in (await member.slash("nudges")).text


async def test_a_moderator_who_asks_is_notified_of_a_case_by_name_until_they_stop_it(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    panel = await society.mo.slash("setup")
    pinged = await society.mo.click(panel, "Ping me")
    assert "I’ll mention you once a day" in pinged.text

    await ask(mentee, thread)
    case = await society.discord.until_message(society.back_room, containing=ASKED)

    assert society.mo.id in case.notified
    assert society.mo.mention in case.content
    assert mentor.id not in case.notified
    stopped = await society.mo.click(await society.mo.slash("setup"), "Stop pinging me")
    assert "I’ll mention you once a day" not in stopped.text
    society.discord.clock.advance(timedelta(days=2, hours=1))
    await society.discord.wait_for(lambda: len(standing(society.back_room, ASKED)) == 2)
    assert society.mo.id not in standing(society.back_room, ASKED)[-1].notified
