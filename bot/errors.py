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
from bot.messages import next_steps
from bot.messages.outgoing import Outgoing
from bot.views.answering import answer, is_gone, way_back
from bot.views.router import Interaction, typed_texts

log = structlog.get_logger(__name__)


async def respond(interaction: Interaction, error: BaseException) -> str:
    """Tell the person what `error` means for them; return the outcome's name for the metrics."""
    cause = getattr(error, "original", error)
    outcome, text = _understand(cause)
    if not text:
        return outcome
    rows = way_back(interaction) if outcome == "refused" and words.can_be_mended(cause) else ()
    texts = _typed(interaction) if outcome != "repeated" else []
    text += words.kept(texts, can_mend=bool(rows))
    try:
        shown = (*rows, *next_steps.rows(cause))
        await answer(interaction, Outgoing(text, rows=shown, files=words.kept_whole(texts)))
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


def _typed(interaction: Interaction) -> list[str]:
    """Return what somebody typed into a form, or into the options of a command."""
    data: Any = interaction.data
    if interaction.type is discord.InteractionType.modal_submit:
        return typed_texts(data["components"])
    if interaction.type is discord.InteractionType.application_command:
        texts = dict(_texts_of(data.get("options", [])))
        command = interaction.command
        known = command.parameters if isinstance(command, app_commands.Command) else []
        picked = {one.display_name for one in known if one.autocomplete}
        # One word alone, or one name from a list, stands in the refusal itself.
        alone = len(texts) == 1 and all(name in picked or " " not in texts[name] for name in texts)
        return [] if alone else list(texts.values())
    return []


def _texts_of(options: list[Any]) -> Iterator[tuple[str, str]]:
    """Yield the texts that were typed, by the names of their options, however deep they stand."""
    for option in options:
        value = option.get("value")
        if isinstance(value, str) and value.strip():
            yield option["name"], value.strip()
        yield from _texts_of(option.get("options", []))
