"""Upserts in the dialects of both databases.

Each statement is built once and given its values when it runs: building one each time costs more
than SQLite needs to run it.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_unless_known(
    connection: Connection, table: Table, values: Mapping[str, Any], *key: str
) -> bool:
    """Insert a row, or change nothing if one with the same `key` exists.

    Return whether it was new.
    """
    statement = _unless_known(connection.dialect.name, table, key)
    # Returned by the statement, since not every driver reports the count of inserted rows.
    return connection.execute(statement, dict(values)).first() is not None


def count_one_more(
    connection: Connection, table: Table, values: Mapping[str, Any], counted: str, *key: str
) -> int:
    """Insert a row, or add one to `counted` if it exists; return the new `counted`."""
    statement = _one_more(connection.dialect.name, table, counted, key)
    return int(connection.execute(statement, dict(values)).scalar_one())


def put(connection: Connection, table: Table, values: Mapping[str, Any], *key: str) -> None:
    """Insert a row, or update the one with the same `key`."""
    statement = _put(connection.dialect.name, table, key, tuple(values))
    connection.execute(statement, dict(values))


@cache
def _put(dialect: str, table: Table, key: tuple[str, ...], columns: tuple[str, ...]) -> Insert:
    insert = _insert(dialect, table)
    changed = {name: insert.excluded[name] for name in columns if name not in key}
    replacing: Insert = insert.on_conflict_do_update(index_elements=list(key), set_=changed)
    return replacing


@cache
def _unless_known(dialect: str, table: Table, key: tuple[str, ...]) -> Insert:
    insert: Insert = _insert(dialect, table).on_conflict_do_nothing(index_elements=list(key))
    return insert.returning(table.c[key[0]])


@cache
def _one_more(dialect: str, table: Table, counted: str, key: tuple[str, ...]) -> Insert:
    column = table.c[counted]
    insert: Insert = _insert(dialect, table).on_conflict_do_update(
        index_elements=list(key), set_={counted: column + 1}
    )
    return insert.returning(column)


def _insert(dialect: str, table: Table) -> Any:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
