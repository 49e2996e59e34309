"""Statements that are compiled once, and on SQLite run without SQLAlchemy's execution layer.

SQLAlchemy takes some fifty calls to execute a statement. In a loop that is little; in a bot that
does other things in between, with none of that code in the processor's cache, it is most of the
time that a small query takes. SQLAlchemy still writes the statement, and its types still convert
each value.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

_DIALECT = sqlite.dialect(paramstyle="named")


class Prepared:
    """One SELECT whose parameters are all named, and none of them a list."""

    def __init__(self, statement: Select[Any] | CompoundSelect[Any]) -> None:
        self._statement = statement
        compiled = statement.compile(dialect=_DIALECT)
        self._sql = str(compiled)
        self._written = {name: _written(bound.type) for name, bound in compiled.binds.items()}
        self._constants = {
            name: self._bound(name, value) for name, value in compiled.params.items()
        }
        self._row = _row_of(statement)

    def rows(self, connection: Connection, **values: Any) -> Sequence[Any]:
        """Return the rows by the columns' names, each value converted by its column's type."""
        if connection.dialect.name != _DIALECT.name:
            return connection.execute(self._statement, values).all()
        return list(map(self._row, self.tuples(connection, **values)))

    def tuples(self, connection: Connection, **values: Any) -> Sequence[Any]:
        """Return the rows as tuples, for columns that hold plain values."""
        if connection.dialect.name != _DIALECT.name:
            return connection.execute(self._statement, values).all()
        raw: Any = connection.connection.driver_connection
        bound = {name: self._bound(name, value) for name, value in values.items()}
        try:
            rows: list[Any] = raw.execute(self._sql, self._constants | bound).fetchall()
        except sqlite3.Error as error:  # as SQLAlchemy raises it, for whoever tells it from a bug
            raise DBAPIError.instance(
                self._sql, None, error, sqlite3.Error, hide_parameters=True
            ) from error
        return rows

    def _bound(self, name: str, value: Any) -> Any:
        write = self._written.get(name)
        return value if write is None else write(value)


def _row_of(statement: Select[Any] | CompoundSelect[Any]) -> type[tuple[Any, ...]]:
    """Return a class of rows whose columns have names, and are converted on access.

    Most columns of a row that was joined to many others are never read. Iterating over a row, as
    when a record is made of it, converts all of it.
    """
    columns = enumerate(statement.selected_columns.items())
    looks = {name: _look(index, _read(column.type)) for index, (name, column) in columns}
    each = tuple(looks.values())

    def convert(row: tuple[Any, ...]) -> Iterator[Any]:
        return iter([look(row) for look in each])

    named = {name: property(look) for name, look in looks.items()}
    return type("Row", (tuple,), {"__slots__": (), "__iter__": convert, **named})


def _look(index: int, read: Callable[[Any], Any] | None) -> Callable[[Any], Any]:
    plain = itemgetter(index)
    if read is None:
        return plain

    def look(row: tuple[Any, ...]) -> Any:
        value = plain(row)
        return None if value is None else read(value)  # as each of the types would convert it

    return look


def _written(kind: TypeEngine[Any]) -> Any:
    return kind.dialect_impl(_DIALECT).bind_processor(_DIALECT)


def _read(kind: TypeEngine[Any]) -> Any:
    return kind.dialect_impl(_DIALECT).result_processor(_DIALECT, None)
