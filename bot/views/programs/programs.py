"""The buttons of a program's card, and the forms they open."""

from bot.messages.programs import programs as words
from bot.messages.programs import saved_programs as saved_words
from bot.messages.programs import searches as search_words
from bot.services.programs import corrections, programs, saved_programs, searches
from bot.views.answering import answer, open_form
from bot.views.router import Click, Routes, Submission

routes = Routes("program")


@routes.click("show")
async def show(click: Click) -> None:
    """Show the card."""
    found = await programs.show_numbered(click.app, click.actor, click.target.what)
    vocabulary = click.app.catalogue.shipped.vocabulary
    await answer(click.interaction, words.card(click.actor.guild, found, vocabulary))


@routes.click("like")
async def like(click: Click) -> None:
    """Find programs like this one."""
    found = await searches.more_like(click.app, click.actor, click.target.what)
    await answer(click.interaction, search_words.answer(found))


@routes.click("save")
async def save(click: Click) -> None:
    """Ask for the day of a reminder, which may stay empty."""
    found = await programs.show_numbered(click.app, click.actor, click.target.what)
    await open_form(click.interaction, saved_words.save_form(click.actor.guild, found))


@routes.submit("save-form")
async def send_save(form: Submission) -> None:
    """Save the program."""
    typed = form.text("remind_on")
    done = await saved_programs.save_numbered(form.app, form.actor, form.target.what, typed)
    await answer(form.interaction, saved_words.saved(done))


@routes.click("correct")
async def correct(click: Click) -> None:
    """Ask what is wrong."""
    found = await programs.show_numbered(click.app, click.actor, click.target.what)
    await open_form(click.interaction, words.correction_form(click.actor.guild, found))


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
    await answer(form.interaction, words.correction_sent(sent.name))
