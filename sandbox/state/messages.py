"""Post, edit, and delete messages, with all side effects.

Nothing here checks what is posted; `sandbox.rules.messages` does.
"""

from dataclasses import dataclass

from sandbox.state import content, mentions, threads
from sandbox.state.events import MessageCreated, MessageDeleted, MessageEdited
from sandbox.state.records import (
    CHAT_COMMAND,
    COMMAND,
    COMPONENTS_V2,
    CONTEXT_COMMAND,
    EPHEMERAL,
    LOADING,
    ON_USER,
    REPLY,
    SILENT,
    SUPPRESS_EMBEDS,
    Attachment,
    Channel,
    Interaction,
    Json,
    Message,
    Upload,
    User,
)
from sandbox.state.world import World

SETTABLE = SUPPRESS_EMBEDS | SILENT | COMPONENTS_V2


@dataclass(frozen=True, slots=True)
class Origin:
    """The interaction that a message answers, and the only user who may see it, if private."""

    interaction: Interaction
    ephemeral_for: int | None = None
    loading: bool = False


def post_as_bot(world: World, channel: Channel, body: Json, uploads: dict[int, Upload]) -> Message:
    """Post a checked message by the bot; the same nonce within its window gives the same one."""
    if channel.is_thread:
        threads.reopen(world, channel)
    nonce = body.get("nonce")
    if nonce is not None and body.get("enforce_nonce"):
        earlier = world.nonces.get((world.bot.id, nonce))
        if earlier and world.clock.now() - earlier.created_at < world.nonce_window:
            return earlier
    message = create(world, channel, world.bot, body, uploads)
    if nonce is not None:
        world.nonces[world.bot.id, nonce] = message
    return message


def create(
    world: World,
    channel: Channel,
    author: User,
    body: Json,
    uploads: dict[int, Upload] | None = None,
    origin: Origin | None = None,
) -> Message:
    """Add a checked message to a channel, and notify who it reaches."""
    now = world.clock.now()
    message = Message(
        id=world.clock.snowflake(),
        channel_id=channel.id,
        author=author,
        created_at=now,
        content=body.get("content") or "",
        embeds=content.embeds(body.get("embeds")),
        components=content.components(body.get("components")),
        flags=int(body.get("flags") or 0) & SETTABLE,
        nonce=body.get("nonce"),
    )
    _refer(channel, message, body)
    if origin is not None:
        _mark_origin(message, origin)
    _store_files(world, message, body, uploads or {})
    _link_files(message)
    _resolve_mentions(world, channel, message, body)
    channel.messages[message.id] = message
    if message.ephemeral_for is None:
        channel.last_message_id = message.id
        channel.active_at = now
        if channel.is_thread:
            channel.message_count += 1
        world.publish(MessageCreated(channel, message))
    return message


def _mark_origin(message: Message, origin: Origin) -> None:
    message.interaction = origin.interaction
    message.ephemeral_for = origin.ephemeral_for
    if origin.interaction.type == COMMAND:
        on_user = origin.interaction.data.get("type") == ON_USER
        message.type = CONTEXT_COMMAND if on_user else CHAT_COMMAND
    if origin.ephemeral_for is not None:
        message.flags |= EPHEMERAL
    if origin.loading:
        message.flags |= LOADING


def _refer(channel: Channel, message: Message, body: Json) -> None:
    reference = body.get("message_reference")
    if not reference or find(channel, int(reference["message_id"])) is None:
        return
    message.type = REPLY
    message.reference = {
        "type": 0,
        "channel_id": str(channel.id),
        "message_id": str(reference["message_id"]),
    }
    if channel.guild_id:
        message.reference["guild_id"] = str(channel.guild_id)


def find(channel: Channel, message_id: int) -> Message | None:
    """Return a message that is visible to everyone in the channel, if it is there."""
    message = channel.messages.get(message_id)
    return None if message is None or message.ephemeral_for is not None else message


def _resolve_mentions(world: World, channel: Channel, message: Message, body: Json) -> None:
    text = mentions.visible_text(message.content, message.components)
    reached = mentions.reach(world, channel, message.author, text, body)
    if channel.guild_id is None:
        reached.notified = {each for each in channel.recipients if each != message.author.id}
    if channel.is_thread and message.ephemeral_for is None:
        named = reached.named if world.silent_mentions_add else [each.id for each in reached.users]
        for user_id in named:
            threads.add_by_mention(world, channel, message.author.id, user_id)
        reached = mentions.reach(world, channel, message.author, text, body)
    if message.ephemeral_for is not None or message.flags & SILENT:
        reached.notified.clear()
    mentions.apply(message, reached)


def _link_files(message: Message) -> None:
    """Point `attachment://name` at the file of that name, in embeds and components."""
    urls = {f"attachment://{each.filename}": each.url for each in message.attachments}
    if not urls:
        return
    holders = [embed.get(part) for embed in message.embeds for part in ("image", "thumbnail")]
    for node in content.walk(message.components):
        holders += [node.get("media"), node.get("file")]
        holders += [item.get("media") for item in node.get("items", [])]
    for holder in holders:
        if holder and holder["url"] in urls:
            holder["url"] = holder["proxy_url"] = urls[holder["url"]]


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
    """Store a file where its URL can be fetched, and return it."""
    url = f"{world.base_url}/attachments/{file_id}/{name}"
    stored = Attachment(file_id, name, upload.data, url, upload.content_type, description)
    world.attachments[file_id] = stored
    return stored


def edit(
    world: World,
    channel: Channel,
    message: Message,
    body: Json,
    uploads: dict[int, Upload] | None = None,
) -> Message:
    """Change a message; what the body does not name stays."""
    uploads = uploads or {}
    if "content" in body:
        message.content = body["content"] or ""
    if "embeds" in body:
        message.embeds = content.embeds(body["embeds"])
    if "components" in body:
        message.components = content.components(body["components"])
    if "attachments" in body:
        named = {int(each["id"]) for each in body["attachments"] or [] if "id" in each}
        message.attachments = [each for each in message.attachments if each.id in named]
    message.flags |= int(body.get("flags") or 0) & SETTABLE
    message.flags &= ~LOADING
    _store_files(world, message, body, uploads)
    _link_files(message)
    notified = set(message.notified)
    _resolve_mentions(world, channel, message, body)
    message.notified = notified  # an edit notifies no one
    message.edited_at = world.clock.now()
    if message.ephemeral_for is None:
        world.publish(MessageEdited(channel, message))
    return message


def delete(world: World, channel: Channel, message: Message) -> None:
    """Delete a message."""
    message.deleted = True
    channel.messages.pop(message.id, None)
    if message.ephemeral_for is None:
        world.publish(MessageDeleted(channel, message))


def history(channel: Channel, query: Json) -> list[Message]:
    """Return a page of messages, newest first, by `before`, `after`, `around` and `limit`."""
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
