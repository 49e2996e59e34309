"""Threads: private ones above all, their members, their sleep and their locks."""

from datetime import timedelta
from typing import Any

import pytest

from sandbox import INVITED_BOT, Channel, NotPossibleError, Permission
from tests.sandbox.raw import Got, Raw

BUTTON = {"type": 1, "components": [{"type": 2, "style": 1, "label": "Go", "custom_id": "go"}]}


async def private_thread(raw: Raw, **more: Any) -> Channel:
    body = {"name": "pair", "type": 12, "invitable": False, "auto_archive_duration": 10080} | more
    got = await raw("POST", f"/channels/{raw.general.id}/threads", body)
    assert got.status == 201
    return raw.discord.world.channels[int(got.body["id"])]


async def add(raw: Raw, thread: Channel, user_id: int) -> Got:
    return await raw("PUT", f"/channels/{thread.id}/thread-members/{user_id}")


async def test_a_private_thread_exists_for_its_members_and_moderators(raw: Raw):
    moderator = raw.guild.person("Mo", allow=Permission.MANAGE_THREADS)
    thread = await private_thread(raw)
    await raw.post({"content": "welcome"}, thread)
    assert not raw.ana.can_see(thread)
    assert (await add(raw, thread, raw.ana.id)).status == 204
    assert [sight.text for sight in raw.ana.sees(thread)] == ["welcome", "added Ana to the thread"]
    assert raw.ben.sees(thread) == []
    assert moderator.can_see(thread)


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"auto_archive_duration": 5}, "auto_archive_duration"),
        ({"type": 0}, "type"),
        ({"rate_limit_per_user": 21601}, "rate_limit_per_user"),
    ],
)
async def test_bad_settings_are_refused(raw: Raw, change: dict[str, Any], finding: str):
    body = {"name": "pair", "type": 12} | change
    got = await raw("POST", f"/channels/{raw.general.id}/threads", body)
    assert got.code == 50035
    assert finding in got.body["errors"]


async def test_creating_needs_its_permission(raw: Raw):
    raw.guild.overwrite(raw.general, raw.guild.bot_role, deny=Permission.CREATE_PRIVATE_THREADS)
    raw.guild.overwrite(raw.general, raw.guild.everyone, deny=Permission.CREATE_PRIVATE_THREADS)
    path = f"/channels/{raw.general.id}/threads"
    assert (await raw("POST", path, {"name": "pair", "type": 12})).code == 50013


async def test_adding_to_an_uninvitable_thread_can_be_made_to_need_manage_threads(raw: Raw):
    raw.discord.world.owner_adds_people = False
    thread = await private_thread(raw)
    refused = await add(raw, thread, raw.ana.id)
    raw.guild.overwrite(raw.general, raw.guild.bot_role, allow=Permission.MANAGE_THREADS)
    assert refused.code == 50013
    assert (await add(raw, thread, raw.ana.id)).status == 204


async def test_only_members_who_see_the_channel_can_be_added(raw: Raw):
    thread = await private_thread(raw)
    stranger = raw.discord.guild("Elsewhere").person("Stranger")
    raw.guild.overwrite(raw.general, raw.ben, deny=Permission.VIEW_CHANNEL)
    assert (await add(raw, thread, stranger.id)).code == 10007
    assert (await add(raw, thread, 1)).code == 10013
    assert (await add(raw, thread, raw.ben.id)).code == 50001


async def test_members_can_be_listed_read_and_removed(raw: Raw):
    thread = await private_thread(raw)
    await add(raw, thread, raw.ana.id)
    base = f"/channels/{thread.id}/thread-members"
    listed = await raw("GET", base)
    read = await raw("GET", f"{base}/{raw.ana.id}?with_member=true")
    removed = await raw("DELETE", f"{base}/{raw.ana.id}")
    missing = await raw("GET", f"{base}/{raw.ana.id}")
    assert {each["user_id"] for each in listed.body} == {
        str(raw.ana.id),
        str(raw.discord.world.bot.id),
    }
    assert read.body["member"]["user"]["username"] == "ana"
    assert removed.status == 204
    assert missing.code == 10007
    assert not raw.ana.can_see(thread)


