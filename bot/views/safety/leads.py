"""The safety part of `/setup`."""

from typing import Any

from bot.domain.errors import DomainError
from bot.domain.ids import UserId
from bot.messages.custom_id import build
from bot.messages.safety import leads as words
from bot.services.safety import leads
from bot.views import payloads
from bot.views.answering import answer, replace
from bot.views.forms import open_with_draft, saving_draft
from bot.views.router import Click, Routes, Submission

routes = Routes("safety")
_DRAFT = "safety-words"


@routes.click("show")
async def show(click: Click) -> None:
    """Show the safety settings in place of the panel."""
    await replace(
        click.interaction, words.panel(click.say, await leads.show(click.app, click.actor))
    )


@routes.click("leads")
async def choose(click: Click) -> None:
    """Save who reads concerns."""
    data: Any = click.interaction.data
    chosen = [UserId(user) for user in click.numbers()]
    if any(payloads.is_bot(data, user) for user in chosen):
        raise DomainError("leads.bot")
    saved = await leads.name(click.app, click.actor, chosen)
    await replace(click.interaction, words.panel(click.say, saved))


@routes.click("words")
async def word(click: Click) -> None:
    """Open the form for the society's own words."""
    settings = await leads.show(click.app, click.actor)
    await open_with_draft(click, _DRAFT, words.words_form(click.say, click.actor.guild, settings))


@routes.submit("words-send")
async def send_words(form: Submission) -> None:
    """Save them."""
    async with saving_draft(form, _DRAFT, build("safety", "words", form.actor.guild)):
        emergency, duties = form.text(words.EMERGENCY_FIELD), form.text(words.DUTY_FIELD)
        saved = await leads.word(form.app, form.actor, emergency, duties)
    await answer(form.interaction, words.panel(form.say, saved))


@routes.click_each({"looks-on": True, "looks-off": False})
async def _show_looks(click: Click, on: bool) -> None:
    saved = await leads.show_looks(click.app, click.actor, on=on)
    await replace(click.interaction, words.panel(click.say, saved))
