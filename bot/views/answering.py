"""Answer an interaction exactly once, in the right way for its state."""

import discord

from bot.messages.outgoing import Message, Modal, Row
from bot.views.nudges.digests import clicked_part, is_shared, item_of, replace_part
from bot.views.render import to_edit, to_message, to_modal
from bot.views.router import Interaction


async def answer(interaction: Interaction, outgoing: Message, *, ephemeral: bool = True) -> None:
    """Send `outgoing`, only to the person who asked unless the partner needs it too."""
    if interaction.response.is_done():
        await interaction.followup.send(**to_message(outgoing), ephemeral=ephemeral)
    else:
        await interaction.response.send_message(**to_message(outgoing), ephemeral=ephemeral)


async def replace(interaction: Interaction, outgoing: Message, ref: str | None = None) -> None:
    """Edit the message whose button was clicked, or opened this form, into `outgoing`.

    If several nudges share a message, only the clicked one's line and buttons are replaced; a form
    says by `ref` which one opened it.
    """
    number = clicked_part(interaction)
    if number is None and ref is not None:
        number = item_of(interaction, ref)
    if number is not None:
        await replace_part(interaction, number, outgoing)
    elif is_shared(interaction):
        # A form that a part opened: it is not known which part it was, so nothing is removed from
        # it.
        await answer(interaction, outgoing)
    elif interaction.response.is_done():
        await interaction.edit_original_response(**to_edit(outgoing))
    else:
        await interaction.response.edit_message(**to_edit(outgoing))


async def think(interaction: Interaction) -> None:
    """Tell Discord that an answer takes longer than a moment; `answer` follows."""
    await interaction.response.defer(ephemeral=True, thinking=True)


async def open_form(interaction: Interaction, form: Modal) -> None:
    """Show a form."""
    await interaction.response.send_modal(to_modal(form))


def offer_way_back(interaction: Interaction, rows: tuple[Row, ...]) -> None:
    """Add `rows` to a refusal of this form: a button that opens it with what was typed."""
    interaction.extras["way_back"] = rows


def way_back(interaction: Interaction) -> tuple[Row, ...]:
    """Return the rows of `offer_way_back`."""
    rows: tuple[Row, ...] = interaction.extras.get("way_back", ())
    return rows


def is_gone(error: discord.HTTPException) -> bool:
    """Return whether the interaction was answered already, or is too old to be answered."""
    return error.code in (10062, 40060)
