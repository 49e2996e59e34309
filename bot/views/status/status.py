"""The button that shows what is waiting."""

from bot.messages.pairs.people_view import my_people
from bot.messages.status.status import status as show
from bot.services.pairs import people_view
from bot.services.status import status
from bot.views.answering import answer
from bot.views.router import Click, Routes

routes = Routes("status")


@routes.click("show")
async def show_status(click: Click) -> None:
    """Show what is waiting, to the person who clicked."""
    view = await status.status_of_person(click.app, click.actor)
    await answer(click.interaction, show(click.actor.guild, view))


@routes.click("people")
async def show_people(click: Click) -> None:
    """Show one's mentors and mentees."""
    view = await people_view.people_view(click.app, click.actor)
    await answer(click.interaction, my_people(click.actor.guild, view))
