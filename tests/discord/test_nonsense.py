"""Nonsense, forgery and refusals: a clear answer, no change, nothing lost."""

import pytest
from sqlalchemy import Connection

from bot.domain.ids import GuildId, UserId
from bot.domain.states import NudgeState
from bot.storage.nudges import settings as nudge_settings
from bot.storage.tables import cases, cohorts, enrolments, outbox
from sandbox import Permission
from tests.discord.conftest import Society
from tests.discord.people import (
    a_pair,
    confirm,
    end_cohort,
    first_check_in,
    open_cohort,
    open_form,
    propose_and_approve,
    sign_up,
    standing,
    until_asked,
    words,
)
from tests.every_society import select


def _rows(connection: Connection) -> tuple[int, int]:
    return (
        len(connection.execute(select(cohorts.c.id)).all()),
        len(connection.execute(select(enrolments.c.id)).all()),
    )


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Spring <@123456789012345678>", "can’t contain mentions"),
        ("@everyone come", "can’t contain mentions"),
        ("x" * 500, "500 characters"),
        ("\u200b\u200b", "needs a name"),
    ],
)
async def test_a_cohorts_name_that_misleads_is_refused(
    society: Society, name: str, says: str
) -> None:
    answer = await society.mo.slash("cohort create", name=name)
    assert says in answer.text
    assert answer.ephemeral
    assert await society.running.app.database.read(_rows) == (0, 0)


async def test_markdown_and_emoji_in_a_name_are_shown_as_typed(society: Society) -> None:
    answer = await society.mo.slash("cohort create", name="**Spring** 🌱")
    assert "\\*\\*Spring\\*\\* 🌱" in answer.text
    twice = await society.mo.slash("cohort create", name="**SPRING** 🌱")
    assert "already a cohort" in twice.text


async def test_a_member_granted_a_moderators_command_is_refused_in_code(
    society: Society,
) -> None:
    member = society.guild.person("Granted")
    for command, options in (
        ("cohort create", {"name": "Mine"}),
        ("match preview", {"cohort": "Mine"}),
        ("case list", {}),
        ("setup", {"time_zone": "Denver"}),
    ):
        answer = await member.slash(command, options, force=True)
        await answer.settled()
        assert "for moderators" in answer.text, command
        assert answer.ephemeral
    assert await society.running.app.database.read(_rows) == (0, 0)


async def test_the_role_chosen_in_setup_moderates(society: Society) -> None:
    role = society.guild.role("Leads")
    lead = society.guild.person("Lead", role)
    await society.mo.slash("setup", moderator_role=role)
    assert "Created **Spring**" in (await lead.slash("cohort create", name="Spring")).text


async def test_a_forged_custom_id_changes_nothing(society: Society) -> None:
    await open_cohort(society)
    panel = await society.panel()
    forger = society.guild.person("Forger")
    for forged in (
        "pc1:join:mentee:1.1",  # another society's cohort
        "pc1:match:approve:zzzz.1",
        "pc1:no-such:verb:1.1",
        "something else",
        "pc1:join:capacity:" + "z" * 13 + ".1",
    ):
        answer = await forger.click_forged(panel, forged)
        assert "has expired" in answer.text, forged
    guild = panel.components[0]["components"][0]["custom_id"].split(":")[3].split(".")[0]
    answer = await forger.click_forged(panel, f"pc1:join:mentee:{guild}.99")
    assert "no cohort" in answer.text
    answer = await forger.click_forged(panel, f"pc1:check-in:on-track:{guild}.1")
    assert "find that check-in" in answer.text
    assert await society.running.app.database.read(_rows) == (1, 0)


async def test_two_societies_never_see_each_others_cohorts(society: Society) -> None:
    await open_cohort(society, "Ours")
    theirs = society.discord.guild("Another Society")
    mo = theirs.person("Mo2", allow=Permission.MANAGE_GUILD)
    answer = await mo.slash("cohort status", name="Ours")
    assert "no cohort" in answer.text
    assert (await mo.autocomplete("cohort status", "name", "O")).choices == []


