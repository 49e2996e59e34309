"""The buttons of the private shortlist, and of the reminders that come from it."""

from bot.domain.errors import DomainError
from bot.domain.ids import SavedProgramId
from bot.messages.programs import programs as program_words
from bot.messages.programs import saved_programs as words
from bot.services.programs import programs, saved_programs
from bot.views.answering import actor_of, answer, open_form, replace
from bot.views.router import Click, Routes, Submission

routes = Routes("saved")


@routes.click("pick")
async def pick(click: Click) -> None:
    """Show one saved program with what can be done about it."""
    chosen = click.values[0] if click.values else ""
    if not chosen.isdecimal():
        raise DomainError("component.unknown")
    actor = actor_of(click.interaction, click.target.guild)
    found = await saved_programs.get(click.app, actor, SavedProgramId(int(chosen)))
    await answer(click.interaction, words.one(found))


@routes.click("show")
async def show(click: Click) -> None:
    """Show the card of a saved program."""
    actor = actor_of(click.interaction, click.target.guild)
    saved = await saved_programs.get(click.app, actor, SavedProgramId(click.target.what))
    found = (await programs.pick(click.app, actor, [saved.program]))[0]
    vocabulary = click.app.catalogue.shipped.vocabulary
    await answer(click.interaction, program_words.card(actor.guild, found, vocabulary))


@routes.click("day")
async def another_day(click: Click) -> None:
    """Ask for another day."""
    actor = actor_of(click.interaction, click.target.guild)
    found = await saved_programs.get(click.app, actor, SavedProgramId(click.target.what))
    await open_form(click.interaction, words.day_form(found))


@routes.submit("day-form")
async def send_day(form: Submission) -> None:
    """Move the reminder, or take it away."""
    actor = actor_of(form.interaction, form.target.guild)
    saved = SavedProgramId(form.target.what)
    done = await saved_programs.remind(form.app, actor, saved, form.text("remind_on"))
    await answer(form.interaction, words.moved(done))


@routes.click("done")
async def done(click: Click) -> None:
    """Note that the reminder was seen."""
    actor = actor_of(click.interaction, click.target.guild)
    found = await saved_programs.done(click.app, actor, SavedProgramId(click.target.what))
    # The reminder's own message becomes the answer; the same button under /status is a new one.
    await (replace if click.target.ref else answer)(click.interaction, words.seen(found))


@routes.click("remove")
async def remove(click: Click) -> None:
    """Take it off the list."""
    actor = actor_of(click.interaction, click.target.guild)
    gone = await saved_programs.remove(click.app, actor, SavedProgramId(click.target.what))
    await replace(click.interaction, words.removed(gone))
