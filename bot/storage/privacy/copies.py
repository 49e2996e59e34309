"""Erase people from the older copies of the database that the bot made beside it."""

import sqlite3
from collections.abc import Collection
from pathlib import Path
from urllib.parse import quote

import structlog
from sqlalchemy import Connection, Table, create_engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from bot.domain.ids import GuildId
from bot.storage.migrate import present_columns
from bot.storage.privacy.erasing import erase_rows, erase_society, former_number
from bot.storage.privacy.erasure_list import EVERYONE, ErasureList
from bot.storage.privacy.erasures import Erasure
from bot.storage.privacy.register import people_in
from bot.storage.sqlite_file import copies_beside, is_damaged, scrub

log = structlog.get_logger(__name__)


def erase_in_copies(database: Path, listed: ErasureList, erasures: Collection[Erasure]) -> bool:
    """Erase these people from each copy, whatever its schema; return whether nothing is left to do.

    A damaged copy is left, as no later try would help: see `damaged_copies`.
    """
    is_clean = True
    for copy in copies_beside(database):
        try:
            _erase_in_copy(copy, listed, erasures)
        except (SQLAlchemyError, sqlite3.Error) as error:
            log.warning("erasing.copy_unreadable", file=copy.name, error=type(error).__name__)
            is_clean &= is_damaged(copy)
    return is_clean


def damaged_copies(database: Path) -> list[str]:
    """Return the names of the copies from which no one can be erased, nor anything restored."""
    return [copy.name for copy in copies_beside(database) if is_damaged(copy)]


def _erase_in_copy(copy: Path, listed: ErasureList, erasures: Collection[Erasure]) -> None:
    engine = create_engine(
        f"sqlite:///{quote(str(copy))}", poolclass=NullPool, hide_parameters=True
    )
    try:
        with engine.begin() as connection:
            found = [
                _erase_in_society(connection, listed, guild, erasures)
                for guild in sorted({erasure.guild for erasure in erasures})
            ]
    finally:
        engine.dispose()
    if any(found):
        scrub(copy)


def _erase_in_society(
    connection: Connection, listed: ErasureList, guild: GuildId, erasures: Collection[Erasure]
) -> bool:
    present = present_columns(connection)

    def has(table: Table, column: str) -> bool:
        return (table.name, column) in present

    digests = {erasure.digest for erasure in erasures if erasure.guild == guild}
    if listed.digest(guild, EVERYONE) in digests:
        return erase_society(connection, guild, has)
    erased = listed.among(guild, people_in(connection, guild, has), digests)
    for user in erased:
        number = former_number(connection, guild)
        erase_rows(connection, guild, user, number, listed.keyed_number(guild, user), has)
    return bool(erased)
