"""Find a person's rows by the register that stands beside the tables."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Table,
    TableClause,
    Text,
    func,
    literal,
    or_,
    select,
    type_coerce,
)
from sqlalchemy import column as plain_column
from sqlalchemy import table as plain_table

from bot.domain.ids import GuildId, UserId
from bot.domain.privacy.register import About, Naming, Topic, Via, Whose, Why
from bot.storage.schema import personal_of
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.tables import metadata
from bot.storage.types import Json

# Discord's IDs have at least 17 digits. A shorter one, as in a test, is also part of other numbers.
_LONG = 10**9


# Whether a database has a column: an older file may not.
Has = Callable[[Table, str], bool]


def in_this_version(_table: Table, _column: str) -> bool:
    """Return True: a database of this version has every column."""
    return True


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a table says about people."""

    table: Table
    about: About

    @property
    def is_direct(self) -> bool:
        """Whether a column has the person's own ID."""
        return isinstance(self.about.whose, str)

    def is_theirs(self, guild: GuildId, user: UserId) -> ColumnElement[bool]:
        """Return the condition for the rows of one person."""
        condition = _is_theirs(self.table, self.about.whose, guild, user)
        if self.about.only is not None:
            column, values = self.about.only
            plain = type_coerce(self.table.c[column], Text)
            condition &= plain.in_(values)
        return condition


def entries() -> Iterator[Entry]:
    """Return every entry of the register, what belongs to another row before that row."""
    for table in reversed(metadata.sorted_tables):
        for about in personal_of(table).about:
            yield Entry(table, about)


def count(connection: Connection, guild: GuildId, user: UserId) -> dict[Topic, int]:
    """Count someone's rows by topic; a topic of which there is nothing is left out."""
    counts: dict[Topic, int] = {}
    for entry in entries():
        if not entry.about.is_counted:
            continue
        rows = select(func.count()).select_from(entry.table).where(entry.is_theirs(guild, user))
        if number := connection.execute(rows).scalar_one():
            counts[entry.about.topic] = counts.get(entry.about.topic, 0) + number
    return counts


def rows_of(
    connection: Connection, entry: Entry, guild: GuildId, user: UserId
) -> list[dict[str, Any]]:
    """Return what an entry says about someone, oldest first: its exported columns as plain values.

    Instants are in ISO form, in UTC.
    """
    hidden = entry.about.unexported.split()
    exported = [name for name in entry.about.columns.split() if name not in hidden]
    if not exported:
        return []
    stored = as_stored(entry.table)
    # The condition names the table itself, and what is read is how it is stored.
    statement = (
        select(*(type_coerce(entry.table.c[name], stored.c[name].type) for name in exported))
        .where(entry.is_theirs(guild, user))
        .order_by(*entry.table.primary_key)
    )
    return [
        {
            name: _plain(entry.table.c[name], value)
            for name, value in zip(exported, row, strict=True)
        }
        for row in connection.execute(statement)
    ]


def _plain(column: Column[Any], value: Any) -> Any:
    if isinstance(column.type, Json) and value is not None:
        return json.loads(value)
    return value.isoformat() if isinstance(value, datetime) else value


def societies_of(
    connection: Connection, user: UserId, *, confidential: bool = True
) -> list[GuildId]:
    """Return the societies that have anything of someone, by ID.

    Without `confidential`, what someone else may have said of them in private doesn't count.
    """
    found: set[int] = set()
    for entry in entries():
        if entry.about.is_confidential and not confidential:
            continue
        if isinstance(entry.about.whose, str):
            guild = select(entry.table.c.guild_id).where(
                IN_EVERY_SOCIETY, entry.table.c[entry.about.whose] == user
            )
            found.update(connection.execute(guild.distinct()).scalars())
    return sorted(map(GuildId, found))


def why_it_stays(connection: Connection, guild: GuildId, user: UserId) -> list[Why]:
    """Return the reasons for which something of theirs would stay, without their name."""
    reasons: set[Why] = set()
    for entry in entries():
        why = entry.about.why
        if why is None or why in reasons:
            continue
        if entry.about.is_confidential:
            reasons.add(why)  # said to everyone, so that it tells no one anything
            continue
        theirs = select(literal(1)).select_from(entry.table).where(entry.is_theirs(guild, user))
        if connection.execute(theirs.limit(1)).first():
            reasons.add(why)
    return [why for why in Why if why in reasons]


def people_in(
    connection: Connection, guild: GuildId, has: Has = in_this_version
) -> frozenset[UserId]:
    """Return everyone of whom the society has anything; `has` says which columns there are."""
    people: set[UserId] = set()
    for entry in entries():
        if isinstance(entry.about.whose, str) and has(entry.table, entry.about.whose):
            column = entry.table.c[entry.about.whose]
            found = select(column).where(entry.table.c.guild_id == guild, column > 0).distinct()
            people.update(UserId(user) for user in connection.execute(found).scalars())
    return frozenset(people)


def people_everywhere(connection: Connection) -> list[tuple[GuildId, UserId]]:
    """Return everyone of whom any society has anything, by society and ID."""
    found: set[tuple[GuildId, UserId]] = set()
    for entry in entries():
        if isinstance(entry.about.whose, str):
            column = entry.table.c[entry.about.whose]
            people = (
                select(entry.table.c.guild_id, column)
                .where(IN_EVERY_SOCIETY, column > 0)
                .distinct()
            )
            found.update(
                (GuildId(guild), UserId(user)) for guild, user in connection.execute(people)
            )
    return sorted(found)


def names(column: ColumnElement[Any], user: UserId) -> ColumnElement[bool]:
    """Return the condition that a text has someone's ID."""
    plain = type_coerce(column, Text)
    if user >= _LONG:
        return plain.contains(str(user))
    return or_(plain.contains(f"<@{user}>"), plain.contains(f'"{user}"'))


def replaced(column: ColumnElement[Any], user: UserId, number: int) -> ColumnElement[str]:
    """Return a text with another number for someone's ID."""
    plain = type_coerce(column, Text)
    if user >= _LONG:
        return func.replace(plain, str(user), str(number))
    return func.replace(plain, f"<@{user}>", f"<@{number}>")


def _is_theirs(table: Table, whose: Whose, guild: GuildId, user: UserId) -> ColumnElement[bool]:
    in_society = table.c.guild_id == guild
    match whose:
        case Naming(column):
            return in_society & names(table.c[column], user)
        case Via(column, other_name, whose_there, key):
            other = metadata.tables[other_name]
            theirs = select(other.c[key]).where(_is_theirs(other, whose_there, guild, user))
            return in_society & table.c[column].in_(theirs)
        case _:
            return in_society & (table.c[whose] == user)


def is_text(column: Column[Any]) -> bool:
    """Return whether a column is stored as text, whatever is made of it."""
    return isinstance(getattr(column.type, "impl", column.type), Text)


def as_stored(table: Table) -> TableClause:
    """Return a table whose texts are read and written as they are stored."""
    kinds = {c.name: Text() if is_text(c) else c.type for c in table.c}
    return plain_table(table.name, *(plain_column(name, kind) for name, kind in kinds.items()))
