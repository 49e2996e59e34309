"""The buttons of a cohort's status and people list."""

from bot.domain.ids import CohortId
from bot.messages.cohorts import cohorts as words
from bot.messages.cohorts import listing as list_words
from bot.messages.moderation import acts as act_words
from bot.services.cohorts import cohorts, listing
from bot.services.moderation import acts
from bot.views.answering import answer, replace
from bot.views.router import Click, Routes

routes = Routes("cohort")


@routes.click("log-newer")
@routes.click("log-older")
async def _turn_log(click: Click) -> None:
    cohort, page = CohortId(click.target.what), click.target.number
    page_of_log = await acts.log_page(click.app, click.actor, cohort, page)
    await replace(click.interaction, act_words.log(click.say, page_of_log))


@routes.click("restore")
async def restore(click: Click) -> None:
    """Ask whether to restore an ended cohort and its pairs."""
    asked = await cohorts.ask_to_restore(click.app, click.actor, CohortId(click.target.what))
    await answer(click.interaction, act_words.to_confirm(click.say, asked))


@routes.click("list")
@routes.click("list-back")
@routes.click("list-next")
async def turn_list(click: Click) -> None:
    """Show another page of the cohorts, or those that are over."""
    over = bool(click.target.what)
    page = await listing.list_page(click.app, click.actor, click.target.number, over=over)
    await replace(click.interaction, list_words.cohorts(click.say, page, click.actor.guild))


@routes.click("panel")
async def post_panel(click: Click) -> None:
    """Post the sign-up panel again."""
    moved = await cohorts.post_panel(click.app, click.actor, CohortId(click.target.what))
    await answer(click.interaction, words.moved(click.say, moved))
