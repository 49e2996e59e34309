"""The buttons of a question to a circle."""

from bot.domain.ids import CircleQuestionId
from bot.messages.pairs import circles as words
from bot.services.pairs import circles
from bot.views.answering import answer
from bot.views.router import Click, Routes

routes = Routes("circle")


@routes.click_each({"agree": True, "not-now": False})
async def _answer(click: Click, agrees: bool) -> None:
    question = CircleQuestionId(click.target.what)
    outcome = await circles.answer(click.app, click.actor, question, agrees)
    await answer(click.interaction, words.answered(click.say, outcome))
