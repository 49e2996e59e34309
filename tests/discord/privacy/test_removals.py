"""A server that removes the bot, as its owner and its people meet it."""

from bot.storage.privacy import removals
from bot.storage.privacy.removals import Removal
from sandbox import Permission
from tests.discord.conftest import Society
from tests.discord.enrolled import a_pair


async def removed(society: Society) -> list[Removal]:
    """Return what the bot knows of removals, once it has dealt with what it was told."""
    delivery = society.running.client.delivery
    assert delivery is not None
    await delivery._look_at_servers()
    return await society.running.app.database.read(removals.list_all)


async def test_the_owner_is_told_and_a_return_keeps_everything(society: Society) -> None:
    _, mentee, _ = await a_pair(society)
    other = society.discord.guild("Another Society")
    owner = other.join(society.guild.owner)

    society.guild.remove_bot()
    told = await society.discord.until_message(owner, containing="I was removed")

    assert "**A Society**" in told.content
    assert "invite me back before then" in told.content
    assert [one.guild for one in await removed(society)] == [society.guild.id]

    society.guild.invite_bot(Permission.ADMINISTRATOR)
    shown = await mentee.slash("privacy show")

    assert "1 mentorship" in shown.text
    assert await removed(society) == []


async def test_an_owner_without_a_common_server_is_not_told_again_and_again(
    society: Society,
) -> None:
    await a_pair(society)

    def refusals() -> int:
        return sum(each.code == 50007 for each in society.discord.refused)

    society.guild.remove_bot()
    await society.discord.wait_for(refusals)

    [removal] = await removed(society)
    assert removal.is_refused
    assert removal.owner is None
    assert refusals() == 1
