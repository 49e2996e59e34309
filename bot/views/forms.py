"""Show refused input again: in its form, and as buttons for the times that it may mean."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager

import structlog

from bot.app import App
from bot.domain.errors import DomainError
from bot.messages import time_choices
from bot.messages.errors import CORRECT
from bot.messages.outgoing import Button, Modal, Style
from bot.services import form_drafts
from bot.services.actor import Actor
from bot.views.answering import offer_way_back, open_form
from bot.views.router import Click, Interaction, Submission, say_for

log = structlog.get_logger(__name__)
Typed = Mapping[str, Sequence[str]]
DRAFT_SECONDS = 1.0
"""How long a failure waits for its draft before it is reported."""
# Saved next to the fields: what the refused time may mean, the text without the time, and the field
# that contains it.
READINGS, WORDS_WITHOUT_TIME, FIELD = "readings", "rest", "field"


async def open_with_draft(click: Click, draft: str, form: Modal) -> None:
    """Open `form`, filled in with what was typed last time, if that was refused."""
    typed = await form_drafts.find(click.app, click.actor, draft)
    await open_form(click.interaction, form.filled(typed))


@asynccontextmanager
async def saving_draft(
    form: Submission, draft: str, way_back: str, reading_id: Callable[[int], str] | None = None
) -> AsyncIterator[None]:
    """Save what was typed into `form` as `saving_typed` does."""
    async with saving_typed(
        form.app, form.interaction, form.actor, draft, way_back, form.fields, reading_id
    ):
        yield


@asynccontextmanager
async def saving_typed(
    app: App,
    interaction: Interaction,
    actor: Actor,
    draft: str,
    way_back: str,
    typed: Typed,
    reading_id: Callable[[int], str] | None = None,
) -> AsyncIterator[None]:
    """Save what was typed as `draft` if the block refuses it, and offer a button to correct it.

    That button has the ID `way_back`, and must lead to `open_with_draft` with the same `draft`. If
    a time is ambiguous, each reading is offered as a button with the ID that `reading_id` returns
    for its number; see `read_as`.
    """
    correct = Button(say_for(interaction)(CORRECT), way_back, Style.PRIMARY)
    offer_way_back(interaction, ((correct,),))
    try:
        yield
    except DomainError as refusal:
        asked: dict[str, Sequence[str]] = {}
        if reading_id and (readings := refusal.facts.get("readings")):
            choices = time_choices.row(
                say_for(interaction), readings, refusal.facts["today"], reading_id
            )
            offer_way_back(
                interaction, (choices, (Button(say_for(interaction)(CORRECT), way_back),))
            )
            asked[READINGS] = [str(reading) for reading in readings]
            if words := refusal.facts.get("words"):
                asked[WORDS_WITHOUT_TIME] = [words]
            if field := refusal.facts.get("field"):
                asked[FIELD] = [field]
        if refusal.code != "interaction.repeated":
            await form_drafts.save_draft(app, actor, draft, {**typed, **asked})
        raise
    except Exception:  # raised again: the error path answers and logs; the words are kept first
        offer_way_back(interaction, ((Button("Try again", way_back, Style.PRIMARY),),))
        await _save_if_possible(app, actor, draft, typed)
        raise
    try:
        await form_drafts.drop(app, actor, draft)
    except Exception:  # it is only filled in again the next time
        log.exception("draft.not_dropped")


async def _save_if_possible(app: App, actor: Actor, draft: str, typed: Typed) -> None:
    """Save a draft after a failure; a database that is not back yet may do it later."""
    try:
        async with asyncio.timeout(DRAFT_SECONDS):
            await form_drafts.save_draft(app, actor, draft, typed)
    except Exception:  # the failure that led here is the one to report
        log.exception("draft.not_saved")


def text_of(fields: Typed, key: str) -> str:
    """Return what was typed into a field; empty if nothing was."""
    return next(iter(fields.get(key, ())), "").strip()


async def read_as(click: Click, draft: str, number: int) -> tuple[Typed, str]:
    """Return what was typed, and the reading of the time that was chosen.

    Raises `DomainError` ``form.no_draft`` if it is no longer saved.
    """
    typed = await form_drafts.find(click.app, click.actor, draft)
    offered = typed.get(READINGS, ())
    if number >= len(offered):
        raise DomainError("form.no_draft")
    return typed, offered[number]