async def test_a_mention_lets_somebody_in_even_a_silent_one(raw: Raw):
    thread = await private_thread(raw)
    silent = {"content": raw.ana.mention, "allowed_mentions": {"parse": []}}
    posted = await raw.post(silent, thread)
    assert raw.ana.can_see(thread)
    assert posted.body["mentions"] == []
    assert thread.messages[int(posted.body["id"])].notified == set()


async def test_where_silent_mentions_do_not_count_nobody_comes_in(raw: Raw):
    raw.discord.world.silent_mentions_add = False
    thread = await private_thread(raw)
    await raw.post({"content": raw.ana.mention, "allowed_mentions": {"parse": []}}, thread)
    assert not raw.ana.can_see(thread)


async def test_an_idle_thread_is_archived_and_listed(raw: Raw):
    thread = await private_thread(raw)
    raw.discord.clock.advance(timedelta(days=6, hours=23))
    early = thread.archived
    raw.discord.clock.advance(timedelta(hours=2))
    active = await raw("GET", f"/guilds/{raw.guild.id}/threads/active")
    path = f"/channels/{raw.general.id}"
    joined = await raw("GET", f"{path}/users/@me/threads/archived/private")
    everyones = await raw("GET", f"{path}/threads/archived/private")
    public = await raw("GET", f"{path}/threads/archived/public")
    assert (early, thread.archived) == (False, True)
    assert active.body["threads"] == []
    assert [each["id"] for each in joined.body["threads"]] == [str(thread.id)]
    assert everyones.code == 50013
    assert public.body["threads"] == []


async def test_archived_threads_refuse_edits_until_someone_writes(raw: Raw):
    thread = await private_thread(raw)
    posted = await raw.post({"content": "x"}, thread)
    raw.discord.clock.advance(timedelta(days=8))
    path = f"/channels/{thread.id}/messages/{posted.body['id']}"
    refused = await raw("PATCH", path, {"content": "y"})
    adding = await add(raw, thread, raw.ana.id)
    await raw.post({"content": "awake"}, thread)
    mended = await raw("PATCH", path, {"content": "y"})
    assert (refused.status, refused.code) == (400, 50083)
    assert adding.code == 50083
    assert mended.status == 200


async def test_a_locked_thread_is_dead_for_people(raw: Raw):
    raw.guild.allow(raw.guild.bot_role, INVITED_BOT | Permission.MANAGE_THREADS)
    thread = await private_thread(raw)
    await add(raw, thread, raw.ana.id)
    posted = await raw.post({"content": "x", "components": [BUTTON]}, thread)
    message = thread.messages[int(posted.body["id"])]
    locked = await raw("PATCH", f"/channels/{thread.id}", {"locked": True})
    assert locked.body["thread_metadata"]["locked"]
    with pytest.raises(NotPossibleError, match="locked"):
        await raw.ana.click(message, "Go")
    with pytest.raises(NotPossibleError, match="cannot write"):
        raw.ana.says(thread, "hello?")


async def test_an_owner_may_rename_and_archive_but_not_lock(raw: Raw):
    thread = await private_thread(raw)
    path = f"/channels/{thread.id}"
    assert (await raw("PATCH", path, {"name": "new name"})).body["name"] == "new name"
    assert (await raw("PATCH", path, {"locked": True})).code == 50013
    assert (await raw("PATCH", path, {"archived": True})).status == 200
    assert (await raw("PATCH", path, {"name": "again"})).code == 50083
    assert (await raw("PATCH", path, {"archived": False, "name": "again"})).status == 200


async def test_a_message_starts_one_public_thread(raw: Raw):
    posted = await raw.post({"content": "start"})
    path = f"/channels/{raw.general.id}/messages/{posted.body['id']}/threads"
    opened = await raw("POST", path, {"name": "talk"})
    again = await raw("POST", path, {"name": "talk"})
    assert opened.status == 201
    assert opened.body["id"] == posted.body["id"]
    assert raw.ben.can_see(raw.guild.channel("talk"))
    assert again.code == 160004
