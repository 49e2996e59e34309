"""Random lives: rows of every table, whose texts say which person they are about."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Column, Connection, Table, insert

from bot.domain.ids import GuildId, UserId
from bot.domain.privacy.register import Erasing, Naming, Via
from bot.storage import tables
from bot.storage.privacy.register import as_stored, is_text
from bot.storage.schema import personal_of
from bot.storage.types import Instant, Json, State
from tests.every_society import select

GUILD, OTHER_GUILD = GuildId(900_000_000_000_000_001), GuildId(900_000_000_000_000_002)
PEOPLE = [UserId(700_000_000_000_000_000 + number) for number in range(1, 6)]
NO_ONE = UserId(0)
BEGINNING = datetime(2027, 3, 1, tzinfo=UTC)
# What the tables themselves require.
FIXED = {
    ("contacts", "state"): "shared",
    ("aways", "first_day"): "2027-03-01",
    ("aways", "last_day"): "2027-03-02",
}


def word(person: UserId, number: int) -> str:
    """Return a text that can only be from this person."""
    return f"word{number}of{person % 1_000}x"


@dataclass(slots=True)
class Lives:
    """Writes rows of five people into one society."""

    connection: Connection
    guild: GuildId
    rng: random.Random
    numbers: Iterator[int]
    keys: dict[str, list[int]] = field(default_factory=dict)

    def live(self, most: int, least: int = 0) -> None:
        """Try to add between `least` and `most` rows to each table."""
        for table in tables.metadata.sorted_tables:
            if personal_of(table).about:
                for _ in range(self.rng.randint(least, most)):
                    self._add(table)

    def _add(self, table: Table) -> None:
        """Add a row, unless it refers to another of which there is none."""
        values: dict[str, Any] = {"guild_id": self.guild}
        ties = {
            name: key.referred_table.name
            for key in table.foreign_key_constraints
            for name in key.column_keys
            if name != "guild_id"
        }
        for name, other in ties.items():
            if not self.keys.get(other):
                if table.c[name].nullable:
                    values[name] = None
                    continue
                return
            values[name] = self.rng.choice(self.keys[other])
        people = self._people(table)
        author = self._author(table, values, people)
        for column in table.c:
            if column.name not in values and column.name not in people:
                values[column.name] = self._value(table, column, author)
        values |= people
        primary = {key.name: values[key.name] for key in table.primary_key}
        is_same = (table.c[name] == value for name, value in primary.items())
        if self.connection.execute(select(*table.primary_key).where(*is_same)).first():
            return
        self.connection.execute(insert(as_stored(table)).values(values))
        self.keys.setdefault(table.name, []).append(values.get("id", 0))

    def _people(self, table: Table) -> dict[str, UserId]:
        """Choose whom each column with a person's ID names."""
        named = {about.whose for about in personal_of(table).about if isinstance(about.whose, str)}
        return {name: self.rng.choice(PEOPLE) for name in sorted(named)}

    def _author(self, table: Table, values: dict[str, Any], people: dict[str, UserId]) -> UserId:
        """Return whose words the row has: the first that the register names."""
        for about in personal_of(table).about:
            whose = about.whose
            if isinstance(whose, str):
                return people[whose]
            if isinstance(whose, Via) and isinstance(whose.whose, str):
                other = tables.metadata.tables[whose.table]
                key = (other.c.guild_id == self.guild) & (
                    other.c[whose.key] == values.get(whose.column)
                )
                found = self.connection.execute(select(other.c[whose.whose]).where(key)).scalar()
                return UserId(found or NO_ONE)
        return self.rng.choice(PEOPLE)

    def _value(self, table: Table, column: Column[Any], author: UserId) -> Any:
        number, every = next(self.numbers), personal_of(table).about
        if (table.name, column.name) in FIXED:
            return FIXED[table.name, column.name]
        for about in every:
            if about.only is not None and about.only[0] == column.name:
                return about.only[1][0]
        first = every[0]
        # What stays has no words of theirs, but for what is emptied then.
        goes = first.erasing is Erasing.DELETE or column.name in first.emptied.split()
        said = word(author, number) if goes else f"plain{number}"
        names = [about.whose for about in every]
        if any(isinstance(whose, Naming) and whose.column == column.name for whose in names):
            dropped = any(of == column.name for of, _ in first.dropped)
            note = {"note": word(author, number)} if goes or dropped else {}
            return json.dumps({"who": f"<@{author}>"} | note)
        if isinstance(column.type, Json):
            return json.dumps([said])
        if isinstance(column.type, State):
            return f"plain{number}"
        if isinstance(column.type, Instant):
            return BEGINNING + timedelta(hours=number)
        if is_text(column):
            return said
        return number % 90 if column.name == "percent" else number


def texts(connection: Connection) -> list[tuple[str, str, str]]:
    """Return everything the database has as text: table, society, and the row."""
    return [
        (table.name, str(row[0]), repr(tuple(row)))
        for table in tables.metadata.sorted_tables
        for row in connection.execute(select(as_stored(table)))
    ]
