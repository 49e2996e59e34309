"""The buttons of reminders that lead to a word of advice, for the one who clicked."""

from bot.domain.ids import PairId
from bot.domain.programs.guide import Moment
from bot.messages.programs import advice as words
from bot.services.programs import advice
from bot.views.answering import answer
from bot.views.router import Click, Routes

routes = Routes("advice")


@routes.click("before-meeting")
async def before_meeting(click: Click) -> None:
    """Say something worth thinking of before they meet."""
    await _give(click, Moment.BEFORE_EACH_MEETING)


@routes.click("when-silent")
async def when_silent(click: Click) -> None:
    """Say something that helps when it has gone quiet."""
    await _give(click, Moment.WHEN_SILENT)


async def _give(click: Click, moment: Moment) -> None:
    item = await advice.ask_in_pair(click.app, click.actor, PairId(click.target.what), moment)
    await answer(click.interaction, words.alone(click.actor.guild, item))
