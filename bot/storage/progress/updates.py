"""Updates: what moved, what is in the way, what is next."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from bot.domain.ids import GuildId, PairId, UpdateId, UserId
from bot.storage.counters import next_id
from bot.storage.tables import updates


@dataclass(frozen=True, slots=True)
class Update:
    """One entry in a pair's log."""

    guild: GuildId
    id: UpdateId
    pair: PairId
    author: UserId
    moved: str
    in_the_way: str
    next_step: str
    logged_at: datetime


def add(
    connection: Connection,
    guild: GuildId,
    pair: PairId,
    author: UserId,
    *,
    moved: str,
    in_the_way: str,
    next_step: str,
    now: datetime,
) -> Update:
    """Keep an update."""
    update = Update(
        guild=guild,
        id=UpdateId(next_id(connection, guild, "update")),
        pair=pair,
        author=author,
        moved=moved,
        in_the_way=in_the_way,
        next_step=next_step,
        logged_at=now,
    )
    connection.execute(
        insert(updates),
        {
            "guild_id": guild,
            "id": update.id,
            "pair_id": pair,
            "author_id": author,
            "moved": moved,
            "in_the_way": in_the_way,
            "next_step": next_step,
            "logged_at": now,
        },
    )
    return update


def find(connection: Connection, guild: GuildId, update: UpdateId) -> Update | None:
    """Return the update, or None when it was deleted."""
    row = connection.execute(
        select(updates).where(updates.c.guild_id == guild, updates.c.id == update)
    ).one_or_none()
    return None if row is None else _from_row(row)


def of_pair(connection: Connection, guild: GuildId, pair: PairId, most: int) -> list[Update]:
    """Return the pair's latest updates, newest first."""
    statement = (
        select(updates)
        .where(updates.c.guild_id == guild, updates.c.pair_id == pair)
        .order_by(updates.c.logged_at.desc(), updates.c.id.desc())
        .limit(most)
    )
    return [_from_row(row) for row in connection.execute(statement)]


def _from_row(row: Row[Any]) -> Update:
    return Update(
        guild=row.guild_id,
        id=row.id,
        pair=row.pair_id,
        author=row.author_id,
        moved=row.moved,
        in_the_way=row.in_the_way,
        next_step=row.next_step,
        logged_at=row.logged_at,
    )
