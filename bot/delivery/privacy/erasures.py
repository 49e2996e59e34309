"""Finish erasing: what is left of someone in the bot's own files, also after a crash."""

import asyncio
import sqlite3
from collections.abc import Collection
from pathlib import Path

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.services.privacy import erasing, lists
from bot.settings import Settings
from bot.storage import held_texts
from bot.storage.database import Database
from bot.storage.privacy import copies, erasures
from bot.storage.privacy.erasure_list import EVERYONE, ErasureList
from bot.storage.privacy.erasures import Erasure

# How long to wait before each try to write the database anew. After the last, the next hour's.
PAUSES_SECONDS = (0.0, 0.5, 2.0, 8.0, 30.0)

log = structlog.get_logger(__name__)


async def catch_up(database: Database, settings: Settings, clock: Clock) -> int:
    """Erase again whom a restored backup brought back, and finish what a crash interrupted.

    To be done before anything is sent. Returns how many people were erased again.
    """
    listed = lists.list_of(database, settings)
    count = await database.write(erasing.erase_again, settings, listed, clock.now())
    if count:
        log.info("erasing.again", people=count)
    await finish(database, settings, clock)
    return count


async def finish(database: Database, settings: Settings, clock: Clock) -> bool:
    """Remove what is left of erased people in the bot's own files; return whether all is gone.

    What can't be removed now is tried again within the hour, and `preceptor doctor` says so.
    """
    try:
        return await _finish(database, settings, clock)
    except (OSError, sqlite3.Error, SQLAlchemyError) as error:
        log.warning("erasing.failed", error=type(error).__name__)
        return False


async def _finish(database: Database, settings: Settings, clock: Clock) -> bool:
    listed = lists.list_of(database, settings)
    await asyncio.to_thread(listed.add, await database.read(erasures.list_all))
    pending = await database.read(erasures.unscrubbed)
    if not pending:
        return True
    if fault := await database.read(listed.fault):
        log.error("erasing.no_key", reason=fault.code, missing=str(listed.key_path))
        return False
    is_clean = await asyncio.to_thread(_erase_in_files, database, settings, listed, pending)
    is_clean &= await _scrub_when_quiet(database)
    if is_clean:
        await database.write(erasures.record_scrubbed, pending, clock.now())
    else:
        log.warning("erasing.unfinished", people=len(pending))
    return is_clean


async def _scrub_when_quiet(database: Database) -> bool:
    """Write the database anew while no one wants to write; return whether such a moment came."""
    for pause in PAUSES_SECONDS:
        await asyncio.sleep(pause)
        if await database.scrub():
            return True
    return False


def _erase_in_files(
    database: Database, settings: Settings, listed: ErasureList, pending: Collection[Erasure]
) -> bool:
    digests = {(erasure.guild, erasure.digest) for erasure in pending}
    folder = _held_folder(database, settings)
    for held in held_texts.waiting(folder):
        both = (listed.digest(held.guild, whom) for whom in (held.user, EVERYONE))
        if any((held.guild, digest) in digests for digest in both):
            held_texts.drop(folder, held.interaction)
    if database.file is None:
        return True
    return copies.erase_in_copies(database.file.path, listed, pending)


def _held_folder(database: Database, settings: Settings) -> Path:
    if database.file is not None:
        return held_texts.folder_of(database.file.path)
    return held_texts.folder_of_server(settings.database.url)
