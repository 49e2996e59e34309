"""The private question whether a pair shall go on."""

from bot.domain.ids import PulseId
from bot.domain.states import PulseAnswer
from bot.messages.pairs import pulses as words
from bot.services.pairs import pulses
from bot.views.answering import answer, replace
from bot.views.router import Click, Routes

routes = Routes("pulse")


@routes.click("open")
async def open_question(click: Click) -> None:
    """Ask, where only this person sees it."""
    pulse, pair = await pulses.find(click.app, click.actor, PulseId(click.target.what))
    await answer(click.interaction, words.question(pair, pulse))


@routes.click("yes")
async def yes(click: Click) -> None:
    """Go on."""
    await _answer(click, PulseAnswer.YES)


@routes.click("unsure")
async def unsure(click: Click) -> None:
    """Not sure."""
    await _answer(click, PulseAnswer.UNSURE)


@routes.click("no")
async def no(click: Click) -> None:
    """Rather change."""
    await _answer(click, PulseAnswer.NO)


async def _answer(click: Click, given: PulseAnswer) -> None:
    done = await pulses.answer(click.app, click.actor, PulseId(click.target.what), given)
    await replace(click.interaction, words.answered(done))
