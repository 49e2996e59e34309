"""The buttons of a pair, of the moderators' case about its introduction, and its thread."""

from bot.domain.ids import CaseId, ChannelId, PairId
from bot.domain.programs.guide import Moment
from bot.domain.states import Worth
from bot.messages.moderation import cases as case_words
from bot.messages.pairs import circles as circle_words
from bot.messages.pairs import endings as ending_words
from bot.messages.pairs import pairs as words
from bot.messages.programs.advice import fits_under, with_advice
from bot.messages.progress import check_ins as check_in_words
from bot.services.moderation import cases
from bot.services.pairs import pairs
from bot.services.programs import advice
from bot.storage.pairs.pairs import Pair
from bot.views.answering import answer, replace
from bot.views.router import Click, Interaction, Routes

routes = Routes("pair")

PAUSE_DAYS = 14


@routes.click("pause")
async def pause(click: Click) -> None:
    """Pause for two weeks."""
    paused = await pairs.pause(click.app, click.actor, PairId(click.target.what), PAUSE_DAYS)
    await answer(click.interaction, check_in_words.paused(click.say, paused))


@routes.click("resume")
async def resume(click: Click) -> None:
    """Resume the pair."""
    ended = await pairs.resume(click.app, click.actor, PairId(click.target.what))
    await answer(click.interaction, words.resumed(click.say, ended))


@routes.click("not-right")
async def not_right(click: Click) -> None:
    """Offer what can be done, visible only to this person."""
    await answer(click.interaction, ending_words.not_right(click.say, await _pair(click)))


@routes.click("ask-moderator")
async def ask_moderator(click: Click) -> None:
    """Ask a moderator to help."""
    asked = await pairs.ask_moderators(click.app, click.actor, PairId(click.target.what))
    await answer(click.interaction, ending_words.moderator_asked(click.say, asked))


@routes.click("rematch")
async def rematch(click: Click) -> None:
    """Ask for confirmation before the pair ends for a new match."""
    ending = await pairs.to_end(click.app, click.actor, PairId(click.target.what))
    await answer(click.interaction, ending_words.confirm_rematch(click.say, ending))


@routes.click("rematch-now")
async def rematch_now(click: Click) -> None:
    """End the pair neutrally, and give each priority in the next round."""
    pair, shown = PairId(click.target.what), ending_words.shown_by(click.target)
    closed = await pairs.rematch(click.app, click.actor, pair, shown)
    if isinstance(closed, pairs.PairToEnd):
        await replace(
            click.interaction,
            ending_words.not_yet(click.say, ending_words.confirm_rematch(click.say, closed)),
        )
        return
    await replace(click.interaction, ending_words.closed(click.say, closed))


@routes.click("end-now")
async def end_now(click: Click) -> None:
    """End the pair, or leave a circle."""
    pair, shown = PairId(click.target.what), ending_words.shown_by(click.target)
    closed = await pairs.end(click.app, click.actor, pair, shown)
    if isinstance(closed, pairs.PairToEnd):
        await replace(
            click.interaction,
            ending_words.not_yet(click.say, ending_words.confirm_end(click.say, closed)),
        )
        return
    message = ending_words.closed(click.say, closed)
    fits = fits_under(message)
    item = await advice.give_in_pair(
        click.app, click.actor, closed.pair.id, Moment.AT_CLOSING, fits
    )
    await replace(click.interaction, with_advice(message, item))


@routes.click("ask-end")
async def ask_end(click: Click) -> None:
    """Ask a circle to end for all of it."""
    asked = await pairs.ask_to_end(click.app, click.actor, PairId(click.target.what))
    await replace(click.interaction, circle_words.asked(click.say, asked))


@routes.click("worth")
async def worth(click: Click) -> None:
    """Ask for private feedback."""
    await answer(
        click.interaction,
        ending_words.worth(click.say, click.target.guild, PairId(click.target.what)),
    )


@routes.click_each(
    {"worth-much": Worth.MUCH, "worth-some": Worth.SOME, "worth-little": Worth.LITTLE}
)
async def _say_worth(click: Click, given: Worth) -> None:
    await pairs.save_feedback(click.app, click.actor, PairId(click.target.what), given)
    await replace(click.interaction, ending_words.feedback_saved(click.say, given))


@routes.click("become-mentor")
async def become_mentor(click: Click) -> None:
    """List the cohorts that take mentors."""
    cohorts = await pairs.cohorts_to_mentor_in(click.app, click.actor)
    await answer(
        click.interaction, ending_words.become_mentor(click.say, click.actor.guild, cohorts)
    )


async def _pair(click: Click) -> Pair:
    return await pairs.find(click.app, click.actor, PairId(click.target.what))


# --- its thread -------------------------------------------------------------------------------


def is_known_locked(interaction: Interaction, thread: ChannelId) -> bool:
    """Return whether a thread is known to be locked; others may be locked all the same."""
    guild = interaction.guild
    is_locked = guild.get_thread(thread) if guild is not None else None
    return is_locked is not None and is_locked.locked


# --- its introduction -------------------------------------------------------------------------


introduction_routes = Routes("introduction")


@introduction_routes.click("retry")
async def introduce_again(click: Click) -> None:
    """Retry an introduction, from a message of an earlier version."""
    moved = await cases.retry(click.app, click.actor, CaseId(click.target.what))
    await answer(click.interaction, case_words.moved(click.say, moved))
