"""The four buttons of a check-in, and what follows them."""

from bot.domain.ids import CheckInId
from bot.domain.states import CheckInAnswer
from bot.messages.pairs.endings import moderator_asked
from bot.messages.progress import check_ins as words
from bot.messages.progress.updates import form as update_form
from bot.services.moderation import cases
from bot.services.pairs import pairs
from bot.services.pairs.pairs import PairPaused
from bot.services.progress import check_ins
from bot.views.answering import answer, is_in_server, open_form, replace, try_replace
from bot.views.router import Click, Routes

routes = Routes("check-in")


@routes.click_each(
    {
        "on-track": CheckInAnswer.ON_TRACK,
        "busy": CheckInAnswer.BUSY,
        "help": CheckInAnswer.NEED_HELP,
    }
)
async def _answer(click: Click, given: CheckInAnswer) -> None:
    check_in_answered = await check_ins.answer(
        click.app, click.actor, CheckInId(click.target.what), given
    )
    # Only a nudge's own message becomes "answered"; the same button under /status gets a new
    # answer.
    is_new = check_in_answered.saved and check_in_answered.before is None
    if click.target.ref and is_new:
        owner, in_thread = click.actor.user, is_in_server(click.interaction)
        answered = words.answered_check_in(click.say, owner, given, in_thread=in_thread)
        await try_replace(click.interaction, answered)
    await answer(click.interaction, words.thanks(click.say, check_in_answered))


@routes.click("word")
async def a_word(click: Click) -> None:
    """Open the form for an update, which also answers the check-in."""
    _, pair = await check_ins.find(click.app, click.actor, CheckInId(click.target.what))
    await open_form(
        click.interaction, update_form(click.say, pair.guild, pair.id, click.target.ref)
    )


@routes.click_each({"pause-one": 7, "pause-two": 14})
async def _pause(click: Click, days: int) -> None:
    _, pair = await check_ins.find(click.app, click.actor, CheckInId(click.target.what))
    paused = await pairs.pause(click.app, click.actor, pair.id, days)
    await replace(click.interaction, words.paused(click.say, paused))


@routes.click("rest")
async def pause_pair(click: Click) -> None:
    """Pause for as long as was offered, straight from the question.

    In the thread the question is edited into the line that says so, or the line is a new message if
    Discord does not take the edit; a direct message has only one reader.
    """
    _, pair = await check_ins.find(click.app, click.actor, CheckInId(click.target.what))
    days = click.app.settings.check_ins.pause_days
    in_thread = is_in_server(click.interaction)
    paused = await pairs.pause(click.app, click.actor, pair.id, days, in_thread=in_thread)
    if not isinstance(paused, PairPaused):
        await try_replace(click.interaction, words.checked_in(click.say, click.actor.user))
    elif (
        not await try_replace(click.interaction, words.pair_paused(click.say, paused)) and in_thread
    ):
        await pairs.announce_pause(click.app, click.actor, pair.id)
    await answer(click.interaction, words.paused(click.say, paused))


@routes.click("moderator")
async def ask_moderator(click: Click) -> None:
    """Ask a moderator to help."""
    asked = await cases.ask_for_help(click.app, click.actor, CheckInId(click.target.what))
    await answer(click.interaction, moderator_asked(click.say, asked))
