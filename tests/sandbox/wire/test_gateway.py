"""The gateway: identify, resume, invalid sessions, repeated events, events by intent."""

import aiohttp
import discord as library
import pytest

from sandbox import Discord
from sandbox.wire.gateway import Session
from tests.sandbox.client import SmallBot, pointed_at
from tests.sandbox.conftest import Scene


async def test_a_dropped_connection_is_resumed_and_misses_nothing(scene: Scene):
    await scene.discord.gateway.drop()
    asked = await scene.ana.slash("hello", name="Em")
    assert asked.text.startswith("Em")
    assert (scene.discord.gateway.identifies, scene.discord.gateway.resumes) == (1, 1)


async def test_a_request_to_reconnect_is_followed(scene: Scene):
    await scene.discord.gateway.reconnect()
    await scene.discord.wait_for(lambda: scene.discord.gateway.resumes == 1)
    assert (await scene.ana.slash("hello", name="Em")).failed is None


async def test_an_invalid_session_begins_anew(scene: Scene):
    await scene.discord.gateway.invalidate()
    await scene.discord.wait_for(lambda: scene.discord.gateway.identifies == 2, timeout=15)
    assert (await scene.ana.slash("hello", name="Em")).failed is None


async def test_each_event_can_be_delivered_several_times(scene: Scene):
    scene.discord.gateway.deliveries = 3
    answer = await scene.ana.slash("hello", name="Em")
    await scene.discord.wait_for(lambda: len(scene.discord.refused) == 2)
    assert [seen.code for seen in scene.discord.refused] == [40060, 40060]
    assert answer.text.startswith("Em")
    assert len(scene.bot.handled) == 3
    assert len(set(scene.bot.handled)) == 1


async def test_who_leaves_is_told_only_to_bots_with_the_members_intent(scene: Scene):
    scene.guild.leave(scene.ben)
    await scene.ana.slash("hello", name="a later event")
    assert scene.bot.removed == []
    assert "Ben" not in [each.user.name for each in scene.guild.state.members.values()]


async def test_a_wrong_token_is_turned_away(discord: Discord):
    bot = SmallBot()
    with pointed_at(discord), pytest.raises(library.LoginFailure):
        await bot.start("wrong")
    await bot.close()
    assert discord.limits.invalid > 0
    assert discord.gateway.identifies == 0


@pytest.mark.parametrize("intent", ["message_content", "members", "presences"])
async def test_privileged_intents_must_be_switched_on(discord: Discord, monkeypatch, intent: str):
    monkeypatch.setattr("tests.sandbox.client.INTENTS", library.Intents(**{intent: True}))
    bot = SmallBot()
    with pointed_at(discord), pytest.raises(library.PrivilegedIntentsRequired):
        await bot.start(discord.token)
    await bot.close()
    assert discord.gateway.ready_count == 0


async def test_new_servers_channels_and_threads_reach_the_bot(scene: Scene):
    other = scene.discord.guild("Another Society")
    channel = other.text("mentoring")
    await other.person("Cy").slash("hello", name="x")
    assert scene.bot.get_guild(other.id) is not None
    assert scene.bot.get_channel(channel.id) is not None


async def test_a_private_thread_made_by_the_library_works(scene: Scene):
    channel = scene.bot.get_channel(scene.general.id)
    assert isinstance(channel, library.TextChannel)
    thread = await channel.create_thread(name="pair", invitable=False, auto_archive_duration=10080)
    await thread.add_user(library.Object(scene.ana.id))
    await thread.send("welcome", nonce="n1")
    members = await thread.fetch_members()
    await thread.edit(archived=True)
    found = [each async for each in channel.archived_threads(private=True, joined=True)]
    assert {member.id for member in members} == {scene.ana.id, scene.discord.world.bot.id}
    assert [each.id for each in found] == [thread.id]
    assert [sight.text for sight in scene.ana.sees()] == ["added Ana to the thread", "welcome"]


async def test_a_dm_by_the_library_arrives_or_is_refused(scene: Scene):
    user = await scene.bot.fetch_user(scene.ana.id)
    await user.send("psst")
    scene.ana.user.accepts_dms = False
    with pytest.raises(library.Forbidden) as refused:
        await user.send("psst again")
    assert refused.value.code == 50007
    assert [sight.text for sight in scene.ana.sees()] == ["psst"]


async def test_members_roles_and_history_are_fetched(scene: Scene):
    guild = scene.bot.get_guild(scene.guild.id)
    assert guild is not None
    member = await guild.fetch_member(scene.ana.id)
    roles = await guild.fetch_roles()
    found = await guild.query_members("ana") if scene.bot.intents.members else []
    channel = await scene.bot.fetch_channel(scene.general.id)
    assert isinstance(channel, library.TextChannel)
    sent = await channel.send("one")
    edited = await sent.edit(content="two")
    history = [each.content async for each in channel.history(limit=5)]
    assert member.display_name == "Ana"
    assert {role.name for role in roles} == {"@everyone", "Preceptor"}
    assert found == []
    assert edited.content == "two"
    assert history == ["two"]


async def test_somebody_who_left_is_unknown(scene: Scene):
    guild = scene.bot.get_guild(scene.guild.id)
    assert guild is not None
    scene.guild.leave(scene.ben)
    with pytest.raises(library.NotFound) as refused:
        await guild.fetch_member(scene.ben.id)
    assert refused.value.code == 10007


def test_a_shard_gets_its_own_servers_and_the_first_gets_the_dms():
    guild_id = (2 << 22) + 5
    shards = [Session(513, (number, 3)) for number in range(3)]
    assert [shard.covers(guild_id) for shard in shards] == [False, False, True]
    assert [shard.covers(None) for shard in shards] == [True, False, False]


def test_the_small_bot_asks_for_no_privileged_intent():
    assert SmallBot().intents.value == 513


async def test_it_says_which_of_the_named_people_are_members(scene: Scene):
    server = scene.bot.get_guild(scene.guild.id)
    assert server is not None
    found = await server.query_members(user_ids=[scene.ana.id, 4711], cache=False)
    assert [member.id for member in found] == [scene.ana.id]
    assert scene.discord.gateway.member_queries == 1


async def test_who_sends_too_many_frames_is_cut_off(scene: Scene):
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(scene.discord.gateway_url) as socket,
    ):
        for _ in range(121):
            await socket.send_str('{"op":1,"d":null}')
        answers = [received async for received in socket]
    assert len(answers) == 121  # the greeting, and an answer to each that was allowed
    assert socket.close_code == 4008


async def test_a_slow_gateway_delays_each_event(scene: Scene):
    gateway = scene.discord.gateway
    gateway.delay_seconds = 3.5
    assert (await scene.ana.slash("hello", name="Em")).failed is not None
    gateway.delay_seconds = 0.0
    assert (await scene.ana.slash("hello", name="Ben")).text.startswith("Ben")
    assert len(scene.bot.handled) == 2, "the first came too late, but it came"
