"""Turn `Message` and `Modal` into discord.py's objects.

Views and modals are stopped before they are sent, so discord.py keeps none of them in memory: every
click and submission is found by its custom ID in `bot.views.router`, before and after a restart.
"""

import io
from typing import Any

import discord
from discord import ui

from bot.messages.outgoing import (
    Button,
    Choice,
    ChoiceField,
    Embed,
    FormField,
    Message,
    Modal,
    PeopleField,
    Pick,
    Row,
    Select,
    TextField,
)
from bot.messages.text import call_erased

COLOUR = discord.Colour(0x2F7F79)


def to_message(outgoing: Message) -> dict[str, Any]:
    """Return the keyword arguments for a new message."""
    arguments: dict[str, Any] = {
        "content": call_erased(outgoing.content),
        "embeds": [to_embed(card) for card in outgoing.embeds],
    }
    if outgoing.rows:
        arguments["view"] = to_view(outgoing.rows)
    if outgoing.files:
        arguments["files"] = [
            discord.File(io.BytesIO(file.data), filename=file.name) for file in outgoing.files
        ]
    return arguments


def to_edit(outgoing: Message) -> dict[str, Any]:
    """Return the keyword arguments for an edit, which also remove what is no longer there."""
    arguments = to_message(outgoing)
    arguments["view"] = arguments.get("view")
    if files := arguments.pop("files", None):
        arguments["attachments"] = files
    return arguments


def to_embed(card: Embed) -> discord.Embed:
    """Return the embed of a card."""
    embed = discord.Embed(
        title=call_erased(card.title) if card.title else card.title,
        description=call_erased(card.body) or None,
        url=card.url,
        colour=COLOUR,
    )
    for name, value in card.fields:
        embed.add_field(name=name, value=call_erased(value), inline=False)
    if card.footer:
        embed.set_footer(text=card.footer)
    return embed


def to_view(rows: tuple[Row, ...]) -> ui.View:
    """Return a stopped view with the rows' buttons and selects."""
    view = ui.View(timeout=None)
    for number, row in enumerate(rows):
        for item in row:
            view.add_item(_button(item, number) if isinstance(item, Button) else _select(item))
    view.stop()
    return view


def to_modal(form: Modal) -> ui.Modal:
    """Return a stopped modal with a labelled component for each field."""
    modal = ui.Modal(title=form.title, custom_id=form.custom_id, timeout=900)
    for field in form.fields:
        modal.add_item(
            ui.Label(text=field.label, description=field.note or None, component=_input(field))
        )
    modal.stop()
    return modal


def _button(spec: Button, row: int) -> ui.Button[ui.View]:
    return ui.Button(
        label=spec.label,
        custom_id=None if spec.url else spec.custom_id,
        style=discord.ButtonStyle.link if spec.url else discord.ButtonStyle[spec.style.value],
        emoji=spec.emoji,
        url=spec.url,
        disabled=spec.disabled,
        row=row,
    )


def _select(spec: Select) -> ui.Item[ui.View]:
    common: dict[str, Any] = {
        "custom_id": spec.custom_id,
        "placeholder": spec.placeholder,
        "min_values": spec.least,
        "max_values": spec.most,
    }
    match spec.pick:
        case Pick.CHOICES:
            return ui.Select(options=_options(spec.choices), **common)
        case Pick.CHANNEL:
            return ui.ChannelSelect(
                channel_types=[discord.ChannelType.text],
                default_values=_chosen(spec, discord.SelectDefaultValueType.channel),
                **common,
            )
        case Pick.ROLE:
            return ui.RoleSelect(
                default_values=_chosen(spec, discord.SelectDefaultValueType.role), **common
            )
        case Pick.USER:
            return ui.UserSelect(
                default_values=_chosen(spec, discord.SelectDefaultValueType.user), **common
            )


def _chosen(spec: Select, kind: discord.SelectDefaultValueType) -> list[discord.SelectDefaultValue]:
    return [discord.SelectDefaultValue(id=number, type=kind) for number in spec.chosen]


def _input(field: FormField) -> ui.Item[ui.Modal]:
    match field:
        case TextField():
            return _text_input(field)
        case ChoiceField():
            return _choice(field)
        case PeopleField():
            return ui.UserSelect(
                custom_id=field.key, required=False, min_values=0, max_values=field.most
            )


def _text_input(field: TextField) -> ui.TextInput[ui.Modal]:
    return ui.TextInput(
        custom_id=field.key,
        style=discord.TextStyle.long if field.long else discord.TextStyle.short,
        placeholder=field.placeholder or None,
        default=field.value or None,
        required=field.required,
        max_length=field.most,
    )


def _choice(field: ChoiceField) -> ui.Select[ui.Modal]:
    return ui.Select(
        custom_id=field.key,
        placeholder=field.placeholder or None,
        options=_options(field.choices),
        required=field.required,
        min_values=field.least,
        max_values=field.most,
    )


def _options(choices: tuple[Choice, ...]) -> list[discord.SelectOption]:
    return [
        discord.SelectOption(
            label=choice.label,
            value=choice.value,
            description=choice.note or None,
            default=choice.chosen,
        )
        for choice in choices
    ]
