"""From the set-up to an answered check-in, through the front door."""

from tests.discord.conftest import Society


async def test_a_moderator_sets_the_society_up(society: Society) -> None:
    answer = await society.mo.slash("setup")
    assert answer.ephemeral
    assert "Ready" in answer.text
    assert "America/Chicago" in answer.text
