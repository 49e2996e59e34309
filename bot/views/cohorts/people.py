"""The list of a cohort's people: its filters, its pages, and the search by name."""

from bot.app import App
from bot.domain.cohorts.people import Shown
from bot.domain.errors import DomainError
from bot.domain.ids import CohortId
from bot.messages.cohorts import people as words
from bot.messages.outgoing import Message
from bot.services.actor import Actor
from bot.services.cohorts import cohorts, people
from bot.services.cohorts.people import PeoplePage
from bot.views import presence
from bot.views.answering import answer, open_form, replace
from bot.views.cohorts.people_import import routes
from bot.views.names import look_up, names_of
from bot.views.router import Click, Interaction, Submission, say_for


async def show(interaction: Interaction, app: App, actor: Actor, page: PeoplePage) -> Message:
    """Return the page as a message, once it is known who on it is in the server."""
    names = await names_of(interaction, [entry.user for entry in page.entries])
    # The names say who is here. Whom they contradict is asked about one by one.
    unsure = [entry.user for entry in page.entries if entry.gone is (entry.user in names)]
    if unsure:
        await presence.refresh(interaction, app, actor, unsure)
        page = await people.again(app, actor, page)
    return words.people(
        say_for(interaction), page, {user: called.shown for user, called in names.items()}
    )


async def find(
    interaction: Interaction, app: App, actor: Actor, cohort: CohortId | str, typed: str
) -> PeoplePage:
    """Return the first page of those in a cohort whose name contains what was typed."""
    cohort_id, users = await people.users_ever(app, actor, cohort)
    part = typed.strip().removeprefix("<@").removesuffix(">").removeprefix("!")
    unanswered = 0
    if part.isascii() and part.isdecimal() and len(part) >= 15:
        found = [user for user in users if str(user) == part]
    else:
        names, unanswered = await look_up(interaction, users)
        found = [user for user, called in names.items() if called.includes(typed)]
    return await people.save_found(app, actor, cohort_id, typed.strip(), found, unanswered)


@routes.click("people")
async def show_people(click: Click) -> None:
    """Show the first page of the people."""
    page = await people.list_page(click.app, click.actor, CohortId(click.target.what), 0)
    await answer(click.interaction, await show(click.interaction, click.app, click.actor, page))


@routes.click_each(
    {f"people-{shown}": shown for shown in Shown}
    # How the pages were called before there were filters.
    | {"people-back": Shown.ALL, "people-next": Shown.ALL}
)
async def turn(click: Click, shown: Shown) -> None:
    """Show another page."""
    cohort, number = CohortId(click.target.what), click.target.number
    page = await people.list_page(click.app, click.actor, cohort, number, shown)
    await replace(click.interaction, await show(click.interaction, click.app, click.actor, page))


@routes.click("people-show")
async def filter_people(click: Click) -> None:
    """Show only those that were chosen."""
    cohort = CohortId(click.target.what)
    if click.choice() not in set(Shown):
        raise DomainError("component.unknown")
    shown = Shown(click.choice())
    page = await people.list_page(click.app, click.actor, cohort, 0, shown)
    await replace(click.interaction, await show(click.interaction, click.app, click.actor, page))


@routes.click("people-found")
async def turn_found(click: Click) -> None:
    """Show another page of whom a search has found."""
    cohort, number = CohortId(click.target.what), click.target.number
    page = await people.found_page(click.app, click.actor, cohort, number)
    await replace(click.interaction, await show(click.interaction, click.app, click.actor, page))


@routes.click("people-find")
async def open_search(click: Click) -> None:
    """Ask for a part of a name."""
    cohort = await cohorts.find(click.app, click.actor, CohortId(click.target.what))
    await open_form(click.interaction, words.find_form(click.say, cohort))


@routes.submit("people-find")
async def search(form: Submission) -> None:
    """Show whom a search has found."""
    cohort = CohortId(form.target.what)
    page = await find(form.interaction, form.app, form.actor, cohort, form.text("name"))
    await replace(form.interaction, await show(form.interaction, form.app, form.actor, page))


__all__ = ["find", "routes", "show"]
