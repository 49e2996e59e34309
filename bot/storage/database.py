"""The database: one writer, several readers, and the only module that knows the driver.

A transaction is a plain synchronous function of a `sqlalchemy.Connection`. Nothing inside it can
await Discord, and it runs in a task of its own, shielded: cancelling the caller never leaves half a
commit or a connection in an unknown state (with an unshielded aiosqlite connection it does).
"""

import asyncio
import random
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

import structlog
from sqlalchemy import Connection, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.domain.errors import DomainError
from bot.storage.sqlite_file import SqliteFile

P = ParamSpec("P")
T = TypeVar("T")

READERS = 4
POSTGRES_POOL = 8
SERIALISATION_TRIES = 12
_OUTBOX_CHANGED = "outbox_changed"
_SERIALISATION_FAILURES = {"40001", "40P01"}

log = structlog.get_logger(__name__)


class Database:
    """Run transactions against SQLite or PostgreSQL, chosen by one URL."""

    def __init__(
        self,
        writer: AsyncEngine,
        relaxed: AsyncEngine,
        readers: AsyncEngine,
        file: SqliteFile | None,
    ) -> None:
        self._writer = writer
        self._relaxed = relaxed
        self._readers = readers
        self._file = file
        self._transactions: set[asyncio.Task[Any]] = set()
        self._listeners: list[Callable[[], None]] = []

    @classmethod
    async def connect(cls, url: str) -> Self:
        """Open the database at `url` after its start-up checks; migrations are not run here.

        Raises `DomainError` with a ``database.*`` code when the file is empty, corrupt, read-only,
        not Preceptor's, or in use by another process.
        """
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            file = SqliteFile.claim(parsed.database)
            try:
                return cls(*_sqlite_engines(url), file)
            except BaseException:
                file.release()
                raise
        return cls(*_postgres_engines(url), None)

    @property
    def dialect(self) -> str:
        """Return ``sqlite`` or ``postgresql``."""
        return self._writer.dialect.name

    @property
    def file(self) -> SqliteFile | None:
        """Return the SQLite file, or None on a server."""
        return self._file

    def on_outbox_change(self, listener: Callable[[], None]) -> None:
        """Call `listener` after each commit that put something into the outbox."""
        self._listeners.append(listener)

    async def write(
        self, fn: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `fn` in one serialisable transaction and return what it returns.

        An exception rolls everything back. `fn` may run again when PostgreSQL reports a conflict
        with another process, so it must do nothing but read and change rows.
        """
        return await self._shielded(self._retrying(self._writer, fn, args, kwargs))

    async def write_relaxed(
        self, fn: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `fn` in a transaction whose statements lock the rows that they change.

        For claiming and settling, where ``SKIP LOCKED`` and fences already keep processes apart.
        """
        return await self._shielded(self._retrying(self._relaxed, fn, args, kwargs))

    async def read(
        self, fn: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `fn` on one consistent snapshot and return what it returns."""
        return await self._shielded(self._transact(self._readers, fn, args, kwargs))

    async def copy_to(self, path: Path) -> None:
        """Write a consistent copy of the SQLite database to `path`, while writes go on.

        Raises `DomainError` ``database.not_a_file`` on a server, ``database.copy_exists``.
        """
        if self._file is None:
            raise DomainError("database.not_a_file")
        await self._shielded(asyncio.to_thread(self._file.copy_to, path))

    async def close(self) -> None:
        """Wait for the transactions under way, then let go of the file."""
        while self._transactions:
            await asyncio.wait(self._transactions)
        await self._readers.dispose()
        await self._writer.dispose()
        if self._file:
            self._file.release()

    async def _shielded(self, transaction: Coroutine[Any, Any, T]) -> T:
        task = asyncio.create_task(transaction)
        self._transactions.add(task)
        task.add_done_callback(self._finished)
        return await asyncio.shield(task)

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self._transactions.discard(task)
        # Retrieved here too, for the case that the caller was cancelled and nobody else will.
        if not task.cancelled() and (error := task.exception()):
            log.debug("transaction.rolled_back", error=type(error).__name__)

    async def _retrying(
        self, engine: AsyncEngine, fn: Callable[..., T], args: Any, kwargs: Any
    ) -> T:
        for attempt in range(SERIALISATION_TRIES):
            try:
                return await self._transact(engine, fn, args, kwargs)
            except DBAPIError as error:
                code = getattr(error.orig, "sqlstate", None)
                if code not in _SERIALISATION_FAILURES or attempt == SERIALISATION_TRIES - 1:
                    raise
            await asyncio.sleep(random.uniform(0, 0.005 * 2**attempt))
        raise AssertionError("unreachable: the last try returns or raises")

    async def _transact(
        self, engine: AsyncEngine, fn: Callable[..., T], args: Any, kwargs: Any
    ) -> T:
        async with engine.connect() as connection:
            result, announce = await connection.run_sync(_commit, fn, args, kwargs)
        if announce:
            for listener in self._listeners:
                listener()
        return result


def announce_outbox_change(connection: Connection) -> None:
    """Have the listeners told once this transaction is committed."""
    connection.info[_OUTBOX_CHANGED] = True


def _commit(connection: Connection, fn: Callable[..., T], args: Any, kwargs: Any) -> tuple[T, bool]:
    connection.info.pop(_OUTBOX_CHANGED, None)
    with connection.begin():
        result = fn(connection, *args, **kwargs)
    return result, bool(connection.info.pop(_OUTBOX_CHANGED, False))


def _postgres_engines(url: str) -> tuple[AsyncEngine, AsyncEngine, AsyncEngine]:
    """Return one pool under three isolation levels: writer, relaxed writer, readers."""
    engine = create_async_engine(
        url, pool_size=POSTGRES_POOL, pool_pre_ping=True, hide_parameters=True
    )
    return (
        engine.execution_options(isolation_level="SERIALIZABLE"),
        engine.execution_options(isolation_level="READ COMMITTED"),
        engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True),
    )


def _sqlite_engines(url: str) -> tuple[AsyncEngine, AsyncEngine, AsyncEngine]:
    """Return the one writer (twice: SQLite has no weaker level) and the readers."""

    def pool(size: int) -> AsyncEngine:
        # Hidden parameters: what a person typed must not reach a traceback.
        return create_async_engine(
            url, pool_size=size, max_overflow=0, pool_timeout=60, hide_parameters=True
        )

    writer, readers = pool(1), pool(READERS)
    for engine, pragmas in ((writer, _WRITER_PRAGMAS), (readers, _READER_PRAGMAS)):
        event.listen(engine.sync_engine, "connect", _on_connect(pragmas))
    event.listen(writer.sync_engine, "begin", lambda c: c.exec_driver_sql("BEGIN IMMEDIATE"))
    event.listen(readers.sync_engine, "begin", lambda c: c.exec_driver_sql("BEGIN"))
    return writer, writer, readers


_COMMON_PRAGMAS = ("foreign_keys=ON", "busy_timeout=5000", "temp_store=MEMORY")
_WRITER_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", *_COMMON_PRAGMAS)
# Only the writer checkpoints: a reader doing it would stall behind the writer's lock.
_READER_PRAGMAS = ("wal_autocheckpoint=0", "query_only=ON", *_COMMON_PRAGMAS)


def _on_connect(pragmas: tuple[str, ...]) -> Callable[[Any, Any], None]:
    def prepare(dbapi_connection: Any, _record: Any) -> None:
        # The driver must not begin transactions by itself: `begin` above says which kind.
        dbapi_connection.isolation_level = None
        cursor = dbapi_connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return prepare
