"""The buttons and the form of an update."""

from bot.domain.ids import PairId
from bot.domain.progress.updates import TypedUpdate
from bot.domain.states import CheckInAnswer
from bot.messages.progress import check_ins as check_in_words
from bot.messages.progress import updates as words
from bot.services.progress import updates
from bot.views.answering import answer, is_in_server, open_form, try_replace
from bot.views.pairs.archive import listing
from bot.views.pairs.pairs import is_known_locked
from bot.views.router import Click, Routes, Submission

routes = Routes("update")


@routes.click("form")
async def open_update(click: Click) -> None:
    """Open the form."""
    pair = await updates.begin(click.app, click.actor, PairId(click.target.what))
    await open_form(click.interaction, words.form(click.say, pair.guild, pair.id))


@routes.submit("log")
async def log(form: Submission) -> None:
    """Log what was typed."""
    typed = TypedUpdate(form.text("moved"), form.text("in_the_way"), form.text("next_step"))
    logged = await updates.log(form.app, form.actor, PairId(form.target.what), typed)
    # The check-in that opened the form is edited to show that it is answered.
    if form.target.ref and logged.cleared:
        answered = check_in_words.answered_check_in(
            form.say,
            form.actor.user,
            CheckInAnswer.UPDATE_LOGGED,
            in_thread=is_in_server(form.interaction),
        )
        await try_replace(form.interaction, answered, form.target.ref)
    thread = logged.pair.thread
    is_locked = thread is not None and is_known_locked(form.interaction, thread)
    await answer(form.interaction, words.logged(form.say, logged, is_locked=is_locked))


@routes.click("history")
async def history(click: Click) -> None:
    """Show the latest updates."""
    pair = PairId(click.target.what)
    await answer(click.interaction, await listing(click.app, click.actor, "updates", pair=pair))
