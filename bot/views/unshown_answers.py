"""Show an answer again that Discord did not take, while the interaction lasts."""

import asyncio
from typing import Any

import discord
import structlog

from bot.app import App
from bot.domain.ids import GuildId
from bot.language.say import Say
from bot.messages import custom_id
from bot.messages.errors import interrupted
from bot.messages.outgoing import Message, as_text
from bot.services import held_texts, unshown_answers
from bot.services.actor import Actor
from bot.views import answering, payloads
from bot.views.answering import UNREACHABLE, NotShownError, answer, is_gone, was_answered
from bot.views.router import Interaction, actor_in

# Fifteen minutes in all, which is as long as Discord takes an answer to what was acknowledged.
PAUSES = (0.5, 1, 2, 4, 8, 15, 30, *([60] * 14))

log = structlog.get_logger(__name__)


async def show_again(interaction: Interaction, outgoing: Message) -> bool | None:
    """Try once more, and return whether it was shown; None if it never can be."""
    try:
        await answer(interaction, outgoing)
    except (NotShownError, *UNREACHABLE) as failure:
        cause = failure.__cause__ if isinstance(failure, NotShownError) else failure
        if cause is not None and was_answered(cause):
            interaction.extras["answered"] = True  # the first try was shown; its reply was lost
            return True
        log.warning("answer.not_shown", error=type(cause).__name__)
        # What is refused as it is written, or as too large, would be refused again.
        is_refused = isinstance(cause, discord.HTTPException) and cause.status in (400, 413)
        return None if cause is None or is_refused or is_gone(cause) else False
    return True


async def save(app: App, actor: Actor, outgoing: Message) -> bool:
    """Save an answer, so that `/status` shows it; return whether that worked."""
    try:
        await unshown_answers.save(app, actor, as_text(outgoing))
    except Exception:  # the work itself is done, or was refused; this is one more way to say so
        log.exception("answer.not_saved")
        return False
    return True


def acting(interaction: Interaction) -> Actor:
    """Return who acts, in the society of the interaction or of the component that was used."""
    data: Any = interaction.data or {}
    target = custom_id.parse(str(data.get("custom_id", "")))
    guild = interaction.guild_id or (target.guild if target else 0)
    return actor_in(interaction, GuildId(guild))


async def hold(app: App, interaction: Interaction) -> None:
    """Speak for a handler that takes long, and keep what was typed safe from a crash."""
    # Both at once: Discord may be what is slow, and the text must be safe by then.
    await asyncio.gather(answering.hold(interaction), _keep_text(app, interaction))


async def _keep_text(app: App, interaction: Interaction) -> None:
    if texts := payloads.texts_typed_by(interaction):
        try:
            await held_texts.save(app, acting(interaction), texts)
        except OSError:  # the person sees the text; a full disk must not keep them waiting
            log.exception("typed_text.not_held")


async def let_go(app: App, interaction: Interaction) -> None:
    """Delete what `hold` kept, because the interaction has its answer."""
    try:
        await held_texts.drop(app, acting(interaction))
    except OSError:
        log.exception("typed_text.not_dropped")


async def recover(say: Say, app: App) -> None:
    """Let `/status` show what people typed before the bot was interrupted, and what came of it."""
    for actor, texts in await held_texts.leftover(app):
        try:
            saved = await unshown_answers.was_saved(app, actor)
            await unshown_answers.save(app, actor, interrupted(say, texts, saved=saved))
            await held_texts.drop(app, actor)
        except Exception:  # it stays for the next start; this one must not fail because of it
            log.exception("typed_text.not_recovered")


async def keep_showing(
    app: App, actor: Actor, interaction: Interaction, outgoing: Message, *, is_saved: bool
) -> None:
    """Try again with growing pauses; `/status` shows it until then, or ends this by showing it."""
    for pause in PAUSES:
        await asyncio.sleep(pause)
        if is_saved and not await _is_waiting(app, actor):
            return
        shown = await show_again(interaction, outgoing)
        if shown:
            await unshown_answers.drop(app, actor, [actor.interaction])
            await let_go(app, interaction)
        if shown is not False:
            return


async def _is_waiting(app: App, actor: Actor) -> bool:
    try:
        return await unshown_answers.is_waiting(app, actor)
    except Exception:  # a busy database: to be shown twice is better than never
        log.exception("answer.not_looked_up")
        return True
