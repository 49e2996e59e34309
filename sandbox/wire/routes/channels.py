"""Channels: read, change, delete, and their permission overwrites."""

from sandbox.rules.access import require
from sandbox.rules.errors import refusal
from sandbox.rules.problems import Problems
from sandbox.rules.threads import check_update
from sandbox.state import permissions, threads
from sandbox.state.events import ChannelChanged, ChannelDeleted
from sandbox.state.permissions import Permission
from sandbox.state.records import Overwrite
from sandbox.wire import payloads
from sandbox.wire.routing import NOTHING, ROUTER, Call, Reply

ONE = "/channels/{channel_id}"
OVERWRITE = "/channels/{channel_id}/permissions/{overwrite_id}"


@ROUTER.add("GET", ONE)
def read_channel(call: Call) -> Reply:
    """Answer with a channel, thread or DM."""
    return Reply(200, payloads.channel(call.open_channel(), call.bot_id))


@ROUTER.add("PATCH", ONE)
def edit_channel(call: Call) -> Reply:
    """Change a channel or thread."""
    channel = call.open_channel()
    body = call.form()
    if channel.is_thread:
        check_update(call.world, channel, call.bot_id, body)
        threads.update(call.world, channel, body)
        return Reply(200, payloads.channel(channel, call.bot_id))
    if channel.guild_id is None:
        raise refusal(50024)
    require(call.world, call.bot_id, channel, Permission.MANAGE_CHANNELS)
    problems = Problems()
    if "name" in body:
        problems.text(("name",), body["name"], 100, 1)
    problems.optional_text(("topic",), body.get("topic"), 1024)
    problems.raise_if_any()
    channel.name = body.get("name", channel.name)
    channel.topic = body.get("topic", channel.topic)
    if body.get("permission_overwrites") is not None:
        listed = [_overwrite_of(int(each["id"]), each) for each in body["permission_overwrites"]]
        channel.overwrites = {each.id: each for each in listed}
    call.world.publish(ChannelChanged(channel))
    return Reply(200, payloads.channel(channel))


@ROUTER.add("DELETE", ONE)
def delete_channel(call: Call) -> Reply:
    """Delete a channel or thread; a DM is only closed."""
    channel = call.open_channel()
    if channel.guild_id is None:
        return Reply(200, payloads.channel(channel))
    needed = Permission.MANAGE_THREADS if channel.is_thread else Permission.MANAGE_CHANNELS
    require(call.world, call.bot_id, channel, needed)
    del call.world.channels[channel.id]
    del call.world.guilds[channel.guild_id].channels[channel.id]
    call.world.publish(ChannelDeleted(channel))
    return Reply(200, payloads.channel(channel))


@ROUTER.add("PUT", OVERWRITE)
def set_overwrite(call: Call) -> Reply:
    """Change what a channel allows a role or member, within what the bot itself may do."""
    channel = call.open_channel(Permission.MANAGE_ROLES)
    if channel.is_thread or channel.guild_id is None:
        raise refusal(50024)
    wanted = _overwrite_of(call.id("overwrite_id"), call.form())
    granted = permissions.in_guild(call.world.guilds[channel.guild_id], call.bot_id)
    if (wanted.allow | wanted.deny) & ~granted:
        raise refusal(50013)
    channel.overwrites[wanted.id] = wanted
    call.world.publish(ChannelChanged(channel))
    return NOTHING


@ROUTER.add("DELETE", OVERWRITE)
def delete_overwrite(call: Call) -> Reply:
    """Delete an overwrite."""
    channel = call.open_channel(Permission.MANAGE_ROLES)
    if channel.overwrites.pop(call.id("overwrite_id"), None) is None:
        raise refusal(10009)
    call.world.publish(ChannelChanged(channel))
    return NOTHING


def _overwrite_of(target_id: int, body: dict[str, object]) -> Overwrite:
    problems = Problems()
    problems.choice(("type",), body.get("type"), frozenset({0, 1}))
    for side in ("allow", "deny"):
        problems.number((side,), body.get(side) or 0, 0, 1 << 53)
    problems.raise_if_any()
    allow, deny = int(str(body.get("allow") or 0)), int(str(body.get("deny") or 0))
    return Overwrite(target_id, int(str(body["type"])), allow, deny)
