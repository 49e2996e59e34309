"""Answer an interaction, once and in the right way, whatever was said to it before.

Discord waits three seconds for the first word. `hold` says it when a handler takes longer, so each
function here waits for its turn: two that spoke at once would be refused by Discord.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import discord
import structlog

from bot.domain.errors import DomainError
from bot.messages import errors as words
from bot.messages.outgoing import Message, Modal, Row
from bot.views import payloads
from bot.views.nudges.digests import (
    belongs_to_its_message,
    clicked_part,
    edit_of_part,
    is_shared,
    item_of,
)
from bot.views.render import to_edit, to_message, to_modal
from bot.views.router import Interaction, say_for

HOLD_AFTER_SECONDS = 1.25
"""When `hold` is due: what is left of the three seconds is for the way to Discord."""
HOLD_SECONDS = 5
"""How long `hold` may speak, while the answer waits for its turn."""
ANSWER_SECONDS = 20
"""How long a request may take before the answer counts as not shown."""

UNREACHABLE = (discord.HTTPException, aiohttp.ClientError, OSError)
"""What is raised when Discord refuses a request or can't be reached; a timeout is an `OSError`."""

log = structlog.get_logger(__name__)


class NotShownError(Exception):
    """Discord did not take an answer; `outgoing` is what it says."""

    def __init__(self, outgoing: Message) -> None:
        super().__init__("an answer was not shown")
        self.outgoing = outgoing


