"""The pages of a match run, and its approval."""

from bot.domain.ids import MatchRunId
from bot.messages.matching import runs as words
from bot.services.matching import approvals, runs
from bot.views import presence
from bot.views.answering import answer, replace, think
from bot.views.cohorts.cohorts import close_panel
from bot.views.router import Click, Routes

routes = Routes("match")


@routes.click("back")
@routes.click("next")
async def _show(click: Click) -> None:
    run = await runs.find(click.app, click.actor, MatchRunId(click.target.what))
    await replace(click.interaction, words.preview(run, click.target.number))


@routes.click("approve")
async def approve(click: Click) -> None:
    """Approve the run that this message shows."""
    await think(click.interaction)
    await _approve(click)


@routes.click("approve-some")
async def approve_some(click: Click) -> None:
    """Approve the pairs that were chosen."""
    await think(click.interaction)
    await _approve(click, click.values)


@routes.click("replay")
async def replay(click: Click) -> None:
    """Solve the run again and compare."""
    await think(click.interaction)
    actor, run = click.actor, MatchRunId(click.target.what)
    await answer(click.interaction, words.replayed(await runs.replay(click.app, actor, run)))


async def _approve(click: Click, mentees: tuple[str, ...] | None = None) -> None:
    actor, run = click.actor, MatchRunId(click.target.what)
    proposal = await runs.find(click.app, actor, run)
    # Someone may have left the server since the preview.
    await presence.refresh_cohort(
        click.interaction, click.app, actor, proposal.cohort.id, anew=True
    )
    approved = await approvals.approve(click.app, actor, run, mentees)
    await answer(click.interaction, words.approved(approved))
    await close_panel(click.interaction, approved.cohort)
