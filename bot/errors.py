"""The one path from a refusal or a surprise to what the person reads.

Commands, clicks and forms all end here, so that every interaction gets an answer and every surprise
leaves a traceback in the log under a reference that the person sees.
"""

import secrets
from collections.abc import Iterator
from typing import Any

import discord
import structlog
from discord import app_commands

from bot.domain.errors import DomainError
from bot.messages import errors as words
from bot.messages.outgoing import Outgoing
from bot.views.answering import answer, is_gone, way_back
from bot.views.router import Interaction, typed_fields

# A text typed into a command's option is given back from this length on.
WORTH_KEEPING = 80

log = structlog.get_logger(__name__)


async def respond(interaction: Interaction, error: BaseException) -> str:
    """Tell the person what `error` means for them; return the outcome's name for the metrics."""
    cause = getattr(error, "original", error)
    outcome, text = _understand(cause)
    if not text:
        return outcome
    rows = way_back(interaction) if outcome == "refused" and words.can_be_mended(cause) else ()
    typed = _typed(interaction) if outcome != "repeated" and not rows else {}
    text += words.NOTHING_LOST if rows else words.kept(typed)
    try:
        await answer(interaction, Outgoing(text, rows=rows, files=words.kept_whole(typed)))
    except discord.HTTPException as failed:
        if not is_gone(failed):
            log.warning("answer.failed", status=failed.status, code=failed.code)
    return outcome


def _understand(cause: BaseException) -> tuple[str, str]:
    """Return the outcome and the words; no words when nobody can be answered any more."""
    match cause:
        case DomainError(code="interaction.repeated"):
            return "repeated", words.explain(cause)
        case DomainError() if words.knows(cause):
            return "refused", words.explain(cause)
        case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
            return "outdated", words.OUTDATED_COMMAND
        case app_commands.TransformerError():
            return "refused", words.OUTDATED_COMMAND
        case app_commands.NoPrivateMessage():
            return "refused", words.explain(DomainError("actor.not_in_server"))
        case discord.HTTPException() if is_gone(cause):
            log.info("interaction.gone", code=cause.code)
            return "gone", ""
        case discord.Forbidden():
            log.warning("discord.forbidden", code=cause.code)
            return "forbidden", words.missing_permission("")
    reference = secrets.token_hex(4)
    log.error("interaction.failed", reference=reference, exc_info=cause)
    return "failed", words.surprise(reference)


def _typed(interaction: Interaction) -> dict[str, tuple[str, ...]]:
    """Return what somebody typed into a form, or at length into the options of a command."""
    data: Any = interaction.data
    if interaction.type is discord.InteractionType.modal_submit:
        return typed_fields(data["components"])
    if interaction.type is discord.InteractionType.application_command:
        return dict(_long_options(data.get("options", [])))
    return {}


def _long_options(options: list[Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the texts that nobody would like to type again, however deep they stand."""
    for option in options:
        value = option.get("value")
        if isinstance(value, str) and len(value) >= WORTH_KEEPING:
            yield option["name"], (value,)
        yield from _long_options(option.get("options", []))
