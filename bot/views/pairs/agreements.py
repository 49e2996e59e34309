"""The buttons and forms of a pair's agreement."""

from bot.domain.ids import PairId
from bot.messages.pairs import agreements as words
from bot.services.pairs import agreements
from bot.views.answering import answer, open_form, try_replace
from bot.views.router import Click, Routes, Submission

routes = Routes("agreement")


@routes.click("show")
async def show(click: Click) -> None:
    """Show the state of the agreement, to the person who clicked."""
    view = await agreements.look(click.app, click.actor, PairId(click.target.what))
    await answer(click.interaction, words.view(click.say, view, click.actor.user))


@routes.click("first")
async def first(click: Click) -> None:
    """Open the form with the choices."""
    pair, earlier = await agreements.begin(click.app, click.actor, PairId(click.target.what))
    await open_form(click.interaction, words.first_form(click.say, pair.guild, pair.id, earlier))


@routes.click("second")
async def second(click: Click) -> None:
    """Open the form for the text."""
    pair, earlier = await agreements.begin(click.app, click.actor, PairId(click.target.what))
    await open_form(click.interaction, words.second_form(click.say, pair.guild, pair.id, earlier))


@routes.submit("send-first")
async def send_first(form: Submission) -> None:
    """Save the first three answers."""
    saved = await agreements.choose(form.app, form.actor, PairId(form.target.what), form.fields)
    await answer(form.interaction, words.first_part_saved(form.say, saved))


@routes.submit("send-second")
async def send_second(form: Submission) -> None:
    """Save the other three answers, which completes them."""
    saved = await agreements.write(form.app, form.actor, PairId(form.target.what), form.fields)
    await answer(form.interaction, words.second_part_saved(form.say, saved))


@routes.click("agree")
async def agree(click: Click) -> None:
    """Agree to what was revealed; the message in the thread shows who has agreed."""
    consented = await agreements.agree(click.app, click.actor, PairId(click.target.what))
    if click.target.ref:
        await try_replace(
            click.interaction, words.revealed_again(click.say, consented, click.target.ref)
        )
    await answer(click.interaction, words.consented(click.say, consented))


@routes.click("still-fits")
async def still_fits(click: Click) -> None:
    """Leave the agreement as it is."""
    await agreements.still_fits(click.app, click.actor, PairId(click.target.what))
    await answer(click.interaction, words.still_fits(click.say))
