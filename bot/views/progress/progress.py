"""The button that draws a pair's way so far."""

from bot.domain.ids import PairId
from bot.messages.progress import progress as words
from bot.services.progress import progress
from bot.views.answering import answer, think
from bot.views.router import Click, Routes

routes = Routes("progress")


@routes.click("show")
async def show(click: Click) -> None:
    """Draw it, which takes a second."""
    await think(click.interaction)
    done = await progress.draw(click.app, click.actor, PairId(click.target.what))
    await answer(click.interaction, words.drawn(done))
