"""The one path from a refusal or an unexpected error to what the person reads.

Commands, clicks, forms, and autocompletes all end here, so that every interaction gets an answer
and every unexpected error leaves a traceback in the log under a reference that the person sees.
"""

import secrets
from collections.abc import Awaitable
from typing import Any

import discord
import structlog
from discord import app_commands

from bot.domain.errors import DomainError
from bot.messages import errors as words
from bot.messages import next_steps
from bot.messages.outgoing import Message
from bot.views import payloads
from bot.views.answering import answer, is_gone, way_back
from bot.views.router import Interaction

log = structlog.get_logger(__name__)


async def respond(interaction: Interaction, error: BaseException) -> str:
    """Tell the person what `error` means for them; return the outcome's name for the metrics."""
    cause = getattr(error, "original", error)
    outcome, text = _understand(cause)
    if not text:
        return outcome
    if interaction.type is discord.InteractionType.autocomplete:
        # An autocomplete can't show an error; the command itself will.
        await _say(interaction, interaction.response.autocomplete([]))
        return outcome
    rows = way_back(interaction) if outcome == "refused" and words.can_be_mended(cause) else ()
    texts = _typed(interaction) if outcome != "repeated" else []
    text += words.typed_text_saved(texts, can_mend=bool(rows))
    shown = (*rows, *next_steps.rows(cause))
    refusal = Message(text, rows=shown, files=words.typed_text_file(texts))
    await _say(interaction, answer(interaction, refusal))
    return outcome


async def _say(interaction: Interaction, saying: Awaitable[object]) -> None:
    try:
        await saying
    except discord.HTTPException as failed:
        if not is_gone(failed):
            log.warning("answer.failed", status=failed.status, code=failed.code)


def _understand(cause: BaseException) -> tuple[str, str]:
    """Return the outcome and the message; no message if the person can no longer be answered."""
    match cause:
        case DomainError(code="interaction.repeated"):
            return "repeated", words.explain(cause)
        case DomainError() if words.knows(cause):
            return "refused", words.explain(cause)
        case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
            return "outdated", words.OUTDATED_COMMAND
        case app_commands.TransformerError():
            return "refused", words.OUTDATED_COMMAND
        case app_commands.AppCommandError() if type(cause) is app_commands.AppCommandError:
            # Options or a target that no command of ours offers.
            log.warning("command.unexpected", reason=str(cause))
            return "outdated", words.OUTDATED_COMMAND
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


def _typed(interaction: Interaction) -> list[str]:
    """Return what someone typed into a form, or into the options of a command."""
    data: Any = interaction.data
    if interaction.type is discord.InteractionType.modal_submit:
        return payloads.typed_texts(data.get("components"))
    if interaction.type is discord.InteractionType.application_command:
        texts = payloads.typed_options(data)
        command = payloads.command_of(interaction)
        parameters = command.parameters if isinstance(command, app_commands.Command) else []
        picked = {parameter.display_name for parameter in parameters if parameter.autocomplete}
        # One word, or one name from a list, is in the error message itself.
        alone = len(texts) == 1 and all(name in picked or " " not in texts[name] for name in texts)
        return [] if alone else list(texts.values())
    return []
