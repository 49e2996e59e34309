"""The private question whether to continue a pair."""

from bot.domain.ids import PulseId
from bot.domain.states import PulseAnswer
from bot.messages.pairs import pulses as words
from bot.services.pairs import pulses
from bot.views.answering import answer, replace
from bot.views.router import Click, Routes

routes = Routes("pulse")


@routes.click("open")
async def open_question(click: Click) -> None:
    """Ask the question, visible only to this person."""
    pulse, pair = await pulses.find(click.app, click.actor, PulseId(click.target.what))
    await answer(click.interaction, words.question(click.say, pair, pulse))


@routes.click_each({"yes": PulseAnswer.YES, "unsure": PulseAnswer.UNSURE, "no": PulseAnswer.NO})
async def _answer(click: Click, given: PulseAnswer) -> None:
    pulse_answered = await pulses.answer(click.app, click.actor, PulseId(click.target.what), given)
    await replace(click.interaction, words.answered(click.say, pulse_answered))
