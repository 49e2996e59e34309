"""Messages of a channel: list, read, post, edit, delete; typing and pins."""

from sandbox.rules.access import require
from sandbox.rules.messages import check_delete, check_own_edit, check_page, check_post
from sandbox.state import messages, permissions
from sandbox.state.permissions import Permission
from sandbox.state.records import Channel, Json, Message
from sandbox.wire import payloads
from sandbox.wire.events import WITHOUT_CONTENT
from sandbox.wire.routing import NOTHING, ROUTER, Call, Reply

ALL = "/channels/{channel_id}/messages"
ONE = "/channels/{channel_id}/messages/{message_id}"


def _target(call: Call) -> tuple[Channel, Message]:
    channel = call.open_channel()
    return channel, call.message(channel)


def _shown(call: Call, channel: Channel, message: Message) -> Json:
    """Return a message as this bot may read it: others' words need the content intent."""
    body = payloads.message(message, call.world)
    mine = message.author is call.world.bot or call.world.bot in message.mentions
    if channel.guild_id and not mine and not call.world.application.content_intent:
        body |= WITHOUT_CONTENT
    return body


@ROUTER.add("GET", ALL)
def list_messages(call: Call) -> Reply:
    """Answer with a page of history, newest first."""
    channel = call.open_channel()
    granted = permissions.in_channel(call.world, call.bot_id, channel)
    if not granted & Permission.READ_MESSAGE_HISTORY:
        return Reply(200, [])
    query = dict(call.query)
    check_page(query)
    page = messages.history(channel, query)
    return Reply(200, [_shown(call, channel, each) for each in page])


@ROUTER.add("GET", ONE)
def read_message(call: Call) -> Reply:
    """Answer with one message."""
    channel, message = _target(call)
    require(call.world, call.bot_id, channel, Permission.READ_MESSAGE_HISTORY)
    return Reply(200, _shown(call, channel, message))


@ROUTER.add("POST", ALL)
def post_message(call: Call) -> Reply:
    """Post a message."""
    channel, body = call.channel(), call.form()
    check_post(call.world, channel, body, call.uploads)
    posted = messages.post_as_bot(call.world, channel, body, call.uploads)
    return Reply(200, payloads.message(posted, call.world, with_nonce=True))


@ROUTER.add("PATCH", ONE)
def edit_message(call: Call) -> Reply:
    """Edit one of the bot's messages."""
    channel, message = _target(call)
    body = call.form()
    check_own_edit(call.world, channel, message, body, call.uploads)
    messages.edit(call.world, channel, message, body, call.uploads)
    return Reply(200, payloads.message(message, call.world))


@ROUTER.add("DELETE", ONE)
def delete_message(call: Call) -> Reply:
    """Delete a message."""
    channel, message = _target(call)
    check_delete(call.world, channel, message)
    messages.delete(call.world, channel, message)
    return NOTHING


@ROUTER.add("POST", "/channels/{channel_id}/typing")
def type_something(call: Call) -> Reply:
    """Accept that the bot is typing; no one is shown it."""
    channel = call.open_channel()
    require(call.world, call.bot_id, channel, permissions.speaking(channel))
    return NOTHING


@ROUTER.add("PUT", "/channels/{channel_id}/messages/pins/{message_id}")
def pin(call: Call) -> Reply:
    """Pin a message."""
    return _pinned(call, pinned=True)


@ROUTER.add("DELETE", "/channels/{channel_id}/messages/pins/{message_id}")
def unpin(call: Call) -> Reply:
    """Unpin a message."""
    return _pinned(call, pinned=False)


def _pinned(call: Call, *, pinned: bool) -> Reply:
    channel, message = _target(call)
    if channel.guild_id:
        require(call.world, call.bot_id, channel, Permission.PIN_MESSAGES)
    message.pinned = pinned
    return NOTHING


@ROUTER.add("GET", "/channels/{channel_id}/messages/pins")
def list_pins(call: Call) -> Reply:
    """Answer with the pinned messages."""
    channel = call.open_channel()
    pins = [each for each in reversed(channel.standing()) if each.pinned]
    items = [
        {"pinned_at": each.created_at.isoformat(), "message": _shown(call, channel, each)}
        for each in pins
    ]
    return Reply(200, {"items": items, "has_more": False})
