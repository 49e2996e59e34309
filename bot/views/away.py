"""Say that one is away, or back."""

from bot.domain.ids import AwayId
from bot.messages import away as words
from bot.messages.nudge_settings import panel
from bot.services import away, nudge_settings
from bot.views.answering import actor_of, answer, open_form, replace
from bot.views.router import Click, Routes, Submission

routes = Routes("away")


@routes.click("form")
async def open_away(click: Click) -> None:
    """Ask from when until when."""
    await open_form(click.interaction, words.form(click.target.guild))


@routes.submit("send")
async def send(form: Submission) -> None:
    """Be away as typed."""
    actor = actor_of(form.interaction, form.target.guild)
    done = await away.begin(
        form.app, actor, form.text("from"), form.text("until"), form.text("note")
    )
    await answer(form.interaction, words.begun(done))


@routes.click("back")
async def back(click: Click) -> None:
    """Be back, or do not go; the panel it was clicked in shows what holds now."""
    actor = actor_of(click.interaction, click.target.guild)
    done = await away.cancel(click.app, actor, AwayId(click.target.what))
    found = await nudge_settings.show(click.app, actor)
    await replace(click.interaction, panel(found))
    await answer(click.interaction, words.cancelled(done))
