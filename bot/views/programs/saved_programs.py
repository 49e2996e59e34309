"""The buttons of the private shortlist, and of the reminders that come from it."""

from bot.domain.ids import SavedProgramId
from bot.messages.custom_id import build
from bot.messages.outgoing import Message
from bot.messages.programs import programs as program_words
from bot.messages.programs import saved_programs as words
from bot.services.programs import programs, saved_programs
from bot.views.answering import answer, replace
from bot.views.forms import open_with_draft, read_as, saving_typed
from bot.views.router import Click, Routes, Submission

routes = Routes("saved")


@routes.click("pick")
async def pick(click: Click) -> None:
    """Show one saved program with what can be done about it."""
    saved_program = await saved_programs.get(click.app, click.actor, SavedProgramId(click.number()))
    await answer(click.interaction, words.saved_program(click.say, saved_program))


@routes.click("open")
async def open_saved(click: Click) -> None:
    """Show what a reminder in a thread is about, to the person it is for."""
    saved = SavedProgramId(click.target.what)
    saved_program = await saved_programs.get(click.app, click.actor, saved)
    await answer(click.interaction, words.saved_program(click.say, saved_program))


@routes.click("show")
async def show(click: Click) -> None:
    """Show the card of a saved program."""
    saved = await saved_programs.get(click.app, click.actor, SavedProgramId(click.target.what))
    program = (await programs.pick(click.app, click.actor, [saved.program]))[0]
    vocabulary = click.app.catalogue.shipped.vocabulary
    await answer(
        click.interaction, program_words.card(click.say, click.actor.guild, program, vocabulary)
    )


@routes.click("day")
async def another_day(click: Click) -> None:
    """Ask for another day."""
    saved_program = await saved_programs.get(
        click.app, click.actor, SavedProgramId(click.target.what)
    )
    await open_with_draft(click, _draft(saved_program.id), words.day_form(click.say, saved_program))


@routes.submit("day-form")
async def send_day(form: Submission) -> None:
    """Move the reminder, or remove it."""
    saved = SavedProgramId(form.target.what)
    await answer(form.interaction, await _remind(form, saved, form.text("remind_on")))


@routes.click("day-reading")
async def day_reading(click: Click) -> None:
    """Move the reminder to the chosen reading of the day."""
    saved = SavedProgramId(click.target.what)
    _, day = await read_as(click, _draft(saved), click.target.number)
    await replace(click.interaction, await _remind(click, saved, day))


def _draft(saved: SavedProgramId) -> str:
    return f"saved-day:{saved}"


async def _remind(event: Click | Submission, saved: SavedProgramId, typed: str) -> Message:
    app, actor = event.app, event.actor
    again = build("saved", "day", actor.guild, saved)
    fields = {"remind_on": (typed,)}

    def reading_id(number: int) -> str:
        return build("saved", "day-reading", actor.guild, saved, number=number)

    draft = _draft(saved)
    async with saving_typed(app, event.interaction, actor, draft, again, fields, reading_id):
        program_saved = await saved_programs.remind(app, actor, saved, typed)
    return words.moved(event.say, program_saved)


@routes.click("done")
async def mark_done(click: Click) -> None:
    """Record that the reminder was seen."""
    saved_program = await saved_programs.mark_done(
        click.app, click.actor, SavedProgramId(click.target.what)
    )
    # The reminder's own message becomes the answer; the same button under /status gets a new one.
    await (replace if click.target.ref else answer)(
        click.interaction, words.seen(click.say, saved_program)
    )


@routes.click("remove")
async def remove(click: Click) -> None:
    """Remove it from the list."""
    removed = await saved_programs.remove(click.app, click.actor, SavedProgramId(click.target.what))
    await replace(click.interaction, words.removed(click.say, removed))
