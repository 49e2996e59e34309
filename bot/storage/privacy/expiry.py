"""Delete what the register says expires some time after a mentorship has ended."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, delete, select

from bot.domain.privacy.register import Erasing, Term
from bot.storage.privacy.register import entries
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.tables import pairs


def delete_of_ended_pairs(connection: Connection, term: Term, before: datetime) -> int:
    """Delete the rows of this term of pairs that ended before an instant; return how many."""
    expiring = {
        entry.table: None
        for entry in entries()
        if entry.about.kept is term and entry.about.erasing is Erasing.DELETE
    }
    return sum(
        connection.execute(
            delete(table).where(IN_EVERY_SOCIETY, _of_ended_pair(table, before))
        ).rowcount
        for table in expiring
    )


def _of_ended_pair(table: Table, before: datetime) -> ColumnElement[bool]:
    """Match rows of a pair that ended long ago, directly or through the row they belong to."""
    if table is pairs:
        return pairs.c.ended_at < before
    [tie] = [
        key
        for key in table.foreign_key_constraints
        if key.column_keys[1] == "pair_id" or "pair_id" not in table.c
    ][:1]
    other, column = tie.referred_table, tie.column_keys[1]
    return (
        select(other.c.id)
        .where(
            other.c.guild_id == table.c.guild_id,
            other.c.id == table.c[column],
            _of_ended_pair(other, before),
        )
        .correlate(table)
        .exists()
    )
