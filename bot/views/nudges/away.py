"""Say that one is away, or back."""

from bot.app import App
from bot.domain.ids import AwayId
from bot.messages.custom_id import build
from bot.messages.nudges import away as words
from bot.messages.nudges.settings import panel
from bot.messages.outgoing import Outgoing
from bot.services.actor import Actor
from bot.services.nudges import away, settings
from bot.views.answering import answer, replace
from bot.views.forms import Typed, keeping_typed, open_with_draft
from bot.views.router import Click, Interaction, Routes, Submission

routes = Routes("away")
DRAFT = "away"


@routes.click("form")
async def open_away(click: Click) -> None:
    """Ask from when until when."""
    await open_with_draft(click, DRAFT, words.form(click.target.guild))


@routes.submit("send")
async def send(form: Submission) -> None:
    """Be away as typed."""
    said = await be_away(form.app, form.interaction, form.actor, form.fields)
    await answer(form.interaction, said)


async def be_away(app: App, interaction: Interaction, actor: Actor, fields: Typed) -> Outgoing:
    """Be away as `fields` say, by the keys of the form; what is refused opens in it again."""
    first, last, note = ("".join(fields.get(key, ())) for key in ("from", "until", "note"))
    async with keeping_typed(
        app, interaction, actor, DRAFT, build("away", "form", actor.guild), fields
    ):
        done = await away.begin(app, actor, first, last, note)
    return words.begun(done)


@routes.click("back")
async def back(click: Click) -> None:
    """Be back, or do not go; the panel it was clicked in shows what holds now."""
    done = await away.cancel(click.app, click.actor, AwayId(click.target.what))
    found = await settings.show(click.app, click.actor)
    await replace(click.interaction, panel(found))
    await answer(click.interaction, words.cancelled(done))
