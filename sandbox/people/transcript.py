"""Messages as people read them: text, buttons, places, and who was notified."""

from dataclasses import dataclass
from datetime import datetime

from sandbox.rules import components as kinds
from sandbox.rules.components import walk
from sandbox.state.world import LOADING, Json, Message

RECIPIENT_ADD = 1


@dataclass(frozen=True, slots=True)
class Button:
    """A button as it is shown."""

    label: str
    custom_id: str | None
    disabled: bool
    url: str | None
    style: int


@dataclass(frozen=True, slots=True)
class Select:
    """A select menu as it is shown."""

    custom_id: str
    type: int
    placeholder: str
    options: tuple[tuple[str, str], ...]
    min_values: int
    max_values: int
    disabled: bool


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
        return "\n".join(lines)


def _shown(button: Button) -> str:
    return f"({button.label})" if button.disabled else f"[{button.label}]"


def text_of(message: Message) -> str:
    """Return a message's whole text, the way a reader's eye takes it in."""
    if message.flags & LOADING:
        return "thinking ..."
    if message.type == RECIPIENT_ADD:
        return f"added {message.mentions[0].name} to the thread"
    parts = [message.content]
    for embed in message.embeds:
        parts += _embed_lines(embed)
    for node in walk(message.components):
        if node["type"] == kinds.TEXT:
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


def buttons_of(message: Message) -> list[Button]:
    """Return a message's buttons in reading order."""
    return [
        Button(
            label=node.get("label") or (node.get("emoji") or {}).get("name") or "",
            custom_id=node.get("custom_id"),
            disabled=bool(node.get("disabled")),
            url=node.get("url"),
            style=node["style"],
        )
        for node in walk(message.components)
        if node["type"] == kinds.BUTTON
    ]


def selects_of(message: Message) -> list[Select]:
    """Return a message's select menus in reading order."""
    return [
        Select(
            custom_id=node["custom_id"],
            type=node["type"],
            placeholder=node.get("placeholder", ""),
            options=tuple((each["label"], each["value"]) for each in node.get("options", [])),
            min_values=node["min_values"],
            max_values=node["max_values"],
            disabled=bool(node.get("disabled")),
        )
        for node in walk(message.components)
        if node["type"] in kinds.SELECTS
    ]


def fields_of(components: list[Json]) -> list[Field]:
    """Return a form's inputs, with the label that stands beside or in each."""
    found = []
    for item in components:
        if item["type"] == kinds.TEXT:
            continue
        inner = item["component"] if item["type"] == kinds.LABEL else item["components"][0]
        found.append(
            Field(
                custom_id=inner["custom_id"],
                label=item.get("label") or inner.get("label") or "",
                type=inner["type"],
                required=inner.get("required", True) is not False,
                value=inner.get("value"),
                raw=inner,
            )
        )
    return found
