"""Who may do what, where, and which code says no."""

import pytest

from sandbox import EVERYONE, INVITED_BOT, Channel, Permission
from sandbox.state.permissions import ALL, can_see, in_channel
from tests.sandbox.raw import Raw


def closed_to_bot(raw: Raw, name: str, deny: int) -> Channel:
    channel = raw.guild.text(name)
    raw.guild.overwrite(channel, raw.guild.bot_role, deny=deny)
    raw.guild.overwrite(channel, raw.guild.everyone, deny=deny)
    return channel


async def test_overwrites_apply_in_discords_order(raw: Raw):
    mentors = raw.guild.role("Mentors")
    ana = raw.guild.person("Ana Two", mentors)
    channel = raw.guild.text("closed")
    world = raw.discord.world

    raw.guild.overwrite(channel, raw.guild.everyone, deny=Permission.VIEW_CHANNEL)
    assert not can_see(world, ana.id, channel)
    raw.guild.overwrite(channel, mentors, allow=Permission.VIEW_CHANNEL)
    assert can_see(world, ana.id, channel)
    raw.guild.overwrite(channel, ana, deny=Permission.VIEW_CHANNEL)
    assert not can_see(world, ana.id, channel)
    assert in_channel(world, raw.guild.owner.id, channel) == ALL


async def test_whoever_cannot_speak_cannot_embed(raw: Raw):
    channel = closed_to_bot(raw, "quiet", Permission.SEND_MESSAGES)
    granted = in_channel(raw.discord.world, raw.ana.id, channel)
    assert granted & Permission.VIEW_CHANNEL
    assert not granted & (Permission.EMBED_LINKS | Permission.ATTACH_FILES)


async def test_an_administrator_may_do_everything(raw: Raw):
    admin = raw.guild.person("Ada", allow=Permission.ADMINISTRATOR)
    channel = closed_to_bot(raw, "closed", Permission.VIEW_CHANNEL)
    assert raw.guild.may(admin, channel) == ALL


@pytest.mark.parametrize(
    ("deny", "code"),
    [(Permission.VIEW_CHANNEL, 50001), (Permission.SEND_MESSAGES, 50013)],
)
async def test_a_message_needs_sight_and_speech(raw: Raw, deny: int, code: int):
    channel = closed_to_bot(raw, "closed", deny)
    got = await raw.post({"content": "x"}, channel)
    assert (got.status, got.code) == (403, code)


async def test_embeds_and_files_need_their_own_permission(raw: Raw):
    channel = closed_to_bot(raw, "plain", Permission.EMBED_LINKS)
    assert (await raw.post({"content": "x"}, channel)).status == 200
    assert (await raw.post({"embeds": [{"title": "x"}]}, channel)).code == 50013


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/channels/1", 404, 10003),
        ("GET", "/guilds/1", 404, 10004),
        ("GET", "/users/1", 404, 10013),
        ("GET", "/channels/{general}/messages/1", 404, 10008),
        ("GET", "/guilds/{guild}/members/1", 404, 10013),
        ("GET", "/guilds/{guild}/members/{stranger}", 404, 10007),
        ("GET", "/guilds/{guild}/roles/1", 404, 10011),
        ("GET", "/guilds/{guild}/members?limit=5", 403, 50001),
        ("DELETE", "/channels/{general}", 403, 50013),
        ("PUT", "/channels/{general}/messages/pins/{said}", 403, 50013),
        ("DELETE", "/channels/{general}/messages/{said}", 403, 50013),
        ("PATCH", "/channels/{general}/messages/{said}", 403, 50005),
        ("PUT", "/channels/{general}/permissions/{guild}", 403, 50013),
        ("PUT", "/channels/{general}/thread-members/{ana}", 403, 50024),
        ("GET", "/channels/abc", 400, 50035),
    ],
)
async def test_what_is_not_there_or_not_allowed_has_its_code(
    raw: Raw, method: str, path: str, status: int, code: int
):
    elsewhere = raw.discord.guild("Elsewhere", with_bot=False)
    places = {
        "general": raw.general.id,
        "guild": raw.guild.id,
        "stranger": elsewhere.person("Stranger").id,
        "said": raw.ana.says(raw.general, "hello").id,
        "ana": raw.ana.id,
    }
    body = {"content": "x", "type": 0} if method in ("PUT", "PATCH") else None
    got = await raw(method, path.format(**places), body)
    assert (got.status, got.code) == (status, code)


async def test_overwrites_can_be_set_within_what_the_bot_may(raw: Raw):
    raw.guild.allow(raw.guild.bot_role, INVITED_BOT | Permission.MANAGE_ROLES)
    path = f"/channels/{raw.general.id}/permissions/{raw.guild.id}"
    fine = await raw("PUT", path, {"type": 0, "deny": str(Permission.SEND_MESSAGES)})
    too_much = await raw("PUT", path, {"type": 0, "allow": str(Permission.BAN_MEMBERS)})
    removed = await raw("DELETE", path)
    missing = await raw("DELETE", path)
    assert (fine.status, removed.status) == (204, 204)
    assert too_much.code == 50013
    assert missing.code == 10009


async def test_roles_are_given_below_the_bots_own_only(raw: Raw):
    raw.guild.allow(raw.guild.bot_role, INVITED_BOT | Permission.MANAGE_ROLES)
    low, high = raw.guild.role("Low"), raw.guild.role("High")
    high.position = 99
    base = f"/guilds/{raw.guild.id}/members/{raw.ana.id}/roles"
    assert (await raw("PUT", f"{base}/{low.id}")).status == 204
    assert (await raw("PUT", f"{base}/{high.id}")).code == 50013
    assert raw.ana.member.roles == [low.id]


async def test_members_are_found_by_the_beginning_of_a_name(raw: Raw):
    got = await raw("GET", f"/guilds/{raw.guild.id}/members/search?query=an&limit=10")
    empty = await raw("GET", f"/guilds/{raw.guild.id}/members/search?query=")
    assert [each["user"]["username"] for each in got.body] == ["ana"]
    assert empty.code == 50035


async def test_the_invited_bot_has_what_the_link_asks_for(raw: Raw):
    granted = in_channel(raw.discord.world, raw.discord.world.bot.id, raw.general)
    assert granted == INVITED_BOT | EVERYONE
