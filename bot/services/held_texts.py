"""Keep what someone typed safe while the database is busy, and find it after a crash.

On a server nothing is held: no program there locks the whole database against all others.
"""

import asyncio
from collections.abc import Sequence

from bot.app import App
from bot.services.actor import Actor
from bot.storage import held_texts
from bot.storage.held_texts import HeldText


async def save(app: App, actor: Actor, texts: Sequence[str]) -> None:
    """Write what was typed beside the database file. Raises `OSError`, as on a full disk."""
    if app.database.file is None:
        return
    folder = held_texts.folder_of(app.database.file.path)
    held = HeldText(actor.guild, actor.user, actor.interaction, tuple(texts))
    await asyncio.to_thread(held_texts.save, folder, held)


async def drop(app: App, actor: Actor) -> None:
    """Delete it, because the interaction has its answer."""
    if app.database.file is not None:
        folder = held_texts.folder_of(app.database.file.path)
        await asyncio.to_thread(held_texts.drop, folder, actor.interaction)


async def leftover(app: App) -> Sequence[tuple[Actor, Sequence[str]]]:
    """Return whose interactions an earlier process left unanswered, and what was typed in each."""
    if app.database.file is None:
        return ()
    folder = held_texts.folder_of(app.database.file.path)
    return [
        (Actor(held.guild, held.user, held.interaction), held.texts)
        for held in await asyncio.to_thread(held_texts.leftover, folder)
    ]
