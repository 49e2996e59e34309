"""A server that removes the bot, as its owner and its people meet it."""

from datetime import timedelta

from bot.delivery.outbox_audit import audit
from bot.domain.states import NudgeState
from bot.storage.privacy import removals
from bot.storage.privacy.removals import Removal
from sandbox import Permission
from tests.discord.conftest import Society
from tests.discord.enrolled import a_pair
from tests.discord.meeting_people import ahead, arranged, typed


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


async def test_what_falls_due_meanwhile_is_not_tried_and_comes_after_a_return(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    starts_at = ahead(society, 5)
    await arranged(society, mentor, mentee, thread, typed(starts_at))
    delivery, database = society.running.client.delivery, society.running.app.database
    assert delivery is not None
    society.guild.remove_bot()
    assert await removed(society)
    before, before_it = len(society.discord.refused), len(thread.standing())

    society.discord.clock.set(starts_at - timedelta(minutes=50))
    await delivery._turn()

    result = await database.read(audit, society.discord.clock.now())
    assert result.ok, result.faults
    assert result.by_state[NudgeState.DEAD] == 0
    assert result.by_state[NudgeState.DUE] > 0
    tried = [one.method for one in society.discord.refused[before:]]
    assert "POST" not in tried, "nothing was sent"
    society.guild.invite_bot(Permission.ADMINISTRATOR)
    await mentee.slash("status")
    await society.discord.wait_for(lambda: len(thread.standing()) > before_it)
    assert f"<t:{starts_at.timestamp():.0f}" in thread.standing()[-1].content
