"""Messages as people read them: text, buttons, places, who was notified, and what each can see."""

from dataclasses import dataclass
from datetime import datetime

from sandbox.state import permissions
from sandbox.state.content import BUTTON, LABEL, TEXT, walk
from sandbox.state.permissions import Permission
from sandbox.state.records import (
    LOADING,
    RECIPIENT_ADD,
    SILENT,
    Channel,
    ChannelType,
    Json,
    Message,
    User,
)
from sandbox.state.world import World


@dataclass(frozen=True, slots=True)
class Button:
    """A button as it is shown."""

    label: str
    custom_id: str | None
    disabled: bool
    url: str | None
    style: int


@dataclass(frozen=True, slots=True)
class Field:
    """One input of a form."""

    custom_id: str
    label: str
    type: int
    required: bool
    value: str | None
    raw: Json


@dataclass(frozen=True, slots=True)
class Sight:
    """One message as one person sees it."""

    message: Message
    place: str
    author: str
    text: str
    buttons: tuple[Button, ...]
    ephemeral: bool
    pinged: tuple[str, ...]
    at: datetime

    def __str__(self) -> str:
        note = " (only you)" if self.ephemeral else ""
        lines = [f"[{self.place}] {self.author}{note}: {self.text}"]
        if self.buttons:
            lines.append("    " + " ".join(_shown(button) for button in self.buttons))
        if self.pinged:
            lines.append("    notifies " + ", ".join(self.pinged))
        if self.message.flags & SILENT:
            lines.append("    without a notification")
        return "\n".join(lines)


def _shown(button: Button) -> str:
    return f"({button.label})" if button.disabled else f"[{button.label}]"


def text_of(message: Message) -> str:
    """Return a message's whole text, in reading order."""
    if message.flags & LOADING:
        return "thinking ..."
    if message.type == RECIPIENT_ADD:
        return f"added {message.mentions[0].name} to the thread"
    parts = [message.content]
    for embed in message.embeds:
        parts += _embed_lines(embed)
    for node in walk(message.components):
        if node["type"] == TEXT:
            parts.append(node["content"])
    parts += [f"<file {each.filename}>" for each in message.attachments]
    return "\n".join(part for part in parts if part)


def _embed_lines(embed: Json) -> list[str]:
    lines = [(embed.get("author") or {}).get("name", "")]
    lines += [embed.get("title", ""), embed.get("description", "")]
    for field in embed.get("fields", []):
        lines.append(f"{field['name']}: {field['value']}")
    lines.append((embed.get("footer") or {}).get("text", ""))
    return lines


def label_of(button: Json) -> str:
    """Return a button's label, or its emoji's name."""
    return str(button.get("label") or (button.get("emoji") or {}).get("name") or "")


def buttons_of(message: Message) -> list[Button]:
    """Return a message's buttons in reading order."""
    return [
        Button(
            label=label_of(node),
            custom_id=node.get("custom_id"),
            disabled=bool(node.get("disabled")),
            url=node.get("url"),
            style=node["style"],
        )
        for node in walk(message.components)
        if node["type"] == BUTTON
    ]


def fields_of(components: list[Json]) -> list[Field]:
    """Return a form's inputs, with the label next to or in each."""
    return [field_of(item) for item in components if item["type"] != TEXT]


def field_of(item: Json) -> Field:
    """Return the input in a form's label or row."""
    inner = item["component"] if item["type"] == LABEL else item["components"][0]
    return Field(
        custom_id=inner["custom_id"],
        label=item.get("label") or inner.get("label") or "",
        type=inner["type"],
        required=inner.get("required", True) is not False,
        value=inner.get("value"),
        raw=inner,
    )


def seen_by(user: User, world: World, only: Channel | None = None) -> list[Sight]:
    """Return every message that a user can read, oldest first."""
    seen: list[Sight] = []
    for channel in [only] if only else list(world.channels.values()):
        if not permissions.can_see(world, user.id, channel):
            continue
        granted = permissions.in_channel(world, user.id, channel)
        if not granted & Permission.READ_MESSAGE_HISTORY:
            continue
        seen += [
            _sight(world, channel, message)
            for message in channel.messages.values()
            if message.ephemeral_for in (None, user.id)
        ]
    return sorted(seen, key=lambda sight: sight.message.id)


def _sight(world: World, channel: Channel, message: Message) -> Sight:
    return Sight(
        message=message,
        place=_place_of(world, channel),
        author=message.author.name,
        text=text_of(message),
        buttons=tuple(buttons_of(message)),
        ephemeral=message.ephemeral_for is not None,
        pinged=tuple(sorted(world.users[each].name for each in message.notified)),
        at=message.created_at,
    )


def _place_of(world: World, channel: Channel) -> str:
    """Return how people name a place: #channel, #channel > thread, or a DM."""
    if channel.type is ChannelType.DM:
        return "direct message"
    if channel.is_thread:
        return f"#{world.channels[channel.parent_id].name} > {channel.name}"
    return f"#{channel.name}"
