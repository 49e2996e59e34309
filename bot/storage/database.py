"""The database: transactions are plain functions, shielded from their caller's cancellation.

A transaction is a plain synchronous function of a `sqlalchemy.Connection`. Nothing inside it can
await Discord, and it runs in a task of its own, shielded: cancelling the caller never leaves half a
commit or a connection in an unknown state.
"""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

import structlog
from sqlalchemy import Connection, make_url

from bot.domain.errors import DomainError
from bot.storage.sqlite_connections import SqliteConnections
from bot.storage.sqlite_file import SqliteFile

P = ParamSpec("P")
T = TypeVar("T")

_OUTBOX_CHANGED = "outbox_changed"
# The caller is answered before listeners send anything, and many writes at the same time are
# announced together.
ANNOUNCED_AFTER_SECONDS = 0.03
# How long the end of the process waits for a transaction that is stuck.
CLOSE_SECONDS = 5.0

log = structlog.get_logger(__name__)


class Database:
    """Run transactions against SQLite or PostgreSQL, chosen by one URL."""

    def __init__(self, connections: Any, file: SqliteFile | None) -> None:
        self._connections = connections
        self._file = file
        self._transactions: set[asyncio.Task[Any]] = set()
        self._listeners: list[Callable[[], None]] = []
        self._failure_listeners: list[Callable[[BaseException], None]] = []
        self._announcing: asyncio.TimerHandle | None = None
        self._writers = 0  # that run, or wait for their turn
        self._scrubbing = asyncio.Lock()

    @classmethod
    async def connect(cls, url: str, *, anew: bool = False) -> Self:
        """Open the database at `url` after its start-up checks; migrations are not run here.

        `anew` begins with an empty file where one was expected and is gone. Raises `DomainError`
        with a ``database.*`` code when the file is gone, empty, corrupt, read-only, not
        Preceptor's, or in use by another process.
        """
        parsed = make_url(url)
        if parsed.get_backend_name() != "sqlite":
            # Imported only when needed: a society on SQLite need not load a server's driver.
            from bot.storage.postgres import PostgresPool

            return cls(PostgresPool(url), None)
        file = SqliteFile.claim(parsed.database, anew=anew)
        try:
            return cls(await SqliteConnections.open(file.path), file)
        except BaseException:
            file.release()
            raise

    @property
    def dialect(self) -> str:
        """Return ``sqlite`` or ``postgresql``."""
        name: str = self._connections.dialect
        return name

    @property
    def file(self) -> SqliteFile | None:
        """Return the SQLite file, or None on a server."""
        return self._file

    def on_outbox_change(self, listener: Callable[[], None]) -> None:
        """Call `listener` soon after commits that added rows to the outbox."""
        self._listeners.append(listener)

    def on_failure(self, listener: Callable[[BaseException], None]) -> None:
        """Call `listener` with what each failed transaction raised, refusals included."""
        self._failure_listeners.append(listener)

    async def write(
        self, fn: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `fn` in one serializable transaction and return what it returns.

        An exception rolls everything back. `fn` may run again when PostgreSQL reports a conflict
        with another process, so it must do nothing but read and change rows. Raises `DomainError`
        ``database.gone`` if nothing that is written would ever be read.
        """
        run = self._connections.write
        return await self._shielded(self._written(run, fn, args, kwargs))

    async def write_relaxed(
        self, fn: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `fn` in a transaction whose statements lock the rows that they change.

        For claiming and recording outcomes, where ``SKIP LOCKED`` and fences already keep processes
        apart.
        """
        run = self._connections.write_relaxed
        return await self._shielded(self._written(run, fn, args, kwargs))

    async def read(
        self, fn: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `fn` on one consistent snapshot and return what it returns."""
        run = self._connections.read
        return await self._shielded(self._announced(run, _noting_changes, fn, args, kwargs))

    async def glance(
        self, fn: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `fn`, which reads a few rows by their keys, as `read` does.

        On SQLite it runs in the caller's own thread. Switching to another thread and back, with a
        task for it, takes longer than reading so little, and much longer on a busy machine; and no
        reader waits for a writer there. On a server it is the same as `read`.
        """
        if self._file is None:
            return await self.read(fn, *args, **kwargs)
        result: T = await self._connections.glance(fn, *args, **kwargs)
        return result

    async def copy_to(self, path: Path) -> None:
        """Write a consistent copy of the SQLite database to `path`, while writes continue.

        Raises `DomainError` ``database.not_a_file`` on a server, ``database.copy_exists``.
        """
        if self._file is None:
            raise DomainError("database.not_a_file")
        await self._shielded(asyncio.to_thread(self._file.copy_to, path))

    async def scrub(self) -> bool:
        """Have no byte of what was deleted left in the file, or on the server's tables.

        Return whether that worked: a server may not allow it, or someone may still read the log. On
        a file it gives way to whoever wants to write, and then it didn't work, either.
        """
        if self._file is None:
            scrubbed: bool = await self._shielded(self._connections.scrub())
            return scrubbed
        async with self._scrubbing:
            return await self._shielded(
                asyncio.to_thread(self._file.scrub, lambda: self._writers > 0)
            )

    async def rescue(self, at: datetime) -> Path | None:
        """Copy a file that was deleted under the bot, which is still open, to a place beside it.

        Returns where the copy is; None on a server, which holds its own files. Raises `OSError` or
        `sqlite3.Error` if there is no room for it.
        """
        if self._file is None:
            return None
        copy = self._file.place_for_rescue(at)
        await self._shielded(self._connections.copy_to(copy))
        return copy

    async def close(self, seconds: float = CLOSE_SECONDS) -> None:
        """Wait up to `seconds` for running transactions, then release the file.

        One that is stuck by then, as behind a lock, is left to end with the process: it is
        committed whole or not at all.
        """
        if self._announcing:
            self._announcing.cancel()
        try:
            async with asyncio.timeout(seconds):
                while self._transactions:
                    await asyncio.wait(self._transactions)
                await self._connections.close()
        except TimeoutError:
            log.warning("database.left_busy", transactions=len(self._transactions))
        if self._file:
            self._file.release()

    async def _shielded(self, transaction: Coroutine[Any, Any, T]) -> T:
        task = asyncio.create_task(transaction)
        self._transactions.add(task)
        task.add_done_callback(self._finished)
        return await asyncio.shield(task)

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self._transactions.discard(task)
        # Retrieved here too, in case the caller was cancelled and no one else will.
        if not task.cancelled() and (error := task.exception()):
            log.debug("transaction.rolled_back", error=type(error).__name__)
            for listener in self._failure_listeners:
                listener(error)

    def require_in_place(self) -> None:
        """Check that what is written now will be read later; raise ``database.gone`` if not."""
        if self._file:
            self._file.require_in_place()

    def _writing(
        self, connection: Connection, fn: Callable[..., T], args: Any, kwargs: Any
    ) -> tuple[T, bool]:
        noted = _noting_changes(connection, fn, args, kwargs)
        self.require_in_place()  # right before it is committed
        return noted

    async def _written(
        self, run: Callable[..., Any], fn: Callable[..., T], args: Any, kwargs: Any
    ) -> T:
        self._writers += 1
        try:
            return await self._announced(run, self._writing, fn, args, kwargs)
        finally:
            self._writers -= 1

    async def _announced(
        self,
        run: Callable[..., Any],
        noting: Callable[..., tuple[T, bool]],
        fn: Callable[..., T],
        args: Any,
        kwargs: Any,
    ) -> T:
        result: T
        result, outbox_changed = await run(noting, fn, args, kwargs)
        if outbox_changed and self._announcing is None:
            loop = asyncio.get_running_loop()
            self._announcing = loop.call_later(ANNOUNCED_AFTER_SECONDS, self._announce)
        return result

    def _announce(self) -> None:
        self._announcing = None
        for listener in self._listeners:
            listener()


def announce_outbox_change(connection: Connection) -> None:
    """Notify the listeners once this transaction is committed."""
    connection.info[_OUTBOX_CHANGED] = True


def _noting_changes(
    connection: Connection, fn: Callable[..., T], args: Any, kwargs: Any
) -> tuple[T, bool]:
    """Return what `fn` returns, and whether it changed the outbox."""
    connection.info.pop(_OUTBOX_CHANGED, None)
    result = fn(connection, *args, **kwargs)
    return result, bool(connection.info.pop(_OUTBOX_CHANGED, False))
