"""The menus of mentors who take requests."""

from bot.messages.requests import mentor_availability as words
from bot.services.requests import mentor_availability
from bot.views.answering import answer, replace
from bot.views.router import Click, Routes

routes = Routes("mentor")


@routes.click("more")
async def more(click: Click) -> None:
    """Show the next mentors."""
    await replace(
        click.interaction,
        words.mentors(
            click.say, await mentor_availability.more(click.app, click.actor, click.target.what)
        ),
    )


@routes.click("opening")
async def opening(click: Click) -> None:
    """Show the person's own request settings."""
    await answer(
        click.interaction,
        words.opening(click.say, await mentor_availability.show(click.app, click.actor)),
    )


@routes.click("promise")
async def set_answer_time(click: Click) -> None:
    """Save the person's response time, which also starts taking requests."""
    availability_view = await mentor_availability.set_answer_time(
        click.app, click.actor, click.number()
    )
    await replace(click.interaction, words.opening(click.say, availability_view))


@routes.click("room")
async def room(click: Click) -> None:
    """Save how many mentees one could take."""
    availability_view = await mentor_availability.make_room(click.app, click.actor, click.number())
    await replace(click.interaction, words.opening(click.say, availability_view))
