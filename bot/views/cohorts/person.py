"""One person's page, for moderators: what it shows, and what its buttons do."""

from bot.domain.ids import CohortId, UserId
from bot.messages.cohorts import person as words
from bot.messages.outgoing import Message
from bot.services.cohorts import person
from bot.services.cohorts.person import PersonPage
from bot.views import presence
from bot.views.answering import answer, replace
from bot.views.names import names_of
from bot.views.router import Click, Interaction, Routes

routes = Routes("person")


async def show(interaction: Interaction, page: PersonPage, news: str = "") -> Message:
    """Return the page as a message, with the person's name."""
    names = await names_of(interaction, [page.user])
    return words.page(page, {user: called.shown for user, called in names.items()}, news)


def target_of(click: Click) -> tuple[UserId, CohortId]:
    """Return the person and the cohort that a button of the page refers to."""
    return UserId(click.target.what), CohortId(click.target.number)


@routes.click("open")
async def open_page(click: Click) -> None:
    """Open the page of someone in a list of a cohort's people."""
    user, cohort = UserId(click.number()), CohortId(click.target.what)
    await presence.refresh(click.interaction, click.app, click.actor, [user])
    page = await person.look(click.app, click.actor, user, cohort)
    await answer(click.interaction, await show(click.interaction, page))


@routes.click("refresh")
async def refresh(click: Click) -> None:
    """Show the page as it is now."""
    user, cohort = target_of(click)
    page = await person.look(click.app, click.actor, user, cohort)
    await replace(click.interaction, await show(click.interaction, page))


@routes.click("cohort")
async def choose_cohort(click: Click) -> None:
    """Show the same person in another cohort."""
    user, cohort = UserId(click.target.what), CohortId(click.number())
    page = await person.look(click.app, click.actor, user, cohort)
    await replace(click.interaction, await show(click.interaction, page))
