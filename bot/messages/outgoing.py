"""Messages as plain values: text, embeds, buttons, selects, and forms.

Nothing here depends on discord.py; `bot.views.render` turns these into what the library sends.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Style(StrEnum):
    """Button style, named by intent."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    SUCCESS = "success"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """One button; with `url` it is a link and needs no `custom_id`."""

    label: str
    custom_id: str = ""
    style: Style = Style.SECONDARY
    emoji: str | None = None
    url: str | None = None
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a select."""

    label: str
    value: str
    note: str = ""
    chosen: bool = False


class Pick(StrEnum):
    """What a select offers."""

    CHOICES = "choices"
    CHANNEL = "channel"
    ROLE = "role"
    USER = "user"


@dataclass(frozen=True, slots=True)
class Select:
    """One select, in a message or in a form."""

    custom_id: str
    placeholder: str
    choices: tuple[Choice, ...] = ()
    pick: Pick = Pick.CHOICES
    least: int = 1
    most: int = 1
    # IDs already chosen, if people, a role, or a channel are picked.
    chosen: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Embed:
    """An embed: a title, a body, fields, and a footer."""

    title: str
    body: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    footer: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to send along."""

    name: str
    data: bytes


Row = tuple[Button | Select, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """One message."""

    content: str = ""
    embeds: tuple[Embed, ...] = ()
    rows: tuple[Row, ...] = ()
    files: tuple[Attachment, ...] = ()

    @property
    def buttons(self) -> tuple[Button, ...]:
        """Return every button, row by row."""
        return tuple(item for row in self.rows for item in row if isinstance(item, Button))


# What a message becomes that keeps its words and loses its buttons.
NO_BUTTONS = Message()


def as_text(message: Message) -> str:
    """Return everything a message says, in its text files too, without what can be clicked."""
    parts = [message.content]
    for embed in message.embeds:
        parts += [embed.title, embed.body]
        parts += [f"{name}: {value}" for name, value in embed.fields]
    parts += [file.data.decode() for file in message.files if file.name.endswith(".txt")]
    return "\n".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class TextField:
    """A line, or with `long` several lines, to type into a form."""

    key: str
    label: str
    note: str = ""
    placeholder: str = ""
    value: str = ""
    required: bool = True
    long: bool = False
    most: int = 1000


@dataclass(frozen=True, slots=True)
class ChoiceField:
    """A select inside a form."""

    key: str
    label: str
    choices: tuple[Choice, ...]
    note: str = ""
    placeholder: str = ""
    required: bool = True
    least: int = 1
    most: int = 1


@dataclass(frozen=True, slots=True)
class PeopleField:
    """A menu of people inside a form; no one needs to be chosen."""

    key: str
    label: str
    note: str = ""
    most: int = 1


FormField = TextField | ChoiceField | PeopleField


@dataclass(frozen=True, slots=True)
class Modal:
    """A modal: at most five fields; its `custom_id` says what a submission is about."""

    custom_id: str
    title: str
    fields: tuple[FormField, ...]

    def filled(self, typed: Mapping[str, Sequence[str]]) -> "Modal":
        """Return the form with what was typed and chosen before, by key."""
        return replace(
            self,
            fields=tuple(
                _filled(field, typed[field.key]) if field.key in typed else field
                for field in self.fields
            ),
        )

    def holds(self, typed: Mapping[str, Sequence[str]]) -> bool:
        """Return whether `filled` would cut nothing that was typed."""
        return all(
            len("".join(typed.get(field.key, ()))) <= field.most
            for field in self.fields
            if isinstance(field, TextField)
        )


def _filled(field: FormField, values: Sequence[str]) -> FormField:
    if isinstance(field, PeopleField):
        return field
    if isinstance(field, TextField):
        return replace(field, value="".join(values)[: field.most])
    choices = tuple(replace(choice, chosen=choice.value in values) for choice in field.choices)
    return replace(field, choices=choices)
