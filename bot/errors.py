"""The one path from a refusal or an unexpected error to what the person reads.

Commands, clicks, forms, and autocompletes all end here, so that every interaction gets an answer
and every unexpected error leaves a traceback in the log under a reference that the person sees.
"""

import asyncio
import secrets

import discord
import structlog
from discord import app_commands

from bot.domain.errors import DomainError
from bot.language.say import Say
from bot.messages import errors as words
from bot.messages import next_steps
from bot.messages.outgoing import Message
from bot.services import unshown_answers
from bot.views import payloads
from bot.views.answering import NotShownError, hold, is_gone, is_too_large, way_back
from bot.views.router import Interaction, say_for
from bot.views.unshown_answers import acting, keep_showing, save, show_again

FATE_SECONDS = 2
"""How long to look up whether a change was saved, before someone is told that it is not known."""

UNSERVED = frozenset({"failed", "unsaved"})
"""Outcomes of which an outage can be the cause; a refusal is an answer."""

log = structlog.get_logger(__name__)


async def respond(interaction: Interaction, error: BaseException) -> str:
    """Tell the person what `error` means for them; return the outcome's name for the metrics."""
    cause = getattr(error, "original", error)
    if interaction.type is discord.InteractionType.autocomplete:
        # An autocomplete can't show an error; the command itself will.
        outcome, _ = _understand(say_for(interaction), cause, saved=False)
        await hold(interaction)
        return outcome
    if isinstance(cause, NotShownError):
        too_large = is_too_large(cause.__cause__) and bool(cause.outgoing.files)
        outgoing = (
            Message(say_for(interaction)(words.FILE_TOO_LARGE)) if too_large else cause.outgoing
        )
        await _show(interaction, outgoing, saved=await _was_saved(interaction))
        return "unshown"
    saved = False if isinstance(cause, DomainError) else await _was_saved(interaction)
    outcome, text = _understand(say_for(interaction), cause, saved=saved)
    if not text:
        return outcome
    can_try = saved is False and (outcome == "failed" or words.can_be_corrected(cause))
    rows = way_back(interaction) if can_try else ()
    texts = payloads.texts_typed_by(interaction) if outcome != "repeated" and not saved else []
    can_correct = outcome == "refused" and words.offers_correction(say_for(interaction), rows)
    is_wrong = words.can_be_corrected(cause)
    text += words.typed_text_saved(
        say_for(interaction), texts, can_correct=can_correct, is_wrong=is_wrong
    )
    shown = (*rows, *next_steps.rows(say_for(interaction), cause))
    refusal = Message(text, rows=shown, files=words.typed_text_file(texts))
    await _show(interaction, refusal, saved=bool(texts) or saved)
    return outcome


async def _show(interaction: Interaction, outgoing: Message, *, saved: bool | None) -> None:
    """Show an answer as soon as that is possible; what must not be lost, under `/status` too."""
    shown = await show_again(interaction, outgoing)
    if shown:
        return
    bot, actor = interaction.client, acting(interaction)
    is_saved = saved is not False and await save(bot.app, actor, outgoing)
    if is_saved:
        interaction.extras["answered"] = True  # under `/status`: what was typed is safe there
    if shown is False:
        again = keep_showing(bot.app, actor, interaction, outgoing, is_saved=is_saved)
        bot.in_background(again)


async def _was_saved(interaction: Interaction) -> bool | None:
    """Return whether the interaction's change was committed; None if that can't be looked up."""
    try:
        async with asyncio.timeout(FATE_SECONDS):
            return await unshown_answers.was_saved(interaction.client.app, acting(interaction))
    except Exception:  # the error path itself: whatever the database says, there is an answer
        log.exception("interaction.fate_unknown")
        return None


def _understand(say: Say, cause: BaseException, *, saved: bool | None) -> tuple[str, str]:
    """Return the outcome and the message; no message if the person can no longer be answered."""
    match cause:
        case DomainError(code="interaction.repeated"):
            return "repeated", words.explain(say, cause)
        case DomainError(code="database.gone"):
            return "unsaved", words.explain(say, cause)
        case DomainError() if words.knows(say, cause):
            return "refused", words.explain(say, cause)
        case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
            return "outdated", say(words.OUTDATED_COMMAND)
        case app_commands.TransformerError():
            return "refused", say(words.OUTDATED_COMMAND)
        case app_commands.AppCommandError() if type(cause) is app_commands.AppCommandError:
            # Options or a target that no command of ours offers.
            log.warning("command.unexpected", reason=str(cause))
            return "outdated", say(words.OUTDATED_COMMAND)
        case app_commands.NoPrivateMessage():
            return "refused", words.explain(say, DomainError("actor.not_in_server"))
        case discord.HTTPException() if is_gone(cause):
            log.info("interaction.gone", code=cause.code)
            return "gone", ""
        case discord.Forbidden():
            log.warning("discord.forbidden", code=cause.code)
            return "forbidden", words.missing_permission(say, saved)
    reference = secrets.token_hex(4)
    log.error("interaction.failed", reference=reference, exc_info=cause)
    return "failed", words.unexpected_error(say, reference, saved)
