"""The button and the form of a win, and the button that draws a pair's progress."""

from bot.app import App
from bot.domain.ids import ChannelId, PairId
from bot.messages.custom_id import build
from bot.messages.outgoing import Message
from bot.messages.progress import progress as progress_words
from bot.messages.progress import wins as words
from bot.services.actor import Actor
from bot.services.pairs import pairs
from bot.services.progress import progress, updates, wins
from bot.views.answering import answer, think
from bot.views.forms import Typed, open_with_draft, saving_typed, text_of
from bot.views.router import Click, Interaction, Routes, Submission, say_for

routes = Routes("win")


@routes.click("form")
async def open_win(click: Click) -> None:
    """Open the form; under a public post it is about the asker's own pair."""
    if click.target.what:
        pair = await updates.begin(click.app, click.actor, PairId(click.target.what))
    else:
        here = ChannelId(click.interaction.channel_id or 0)
        pair = await pairs.choose(click.app, click.actor, here)
    await open_with_draft(click, _draft(pair.id), words.form(click.say, pair.guild, pair.id))


@routes.submit("tell")
async def add_win(form: Submission) -> None:
    """Share what was typed."""
    pair = PairId(form.target.what)
    message = await share_win(form.app, form.interaction, form.actor, pair, form.fields)
    await answer(form.interaction, message)


async def share_win(
    app: App, interaction: Interaction, actor: Actor, pair: PairId, fields: Typed
) -> Message:
    """Share the win in `fields`, by the keys of the form; what is refused opens in it again."""
    again = build("win", "form", actor.guild, pair)
    share = text_of(fields, "share") == "yes"
    async with saving_typed(app, interaction, actor, _draft(pair), again, fields):
        win = await wins.add(app, actor, pair, text_of(fields, "words"), share=share)
    return words.win_saved(say_for(interaction), win)


def _draft(pair: PairId) -> str:
    return f"win:{pair}"


# --- progress so far --------------------------------------------------------------------------


progress_routes = Routes("progress")


@progress_routes.click("show")
async def show_way(click: Click) -> None:
    """Draw the chart, which takes a second."""
    await think(click.interaction)
    progress_drawn = await progress.draw(click.app, click.actor, PairId(click.target.what))
    await answer(click.interaction, progress_words.drawn(click.say, progress_drawn))
