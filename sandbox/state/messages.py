"""Posting, editing and deleting messages, with everything that happens around them."""

from dataclasses import dataclass

from sandbox.rules.components import walk
from sandbox.rules.errors import refusal
from sandbox.rules.messages import Upload, check_edit, check_new
from sandbox.rules.problems import Problems
from sandbox.state import content as normal
from sandbox.state import mentions, permissions, threads
from sandbox.state.permissions import Permission
from sandbox.state.world import (
    COMPONENTS_V2,
    EPHEMERAL,
    LOADING,
    Attachment,
    Channel,
    Json,
    Message,
    User,
    World,
)
from sandbox.wire import payloads

SILENT = 1 << 12
SETTABLE = 1 << 2 | SILENT | COMPONENTS_V2
REPLY, CHAT_COMMAND, CONTEXT_COMMAND = 19, 20, 23


@dataclass(frozen=True, slots=True)
class Origin:
    """The interaction that a message answers, and who alone may see it if anybody."""

    metadata: Json
    ephemeral_for: int | None = None
    loading: bool = False


def post_as_bot(world: World, channel: Channel, body: Json, uploads: dict[int, Upload]) -> Message:
    """Post a message by the bot through the channel route, permissions and nonce included."""
    bot = world.bot
    if channel.guild_id is None:
        _require_open_dm(world, channel)
    else:
        needed = [permissions.speaking(channel)]
        needed += [Permission.EMBED_LINKS] * bool(body.get("embeds"))
        needed += [Permission.ATTACH_FILES] * bool(uploads)
        permissions.require(world, bot.id, channel, *needed)
    check_new(body, uploads)
    if channel.is_thread:
        threads.reopen_for_message(world, channel, bot.id)
    nonce = body.get("nonce")
    if nonce is not None and body.get("enforce_nonce"):
        earlier = world.nonces.get((bot.id, nonce))
        if earlier and world.clock.now() - earlier.created_at < world.nonce_window:
            return earlier
    message = create(world, channel, bot, body, uploads)
    if nonce is not None:
        world.nonces[bot.id, nonce] = message
    return message


def _require_open_dm(world: World, channel: Channel) -> None:
    """Refuse with 50007 where the person shut the bot out or shares no server with it."""
    for person in channel.recipients.values():
        if person.bot:
            continue
        shared = any(
            person.id in guild.members and world.bot.id in guild.members
            for guild in world.guilds.values()
        )
        if not person.accepts_dms or not shared:
            raise refusal(50007)


def create(
    world: World,
    channel: Channel,
    author: User,
    body: Json,
    uploads: dict[int, Upload] | None = None,
    origin: Origin | None = None,
) -> Message:
    """Add a checked message to a channel, notify who it reaches, and tell the gateway."""
    now = world.clock.now()
    message = Message(
        id=world.clock.snowflake(),
        channel_id=channel.id,
        author=author,
        created_at=now,
        content=body.get("content") or "",
        embeds=normal.embeds(body.get("embeds")),
        components=normal.components(body.get("components")),
        flags=int(body.get("flags") or 0) & SETTABLE,
        nonce=body.get("nonce"),
    )
    _refer(world, channel, message, body)
    if origin is not None:
        _mark_origin(message, origin, world)
    _store_files(world, message, body, uploads or {})
    _link_files(message)
    _resolve_mentions(world, channel, message, body)
    channel.messages[message.id] = message
    if message.ephemeral_for is None:
        channel.last_message_id = message.id
        channel.active_at = now
        if channel.is_thread:
            channel.message_count += 1
        _emit(world, "MESSAGE_CREATE", channel, message)
    return message


def _mark_origin(message: Message, origin: Origin, world: World) -> None:
    message.application_id = world.application.id
    message.interaction_metadata = origin.metadata
    message.ephemeral_for = origin.ephemeral_for
    if origin.metadata["type"] == 2:
        message.type = CONTEXT_COMMAND if "target_user" in origin.metadata else CHAT_COMMAND
    if origin.ephemeral_for is not None:
        message.flags |= EPHEMERAL
    if origin.loading:
        message.flags |= LOADING


