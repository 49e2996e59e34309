"""The pages of a match run, and its approval."""

from bot.domain.ids import MatchRunId
from bot.messages import match_runs as words
from bot.services import match_runs
from bot.views.answering import actor_of, answer, replace
from bot.views.router import Click, Routes

routes = Routes("match")


@routes.click("back")
async def back(click: Click) -> None:
    """Show the page before."""
    await _show(click)


@routes.click("next")
async def next_page(click: Click) -> None:
    """Show the page after."""
    await _show(click)


@routes.click("approve")
async def approve(click: Click) -> None:
    """Approve the run that this message shows."""
    actor = actor_of(click.interaction)
    done = await match_runs.approve(click.app, actor, MatchRunId(click.target.what))
    await answer(click.interaction, words.approved(done))


async def _show(click: Click) -> None:
    run, page = divmod(click.target.what, words.PAGES)
    found = await match_runs.find(click.app, actor_of(click.interaction), MatchRunId(run))
    await replace(click.interaction, words.preview(found, page))
