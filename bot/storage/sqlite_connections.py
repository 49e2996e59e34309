"""SQLite's connections: one writer and a few readers, each in its own thread, and one without.

aiosqlite owns the thread and its queue. A transaction goes there whole, as one message, instead of
statement by statement: each statement would take four trips between the threads, and /status alone
would wait for two dozen of them.
"""

import asyncio
import os
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import Any, Self, TypeVar

import aiosqlite
from sqlalchemy import Connection, NullPool, create_engine
from sqlalchemy.exc import DBAPIError

T = TypeVar("T")

READERS = 2
# How long a writer waits for another program that holds the file, such as a backup: whoever waits
# for an answer was told so by then, and most would rather wait than do it again.
BUSY_SECONDS = 15.0
# The longest that the event loop waits. A reader with a write-ahead log waits for no one, except
# while another process repairs the log; and no other process has the file.
BUSY_SECONDS_HERE = 0.25
_COMMON_PRAGMAS = ("foreign_keys=ON", "temp_store=MEMORY")
# What is deleted is overwritten with zeros, so that no one can read it in the file.
_WRITER_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "secure_delete=ON",
    *_COMMON_PRAGMAS,
)
# Only the writer checkpoints: a reader doing it would block on the writer's lock.
_READER_PRAGMAS = ("wal_autocheckpoint=0", "query_only=ON", *_COMMON_PRAGMAS)

_to_wrap: ContextVar[sqlite3.Connection] = ContextVar("to_wrap")
# Every connection of the process shares this one engine, so that a statement is compiled only once.
# Parameters are hidden: what a person typed must not get into a traceback.
_statements = create_engine(
    "sqlite://",
    creator=_to_wrap.get,
    poolclass=NullPool,
    hide_parameters=True,
    query_cache_size=2_000,
)


