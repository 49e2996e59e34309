"""Backups of a SQLite database: made while it is in use, verified, and restored.

Files are read with SQLite itself, never copied as bytes: half of the data may still be in the
write-ahead log next to the file.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from itertools import count
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, make_url
from sqlalchemy.pool import NullPool

from bot.domain.errors import DomainError
from bot.storage.instance import record_restore
from bot.storage.migrate import known_revision, newest_revision
from bot.storage.sqlite_file import APPLICATION_ID, held_alone, scrub


def back_up(database: Path, copy: Path) -> int:
    """Write a consistent, verified copy of `database` to `copy` and return its size in bytes.

    The bot may be running. Raises `DomainError` ``database.copy_exists``, ``backup.missing``,
    ``backup.folder_missing``, and what `check` raises.
    """
    if copy.exists():
        raise DomainError("database.copy_exists", path=str(copy))
    if not copy.parent.is_dir():
        raise DomainError("backup.folder_missing", folder=str(copy.parent))
    check(database, thoroughly=False)
    _vacuum_into(database, copy)
    check(copy)
    return copy.stat().st_size


def restore(
    backup: Path,
    database: Path,
    now: datetime,
    amend: Callable[[Connection], object] = lambda connection: None,
) -> Path | None:
    """Replace `database` with a copy of `backup`, and return where the old one is kept.

    The new file is written and checked next to the old one first, so a failure at any point leaves
    the old one as it was. IDs and messages given out after the backup was made are handled by
    `record_restore`. `amend` changes the new file before anyone can read it, if its schema is this
    version's; else the next start does that. Raises `DomainError` ``database.in_use`` while a bot
    uses the file.
    """
    if backup.exists() and database.exists() and backup.samefile(database):
        raise DomainError("backup.is_the_database", path=str(backup))
    check(backup)
    with held_alone(database):
        draft = database.with_name(f"{database.name}.restoring")
        draft.unlink(missing_ok=True)
        try:
            _vacuum_into(backup, draft)
            _account_for_the_gap(draft, now, amend)
            copy = _set_aside(database, now)
            draft.rename(database)
        finally:
            draft.unlink(missing_ok=True)
    return copy


def check(path: Path, thoroughly: bool = True) -> None:
    """Check that `path` is an intact Preceptor database, of a version this code knows.

    Raises `DomainError` ``backup.missing``, ``database.is_a_folder``, ``database.empty``,
    ``database.corrupt``, ``database.foreign``, ``database.newer``.
    """
    if path.is_dir():
        raise DomainError("database.is_a_folder", path=str(path))
    if not path.is_file():
        raise DomainError("backup.missing", path=str(path))
    if path.stat().st_size == 0:
        raise DomainError("database.empty", path=str(path))
    pragma = "integrity_check(1)" if thoroughly else "schema_version"
    try:
        with closing(_open(path)) as connection:
            verdict = connection.execute(f"PRAGMA {pragma}").fetchone()[0]
            application_id = connection.execute("PRAGMA application_id").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise DomainError("database.corrupt", path=str(path)) from error
    if application_id != APPLICATION_ID:
        raise DomainError("database.foreign", path=str(path))
    if thoroughly and verdict != "ok":
        raise DomainError("database.corrupt", path=str(path))
    with reading(f"sqlite:///{quote(str(path))}") as connection_:
        known_revision(connection_)


@contextmanager
def reading(url: str) -> Iterator[Connection]:
    """Yield a read-only connection, without claiming the database for this process.

    `url` is a synchronous or asynchronous address of either kind of database. Connection errors are
    `sqlalchemy.exc.OperationalError`.
    """
    engine = _reading_engine(url)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _reading_engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        path = Path(parsed.database or "")
        return create_engine(
            "sqlite://", creator=lambda: _open(path), poolclass=NullPool, hide_parameters=True
        )
    return create_engine(
        parsed,
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={"connect_timeout": 10},
        execution_options={"postgresql_readonly": True},
    )


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30)


def _vacuum_into(source: Path, target: Path) -> None:
    # An interrupted copy must not be mistaken for a complete one.
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        part.touch(mode=0o600, exist_ok=False)
        with closing(_open(source)) as connection:
            connection.execute("VACUUM INTO ?", (str(part),))
        _flush(part)
        part.rename(target)
        _flush(target.parent)
    finally:
        part.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _account_for_the_gap(draft: Path, now: datetime, amend: Callable[[Connection], object]) -> None:
    engine = create_engine(
        f"sqlite:///{quote(str(draft))}", poolclass=NullPool, hide_parameters=True
    )
    with engine.begin() as connection:
        record_restore(connection, now)
        if known_revision(connection) == newest_revision():
            amend(connection)
    engine.dispose()
    scrub(draft)


def _set_aside(database: Path, now: datetime) -> Path | None:
    """Keep the current database under another name; its own name is never free for a moment.

    If the name had no file, the next start would create a new, empty database.
    """
    if not database.exists():
        return None
    copy = _free_name(database, f"{now:%Y%m%dT%H%M%SZ}")
    _empty_the_log(database)
    for suffix in ("-wal", "-shm"):
        side = database.with_name(database.name + suffix)
        if side.exists():
            side.rename(copy.with_name(copy.name + suffix))
    os.link(database, copy)
    return copy


def _free_name(database: Path, when: str) -> Path:
    """Return a name for the current database that no earlier one of the same second has."""
    for number in count(1):
        again = f"-{number}" if number > 1 else ""
        copy = database.with_name(f"{database.name}.before-restore-{when}{again}")
        if not copy.exists():
            return copy
    raise AssertionError("unreachable")


def _empty_the_log(database: Path) -> None:
    # A damaged database, often the reason for a restore, keeps its log next to it instead.
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
