"""Replace one part of a message that several nudges share."""

from collections.abc import Iterable, Iterator
from typing import Any

import discord

from bot.messages import custom_id
from bot.messages.nudges.nudges import number_of, renumbered, with_part
from bot.messages.outgoing import NO_BUTTONS, Message
from bot.views.render import to_edit, to_view
from bot.views.router import Interaction


def is_shared(interaction: Interaction) -> bool:
    """Return whether the interaction comes from a message of several nudges."""
    refs = {_ref(button.custom_id) for button in _buttons(interaction.message)}
    return len(refs - {None}) > 1


def belongs_to_its_message(interaction: Interaction) -> bool:
    """Return whether what was clicked or submitted belongs to the message that it comes with.

    A click can name any custom ID, also one that its message doesn't carry. Then the message, which
    others may read, is not the clicker's to change; one that only they see is. A form belongs to a
    message with a component for the same thing, or with the same reference.
    """
    message = interaction.message
    if message is None or message.flags.ephemeral:
        return True
    data: Any = interaction.data or {}
    name = str(data.get("custom_id"))
    carried = set(_custom_ids(message.components))
    if interaction.type is not discord.InteractionType.modal_submit:
        return name in carried
    form = custom_id.parse(name)
    targets = [target for each in carried if (target := custom_id.parse(each))]
    return form is not None and any(
        target.ref == form.ref
        if form.ref
        else (target.area, target.guild, target.what) == (form.area, form.guild, form.what)
        for target in targets
    )


def clicked_part(interaction: Interaction) -> int | None:
    """Return the number of the part whose button was clicked; None in any other message."""
    data: Any = interaction.data or {}
    clicked = data.get("custom_id")
    for button in _buttons(interaction.message):
        if button.custom_id == clicked and button.emoji is not None:
            return number_of(str(button.emoji))
    return None


def item_of(interaction: Interaction, ref: str) -> int | None:
    """Return the number of the part whose buttons carry `ref`, or None."""
    for button in _buttons(interaction.message):
        if _ref(button.custom_id) == ref and button.emoji is not None:
            return number_of(str(button.emoji))
    return None


def edit_of_part(interaction: Interaction, number: int, outgoing: Message) -> dict[str, Any]:
    """Return the edit of the clicked part: its line, and its remaining buttons.

    The message is read from the interaction itself, as it was at the click; a part's row is
    identified by the number on its buttons.
    """
    message = interaction.message
    assert message is not None, "a part was clicked in it"
    return _with_part(message, number, outgoing)


def edited(
    message: discord.Message, ref: str, outgoing: Message, *, whole: bool = False
) -> dict[str, Any] | None:
    """Return what changes where `outgoing` replaces the message, or its part with `ref`.

    None if no button carries `ref` anymore: a click has replaced it already. With `whole`, such a
    message is replaced all the same.
    """
    mine = [button for button in _buttons(message) if _ref(button.custom_id) == ref]
    if not mine:
        return {"attachments": [], **to_edit(outgoing)} if whole else None
    numbers = {number_of(str(button.emoji)) for button in mine if button.emoji is not None}
    number = next((number for number in numbers if number is not None), None)
    if number is not None:
        return _with_part(message, number, outgoing)
    if outgoing == NO_BUTTONS:
        return {"view": None}
    # A calendar file of what no longer holds goes too.
    return {"attachments": [], **to_edit(outgoing)}


def _with_part(message: discord.Message, number: int, outgoing: Message) -> dict[str, Any]:
    rows = []
    for row in _rows(message):
        mine = [number_of(str(button.emoji)) == number for button in row]
        if not any(mine):
            rows.append([_copied(button) for button in row])
        elif again := renumbered(number, outgoing):
            rows.append(list(to_view((again,)).children))
    view = discord.ui.View(timeout=None)
    for position, items in enumerate(rows):
        for item in items:
            item.row = position
            view.add_item(item)
    view.stop()
    content = message.content
    if outgoing != NO_BUTTONS:
        content = with_part(content, number, outgoing)
    return {"content": content, "view": view if rows else None}


def _ref(name: str | None) -> str | None:
    target = custom_id.parse(name) if name else None
    return target.ref if target else None


def _buttons(message: discord.Message | None) -> Iterator[discord.Button]:
    for row in _rows(message) if message else ():
        yield from row


def _custom_ids(components: Iterable[Any]) -> Iterator[str]:
    """Yield the custom IDs of all components, however deeply nested."""
    for component in components:
        if name := getattr(component, "custom_id", None):
            yield name
        yield from _custom_ids(getattr(component, "children", ()))
        if accessory := getattr(component, "accessory", None):
            yield from _custom_ids([accessory])


def _rows(message: discord.Message) -> list[list[discord.Button]]:
    return [
        [item for item in row.children if isinstance(item, discord.Button)]
        for row in message.components
        if isinstance(row, discord.ActionRow)
    ]


def _copied(button: discord.Button) -> discord.ui.Item[Any]:
    return discord.ui.Button(
        label=button.label,
        custom_id=button.custom_id,
        style=button.style,
        emoji=button.emoji,
        url=button.url,
        disabled=button.disabled,
    )