@dataclass(slots=True)
class _Reply:
    """What was said to one interaction: whose turn it is to speak, and what `hold` showed."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    notice: discord.WebhookMessage | None = None
    # Whether Discord may have heard a first word, though its reply never came.
    is_unsure: bool = False

    def was_heard(self, failure: discord.HTTPException) -> bool:
        """Return whether Discord refuses a first word because it has heard an earlier one."""
        return self.is_unsure and was_answered(failure)


async def answer(interaction: Interaction, outgoing: Message) -> None:
    """Say `outgoing`, only to the person who asked.

    Raises `NotShownError` when Discord did not take it.
    """
    async with _showing(interaction, outgoing) as reply:
        await _say(interaction, reply, outgoing)


async def replace(interaction: Interaction, outgoing: Message, ref: str | None = None) -> None:
    """Edit the message whose button was clicked, or opened this form, into `outgoing`.

    Where several nudges share a message, only the clicked part's line and buttons are replaced; a
    form says by `ref` which one opened it. Raises `NotShownError` when Discord did not take it.
    """
    number = clicked_part(interaction)
    if number is None and ref is not None:
        number = item_of(interaction, ref)
    async with _showing(interaction, outgoing) as reply:
        is_of_a_part = number is None and is_shared(interaction)
        if interaction.message is None or is_of_a_part or not belongs_to_its_message(interaction):
            # Nothing to replace; or a form that a part opened, which is not said; or a forged ID.
            await _say(interaction, reply, outgoing)
            return
        edit = to_edit(outgoing)
        if number is not None:
            edit = edit_of_part(interaction, number, outgoing)
        await _edit(interaction, reply, edit)
        await _take_back_notice(reply)


async def try_replace(interaction: Interaction, outgoing: Message, ref: str | None = None) -> bool:
    """Edit as `replace` does, before an `answer` that is given even if the edit can't be made.

    Returns whether Discord took the edit, at the first try or the second.
    """
    for _ in range(2):
        try:
            await replace(interaction, outgoing, ref)
        except NotShownError as failure:
            _reply(interaction).is_unsure = True
            log.warning("message.not_edited", error=type(failure.__cause__).__name__)
        else:
            return True
    return False


def is_in_server(interaction: Interaction) -> bool:
    """Return whether others may read the message that was clicked, because it is no direct one."""
    return interaction.guild_id is not None


async def think(interaction: Interaction) -> None:
    """Tell Discord that an answer takes longer than a moment; `answer` follows."""
    await _defer(interaction, thinking=True)


async def acknowledge(interaction: Interaction) -> None:
    """Tell Discord the same of a click whose message `replace` will change."""
    await _defer(interaction, thinking=False)


async def open_form(interaction: Interaction, form: Modal) -> None:
    """Show a form.

    Raises `DomainError` ``form.late`` when `hold` had to speak first: Discord opens none after it.
    """
    reply = _reply(interaction)
    async with reply.turn:
        if not interaction.response.is_done():
            try:
                await interaction.response.send_modal(to_modal(form))
            except discord.HTTPException as failure:
                if not reply.was_heard(failure):
                    raise
            else:
                interaction.extras["answered"] = True
                return
    data: Any = interaction.data
    if data.get("component_type") == discord.ComponentType.button.value:
        offer_way_back(interaction, (words.open_again(say_for(interaction), data["custom_id"]),))
    raise DomainError("form.late")


async def hold(interaction: Interaction) -> None:
    """Say the first word for a handler that takes long, so that Discord goes on waiting.

    What the person typed is shown to them until their answer is there. They have it whatever
    happens to the database or to this process.
    """
    reply = _reply(interaction)
    async with reply.turn:
        if interaction.response.is_done():
            return
        thinking = interaction.message is None
        try:
            # The answer waits for this turn, so it must not take longer than an answer may.
            async with asyncio.timeout(HOLD_SECONDS):
                if interaction.type is discord.InteractionType.autocomplete:
                    await interaction.response.autocomplete([])
                    return
                await interaction.response.defer(ephemeral=True, thinking=thinking)
                if texts := payloads.texts_typed_by(interaction):
                    shown = to_message(words.still_working(say_for(interaction), texts))
                    reply.notice = await interaction.followup.send(
                        **shown, ephemeral=True, wait=True
                    )
        except UNREACHABLE as failure:
            # Answered already: another delivery of the same interaction was first.
            reply.is_unsure = not was_answered(failure)
            log.warning("answer.not_held", error=type(failure).__name__)


def offer_way_back(interaction: Interaction, rows: tuple[Row, ...]) -> None:
    """Add `rows` to a refusal of this form: a button that opens it with what was typed."""
    interaction.extras["way_back"] = rows


def way_back(interaction: Interaction) -> tuple[Row, ...]:
    """Return the rows of `offer_way_back`."""
    rows: tuple[Row, ...] = interaction.extras.get("way_back", ())
    return rows


def is_gone(error: BaseException) -> bool:
    """Whether the interaction was answered already, or too late: no one is waiting anymore."""
    return isinstance(error, discord.HTTPException) and error.code in (10015, 10062, 40060, 50027)


def is_too_large(error: BaseException | None) -> bool:
    """Whether what was sent is larger than Discord takes."""
    return isinstance(error, discord.HTTPException) and error.status == 413


def was_answered(error: BaseException) -> bool:
    """Whether the interaction was answered already."""
    return isinstance(error, discord.HTTPException) and error.code == 40060


def _reply(interaction: Interaction) -> _Reply:
    reply: _Reply = interaction.extras.setdefault("reply", _Reply())
    return reply


@asynccontextmanager
async def _showing(interaction: Interaction, outgoing: Message) -> AsyncIterator[_Reply]:
    """Wait for the turn to speak, and turn what keeps Discord from showing it into one error."""
    reply = _reply(interaction)
    async with reply.turn:
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                yield reply
            interaction.extras["answered"] = True
        except UNREACHABLE as failure:
            if was_answered(failure):
                raise
            if isinstance(failure, discord.HTTPException) and failure.status == 400:
                raise  # what we wrote is at fault: it would be refused again
            raise NotShownError(outgoing) from failure


async def _say(interaction: Interaction, reply: _Reply, outgoing: Message) -> None:
    if reply.notice:
        with suppress(discord.NotFound):  # the person has put it away
            # Its file, of what was typed, goes with its text.
            await reply.notice.edit(**{"attachments": [], **to_edit(outgoing)})
            reply.notice = None
            return
        reply.notice = None
    if not interaction.response.is_done():
        try:
            await interaction.response.send_message(**to_message(outgoing), ephemeral=True)
        except discord.HTTPException as failure:
            if not reply.was_heard(failure):
                raise
        else:
            return
    await interaction.followup.send(**to_message(outgoing), ephemeral=True)


async def _edit(interaction: Interaction, reply: _Reply, edit: dict[str, Any]) -> None:
    if not interaction.response.is_done():
        try:
            await interaction.response.edit_message(**edit)
        except discord.HTTPException as failure:
            if not reply.was_heard(failure):
                raise
        else:
            return
    await interaction.edit_original_response(**edit)


async def _take_back_notice(reply: _Reply) -> None:
    notice, reply.notice = reply.notice, None
    if notice:
        with suppress(*UNREACHABLE):
            await notice.delete()


async def _defer(interaction: Interaction, *, thinking: bool) -> None:
    reply = _reply(interaction)
    async with reply.turn:
        if interaction.response.is_done():
            return
        try:
            async with asyncio.timeout(HOLD_SECONDS):
                await interaction.response.defer(ephemeral=thinking, thinking=thinking)
        except UNREACHABLE as failure:
            if is_gone(failure):
                raise
            # The answer is the next to try; Discord may have heard this all the same.
            reply.is_unsure = True
            log.warning("answer.not_held", error=type(failure).__name__)
