"""The buttons, the select, and the forms of outside mentors; only the member sees the answers."""

from bot.app import App
from bot.domain.ids import OutreachId, SavedProgramId
from bot.domain.outreach.drafts import DraftParts
from bot.domain.outreach.outreach import OutreachEvent, TypedOutreach
from bot.domain.programs.guide import Audience, Moment
from bot.messages.custom_id import build
from bot.messages.outreach import drafts as draft_words
from bot.messages.outreach import outreach as words
from bot.messages.programs.advice import fits_under, with_advice
from bot.services import form_drafts
from bot.services.actor import Actor
from bot.services.outreach import outreach
from bot.services.outreach.outreach import OutreachShown
from bot.services.programs import advice
from bot.views.answering import answer, open_form
from bot.views.forms import open_with_draft, saving_draft
from bot.views.router import Click, Interaction, Routes, Submission, say_for

routes = Routes("outreach")


@routes.click("form")
async def open_outreach(click: Click) -> None:
    """Open the form for a new contact."""
    await open_with_draft(click, "outreach", words.form(click.say, click.target.guild))


@routes.submit("add")
async def add(form: Submission) -> None:
    """Save the contact that was typed."""
    typed = TypedOutreach(
        *(form.text(key) for key in ("who", "place", "known_from", "address", "kind"))
    )
    async with saving_draft(form, "outreach", build("outreach", "form", form.actor.guild)):
        made = await outreach.add(form.app, form.actor, typed)
    await answer(form.interaction, words.outreach_card(form.say, made, "Added."))


@routes.click("program")
async def from_program(click: Click) -> None:
    """Add a saved program as a contact."""
    made = await outreach.from_program(click.app, click.actor, SavedProgramId(click.target.what))
    await answer(click.interaction, words.outreach_card(click.say, made, "On your outreach list."))


@routes.click("pick")
async def pick(click: Click) -> None:
    """Show the chosen contact."""
    view = await outreach.get(click.app, click.actor, OutreachId(click.number()))
    await answer(click.interaction, words.outreach_card(click.say, view))


@routes.click("show")
async def show(click: Click) -> None:
    """Show a contact with what can be done about it."""
    await answer(click.interaction, words.outreach_card(click.say, await _own(click)))


@routes.click("words")
async def show_words(click: Click) -> None:
    """Show a text to copy for the next step."""
    await answer(click.interaction, words.words_for(click.say, await _own(click)))


@routes.click("allow")
async def ask_permission(click: Click) -> None:
    """Ask for a phone number with its permission."""
    form = words.allow_form(click.say, await _own(click))
    await open_with_draft(click, f"outreach-allow:{click.target.what}", form)


@routes.submit("allow-form")
async def allow(form: Submission) -> None:
    """Save a phone number with its permission."""
    which = OutreachId(form.target.what)
    channels = form.fields.get("channels", ())
    back = build("outreach", "allow", form.actor.guild, which)
    async with saving_draft(form, f"outreach-allow:{which}", back):
        shown = await outreach.allow(
            form.app, form.actor, which, form.text("phone"), channels, form.text("since")
        )
    await answer(
        form.interaction,
        words.outreach_card(form.say, shown, "Noted, with the day of their permission."),
    )


@routes.click("draft")
async def draft(click: Click) -> None:
    """Open the existing message, or the questions to compose one from."""
    await open_message(click.interaction, click.app, click.actor, OutreachId(click.target.what))


async def open_message(interaction: Interaction, app: App, actor: Actor, which: OutreachId) -> None:
    """Open the message for editing, so that none is overwritten; else the questions."""
    contact, stage = await outreach.to_write(app, actor, which)
    if contact.draft:
        form, draft_key = (
            draft_words.edit_form(say_for(interaction), contact),
            f"outreach-edit:{which}",
        )
    else:
        form, draft_key = (
            draft_words.form(say_for(interaction), contact, stage),
            f"outreach-draft:{which}",
        )
    typed = await form_drafts.find(app, actor, draft_key)
    await open_form(interaction, form.filled(typed))


@routes.submit("compose")
async def compose(form: Submission) -> None:
    """Compose the message."""
    parts = DraftParts(
        *(form.text(key) for key in ("stage", "need", "question", "bring", "thanks"))
    )
    which = OutreachId(form.target.what)
    back = build("outreach", "draft", form.actor.guild, which)
    async with saving_draft(form, f"outreach-draft:{which}", back):
        made = await outreach.draft(form.app, form.actor, which, parts)
    message, moment = draft_words.draft(form.say, made), Moment.BEFORE_FIRST_CONTACT
    item = await advice.give(form.app, form.actor, moment, Audience.MENTEE, fits_under(message))
    await answer(form.interaction, with_advice(message, item))


@routes.submit("revise")
async def revise(form: Submission) -> None:
    """Save the message as edited."""
    which = OutreachId(form.target.what)
    back = build("outreach", "draft", form.actor.guild, which)
    async with saving_draft(form, f"outreach-edit:{which}", back):
        made = await outreach.revise(form.app, form.actor, which, form.text("words"))
    await answer(form.interaction, draft_words.draft(form.say, made))


@routes.click_each(
    {
        "sent": OutreachEvent.SENT,
        "answered": OutreachEvent.ANSWERED,
        "met": OutreachEvent.MET,
        "declined": OutreachEvent.DECLINED,
        "rest": OutreachEvent.LET_REST,
        "close": OutreachEvent.CLOSED,
    }
)
async def _log(click: Click, event: OutreachEvent) -> None:
    logged = await outreach.log(click.app, click.actor, OutreachId(click.target.what), event)
    await answer(click.interaction, words.logged(click.say, logged))


async def _own(click: Click) -> OutreachShown:
    return await outreach.get(click.app, click.actor, OutreachId(click.target.what))
