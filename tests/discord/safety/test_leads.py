"""The safety part of `/setup`."""

from sandbox import Person
from tests.discord.conftest import Society
from tests.discord.safety.test_concerns import name_leads


async def test_one_lead_is_not_enough_and_none_is_a_choice(society: Society) -> None:
    lena, lou = society.guild.person("Lena"), society.guild.person("Lou")

    refused = await name_leads(society, lena)
    assert "Choose 2 to 10 safety leads" in refused.text
    named = await name_leads(society, lena, lou)
    assert f"{lena.mention} and {lou.mention}" in named.text
    none = await name_leads(society)
    assert "Concerns go to the server’s owner alone" in none.text


async def test_moderators_by_role_see_who_the_leads_are_and_cannot_change_them(
    society: Society,
) -> None:
    helpers = society.guild.role("Helpers")
    mod: Person = society.guild.person("Mod", helpers)
    await society.mo.slash("setup", moderator_role=helpers)

    panel = await mod.click(await mod.slash("setup", force=True), "Safety")

    assert "Only someone with Manage Server can change this" in panel.text
    assert [button.label for button in panel.buttons] == ["Back to setup"]
