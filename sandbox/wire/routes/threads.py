"""Threads: open, list, and who is in them."""

from sandbox.rules.errors import refusal
from sandbox.rules.problems import Problems
from sandbox.state import permissions, threads
from sandbox.state.permissions import Permission
from sandbox.state.world import Channel, ChannelType
from sandbox.wire import payloads
from sandbox.wire.routing import NOTHING, ROUTER, Call, Reply

MEMBER = "/channels/{channel_id}/thread-members/{user_id}"
ME = "/channels/{channel_id}/thread-members/@me"
PUBLIC = frozenset({ChannelType.PUBLIC_THREAD, ChannelType.ANNOUNCEMENT_THREAD})
PRIVATE = frozenset({ChannelType.PRIVATE_THREAD})
# Kinds that may be asked for; without one, Discord makes a private thread.
BY_NUMBER = {None: ChannelType.PRIVATE_THREAD} | {
    int(kind): kind for kind in (*PUBLIC, ChannelType.PRIVATE_THREAD)
}


def _thread(call: Call) -> Channel:
    thread = call.world.channel(call.id("channel_id"))
    if not thread.is_thread:
        raise refusal(50024)
    permissions.require(call.world, call.world.bot.id, thread)
    return thread


@ROUTER.add("POST", "/channels/{channel_id}/threads")
def open_thread(call: Call) -> Reply:
    """Open a thread without a message, private unless another type is named."""
    parent = call.world.channel(call.id("channel_id"))
    permissions.require(call.world, call.world.bot.id, parent)
    body = call.form()
    number = body.get("type")
    if number not in BY_NUMBER:
        problems = Problems()
        problems.add(("type",), "BASE_TYPE_CHOICES", "Value must be one of {10, 11, 12}.")
        problems.raise_if_any()
    kind = BY_NUMBER[number]
    thread = threads.create(call.world, parent, call.world.bot.id, body, kind=kind)
    return Reply(201, payloads.channel(thread, call.world.bot.id))


@ROUTER.add("POST", "/channels/{channel_id}/messages/{message_id}/threads")
def open_thread_on_message(call: Call) -> Reply:
    """Open a public thread that starts at a message."""
    parent = call.world.channel(call.id("channel_id"))
    permissions.require(call.world, call.world.bot.id, parent)
    start = call.world.message(parent, call.id("message_id"))
    if start.thread_id is not None:
        raise refusal(160004)
    announced = parent.type is ChannelType.ANNOUNCEMENT
    kind = ChannelType.ANNOUNCEMENT_THREAD if announced else ChannelType.PUBLIC_THREAD
    bot_id = call.world.bot.id
    thread = threads.create(call.world, parent, bot_id, call.form(), kind=kind, start=start)
    return Reply(201, payloads.channel(thread, bot_id))


@ROUTER.add("PUT", ME)
def join(call: Call) -> Reply:
    """Bring the bot into a thread."""
    thread = _thread(call)
    if thread.archived:
        raise refusal(50083)
    if call.world.bot.id not in thread.thread_members:
        threads.admit(call.world, thread, call.world.bot.id)
    return NOTHING


@ROUTER.add("DELETE", ME)
def leave(call: Call) -> Reply:
    """Take the bot out of a thread."""
    threads.remove_member(call.world, _thread(call), call.world.bot.id)
    return NOTHING


@ROUTER.add("PUT", MEMBER)
def add_member(call: Call) -> Reply:
    """Let somebody into a thread."""
    thread = call.world.channel(call.id("channel_id"))
    if not thread.is_thread:
        raise refusal(50024)
    threads.add_member(call.world, thread, call.world.bot.id, call.id("user_id"))
    return NOTHING


@ROUTER.add("DELETE", MEMBER)
def remove_member(call: Call) -> Reply:
    """Take somebody out of a thread; its owner may if it is private, else Manage Threads."""
    thread = _thread(call)
    if thread.archived:
        raise refusal(50083)
    owns = thread.is_private_thread and thread.owner_id == call.world.bot.id
    if not owns:
        permissions.require(call.world, call.world.bot.id, thread, Permission.MANAGE_THREADS)
    threads.remove_member(call.world, thread, call.id("user_id"))
    return NOTHING


@ROUTER.add("GET", MEMBER)
def read_member(call: Call) -> Reply:
    """Answer with somebody's membership of a thread."""
    thread = _thread(call)
    user_id = call.id("user_id")
    if user_id not in thread.thread_members:
        raise refusal(10007)
    return Reply(200, _membership(call, thread, user_id))


@ROUTER.add("GET", "/channels/{channel_id}/thread-members")
def list_members(call: Call) -> Reply:
    """Answer with everybody in a thread; names only with the members intent."""
    thread = _thread(call)
    return Reply(200, [_membership(call, thread, each) for each in thread.thread_members])


def _membership(call: Call, thread: Channel, user_id: int) -> dict[str, object]:
    body = payloads.thread_member(thread, user_id)
    guild = call.world.guilds[thread.guild_id or 0]
    if call.query.get("with_member") in ("1", "true") and user_id in guild.members:
        body["member"] = payloads.member(guild.members[user_id])
    return body


@ROUTER.add("GET", "/guilds/{guild_id}/threads/active")
def list_active(call: Call) -> Reply:
    """Answer with the guild's open threads that the bot can see."""
    guild = call.world.guild(call.id("guild_id"))
    return Reply(200, threads.active(call.world, guild.id, call.world.bot.id))


@ROUTER.add("GET", "/channels/{channel_id}/threads/archived/public")
def list_archived_public(call: Call) -> Reply:
    """Answer with a channel's archived public threads."""
    return _archived(call, PUBLIC)


@ROUTER.add("GET", "/channels/{channel_id}/threads/archived/private")
def list_archived_private(call: Call) -> Reply:
    """Answer with all archived private threads, which takes Manage Threads."""
    return _archived(call, PRIVATE, Permission.MANAGE_THREADS)


def _archived(call: Call, kinds: frozenset[ChannelType], *needed: int) -> Reply:
    parent = call.world.channel(call.id("channel_id"))
    bot_id = call.world.bot.id
    history = Permission.READ_MESSAGE_HISTORY
    permissions.require(call.world, bot_id, parent, history, *needed)
    return Reply(200, threads.archived(call.world, parent, bot_id, kinds, dict(call.query)))


@ROUTER.add("GET", "/channels/{channel_id}/users/@me/threads/archived/private")
def list_archived_joined(call: Call) -> Reply:
    """Answer with the archived private threads that the bot is in, newest id first."""
    parent = call.world.channel(call.id("channel_id"))
    bot_id = call.world.bot.id
    permissions.require(call.world, bot_id, parent, Permission.READ_MESSAGE_HISTORY)
    return Reply(200, threads.archived_joined(call.world, parent, bot_id, dict(call.query)))
