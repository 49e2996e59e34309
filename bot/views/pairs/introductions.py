"""The moderators' button that tries an introduction again."""

from bot.domain.ids import CaseId
from bot.messages.pairs import introductions as words
from bot.services.pairs import introductions
from bot.views.answering import answer
from bot.views.router import Click, Routes

routes = Routes("introduction")


@routes.click("retry")
async def retry(click: Click) -> None:
    """Try it again, and close its case."""
    await introductions.retry(click.app, click.actor, CaseId(click.target.what))
    await answer(click.interaction, words.tried_again())
