"""Delete what the register says expires some time after a mentorship has ended."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, delete, or_, select

from bot.domain.privacy.register import Erasing, Term
from bot.domain.youth.youth import AgeBand
from bot.storage.privacy.register import entries
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.tables import ages, pair_members, pairs


def delete_of_ended_pairs(
    connection: Connection, term: Term, before: datetime, *, young: bool = False
) -> int:
    """Delete the rows of this term of pairs that ended before an instant; return how many.

    With `young` only of pairs with someone under 18.
    """
    expiring = {
        entry.table: None
        for entry in entries()
        if entry.about.kept is term and entry.about.erasing is Erasing.DELETE
    }
    return sum(
        connection.execute(
            delete(table).where(IN_EVERY_SOCIETY, _of_ended_pair(table, before, young=young))
        ).rowcount
        for table in expiring
    )


def _of_ended_pair(table: Table, before: datetime, *, young: bool) -> ColumnElement[bool]:
    """Match rows of a pair that ended long ago, directly or through the row they belong to."""
    if table is pairs:
        ended = pairs.c.ended_at < before
        return ended & _has_minor() if young else ended
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
            _of_ended_pair(other, before, young=young),
        )
        .correlate(table)
        .exists()
    )


def _has_minor() -> ColumnElement[bool]:
    """Match pairs with someone under 18, or who was until after the pair had ended."""
    turned_18_later = ages.c.confirmed_by.is_not(None) & (ages.c.said_at > pairs.c.ended_at)
    return (
        select(ages.c.user_id)
        .join(
            pair_members,
            (pair_members.c.guild_id == ages.c.guild_id)
            & (pair_members.c.user_id == ages.c.user_id),
        )
        .where(
            ages.c.guild_id == pairs.c.guild_id,
            pair_members.c.pair_id == pairs.c.id,
            or_(ages.c.band != AgeBand.ADULT, turned_18_later),
        )
        .correlate(pairs)
        .exists()
    )
