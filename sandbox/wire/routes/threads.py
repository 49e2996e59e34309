"""Threads: open, list, and who is in them."""

from sandbox.rules import threads as rules
from sandbox.rules.access import require, require_unarchived
from sandbox.rules.errors import refusal
from sandbox.rules.problems import invalid
from sandbox.state import threads
from sandbox.state.permissions import Permission
from sandbox.state.records import Channel, ChannelType, Json
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
    thread = call.channel()
    if not thread.is_thread:
        raise refusal(50024)
    return thread


def _open_thread(call: Call) -> Channel:
    thread = _thread(call)
    require(call.world, call.bot_id, thread)
    return thread


@ROUTER.add("POST", "/channels/{channel_id}/threads")
def open_thread(call: Call) -> Reply:
    """Open a thread without a message, private unless another type is named."""
    parent = call.open_channel()
    body = call.form()
    number = body.get("type")
    if number not in BY_NUMBER:
        raise invalid(("type",), "BASE_TYPE_CHOICES", "Value must be one of {10, 11, 12}.")
    kind = BY_NUMBER[number]
    rules.check_new(call.world, parent, call.bot_id, body, kind)
    thread = threads.create(call.world, parent, call.bot_id, body, kind=kind)
    return Reply(201, payloads.channel(thread, call.bot_id))


@ROUTER.add("POST", "/channels/{channel_id}/messages/{message_id}/threads")
def open_thread_on_message(call: Call) -> Reply:
    """Open a public thread that starts at a message."""
    parent = call.open_channel()
    start = call.message(parent)
    if start.thread_id is not None:
        raise refusal(160004)
    announced = parent.type is ChannelType.ANNOUNCEMENT
    kind = ChannelType.ANNOUNCEMENT_THREAD if announced else ChannelType.PUBLIC_THREAD
    body = call.form()
    rules.check_new(call.world, parent, call.bot_id, body, kind)
    thread = threads.create(call.world, parent, call.bot_id, body, kind=kind, start=start)
    return Reply(201, payloads.channel(thread, call.bot_id))


@ROUTER.add("PUT", ME)
def join(call: Call) -> Reply:
    """Bring the bot into a thread."""
    thread = _open_thread(call)
    require_unarchived(thread)
    if call.bot_id not in thread.thread_members:
        threads.admit(call.world, thread, call.bot_id)
    return NOTHING


@ROUTER.add("DELETE", ME)
def leave(call: Call) -> Reply:
    """Take the bot out of a thread."""
    thread = _open_thread(call)
    rules.check_member(thread, call.bot_id)
    threads.remove_member(call.world, thread, call.bot_id)
    return NOTHING


@ROUTER.add("PUT", MEMBER)
def add_member(call: Call) -> Reply:
    """Add someone to a thread."""
    thread = _thread(call)
    user_id = call.id("user_id")
    rules.check_add(call.world, thread, call.bot_id, user_id)
    threads.add_member(call.world, thread, call.bot_id, user_id)
    return NOTHING


@ROUTER.add("DELETE", MEMBER)
def remove_member(call: Call) -> Reply:
    """Remove someone from a thread."""
    thread = _open_thread(call)
    user_id = call.id("user_id")
    rules.check_remove(call.world, thread, call.bot_id, user_id)
    threads.remove_member(call.world, thread, user_id)
    return NOTHING


@ROUTER.add("GET", MEMBER)
def read_member(call: Call) -> Reply:
    """Answer with a user's membership of a thread."""
    thread = _open_thread(call)
    user_id = call.id("user_id")
    rules.check_member(thread, user_id)
    return Reply(200, _membership(call, thread, user_id))


@ROUTER.add("GET", "/channels/{channel_id}/thread-members")
def list_members(call: Call) -> Reply:
    """Answer with all members of a thread."""
    thread = _open_thread(call)
    return Reply(200, [_membership(call, thread, each) for each in thread.thread_members])


def _membership(call: Call, thread: Channel, user_id: int) -> Json:
    body = payloads.thread_member(thread, user_id)
    guild = call.world.guilds[thread.guild_id or 0]
    if call.asks_for("with_member") and user_id in guild.members:
        body["member"] = payloads.member(guild.members[user_id])
    return body


@ROUTER.add("GET", "/guilds/{guild_id}/threads/active")
def list_active(call: Call) -> Reply:
    """Answer with the guild's open threads that the bot can see."""
    shown = threads.active(call.world, call.guild(), call.bot_id)
    return _listing(call, shown, has_more=False)


@ROUTER.add("GET", "/channels/{channel_id}/threads/archived/public")
def list_archived_public(call: Call) -> Reply:
    """Answer with a channel's archived public threads."""
    return _archived(call, PUBLIC)


@ROUTER.add("GET", "/channels/{channel_id}/threads/archived/private")
def list_archived_private(call: Call) -> Reply:
    """Answer with all archived private threads, which takes Manage Threads."""
    return _archived(call, PRIVATE, Permission.MANAGE_THREADS)


def _archived(call: Call, kinds: frozenset[ChannelType], *needed: int) -> Reply:
    parent = call.open_channel(Permission.READ_MESSAGE_HISTORY, *needed)
    shown = threads.archived(call.world, parent, kinds)
    if before := call.query.get("before"):
        shown = [
            each for each in shown if each.archived_at and each.archived_at.isoformat() < before
        ]
    return _page(call, shown)


@ROUTER.add("GET", "/channels/{channel_id}/users/@me/threads/archived/private")
def list_archived_joined(call: Call) -> Reply:
    """Answer with the archived private threads that the bot is in, newest id first."""
    parent = call.open_channel(Permission.READ_MESSAGE_HISTORY)
    shown = threads.archived_joined(call.world, parent, call.bot_id)
    if before := call.query.get("before"):
        shown = [each for each in shown if each.id < int(before)]
    return _page(call, shown)


def _page(call: Call, shown: list[Channel]) -> Reply:
    limit = int(call.query.get("limit", 50))
    return _listing(call, shown[:limit], has_more=len(shown) > limit)


def _listing(call: Call, shown: list[Channel], *, has_more: bool) -> Reply:
    mine = [each for each in shown if call.bot_id in each.thread_members]
    body = {
        "threads": [payloads.channel(each, call.bot_id) for each in shown],
        "members": [payloads.thread_member(each, call.bot_id) for each in mine],
        "has_more": has_more,
    }
    return Reply(200, body)
