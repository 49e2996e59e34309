"""PostgreSQL's connections: one pool under three isolation levels.

Writes are serializable and are retried after a conflict with another process, which gives services
the same guarantee as SQLite's single writer.
"""

import asyncio
import random
from collections.abc import Callable
from typing import Any, TypeVar

from psycopg.types.string import StrDumperUnknown
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.storage.schema import metadata

T = TypeVar("T")

POOL, OVERFLOW = 8, 10
POOL_SECONDS = 10
"""How long to wait for one of the pool's connections while all are busy."""
CONNECT_SECONDS = 10
TRIES = 12
# A statement that hangs, or a transaction that a lost process left open, must not hold others for
# ever. Migrations lift the first.
STATEMENT_SECONDS, IDLE_SECONDS = 60, 120
# How long writing a table anew waits for those who use it.
VACUUM_LOCK_SECONDS = 5
_TABLES = (
    "SELECT c.relname, pg_has_role(c.relowner, 'USAGE') FROM pg_class AS c"
    " WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace ORDER BY c.relname"
)
_LIMITS = (
    f"-c statement_timeout={STATEMENT_SECONDS}s "
    f"-c idle_in_transaction_session_timeout={IDLE_SECONDS}s"
)
# A server that vanished without a word, such as one that lost its power, answers nothing at all.
VANISHED_SECONDS = 60
_CONNECT = {
    "connect_timeout": CONNECT_SECONDS,
    "keepalives_idle": VANISHED_SECONDS // 2,
    "keepalives_interval": VANISHED_SECONDS // 6,
    "keepalives_count": 3,
    "tcp_user_timeout": VANISHED_SECONDS * 1000,
}
_CONFLICTS = {"40001", "40P01"}  # serialization_failure, deadlock_detected


class _StrWithoutNul(StrDumperUnknown):
    """Text as the server takes it: it stores no NUL, and a question with one is no error."""

    def dump(self, obj: str) -> Any:
        return super().dump(obj.replace("\0", ""))


class PostgresPool:
    """A pool of connections to one server."""

    dialect = "postgresql"

    def __init__(self, url: str) -> None:
        self._engine = create_async_engine(
            url,
            pool_size=POOL,
            pool_pre_ping=True,
            hide_parameters=True,
            max_overflow=OVERFLOW,
            pool_timeout=POOL_SECONDS,
            connect_args={"options": _LIMITS, **_CONNECT},
        )
        event.listen(self._engine.sync_engine, "connect", _on_connect)
        options = self._engine.execution_options
        self._writer = options(isolation_level="SERIALIZABLE")
        self._relaxed = options(isolation_level="READ COMMITTED")
        self._reader = options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    async def write(self, transaction: Callable[..., T], *args: Any) -> T:
        """Run a serializable transaction, again after a conflict."""
        return await _retrying(self._writer, transaction, args)

    async def write_relaxed(self, transaction: Callable[..., T], *args: Any) -> T:
        """Run a transaction whose statements lock the rows that they change."""
        return await _retrying(self._relaxed, transaction, args)

    async def read(self, transaction: Callable[..., T], *args: Any) -> T:
        """Run a transaction on one snapshot."""
        async with self._reader.begin() as connection:
            return await connection.run_sync(transaction, *args)

    async def scrub(self) -> bool:
        """Write every table anew without its dead rows; return whether all of them could be.

        A table that others use all the time is left: what was deleted there is overwritten only
        when its room is used again. So is one of another role, as no later try would help: see
        `tables_of_others`.
        """
        engine = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        refused = 0
        async with engine.connect() as connection:
            await connection.execute(text(f"SET lock_timeout = '{VACUUM_LOCK_SECONDS}s'"))
            await connection.execute(text("SET statement_timeout = 0"))
            owned = await connection.execute(text(_TABLES))
            for name, is_ours in owned.all():
                if not is_ours:
                    continue
                try:
                    await connection.execute(text(f'VACUUM (FULL) "{name}"'))
                except DBAPIError:
                    refused += 1
            await connection.execute(text("RESET ALL"))
        return refused == 0

    async def close(self) -> None:
        """Close the pool."""
        await self._engine.dispose()


def tables_of_others(connection: Connection) -> list[str]:
    """Return the names of the bot's tables that belong to another role, which alone can do that."""
    return [
        name
        for name, is_ours in connection.execute(text(_TABLES)).all()
        if not is_ours and name in metadata.tables
    ]


def _on_connect(connection: Any, _record: object) -> None:
    connection.driver_connection.adapters.register_dumper(str, _StrWithoutNul)


async def _retrying(engine: AsyncEngine, transaction: Callable[..., T], args: Any) -> T:
    for attempt in range(TRIES):
        try:
            async with engine.begin() as connection:
                return await connection.run_sync(transaction, *args)
        except DBAPIError as error:
            code = getattr(error.orig, "sqlstate", None)
            if code not in _CONFLICTS or attempt == TRIES - 1:
                raise
        await asyncio.sleep(random.uniform(0, 0.005 * 2**attempt))
    raise AssertionError("unreachable: the last try returns or raises")
