"""Who is still in the server: asked of Discord a few at a time, and remembered for a while."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from bot.app import App
from bot.domain.ids import UserId
from bot.services.actor import Actor
from bot.storage import presence

KNOWN_FOR = timedelta(hours=6)


async def unasked(app: App, actor: Actor, users: Iterable[UserId]) -> list[UserId]:
    """Return those of `users` about whom Discord was not asked lately, by id."""
    since = app.clock.now() - KNOWN_FOR
    known = await app.database.read(presence.asked_since, actor.guild, since)
    return sorted(set(users) - known)


async def record(app: App, actor: Actor, here: Sequence[UserId], gone: Sequence[UserId]) -> None:
    """Note what Discord said; people who came back are there again."""
    await app.database.write(presence.record, actor.guild, here, gone, app.clock.now())
