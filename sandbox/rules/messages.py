"""A message's body: what may be together, what must not be empty, and how long things are."""

from sandbox.rules import threads
from sandbox.rules.access import require, require_open_dm, require_unarchived
from sandbox.rules.components import check_components
from sandbox.rules.embeds import check_embeds
from sandbox.rules.errors import refusal
from sandbox.rules.problems import Problems, invalid
from sandbox.state import messages, permissions
from sandbox.state.content import walk
from sandbox.state.permissions import Permission
from sandbox.state.records import COMPONENTS_V2, RECIPIENT_ADD, Channel, Json, Message, Upload
from sandbox.state.world import World

MOST_CONTENT = 2000
MOST_FILES = 10
MOST_BYTES = 10 * 1024 * 1024
EXCLUDED_BY_V2 = ("content", "embeds", "poll", "sticker_ids")


def check_post(world: World, channel: Channel, body: Json, uploads: dict[int, Upload]) -> None:
    """Refuse a message that the bot may not post into a channel or DM."""
    if channel.guild_id is None:
        require_open_dm(world, channel)
    else:
        needed = [permissions.speaking(channel)]
        needed += [Permission.EMBED_LINKS] * bool(body.get("embeds"))
        needed += [Permission.ATTACH_FILES] * bool(uploads)
        require(world, world.bot.id, channel, *needed)
    check_new(channel, body, uploads)
    if channel.is_thread:
        threads.check_writable(world, channel, world.bot.id)


def check_new(channel: Channel, body: Json, uploads: dict[int, Upload]) -> None:
    """Refuse a new message that Discord would not post."""
    problems = Problems()
    is_v2 = bool((body.get("flags") or 0) & COMPONENTS_V2)
    _check_parts(problems, body, is_v2=is_v2)
    _check_nonce(problems, body)
    _check_allowed_mentions(problems, body)
    _check_uploads(problems, body, uploads)
    _check_links(problems, body, {each.filename for each in uploads.values()})
    problems.raise_if_any()
    filled = ("content", "embeds", "components", "poll", "sticker_ids")
    if not uploads and not any(body.get(part) for part in filled):
        raise refusal(50006)
    _check_reference(channel, body)


def _check_reference(channel: Channel, body: Json) -> None:
    reference = body.get("message_reference")
    if not reference or not reference.get("fail_if_not_exists", True):
        return
    if messages.find(channel, int(reference["message_id"])) is None:
        raise invalid(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")


def check_own_edit(
    world: World, channel: Channel, message: Message, body: Json, uploads: dict[int, Upload]
) -> None:
    """Refuse an edit of what the bot did not write, or of a message in an archived thread."""
    if message.author is not world.bot:
        raise refusal(50005)
    if message.type == RECIPIENT_ADD:
        raise refusal(50021)
    require_unarchived(channel)
    check_edit(message, body, uploads)


def check_delete(world: World, channel: Channel, message: Message) -> None:
    """Refuse a deletion in an archived thread, or of another's message without Manage Messages."""
    require(world, world.bot.id, channel)
    if message.author is not world.bot:
        require(world, world.bot.id, channel, Permission.MANAGE_MESSAGES)
    require_unarchived(channel)


def check_page(query: Json) -> None:
    """Refuse a page of history that is too long."""
    problems = Problems()
    problems.number(("limit",), query.get("limit", 50), 1, 100)
    problems.raise_if_any()


def check_edit(message: Message, body: Json, uploads: dict[int, Upload]) -> None:
    """Refuse a change after which the message could not stand."""
    problems = Problems()
    is_v2 = message.is_v2 or bool((body.get("flags") or 0) & COMPONENTS_V2)
    merged = {
        "content": body.get("content", message.content),
        "embeds": body.get("embeds", message.embeds),
        "components": body.get("components", message.components),
    }
    _check_parts(problems, merged, is_v2=is_v2)
    _check_allowed_mentions(problems, body)
    _check_uploads(problems, body, uploads)
    names = {each.filename for each in uploads.values()}
    names |= {each.filename for each in message.attachments}
    _check_links(problems, body, names)
    problems.raise_if_any()
    attachments = body.get("attachments", message.attachments)
    if not uploads and not attachments and not any(merged.values()):
        raise refusal(50006)


def _check_parts(problems: Problems, body: Json, *, is_v2: bool) -> None:
    if is_v2:
        for part in EXCLUDED_BY_V2:
            if body.get(part):
                message = f"The '{part}' field cannot be used with components v2"
                code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
                problems.add((part,), code, message)
    problems.optional_text(("content",), body.get("content"), MOST_CONTENT)
    check_embeds(problems, body.get("embeds") or [])
    check_components(problems, body.get("components") or [], is_v2=is_v2)


def _check_nonce(problems: Problems, body: Json) -> None:
    nonce = body.get("nonce")
    if isinstance(nonce, str):
        problems.text(("nonce",), nonce, 25)
    elif nonce is not None and not isinstance(nonce, int):
        problems.add(("nonce",), "NONCE_TYPE_INVALID", "Must be a string or an integer")


def _check_allowed_mentions(problems: Problems, body: Json) -> None:
    allowed = body.get("allowed_mentions")
    if not allowed:
        return
    parse = allowed.get("parse") or []
    for index, kind in enumerate(parse):
        groups = frozenset({"users", "roles", "everyone"})
        problems.choice(("allowed_mentions", "parse", index), kind, groups)
    for kind in ("users", "roles"):
        listed = problems.count(("allowed_mentions", kind), allowed.get(kind) or [], 100)
        if listed and kind in parse:
            message = f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
            code = "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE"
            problems.add(("allowed_mentions",), code, message)


def _check_links(problems: Problems, body: Json, names: set[str]) -> None:
    """Check that components show no file that did not come with them."""
    for node in walk(body.get("components") or []):
        media = [node.get("media"), node.get("file")]
        media += [item.get("media") for item in node.get("items") or []]
        for shown in media:
            url = (shown or {}).get("url", "")
            if url.startswith("attachment://") and url.removeprefix("attachment://") not in names:
                message = "Referenced file does not exist"
                code = "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"
                problems.add(("components",), code, message)


def _check_uploads(problems: Problems, body: Json, uploads: dict[int, Upload]) -> None:
    if len(uploads) > MOST_FILES:
        problems.add(("files",), "BASE_TYPE_BAD_LENGTH", "Must be between 0 and 10 in length.")
    for index, upload in uploads.items():
        if len(upload.data) > MOST_BYTES:
            message = f"File cannot be larger than {MOST_BYTES} bytes."
            problems.add(("files", index), "BASE_TYPE_MAX_FILE_SIZE", message)
    listed = problems.count(("attachments",), body.get("attachments") or [], MOST_FILES)
    for index, entry in enumerate(listed):
        number = int(entry.get("id", -1))
        if number < MOST_FILES and number not in uploads:
            message = "This attachment does not name an uploaded file"
            problems.add(("attachments", index, "id"), "ATTACHMENT_NOT_FOUND", message)
