"""Keep what someone typed safe while the database is busy, and find it after a crash."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from bot.app import App
from bot.services.actor import Actor
from bot.storage import held_texts
from bot.storage.held_texts import HeldText


async def save(app: App, actor: Actor, texts: Sequence[str]) -> None:
    """Write what was typed on the bot's own disk. Raises `OSError`, as on a full disk."""
    held = HeldText(actor.guild, actor.user, actor.interaction, tuple(texts))
    await asyncio.to_thread(held_texts.save, _folder(app), held)


async def drop(app: App, actor: Actor) -> None:
    """Delete it, because the interaction has its answer."""
    await asyncio.to_thread(held_texts.drop, _folder(app), actor.interaction)


async def leftover(app: App) -> Sequence[tuple[Actor, Sequence[str]]]:
    """Return whose interactions an earlier process left unanswered, and what was typed in each."""
    return [
        (Actor(held.guild, held.user, held.interaction), held.texts)
        for held in await asyncio.to_thread(
            held_texts.leftover, _folder(app), shared=app.database.file is None
        )
    ]


def _folder(app: App) -> Path:
    if app.database.file is not None:
        return held_texts.folder_of(app.database.file.path)
    return held_texts.folder_of_server(app.settings.database.url)
