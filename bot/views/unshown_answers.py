"""Show an answer again that Discord did not take, while the interaction lasts."""

import asyncio

import structlog

from bot.app import App
from bot.messages.outgoing import Message, as_text
from bot.services import unshown_answers
from bot.services.actor import Actor
from bot.views.answering import UNREACHABLE, NotShownError, answer, is_gone
from bot.views.router import Interaction

# Fifteen minutes in all, which is as long as Discord takes an answer to what was acknowledged.
PAUSES = (0.5, 1, 2, 4, 8, 15, 30, *([60] * 14))

log = structlog.get_logger(__name__)


async def show_again(interaction: Interaction, outgoing: Message) -> bool | None:
    """Try once more, and return whether it was shown; None if it never can be."""
    try:
        await answer(interaction, outgoing)
    except (NotShownError, *UNREACHABLE) as failure:
        cause = failure.__cause__ if isinstance(failure, NotShownError) else failure
        log.warning("answer.not_shown", error=type(cause).__name__)
        return None if cause is None or is_gone(cause) else False
    return True


async def save(app: App, actor: Actor, outgoing: Message) -> None:
    """Save an answer, so that `/status` shows it."""
    try:
        await unshown_answers.save(app, actor, as_text(outgoing))
    except Exception:  # the work itself is done, or was refused; this is one more way to say so
        log.exception("answer.not_saved")


async def keep_showing(app: App, actor: Actor, interaction: Interaction, outgoing: Message) -> None:
    """Try again with growing pauses; once it is shown, `/status` shows it no more."""
    for pause in PAUSES:
        await asyncio.sleep(pause)
        shown = await show_again(interaction, outgoing)
        if shown:
            await unshown_answers.drop(app, actor, [actor.interaction])
        if shown is not False:
            return
