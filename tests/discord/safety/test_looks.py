"""Who looked: people see on which days moderators and leads opened something about them."""

from tests.discord.conftest import Society
from tests.discord.enrolled import a_pair
from tests.discord.safety.test_concerns import name_leads, read, report

OPENED = "a moderator opened your page"


async def test_people_see_on_which_day_they_were_looked_up_and_not_by_whom(
    society: Society,
) -> None:
    mentor, mentee, _ = await a_pair(society)
    listed = await (await society.mo.slash("cohort people", name="Spring")).settled()

    await society.mo.select(listed, "pc1:person:open", [str(mentee.id)])

    shown = await (await mentee.slash("privacy show")).settled()
    assert OPENED in shown.text
    assert society.mo.mention not in shown.text
    assert OPENED not in (await (await mentor.slash("privacy show")).settled()).text


async def test_a_lead_who_reads_a_concern_is_shown_to_its_reporter_alone(
    society: Society,
) -> None:
    mentor, mentee, _ = await a_pair(society)
    lena, lou = society.guild.person("Lena"), society.guild.person("Lou")
    await name_leads(society, lena, lou)
    await report(mentee, mentor)
    await read(society, lena)

    assert (
        "a safety lead read a concern"
        in (await (await mentee.slash("privacy show")).settled()).text
    )
    assert "concern" not in (await (await mentor.slash("privacy show")).settled()).text


async def test_a_society_that_turns_it_off_keeps_and_shows_nothing(society: Society) -> None:
    _, mentee, _ = await a_pair(society)
    panel = await society.mo.click(await society.mo.slash("setup"), "Safety")
    await society.mo.click(panel, "Hide who looked")
    listed = await (await society.mo.slash("cohort people", name="Spring")).settled()

    await society.mo.select(listed, "pc1:person:open", [str(mentee.id)])

    assert OPENED not in (await (await mentee.slash("privacy show")).settled()).text