class _Thread(aiosqlite.Connection):
    """aiosqlite's thread, which can run any function and not only its own statements."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        # A process that dies with an open transaction must not wait for it.
        self._thread.daemon = True

    async def run(self, function: Callable[..., T], *args: Any) -> T:
        """Run `function` in the thread and return what it returns."""
        send: Callable[..., Awaitable[T]] = self._execute
        return await send(function, *args)

    @property
    def raw(self) -> sqlite3.Connection:
        """Return the connection, to be used only in the thread."""
        return self._conn


class SqliteConnection:
    """One connection in its thread, under SQLAlchemy."""

    def __init__(self, thread: _Thread, connection: Connection, begin: str) -> None:
        self._thread = thread
        self._connection = connection
        self._begin = begin

    @classmethod
    async def open(cls, path: Path, begin: str, pragmas: tuple[str, ...]) -> Self:
        """Open `path`; each transaction begins with the statement `begin`."""
        thread = _Thread(partial(_connect, path, pragmas, BUSY_SECONDS))
        await thread
        return cls(thread, await thread.run(lambda: _wrapped(thread.raw)), begin)

    async def run(self, transaction: Callable[..., T], *args: Any) -> T:
        """Run a whole transaction, given this lane's connection, in the lane's thread."""
        whole = partial(_transact, self._thread.raw, self._connection, self._begin)
        return await self._thread.run(whole, transaction, *args)

    async def copy_to(self, path: Path) -> None:
        """Write everything that was committed to a new file at `path`."""
        await self._thread.run(_copy, self._thread.raw, path)

    async def close(self) -> None:
        """Close the connection and end its thread."""
        await self._thread.run(self._connection.close)
        await self._thread.close()


class Glimpse:
    """One connection in the event loop's own thread, for reads faster than a thread switch."""

    def __init__(self, path: Path) -> None:
        self._raw = _connect(path, _READER_PRAGMAS, BUSY_SECONDS_HERE)
        self._connection = _wrapped(self._raw)

    def run(self, transaction: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Run a whole transaction, given the connection, right away."""
        return _transact(self._raw, self._connection, "BEGIN", transaction, *args, **kwargs)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
        self._raw.close()


def _connect(path: Path, pragmas: tuple[str, ...], busy_seconds: float) -> sqlite3.Connection:
    # No isolation level: the driver must not begin transactions on its own.
    connection = sqlite3.connect(
        path, timeout=busy_seconds, isolation_level=None, cached_statements=256
    )
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _copy(source: sqlite3.Connection, path: Path) -> None:
    unfinished = path.with_name(path.name + ".part")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(unfinished)) as copy:
        source.backup(copy)
    unfinished.replace(path)


def _wrapped(raw: sqlite3.Connection) -> Connection:
    """Return `raw` under SQLAlchemy; it is closed with what is returned.

    To SQLAlchemy it is in one transaction from here to its end, which SQLite never hears of.
    """
    token = _to_wrap.set(raw)
    try:
        connection = _statements.connect()
    finally:
        _to_wrap.reset(token)
    connection.begin()
    return connection


def _transact(
    raw: sqlite3.Connection,
    connection: Connection,
    begin: str,
    transaction: Callable[..., T],
    *args: Any,
    **kwargs: Any,
) -> T:
    """Run a whole transaction; an exception rolls it back.

    Beginning and committing through SQLAlchemy would take longer than a small read does.
    """
    _execute(raw, begin)
    try:
        result = transaction(connection, *args, **kwargs)
        _execute(raw, "COMMIT")
    except BaseException:
        # After some errors SQLite has rolled back by itself.
        if raw.in_transaction:
            raw.execute("ROLLBACK")
        raise
    return result


def _execute(raw: sqlite3.Connection, statement: str) -> None:
    """Run a statement, and raise its errors as SQLAlchemy does those of all the others."""
    try:
        raw.execute(statement)
    except sqlite3.Error as error:
        raise DBAPIError.instance(statement, None, error, sqlite3.Error) from error


class SqliteConnections:
    """The connections of one file: writers wait for the one writer, readers use any reader."""

    dialect = "sqlite"

    def __init__(
        self, writer: SqliteConnection, readers: list[SqliteConnection], glimpse: Glimpse
    ) -> None:
        self._writer = writer
        self._glimpse = glimpse
        self._writing = asyncio.Lock()
        self._readers = readers
        self._free: asyncio.LifoQueue[SqliteConnection] = asyncio.LifoQueue()
        for reader in readers:
            self._free.put_nowait(reader)

    @classmethod
    async def open(cls, path: Path) -> Self:
        """Open the writer, which creates the write-ahead log, and then the readers."""
        writer = await SqliteConnection.open(path, "BEGIN IMMEDIATE", _WRITER_PRAGMAS)
        readers = [
            await SqliteConnection.open(path, "BEGIN", _READER_PRAGMAS) for _ in range(READERS)
        ]
        return cls(writer, readers, Glimpse(path))

    async def write(self, transaction: Callable[..., T], *args: Any) -> T:
        """Run a transaction that changes something; one at a time."""
        async with self._writing:
            return await self._writer.run(transaction, *args)

    # SQLite has no weaker level: every writer waits for the one before it.
    write_relaxed = write

    async def read(self, transaction: Callable[..., T], *args: Any) -> T:
        """Run a transaction on one snapshot."""
        lane = await self._free.get()
        try:
            return await lane.run(transaction, *args)
        finally:
            self._free.put_nowait(lane)

    async def glance(self, transaction: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Run a transaction on one snapshot here and now; it blocks the event loop."""
        return self._glimpse.run(transaction, *args, **kwargs)

    async def copy_to(self, path: Path) -> None:
        """Write everything that was committed to a new file at `path`.

        The connections read what they have opened, even if its name was deleted.
        """
        lane = await self._free.get()
        try:
            await lane.copy_to(path)
        finally:
            self._free.put_nowait(lane)

    async def close(self) -> None:
        """Close every connection, the writer last: it merges the log."""
        self._glimpse.close()
        for reader in self._readers:
            await reader.close()
        await self._writer.close()
