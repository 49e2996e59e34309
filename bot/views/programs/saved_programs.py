"""The buttons of the private shortlist, and of the reminders that come from it."""

from bot.domain.ids import SavedProgramId
from bot.messages.programs import programs as program_words
from bot.messages.programs import saved_programs as words
from bot.services.programs import programs, saved_programs
from bot.views.answering import answer, open_form, replace
from bot.views.router import Click, Routes, Submission

routes = Routes("saved")


@routes.click("pick")
async def pick(click: Click) -> None:
    """Show one saved program with what can be done about it."""
    found = await saved_programs.get(click.app, click.actor, SavedProgramId(click.number()))
    await answer(click.interaction, words.one(found))


@routes.click("show")
async def show(click: Click) -> None:
    """Show the card of a saved program."""
    saved = await saved_programs.get(click.app, click.actor, SavedProgramId(click.target.what))
    found = (await programs.pick(click.app, click.actor, [saved.program]))[0]
    vocabulary = click.app.catalogue.shipped.vocabulary
    await answer(click.interaction, program_words.card(click.actor.guild, found, vocabulary))


@routes.click("day")
async def another_day(click: Click) -> None:
    """Ask for another day."""
    found = await saved_programs.get(click.app, click.actor, SavedProgramId(click.target.what))
    await open_form(click.interaction, words.day_form(found))


@routes.submit("day-form")
async def send_day(form: Submission) -> None:
    """Move the reminder, or take it away."""
    saved = SavedProgramId(form.target.what)
    done = await saved_programs.remind(form.app, form.actor, saved, form.text("remind_on"))
    await answer(form.interaction, words.moved(done))


@routes.click("done")
async def done(click: Click) -> None:
    """Note that the reminder was seen."""
    found = await saved_programs.done(click.app, click.actor, SavedProgramId(click.target.what))
    # The reminder's own message becomes the answer; the same button under /status is a new one.
    await (replace if click.target.ref else answer)(click.interaction, words.seen(found))


@routes.click("remove")
async def remove(click: Click) -> None:
    """Take it off the list."""
    gone = await saved_programs.remove(click.app, click.actor, SavedProgramId(click.target.what))
    await replace(click.interaction, words.removed(gone))