def _refer(world: World, channel: Channel, message: Message, body: Json) -> None:
    reference = body.get("message_reference")
    if not reference:
        return
    target = channel.messages.get(int(reference["message_id"]))
    if target is None or target.ephemeral_for is not None:
        if not reference.get("fail_if_not_exists", True):
            return
        problems = Problems()
        problems.add(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
        problems.raise_if_any()
    message.type = REPLY
    message.reference = {
        "type": 0,
        "channel_id": str(channel.id),
        "message_id": str(reference["message_id"]),
    }
    if channel.guild_id:
        message.reference["guild_id"] = str(channel.guild_id)


def _resolve_mentions(world: World, channel: Channel, message: Message, body: Json) -> None:
    text = mentions.visible_text(message.content, message.components)
    found = mentions.reach(world, channel, message.author, text, body)
    if channel.guild_id is None:
        found.notified = {each for each in channel.recipients if each != message.author.id}
    if channel.is_thread and message.ephemeral_for is None:
        named = found.named if world.silent_mentions_add else [each.id for each in found.users]
        for user_id in named:
            threads.add_by_mention(world, channel, message.author.id, user_id)
        found = mentions.reach(world, channel, message.author, text, body)
    if message.ephemeral_for is not None or message.flags & SILENT:
        found.notified.clear()
    mentions.apply(message, found)


def _link_files(message: Message) -> None:
    """Point `attachment://name` at the file of that name, in embeds and components."""
    known = {f"attachment://{each.filename}": each.url for each in message.attachments}
    if not known:
        return
    holders = [embed.get(part) for embed in message.embeds for part in ("image", "thumbnail")]
    for node in walk(message.components):
        holders += [node.get("media"), node.get("file")]
        holders += [item.get("media") for item in node.get("items", [])]
    for holder in holders:
        if holder and holder["url"] in known:
            holder["url"] = holder["proxy_url"] = known[holder["url"]]


def _store_files(world: World, message: Message, body: Json, uploads: dict[int, Upload]) -> None:
    described = {int(each["id"]): each for each in body.get("attachments") or [] if "id" in each}
    for index, upload in uploads.items():
        about = described.get(index, {})
        file_id = world.clock.snowflake()
        name = about.get("filename") or upload.filename
        message.attachments.append(
            store_file(world, file_id, name, upload, about.get("description"))
        )
        message.attachments[-1].ephemeral = message.ephemeral_for is not None


def store_file(
    world: World, file_id: int, name: str, upload: Upload, description: str | None = None
) -> Attachment:
    """Keep a file where its address can be fetched, and return it."""
    url = f"{world.base_url}/attachments/{file_id}/{name}"
    kept = Attachment(file_id, name, upload.data, url, upload.content_type, description)
    world.attachments[file_id] = kept
    return kept


def edit(
    world: World,
    channel: Channel,
    message: Message,
    body: Json,
    uploads: dict[int, Upload] | None = None,
) -> Message:
    """Change a message; what the body does not name stays."""
    uploads = uploads or {}
    check_edit(message, body, uploads)
    if "content" in body:
        message.content = body["content"] or ""
    if "embeds" in body:
        message.embeds = normal.embeds(body["embeds"])
    if "components" in body:
        message.components = normal.components(body["components"])
    if "attachments" in body:
        kept = {int(each["id"]) for each in body["attachments"] or [] if "id" in each}
        message.attachments = [each for each in message.attachments if each.id in kept]
    message.flags |= int(body.get("flags") or 0) & SETTABLE
    message.flags &= ~LOADING
    _store_files(world, message, body, uploads)
    _link_files(message)
    rung = set(message.notified)
    _resolve_mentions(world, channel, message, body)
    message.notified = rung  # an edit rings nobody's phone
    message.edited_at = world.clock.now()
    if message.ephemeral_for is None:
        _emit(world, "MESSAGE_UPDATE", channel, message)
    return message


def edit_as_bot(
    world: World, channel: Channel, message: Message, body: Json, uploads: dict[int, Upload]
) -> Message:
    """Change one of the bot's messages through the channel route."""
    if message.author is not world.bot:
        raise refusal(50005)
    if message.type == threads.RECIPIENT_ADD:
        raise refusal(50021)
    if channel.is_thread and channel.archived:
        raise refusal(50083)
    return edit(world, channel, message, body, uploads)


def delete(world: World, channel: Channel, message: Message) -> None:
    """Take a message away and tell the gateway."""
    message.deleted = True
    channel.messages.pop(message.id, None)
    if message.ephemeral_for is None:
        body: Json = {"id": str(message.id), "channel_id": str(channel.id)}
        world.message_event("MESSAGE_DELETE", body, channel, secret=False)


def delete_as_bot(world: World, channel: Channel, message: Message) -> None:
    """Delete through the channel route: one's own, or another's with Manage Messages."""
    permissions.require(world, world.bot.id, channel)
    if message.author is not world.bot:
        permissions.require(world, world.bot.id, channel, Permission.MANAGE_MESSAGES)
    if channel.is_thread and channel.archived:
        raise refusal(50083)
    delete(world, channel, message)


def history(channel: Channel, query: Json) -> list[Message]:
    """Return a page of messages, newest first, by `before`, `after`, `around` and `limit`."""
    problems = Problems()
    problems.number(("limit",), query.get("limit", 50), 1, 100)
    problems.raise_if_any()
    limit = int(query.get("limit", 50))
    standing = channel.standing()
    if "around" in query:
        middle = int(query["around"])
        older = [each for each in standing if each.id < middle][-(limit // 2) :]
        newer = [each for each in standing if each.id >= middle][: limit - len(older)]
        return (older + newer)[::-1]
    if "after" in query:
        newer = [each for each in standing if each.id > int(query["after"])]
        return newer[:limit][::-1]
    if "before" in query:
        standing = [each for each in standing if each.id < int(query["before"])]
    return standing[-limit:][::-1]


def _emit(world: World, event: str, channel: Channel, message: Message) -> None:
    bot = world.bot
    open_to_bot = channel.guild_id is None or message.author is bot or bot in message.mentions
    body = payloads.message(message, world, with_nonce=True)
    if channel.guild_id and message.author.id in world.guilds[channel.guild_id].members:
        place = payloads.member(world.guilds[channel.guild_id].members[message.author.id])
        place.pop("user")
        body["member"] = place
    world.message_event(event, body, channel, secret=not open_to_bot)
