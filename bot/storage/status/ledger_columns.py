"""What each kind of turn adds to the one statement of the ledger, in the same columns."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    cast,
    func,
    literal_column,
    null,
    select,
    type_coerce,
)

from bot.domain.ids import UserId
from bot.domain.states import PairState, Role
from bot.domain.status.turns import TurnKind
from bot.storage.tables import pair_members, pairs
from bot.storage.types import Instant, Whole

GUILD, USER = bindparam("guild", type_=Whole), bindparam("user", type_=Whole)
# What stands for no owner and for no due, so that entries can be sorted as they are: a user's id is
# never 0, and no year has five digits.
NOBODY, NEVER = UserId(0), 253_402_300_799
NOW, ENDED_SINCE = bindparam("now", type_=Instant), bindparam("ended_since", type_=Instant)


def among(column: ColumnElement[Any], *states: StrEnum) -> ColumnElement[bool]:
    """Return whether `column` has one of `states`.

    They are written into the statement: values that are bound are put into it anew at each call.
    """
    return column.in_([literal_column(f"'{state.value}'") for state in states])


def found_by_person(members: FromClause) -> ColumnElement[bool]:
    """Return what holds for every member, and keeps SQLite from walking a whole society.

    The primary key has every other column that is asked for, so SQLite would rather read all of it
    than look the person up in the index by person; a column that the key lacks decides it.
    """
    return among(members.c.role, *Role)


_MINE = (
    select(pair_members.c.pair_id, pairs.c.state)
    .join(
        pairs,
        and_(pairs.c.guild_id == pair_members.c.guild_id, pairs.c.id == pair_members.c.pair_id),
    )
    .where(
        pair_members.c.guild_id == GUILD,
        pair_members.c.user_id == USER,
        found_by_person(pair_members),
        ~among(pairs.c.state, PairState.ENDED),
    )
    .cte("mine")
)
OF_MINE = select(_MINE.c.pair_id)
OF_LIVE = OF_MINE.where(~among(_MINE.c.state, PairState.PAUSED))


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
            # Plain values: to convert each takes longer than to read it, and most need not be.
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
