"""Tie a table to the frozen dataclass of its rows once, for reading and writing.

A field of the record is the column of its name, or of its name and ``_id``: `pair` is ``pair_id``.
There is no session: a record is plain values, and nothing is written unless a function says so.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import starmap
from typing import Any, Generic, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Insert,
    Select,
    Table,
    Update,
    bindparam,
    insert,
    select,
    update,
)

from bot.storage.upserts import put

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class CompositeField:
    """A field made of several columns: how to build it from their values, and how to split it."""

    columns: tuple[str, ...]
    make: Callable[..., Any]
    take: Callable[[Any], Sequence[Any]]


def composite(made: Any) -> CompositeField:
    """Return a part that is a dataclass, whose fields are columns of the same names."""
    names = tuple(field.name for field in fields(made))
    return CompositeField(names, made, lambda value: [getattr(value, name) for name in names])


class Records(Generic[R]):
    """The rows of `table` as `record`s, in `order`.

    `parts` says which fields are made of several columns, or are a column of another name. Those in
    `beside`, the last ones of the record, are not columns: they are passed to `read`.
    """

    def __init__(
        self,
        table: Table,
        record: type[R],
        *order: ColumnElement[Any],
        parts: Mapping[str, CompositeField | str] | None = None,
        beside: Collection[str] = (),
    ) -> None:
        self.table = table
        self._record, named = record, dict(parts or {})
        self._parts = {
            name: made for name, made in named.items() if isinstance(made, CompositeField)
        }
        shape: Any = record
        self._fields = {
            field.name: _columns_of(table, field.name, named.get(field.name))
            for field in fields(shape)
            if field.name not in beside
        }
        # In the order of the fields, so that a row is the record's arguments.
        self.columns = [table.c[name] for names in self._fields.values() for name in names]
        self.select: Select[Any] = select(*self.columns).order_by(*order)
        self._key = tuple(column.name for column in table.primary_key)
        keyed = (table.c[name] == bindparam(f"key_{name}") for name in self._key)
        self._one = select(*self.columns).where(*keyed)
        self._insert: Insert = insert(table)
        self._changing = lru_cache(maxsize=None)(self._changing_anew)

    # -- reading ----------------------------------------------------------------------------------

    def read(self, row: Sequence[Any], *beside: Any) -> R:
        """Return a row that begins with `columns` as a record."""
        values = tuple(row)[: len(self.columns)]
        if self._parts:
            values = tuple(self._assembled(values))
        return self._record(*values, *beside)

    def read_all(self, rows: Iterable[Sequence[Any]]) -> list[R]:
        """Return rows of exactly `columns` as records."""
        if self._parts:
            return [self.read(row) for row in rows]
        return list(starmap(self._record, rows))

    def run(self, connection: Connection, statement: Select[Any], **values: Any) -> list[R]:
        """Run a statement made from `select`, with its parameters, and return its records."""
        return self.read_all(connection.execute(statement, values))

    def all(self, connection: Connection, *conditions: ColumnElement[bool]) -> list[R]:
        """Return every record for which all conditions hold."""
        return self.read_all(connection.execute(self.select.where(*conditions)))

    def first(self, connection: Connection, *conditions: ColumnElement[bool]) -> R | None:
        """Return the first record for which all conditions hold, or None."""
        row = connection.execute(self.select.where(*conditions).limit(1)).first()
        return None if row is None else self.read(row)

    def find(self, connection: Connection, *key: object) -> R | None:
        """Return the record of this primary key, which begins with the society, or None."""
        row = connection.execute(self._one, self._keyed(key)).first()
        return None if row is None else self.read(row)

    # -- writing ----------------------------------------------------------------------------------

    def values(self, record: R, **more: Any) -> dict[str, Any]:
        """Return the values of a record's columns, and `more` of columns that it does not have."""
        return dict(self._values(record)) | more

    def insert(self, connection: Connection, /, record: R, **more: Any) -> None:
        """Write a new row."""
        connection.execute(self._insert, self.values(record, **more))

    def add(self, connection: Connection, /, **values: Any) -> None:
        """Write a new row of fields or columns.

        Those not given are null, or the table's default.
        """
        connection.execute(self._insert, self._named(values))

    def put(self, connection: Connection, /, record: R, **more: Any) -> None:
        """Write a row, replacing the one with its key if there is one."""
        put(connection, self.table, self.values(record, **more), *self._key)

    def save(self, connection: Connection, record: R) -> None:
        """Update an existing row from the record."""
        values = self.values(record)
        key = [values.pop(name) for name in self._key]
        self.change(connection, key, **values)

    def change(
        self,
        connection: Connection,
        /,
        key: Sequence[object],
        *conditions: ColumnElement[bool],
        **values: Any,
    ) -> bool:
        """Update fields or columns of one row; False if it doesn't exist or doesn't match."""
        new = self._named(values)
        statement = self._changing(tuple(new)).where(*conditions)
        bound = {f"new_{name}": value for name, value in new.items()}
        return connection.execute(statement, self._keyed(key) | bound).rowcount == 1

    # -- how --------------------------------------------------------------------------------------

    def _keyed(self, key: Sequence[object]) -> dict[str, object]:
        return {f"key_{name}": value for name, value in zip(self._key, key, strict=True)}

    def _assembled(self, values: tuple[Any, ...]) -> Iterator[Any]:
        start = 0
        for field, names in self._fields.items():
            end = start + len(names)
            made = self._parts.get(field)
            yield values[start] if made is None else made.make(*values[start:end])
            start = end

    def _values(self, record: R) -> Iterator[tuple[str, Any]]:
        for field in self._fields:
            yield from self._new(field, getattr(record, field))

    def _named(self, values: Mapping[str, Any]) -> dict[str, Any]:
        named: dict[str, Any] = {}
        for field, value in values.items():
            named.update(self._new(field, value))
        return named

    def _new(self, field: str, value: Any) -> Iterator[tuple[str, Any]]:
        if field in self._parts:
            made = self._parts[field]
            yield from zip(made.columns, made.take(value), strict=True)
        else:
            yield self._fields.get(field, (field,))[0], value

    def _changing_anew(self, names: tuple[str, ...]) -> Update:
        """Return the statement that changes these columns of one row: there are a handful."""
        keyed = (self.table.c[name] == bindparam(f"key_{name}") for name in self._key)
        new: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
        return update(self.table).where(*keyed).values(new)


def _columns_of(table: Table, field: str, made: CompositeField | str | None) -> tuple[str, ...]:
    if isinstance(made, CompositeField):
        names = made.columns
    else:
        names = (made or (field if field in table.c else f"{field}_id"),)
    for name in names:
        if name not in table.c:
            wanted = name if made else f"{field} or {name}"
            raise TypeError(
                f"{table.name} has no column {wanted}: "
                f"declare it in tables.py, or say in `parts` which columns {field} is made of"
            )
    return names
