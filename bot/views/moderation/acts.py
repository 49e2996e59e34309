"""The confirmation of an act that touches many, and what follows when it is pressed."""

from bot.domain.ids import ActId
from bot.domain.moderation.acts import ActKind
from bot.messages.cohorts import cohorts as cohort_words
from bot.messages.matching import runs as match_words
from bot.messages.moderation import acts as words
from bot.services.cohorts import cohorts
from bot.services.matching import approvals
from bot.services.moderation import acts
from bot.services.moderation.acts import ToConfirm
from bot.views import presence
from bot.views.answering import acknowledge, replace
from bot.views.router import Click, Interaction, Routes

routes = Routes("act")


@routes.click("back")
@routes.click("next")
async def turn(click: Click) -> None:
    """Show another page of whom the act touches."""
    shown = await acts.find(click.app, click.actor, ActId(click.target.what))
    await replace(click.interaction, words.to_confirm(shown, click.target.number))


@routes.click("dismiss")
async def dismiss(click: Click) -> None:
    """Leave everything as it is."""
    await replace(click.interaction, words.dismissed())


@routes.click("confirm")
async def confirm(click: Click) -> None:
    """Do what was shown; if it would touch others by now, show it anew."""
    await acknowledge(click.interaction)
    act = ActId(click.target.what)
    shown = await acts.find(click.app, click.actor, act)
    match shown.act.kind:
        case ActKind.ENDED:
            moved = await cohorts.end(click.app, click.actor, act)
            await _show_moved(click.interaction, moved)
        case ActKind.CLOSED:
            moved = await cohorts.close_shown(click.app, click.actor, act)
            await _show_moved(click.interaction, moved)
        case ActKind.RESTORED:
            moved = await cohorts.restore(click.app, click.actor, act)
            await _show_moved(click.interaction, moved)
        case ActKind.APPROVED:
            # Someone may have left the server since the question.
            await presence.refresh_cohort(
                click.interaction, click.app, click.actor, shown.cohort.id, anew=True
            )
            approved = await approvals.approve(click.app, click.actor, act)
            if isinstance(approved, ToConfirm):
                await replace(click.interaction, words.to_confirm(approved))
            else:
                await replace(click.interaction, match_words.approved(approved))
        case _:
            undone = await approvals.undo(click.app, click.actor, act)
            if isinstance(undone, ToConfirm):
                await replace(click.interaction, words.to_confirm(undone))
            else:
                await replace(click.interaction, match_words.approval_undone(undone))


async def _show_moved(interaction: Interaction, moved: cohorts.CohortMoved | ToConfirm) -> None:
    if isinstance(moved, ToConfirm):
        await replace(interaction, words.to_confirm(moved))
        return
    await replace(interaction, cohort_words.moved(moved))
