"""A pair's listings, which stay readable after its end, and the files to take along."""

from collections.abc import Awaitable, Callable

from bot.app import App
from bot.domain.ids import ChannelId, PairId
from bot.messages.meetings import meetings as meeting_words
from bot.messages.outgoing import Message
from bot.messages.pairs import archive as words
from bot.messages.progress import commitments as commitment_words
from bot.messages.progress import goals as goal_words
from bot.messages.progress import updates as update_words
from bot.services.actor import Actor
from bot.services.meetings import meetings
from bot.services.pairs import archive
from bot.services.progress import commitments, goals, updates
from bot.views import presence
from bot.views.answering import answer, replace, think
from bot.views.router import Click, Routes

routes = Routes("archive")


async def _updates(app: App, actor: Actor, pair: PairId) -> Message:
    return update_words.history(
        app.languages.say_in(actor.language), *await updates.history(app, actor, pair), actor.user
    )


async def _goals(app: App, actor: Actor, pair: PairId) -> Message:
    return goal_words.listing(
        app.languages.say_in(actor.language),
        *await goals.list_for_pair(app, actor, pair),
        actor.user,
    )


async def _commitments(app: App, actor: Actor, pair: PairId) -> Message:
    return commitment_words.listing(
        app.languages.say_in(actor.language), await commitments.list_for_pair(app, actor, pair)
    )


async def _meetings(app: App, actor: Actor, pair: PairId) -> Message:
    overview = await meetings.meetings_of_pair(app, actor, pair)
    return meeting_words.listing(app.languages.say_in(actor.language), overview, app.clock.now())


_LISTINGS: dict[str, Callable[[App, Actor, PairId], Awaitable[Message]]] = {
    "updates": _updates,
    "goals": _goals,
    "commitments": _commitments,
    "meetings": _meetings,
}


async def listing(
    app: App,
    actor: Actor,
    what: str,
    *,
    here: ChannelId | None = None,
    pair: PairId | None = None,
) -> Message:
    """Return the listing `what` of the wanted `pair`, of the one whose thread is `here`, or of the
    newest; raise as `bot.services.pairs.archive.readable` does.
    """
    readable = await archive.readable(app, actor, here, pair)
    shown = await _LISTINGS[what](app, actor, readable.shown.pair.id)
    return words.with_archive(
        app.languages.say_in(actor.language), shown, readable, what, actor.user
    )


@routes.click_each({what: what for what in _LISTINGS})
async def _show_another(click: Click, what: str) -> None:
    pair = PairId(click.number())
    await replace(click.interaction, await listing(click.app, click.actor, what, pair=pair))


@routes.click("files")
async def take_along(click: Click) -> None:
    """Give the asker all that they may read of a pair, as files."""
    await think(click.interaction)
    all_of_it = await archive.archive(click.app, click.actor, PairId(click.target.what))
    members = [member.user for member in all_of_it.named.pair.members]
    names = await presence.names(click.interaction, click.app, click.actor, members)
    await answer(click.interaction, words.files(click.say, all_of_it, names))
