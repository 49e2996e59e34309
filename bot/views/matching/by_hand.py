"""Pair, move, end, and restore from someone's page: what `/match pair` does, by buttons."""

from bot.domain.ids import CohortId, PairId, UserId
from bot.messages.matching import by_hand as words
from bot.messages.moderation import acts as act_words
from bot.services.cohorts import person
from bot.services.matching import by_hand
from bot.services.moderation.acts import ToConfirm
from bot.views import presence
from bot.views.answering import answer, think
from bot.views.names import names_of
from bot.views.router import Click, Routes

routes = Routes("hand")


@routes.click("mentor")
@routes.click("mentee")
async def ask_who(click: Click) -> None:
    """Ask who is to be paired with the person of the page."""
    user, cohort = _target_of(click)
    page = await person.look(click.app, click.actor, user, cohort)
    await answer(click.interaction, words.choose(click.say, page, click.target.verb))


@routes.click("mentor-pick")
async def pick_mentor(click: Click) -> None:
    """Show what it would be to pair the person with this mentor, or to move them."""
    await think(click.interaction)
    await _ask_to_pair(click, mentee=_target_of(click)[0], mentor=UserId(click.number()))


@routes.click("mentee-pick")
async def pick_mentee(click: Click) -> None:
    """Show what it would be to pair the person with this mentee, or to move that one to them."""
    await think(click.interaction)
    await _ask_to_pair(click, mentee=UserId(click.number()), mentor=_target_of(click)[0])


async def _ask_to_pair(click: Click, mentee: UserId, mentor: UserId) -> None:
    await presence.names(click.interaction, click.app, click.actor, (mentee, mentor))
    cohort = _target_of(click)[1]
    await _show(click, await by_hand.ask_to_pair(click.app, click.actor, cohort, mentee, mentor))


@routes.click("end")
async def ask_which(click: Click) -> None:
    """Ask which of the person's pairs ends, and how."""
    user, cohort = _target_of(click)
    page = await person.look(click.app, click.actor, user, cohort)
    partners = {member.user for pair in page.live for member in pair.members}
    names = await names_of(click.interaction, partners)
    shown = {user: called.shown for user, called in names.items()}
    await answer(click.interaction, words.choose_end(click.say, page, shown))


@routes.click("end-pick")
async def end(click: Click) -> None:
    """Show whom it would touch to end the pair that was chosen."""
    await think(click.interaction)
    mentee, mentor, ending = words.chosen(click.choice())
    cohort = _target_of(click)[1]
    await _show(
        click, await by_hand.ask_to_end(click.app, click.actor, cohort, mentee, mentor, ending)
    )


@routes.click("restore")
async def restore(click: Click) -> None:
    """Show whom it would touch to restore a pair that was ended by mistake."""
    await think(click.interaction)
    pair = PairId(click.target.what)
    await _show(click, await by_hand.ask_to_restore_pair(click.app, click.actor, pair))


def _target_of(click: Click) -> tuple[UserId, CohortId]:
    return UserId(click.target.what), CohortId(click.target.number)


async def _show(click: Click, asked: ToConfirm) -> None:
    await answer(click.interaction, act_words.to_confirm(click.say, asked))
