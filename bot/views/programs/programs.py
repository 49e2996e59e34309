"""The buttons of a program's card, and the forms they open."""

from bot.app import App
from bot.messages.custom_id import build
from bot.messages.outgoing import Message
from bot.messages.programs import programs as words
from bot.messages.programs import saved_programs as saved_words
from bot.messages.programs import searches as search_words
from bot.services.actor import Actor
from bot.services.programs import corrections, programs, saved_programs, searches
from bot.views.answering import answer, open_form, replace
from bot.views.forms import open_with_draft, read_as, saving_typed
from bot.views.router import Click, Interaction, Routes, Submission, say_for

routes = Routes("program")


@routes.click("show")
async def show(click: Click) -> None:
    """Show the card."""
    program = await programs.show_numbered(click.app, click.actor, click.target.what)
    vocabulary = click.app.catalogue.shipped.vocabulary
    await answer(click.interaction, words.card(click.say, click.actor.guild, program, vocabulary))


@routes.click("like")
async def like(click: Click) -> None:
    """Find similar programs."""
    page = await searches.more_like(click.app, click.actor, click.target.what)
    await answer(click.interaction, search_words.answer(click.say, page))


@routes.click("save")
async def save(click: Click) -> None:
    """Ask for the day of a reminder, which may stay empty."""
    program = await programs.show_numbered(click.app, click.actor, click.target.what)
    await open_with_draft(
        click,
        _draft(click.target.what),
        saved_words.save_form(click.say, click.actor.guild, program),
    )


@routes.submit("save-form")
async def send_save(form: Submission) -> None:
    """Save the program."""
    typed = form.text("remind_on")
    message = await save_program(form.app, form.interaction, form.actor, form.target.what, typed)
    await answer(form.interaction, message)


@routes.click("save-reading")
async def save_reading(click: Click) -> None:
    """Save it with a reminder on the chosen reading of the day."""
    number = click.target.what
    _, day = await read_as(click, _draft(number), click.target.number)
    message = await save_program(click.app, click.interaction, click.actor, number, day)
    await replace(click.interaction, message)


def _draft(number: int) -> str:
    return f"program-save:{number}"


async def save_program(
    app: App, interaction: Interaction, actor: Actor, number: int, remind_on: str
) -> Message:
    """Save the program of this number; if its day is refused, the form opens again."""
    again = build("program", "save", actor.guild, number)
    fields = {"remind_on": (remind_on,)}

    def reading_id(which: int) -> str:
        return build("program", "save-reading", actor.guild, number, number=which)

    draft = _draft(number)
    async with saving_typed(app, interaction, actor, draft, again, fields, reading_id):
        program_saved = await saved_programs.save_numbered(app, actor, number, remind_on)
    return saved_words.saved(say_for(interaction), program_saved)


@routes.click("correct")
async def correct(click: Click) -> None:
    """Ask what is wrong."""
    program = await programs.show_numbered(click.app, click.actor, click.target.what)
    await open_form(click.interaction, words.correction_form(click.say, click.actor.guild, program))


@routes.submit("correction")
async def send_correction(form: Submission) -> None:
    """Queue the correction."""
    sent = await corrections.send(
        form.app,
        form.actor,
        form.target.what,
        what=form.text("what"),
        detail=form.text("detail"),
        source=form.text("source"),
    )
    await answer(form.interaction, words.correction_sent(form.say, sent.name))
