"""Refused forms open again with what was typed in them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.domain.errors import DomainError
from bot.messages.outgoing import ButtonSpec, Form, Style
from bot.services import form_drafts
from bot.views.answering import actor_of, offer_way_back, open_form
from bot.views.router import Click, Submission


async def open_with_draft(click: Click, what: str, form: Form) -> None:
    """Open `form`, filled in with what was typed the last time, if that was refused."""
    typed = await form_drafts.find(click.app, actor_of(click.interaction), what)
    await open_form(click.interaction, form.filled(typed))


@asynccontextmanager
async def keeping(form: Submission, what: str, way_back: str) -> AsyncIterator[None]:
    """Keep what was typed when the block refuses it, and offer the button `way_back` (an id).

    That button must lead to `open_with_draft` with the same `what`.
    """
    actor = actor_of(form.interaction, form.target.guild)
    button = ButtonSpec("Open the form again", way_back, Style.MAIN)
    offer_way_back(form.interaction, ((button,),))
    try:
        yield
    except DomainError as refusal:
        if refusal.code != "interaction.repeated":
            await form_drafts.keep(form.app, actor, what, form.fields)
        raise
    await form_drafts.drop(form.app, actor, what)
