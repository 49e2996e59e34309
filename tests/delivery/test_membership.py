"""Looking many people up at once: one question for all, and a second only for whom it left out."""

import asyncio

import pytest

from bot.delivery.membership import MOST_AT_ONCE, Membership
from bot.delivery.notifier import TransientError
from bot.domain.ids import GuildId, UserId
from tests.delivery.society import ManualClock, SmallDiscord

GUILD, OTHER = GuildId(1), GuildId(2)
ANA, BEN = UserId(11), UserId(12)


@pytest.fixture
def discord() -> SmallDiscord:
    return SmallDiscord(ManualClock(), lambda: None)


@pytest.fixture
def membership(discord: SmallDiscord) -> Membership:
    return Membership(discord, discord.is_member)


async def of_all(membership: Membership, *people: tuple[GuildId, UserId]) -> list[bool]:
    return await asyncio.gather(*(membership.includes(*each) for each in people))


async def test_people_of_one_server_are_asked_for_together(
    membership: Membership, discord: SmallDiscord
) -> None:
    assert await of_all(membership, (GUILD, ANA), (GUILD, BEN), (OTHER, ANA)) == [True] * 3
    assert discord.calls == ["present", "present"]


async def test_more_than_discord_takes_are_asked_for_in_turns(
    membership: Membership, discord: SmallDiscord
) -> None:
    everybody = [(GUILD, UserId(number)) for number in range(1, MOST_AT_ONCE + 2)]
    assert all(await of_all(membership, *everybody))
    assert discord.calls == ["present", "present"]


async def test_whom_it_does_not_find_is_asked_about_alone(
    membership: Membership, discord: SmallDiscord
) -> None:
    discord.left.add(BEN)
    assert await of_all(membership, (GUILD, ANA), (GUILD, BEN)) == [True, False]
    assert discord.calls == ["present", "is_member"]


async def test_a_member_is_known_for_a_while_and_somebody_who_left_never(
    membership: Membership, discord: SmallDiscord
) -> None:
    discord.left.add(BEN)
    await of_all(membership, (GUILD, ANA), (GUILD, BEN))
    discord.left.clear()
    discord.calls.clear()
    assert await membership.includes(GUILD, ANA)
    assert discord.calls == []
    assert await membership.includes(GUILD, BEN)


async def test_a_question_without_an_answer_is_asked_for_each_alone(
    membership: Membership, discord: SmallDiscord
) -> None:
    discord.befalls("present", "before", TransientError())
    assert await of_all(membership, (GUILD, ANA), (GUILD, BEN)) == [True, True]
    assert discord.calls == ["present", "is_member", "is_member"]


async def test_who_gives_up_leaves_nobody_waiting(
    membership: Membership, discord: SmallDiscord
) -> None:
    leader = asyncio.create_task(membership.includes(GUILD, ANA))
    follower = asyncio.create_task(membership.includes(GUILD, BEN))
    await asyncio.sleep(0)
    leader.cancel()
    assert await follower
    assert leader.cancelled()
    assert discord.calls == ["is_member"]


async def test_whoever_is_heard_to_have_left_is_asked_about_anew(
    membership: Membership, discord: SmallDiscord
) -> None:
    assert await membership.includes(GUILD, ANA)
    discord.left.add(ANA)
    assert await membership.includes(GUILD, ANA), "known for a while"
    membership.forget([(GUILD, ANA)])
    assert not await membership.includes(GUILD, ANA)
