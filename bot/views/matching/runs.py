"""The pages of a match run, and its approval."""

from bot.domain.ids import MatchRunId
from bot.messages.matching import runs as words
from bot.messages.moderation import acts as act_words
from bot.services.matching import approvals, runs
from bot.views.answering import answer, replace, think
from bot.views.router import Click, Routes

routes = Routes("match")


@routes.click("back")
@routes.click("next")
async def _show(click: Click) -> None:
    run = await runs.find(click.app, click.actor, MatchRunId(click.target.what))
    await replace(click.interaction, words.preview(run, click.target.number))


@routes.click("approve")
async def approve(click: Click) -> None:
    """Ask whether to approve the run that this message shows."""
    asked = await approvals.ask(click.app, click.actor, MatchRunId(click.target.what))
    await answer(click.interaction, act_words.to_confirm(asked))


@routes.click("approve-some")
async def approve_some(click: Click) -> None:
    """Ask whether to approve the pairs that were chosen."""
    run, chosen = MatchRunId(click.target.what), click.values
    asked = await approvals.ask(click.app, click.actor, run, chosen)
    await answer(click.interaction, act_words.to_confirm(asked))


@routes.click("replay")
async def replay(click: Click) -> None:
    """Solve the run again and compare."""
    await think(click.interaction)
    actor, run = click.actor, MatchRunId(click.target.what)
    await answer(click.interaction, words.replayed(await runs.replay(click.app, actor, run)))