async def test_a_click_on_an_ended_cohorts_panel_is_answered_calmly(society: Society) -> None:
    await open_cohort(society)
    panel = await society.panel()
    ana = society.guild.person("Ana")
    await end_cohort(society)
    answer = await ana.click(panel, "I want a mentor")
    assert "has ended" in answer.text
    assert answer.ephemeral


async def test_a_form_sent_after_sign_up_closed_gives_the_text_back(society: Society) -> None:
    await open_cohort(society)
    ana = society.guild.person("Ana")
    form = await open_form(society, ana)
    await confirm(society.mo, await society.mo.slash("cohort close", name="Spring"))
    answer = await ana.submit(form, words(goals="To find my own way"))
    assert "is closed" in answer.text
    assert "To find my own way" in answer.text
    assert await society.running.app.database.read(_rows) == (1, 0)


async def test_a_refused_form_gives_back_what_was_typed(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    form = await mentee.slash("update log", at=thread)
    await end_cohort(society)
    answer = await mentee.submit(form, {"moved": "A long and careful text"})
    assert "ended" in answer.text
    assert "A long and careful text" in answer.text


async def test_somebody_under_age_is_told_kindly_and_nothing_is_kept(society: Society) -> None:
    await open_cohort(society)
    young = society.guild.person("Young")
    asked = await young.click(await society.panel(), "I want a mentor")
    answer = await young.click(asked, "No, younger")
    assert "ages 18 and up" in answer.text
    assert "/program search" in answer.text
    assert await society.running.app.database.read(_rows) == (1, 0)


async def test_an_unknown_time_zone_is_refused_with_a_suggestion(society: Society) -> None:
    await open_cohort(society)
    answer = await sign_up(society, society.guild.person("Ana"), time_zone="Chicgo")
    assert "America/Chicago" in answer.text
    assert await society.running.app.database.read(_rows) == (1, 0)


async def test_the_same_click_twice_is_a_calm_already_done(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    asked = await until_asked(society, thread, first_check_in(society))
    button = next(
        item["custom_id"] for item in asked.components[0]["components"] if "on-track" in str(item)
    )
    first = await mentee.click(asked, "On track")
    await society.discord.wait_for(lambda: "on track" in first.text)
    again = await mentee.click_forged(asked, button)
    assert again.text.startswith("Already done!")


async def test_a_missing_permission_becomes_a_case_and_the_pair_is_introduced_later(
    society: Society,
) -> None:
    guild = society.guild
    await open_cohort(society)
    await sign_up(society, guild.person("Mira"), "I can mentor", stage=["resident"])
    await sign_up(society, guild.person("Nils"))
    guild.overwrite(society.mentoring, guild.bot_role, deny=Permission.CREATE_PRIVATE_THREADS)
    setup = await society.mo.slash("setup")
    assert "Create Private Threads" in setup.text
    await propose_and_approve(society)
    case = await society.discord.until_message(society.back_room, containing="Case 1")
    assert "Create Private Threads" in str(case.embeds) or "/setup" in str(case.embeds)

    def dead(connection: Connection) -> list[NudgeState]:
        return list(connection.execute(select(outbox.c.state)).scalars())

    for _ in range(200):
        if NudgeState.DEAD in await society.running.app.database.read(dead):
            break
        await society.mo.slash("status")
    assert NudgeState.DEAD in await society.running.app.database.read(dead)
    await society.discord.until_message(society.back_room, containing="Setting stopped working")
    kinds = await society.running.app.database.read(
        lambda connection: connection.execute(select(cases.c.kind)).scalars().all()
    )
    assert sorted(kinds) == ["setting", "undeliverable"]


async def test_a_closed_dm_falls_back_to_the_thread(society: Society) -> None:

    _, mentee, thread = await a_pair(society)
    guild, user = GuildId(society.guild.id), UserId(mentee.id)
    database = society.running.app.database
    await database.write(lambda connection: nudge_settings.save(connection, guild, user, dms=True))
    mentee.user.accepts_dms = False
    asked = await until_asked(society, thread, first_check_in(society))
    assert asked.notified == {mentee.id}
    assert len(standing(thread, "A quick check-in")) == 1
    settings = await database.read(nudge_settings.get, guild, user)
    assert settings.dms is False
