"""My people, behind a button of /status."""

from tests.discord.conftest import Society
from tests.discord.meeting_people import ahead, arranged, typed
from tests.discord.people import a_pair


async def test_the_button_shows_whom_where_and_when(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    shown = await mentee.click(await mentee.slash("status"), custom_id="pc1:status:people:")
    assert shown.ephemeral
    assert "Your mentors" in shown.text
    assert mentor.mention in shown.text
    assert f"<#{thread.id}>" in shown.text
    assert "Next check-in" in shown.text
    when = ahead(society, 3)
    await arranged(society, mentor, mentee, thread, typed(when))
    theirs = await mentor.click(await mentor.slash("status"), custom_id="pc1:status:people:")
    assert "Your mentees" in theirs.text
    assert mentee.mention in theirs.text
    assert f"Next meeting <t:{int(when.timestamp())}:F>" in theirs.text


async def test_somebody_without_a_pair_has_no_such_button(society: Society) -> None:
    stranger = society.guild.person("Somebody else")
    assert "See my people" not in [each.label for each in (await stranger.slash("status")).buttons]
