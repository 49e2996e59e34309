"""Channels: read, change, delete, and their permission overwrites."""

from sandbox.rules.errors import refusal
from sandbox.rules.problems import Problems
from sandbox.state import permissions, threads
from sandbox.state.permissions import Permission
from sandbox.state.world import Channel, Overwrite
from sandbox.wire import payloads
from sandbox.wire.routing import NOTHING, ROUTER, Call, Reply

ONE = "/channels/{channel_id}"
OVERWRITE = "/channels/{channel_id}/permissions/{overwrite_id}"
GUILDS_INTENT = 1 << 0


def _channel(call: Call, *needed: int) -> Channel:
    channel = call.world.channel(call.id("channel_id"))
    permissions.require(call.world, call.world.bot.id, channel, *needed)
    return channel


@ROUTER.add("GET", ONE)
def read_channel(call: Call) -> Reply:
    """Answer with a channel, thread or DM."""
    return Reply(200, payloads.channel(_channel(call), call.world.bot.id))


@ROUTER.add("PATCH", ONE)
def edit_channel(call: Call) -> Reply:
    """Change a channel or thread."""
    channel = _channel(call)
    body = call.form()
    if channel.is_thread:
        threads.update(call.world, channel, call.world.bot.id, body)
        return Reply(200, payloads.channel(channel, call.world.bot.id))
    if channel.guild_id is None:
        raise refusal(50024)
    permissions.require(call.world, call.world.bot.id, channel, Permission.MANAGE_CHANNELS)
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
    changed(call, channel)
    return Reply(200, payloads.channel(channel))


@ROUTER.add("DELETE", ONE)
def delete_channel(call: Call) -> Reply:
    """Delete a channel or thread; a DM is only closed."""
    channel = _channel(call)
    if channel.guild_id is None:
        return Reply(200, payloads.channel(channel))
    needed = Permission.MANAGE_THREADS if channel.is_thread else Permission.MANAGE_CHANNELS
    permissions.require(call.world, call.world.bot.id, channel, needed)
    body = payloads.channel(channel)
    del call.world.channels[channel.id]
    del call.world.guilds[channel.guild_id].channels[channel.id]
    event = "THREAD_DELETE" if channel.is_thread else "CHANNEL_DELETE"
    call.world.emit(event, body, guild_id=channel.guild_id, intent=GUILDS_INTENT)
    return Reply(200, body)


@ROUTER.add("PUT", OVERWRITE)
def set_overwrite(call: Call) -> Reply:
    """Change what a channel allows a role or member, within what the bot itself may do."""
    channel = _channel(call, Permission.MANAGE_ROLES)
    if channel.is_thread or channel.guild_id is None:
        raise refusal(50024)
    wanted = _overwrite_of(call.id("overwrite_id"), call.form())
    granted = permissions.in_guild(call.world.guilds[channel.guild_id], call.world.bot.id)
    if (wanted.allow | wanted.deny) & ~granted:
        raise refusal(50013)
    channel.overwrites[wanted.id] = wanted
    changed(call, channel)
    return NOTHING


@ROUTER.add("DELETE", OVERWRITE)
def delete_overwrite(call: Call) -> Reply:
    """Take an overwrite away."""
    channel = _channel(call, Permission.MANAGE_ROLES)
    if channel.overwrites.pop(call.id("overwrite_id"), None) is None:
        raise refusal(10009)
    changed(call, channel)
    return NOTHING


def _overwrite_of(target_id: int, body: dict[str, object]) -> Overwrite:
    problems = Problems()
    problems.choice(("type",), body.get("type"), frozenset({0, 1}))
    for side in ("allow", "deny"):
        problems.number((side,), body.get(side) or 0, 0, 1 << 53)
    problems.raise_if_any()
    allow, deny = int(str(body.get("allow") or 0)), int(str(body.get("deny") or 0))
    return Overwrite(target_id, int(str(body["type"])), allow, deny)


def changed(call: Call, channel: Channel) -> None:
    """Tell the gateway that a channel is not what it was."""
    body = payloads.channel(channel)
    call.world.emit("CHANNEL_UPDATE", body, guild_id=channel.guild_id, intent=GUILDS_INTENT)
