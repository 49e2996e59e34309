"""What the ledger's parts are made of: one SELECT for each kind, all with the same columns."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Table,
    Text,
    bindparam,
    cast,
    func,
    literal_column,
    null,
    select,
    type_coerce,
)

from bot.domain.ids import UserId
from bot.domain.states import Role
from bot.domain.status.turns import TurnKind
from bot.storage.types import Instant, Whole

GUILD, USER = bindparam("guild", type_=Whole), bindparam("user", type_=Whole)
# Placeholders for no owner and no due date, so that entries can be sorted as they are: a user's ID
# is never 0, and no year has five digits.
NOBODY, NEVER = UserId(0), 253_402_300_799
NOW, ENDED_SINCE = bindparam("now", type_=Instant), bindparam("ended_since", type_=Instant)


def among(column: ColumnElement[Any], *states: StrEnum) -> ColumnElement[bool]:
    """Return whether `column` has one of `states`.

    They are literals in the statement: bound values are inserted again at each call.
    """
    return column.in_([literal_column(f"'{state.value}'") for state in states])


def found_by_person(members: FromClause) -> ColumnElement[bool]:
    """Return a condition that every member meets, and that keeps SQLite from scanning a society.

    The primary key contains every other column that is read, so SQLite would rather scan all of it
    than use the index by person; a column that the key lacks prevents that.
    """
    return among(members.c.role, *Role)


def part(
    kind: TurnKind,
    table: Table,
    *conditions: ColumnElement[bool],
    source: FromClause | None = None,
    what: str = "id",
    pair: str | None = None,
    owner: ColumnElement[Any] | None = None,
    due: ColumnElement[datetime] | None = None,
    name: ColumnElement[str] | None = None,
    note: ColumnElement[Any] | None = None,
    first: ColumnElement[bool] | None = None,
) -> Select[Any]:
    """Return a kind's rows of `table`, or of `source` with others joined to it."""
    no_number, no_words = cast(null(), Whole), cast(null(), Text)
    nobody, never = literal_column(str(NOBODY), Whole), literal_column(str(NEVER), Whole)
    return (
        select(
            # Plain values: converting each takes longer than reading it, and most need not be
            # converted.
            (never if due is None else func.coalesce(type_coerce(due, Whole), never)).label("due"),
            literal_column(f"'{kind.value}'", Text).label("kind"),
            table.c[what].label("what"),
            (nobody if owner is None else func.coalesce(owner, nobody)).label("owner"),
            (no_number if pair is None else table.c[pair]).label("pair"),
            (no_words if name is None else name).label("name"),
            (no_words if note is None else type_coerce(note, Text)).label("note"),
            (no_number if first is None else type_coerce(first, Whole)).label("first"),
        )
        .select_from(table if source is None else source)
        .where(table.c.guild_id == GUILD, *conditions)
    )
