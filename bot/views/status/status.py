"""`/status`, `/help`, and their buttons."""

from bot.app import App
from bot.domain.errors import DomainError
from bot.messages.help import HelpTopic, help_for, help_on
from bot.messages.pairs.people_view import my_people
from bot.messages.status.status import MOST_UNSHOWN
from bot.messages.status.status import status as show
from bot.services import unshown_answers
from bot.services.actor import Actor
from bot.services.pairs import people_view
from bot.services.status import status
from bot.views.answering import answer, replace
from bot.views.router import Click, Interaction, Routes, say_for

routes = Routes("status")


async def show_status(app: App, actor: Actor, interaction: Interaction) -> None:
    """Show someone what is waiting, and what could not be shown to them before."""
    view = await status.status_of_person(app, actor)
    await answer(interaction, show(say_for(interaction), actor.guild, view))
    if shown := [answer.interaction for answer in view.unshown[:MOST_UNSHOWN]]:
        await unshown_answers.drop(app, actor, shown)


@routes.click("show")
async def _show_status(click: Click) -> None:
    await show_status(click.app, click.actor, click.interaction)


@routes.click("people")
async def show_people(click: Click) -> None:
    """Show the person's mentors and mentees."""
    view = await people_view.people_view(click.app, click.actor)
    await answer(click.interaction, my_people(click.say, click.actor.guild, view))


async def show_help(
    app: App, actor: Actor, interaction: Interaction, topic: HelpTopic | None
) -> None:
    """Show someone the commands of a topic, or those that fit their situation."""
    view = await status.status_of_person(app, actor)
    if topic is None:
        await answer(interaction, help_for(say_for(interaction), actor.guild, view))
    else:
        await answer(
            interaction,
            help_on(say_for(interaction), actor.guild, topic, is_moderator=view.is_moderator),
        )


@routes.click("help")
async def _choose_topic(click: Click) -> None:
    try:
        topic = HelpTopic(click.choice())
    except ValueError as error:
        raise DomainError("component.unknown") from error
    view = await status.status_of_person(click.app, click.actor)
    message = help_on(click.say, click.actor.guild, topic, is_moderator=view.is_moderator)
    await replace(click.interaction, message)
