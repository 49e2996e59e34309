"""Forms that were refused: what was typed is kept, so that nobody types it twice."""

from collections.abc import Mapping, Sequence

from bot.app import App
from bot.services.actor import Actor
from bot.storage import drafts

Typed = Mapping[str, Sequence[str]]


async def find(app: App, actor: Actor, what: str) -> Typed:
    """Return what was typed into the form of `what`; empty when nothing waits."""
    kept = await app.database.read(drafts.find, actor.guild, actor.user, _key(what))
    return kept or {}


async def keep(app: App, actor: Actor, what: str, typed: Typed) -> None:
    """Keep what was typed into a refused form."""
    plain = {key: list(values) for key, values in typed.items()}
    await app.database.write(
        drafts.keep, actor.guild, actor.user, _key(what), plain, app.clock.now()
    )


async def drop(app: App, actor: Actor, what: str) -> None:
    """Forget what was typed: the form was taken."""
    await app.database.write(drafts.drop, actor.guild, actor.user, _key(what))


def _key(what: str) -> str:
    return f"form:{what}"
