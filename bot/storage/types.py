"""Column types: what SQLite's STRICT tables and PostgreSQL both store without loss.

Instants are whole UTC epoch seconds. Civil dates and times stay as they were meant, as text with
the IANA zone they were meant in, and become instants only when something is planned.
"""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import BigInteger, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

S = TypeVar("S", bound=StrEnum)

# STRICT tables have INTEGER and not BIGINT; both hold 64 bits.
Whole = BigInteger().with_variant(Integer(), "sqlite")


class Instant(TypeDecorator[datetime]):
    """An aware datetime, stored as UTC epoch seconds; naive ones are refused."""

    impl = Whole
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Turn an aware datetime into whole seconds."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive datetime reached the database: {value!r}")
        return int(value.timestamp())

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Turn seconds into an aware UTC datetime."""
        return None if value is None else datetime.fromtimestamp(value, UTC)


class LocalDate(TypeDecorator[date]):
    """A calendar day, as ``2027-03-14``."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> Any:
        """Write the day in ISO form."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        """Read the day back."""
        return None if value is None else date.fromisoformat(value)


class LocalTime(TypeDecorator[time]):
    """A local time of day, as ``18:00``; its zone is in another column."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: time | None, dialect: Dialect) -> Any:
        """Write hours and minutes."""
        return None if value is None else value.strftime("%H:%M")

    def process_result_value(self, value: Any, dialect: Dialect) -> time | None:
        """Read hours and minutes."""
        return None if value is None else time.fromisoformat(value)


class Flag(TypeDecorator[bool]):
    """Yes or no, as 1 or 0."""

    impl = Whole
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> Any:
        """Write 1 or 0."""
        return None if value is None else int(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> bool | None:
        """Read 1 or 0."""
        return None if value is None else bool(value)


class Json(TypeDecorator[Any]):
    """Lists and mappings of plain values, as canonical JSON text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Write JSON with sorted keys, so that equal values are equal text."""
        if value is None:
            return None
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Read JSON."""
        return None if value is None else json.loads(value)


class Words(Json):
    """A few strings in order, as a JSON list."""

    cache_ok = True

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> Any:
        """Write a list."""
        return super().process_bind_param(None if value is None else list(value), dialect)

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...] | None:
        """Read a tuple, which can't be changed."""
        return None if value is None else tuple(json.loads(value))


class JsonOf(Json):
    """A value that can convert itself to plain JSON and back."""

    cache_ok = True

    def __init__(self, write: Callable[[Any], Any], read: Callable[[Any], Any]) -> None:
        super().__init__()
        self.write = write
        self.read = read

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Write its plain form."""
        return super().process_bind_param(None if value is None else self.write(value), dialect)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Build it from its plain form."""
        return None if value is None else self.read(json.loads(value))


class State(TypeDecorator[S]):
    """A member of one `StrEnum`, as its value.

    `read` makes a member of what is stored; without it, a value of no member can't be read.
    """

    impl = Text
    cache_ok = True

    def __init__(self, members: type[S], read: Callable[[str], S] | None = None) -> None:
        super().__init__()
        self.members = members
        self.read = read or members

    def process_bind_param(self, value: S | None, dialect: Dialect) -> Any:
        """Write the member's value; a value of no member is refused."""
        return None if value is None else self.members(value).value

    def process_result_value(self, value: Any, dialect: Dialect) -> S | None:
        """Read the member."""
        return None if value is None else self.read(value)
