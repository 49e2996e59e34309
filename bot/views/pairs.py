"""The buttons of a pair."""

from bot.domain.ids import PairId
from bot.messages import check_ins as check_in_words
from bot.messages import pairs as words
from bot.services import pairs
from bot.views.answering import actor_of, answer
from bot.views.router import Click, Routes

routes = Routes("pair")

PAUSE_DAYS = 14


@routes.click("pause")
async def pause(click: Click) -> None:
    """Pause for two weeks."""
    actor = actor_of(click.interaction, click.target.guild)
    done = await pairs.pause(click.app, actor, PairId(click.target.what), PAUSE_DAYS)
    await answer(click.interaction, check_in_words.paused(done))


@routes.click("resume")
async def resume(click: Click) -> None:
    """Take the pair up again."""
    actor = actor_of(click.interaction, click.target.guild)
    pair = await pairs.resume(click.app, actor, PairId(click.target.what))
    await answer(click.interaction, words.resumed(pair))
