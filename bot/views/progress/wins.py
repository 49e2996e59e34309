"""The button and the form of a win, and the button that draws a pair's progress."""

from bot.domain.ids import ChannelId, PairId
from bot.messages.progress import progress as progress_words
from bot.messages.progress import wins as words
from bot.services.pairs import pairs
from bot.services.progress import progress, updates, wins
from bot.views.answering import answer, open_form, think
from bot.views.router import Click, Routes, Submission

routes = Routes("win")


@routes.click("form")
async def open_win(click: Click) -> None:
    """Open the form; under a public post it is about the asker's own pair."""
    if click.target.what:
        pair = await updates.begin(click.app, click.actor, PairId(click.target.what))
    else:
        here = ChannelId(click.interaction.channel_id or 0)
        pair = await pairs.choose(click.app, click.actor, here)
    await open_form(click.interaction, words.form(pair.guild, pair.id))


@routes.submit("tell")
async def add_win(form: Submission) -> None:
    """Share what was typed."""
    share = form.text("share") == "yes"
    pair = PairId(form.target.what)
    win = await wins.add(form.app, form.actor, pair, form.text("words"), share=share)
    await answer(form.interaction, words.win_saved(win))


# --- progress so far --------------------------------------------------------------------------


progress_routes = Routes("progress")


@progress_routes.click("show")
async def show_way(click: Click) -> None:
    """Draw the chart, which takes a second."""
    await think(click.interaction)
    progress_drawn = await progress.draw(click.app, click.actor, PairId(click.target.what))
    await answer(click.interaction, progress_words.drawn(progress_drawn))
