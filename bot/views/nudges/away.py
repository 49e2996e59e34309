"""Set time away, or end it."""

from bot.app import App
from bot.domain.ids import AwayId
from bot.messages.custom_id import build
from bot.messages.nudges import away as words
from bot.messages.nudges.settings import panel
from bot.messages.outgoing import Message
from bot.services.actor import Actor
from bot.services.nudges import away
from bot.services.nudges import panel as nudge_panel
from bot.views.answering import answer, replace
from bot.views.forms import FIELD, Typed, open_with_draft, read_as, saving_typed, text_of
from bot.views.router import Click, Interaction, Routes, Submission, say_for

routes = Routes("away")
DRAFT = "away"


@routes.click("form")
async def open_away(click: Click) -> None:
    """Ask for the first and the last day."""
    await open_with_draft(click, DRAFT, words.form(click.say, click.target.guild))


@routes.submit("send")
async def send(form: Submission) -> None:
    """Set time away as typed."""
    message = await be_away(form.app, form.interaction, form.actor, form.fields)
    await answer(form.interaction, message)


async def be_away(app: App, interaction: Interaction, actor: Actor, fields: Typed) -> Message:
    """Set time away from `fields`, by the keys of the form; if refused, the form opens again."""
    first, last, note = ("".join(fields.get(key, ())) for key in ("from", "until", "note"))
    again = build("away", "form", actor.guild)

    def reading_id(number: int) -> str:
        return build("away", "reading", actor.guild, number=number)

    async with saving_typed(app, interaction, actor, DRAFT, again, fields, reading_id):
        away_set = await away.begin(app, actor, first, last, note)
    return words.begun(say_for(interaction), away_set)


@routes.click("reading")
async def reading(click: Click) -> None:
    """Set time away with the chosen reading of the day."""
    typed, day = await read_as(click, DRAFT, click.target.number)
    fields = {**typed, text_of(typed, FIELD): (day,)}
    message = await be_away(click.app, click.interaction, click.actor, fields)
    await replace(click.interaction, message)


@routes.click("back")
async def back(click: Click) -> None:
    """End time away, or cancel it; the settings panel, if clicked there, is updated."""
    away_cancelled = await away.cancel(click.app, click.actor, AwayId(click.target.what))
    settings_panel = await nudge_panel.show(click.app, click.actor)
    await replace(click.interaction, panel(click.say, settings_panel))
    await answer(click.interaction, words.cancelled(click.say, away_cancelled))
