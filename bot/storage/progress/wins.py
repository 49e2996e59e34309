"""Wins: victories that somebody told their partner."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from bot.domain.ids import GuildId, PairId, UserId, WinId
from bot.storage.counters import next_id
from bot.storage.tables import wins


@dataclass(frozen=True, slots=True)
class Win:
    """A victory; `shared` says that its author wants the whole server to read it."""

    guild: GuildId
    id: WinId
    pair: PairId
    author: UserId
    words: str
    shared: bool
    told_at: datetime


def add(
    connection: Connection,
    guild: GuildId,
    pair: PairId,
    author: UserId,
    *,
    words: str,
    shared: bool,
    now: datetime,
) -> Win:
    """Keep a win."""
    win = Win(guild, WinId(next_id(connection, guild, "win")), pair, author, words, shared, now)
    values = {
        "guild_id": guild,
        "id": win.id,
        "pair_id": pair,
        "author_id": author,
        "words": words,
        "shared": shared,
        "told_at": now,
    }
    connection.execute(insert(wins), values)
    return win


def find(connection: Connection, guild: GuildId, win: WinId) -> Win | None:
    """Return the win, or None when it was deleted."""
    found = _select(connection, wins.c.guild_id == guild, wins.c.id == win)
    return found[0] if found else None


def of_pair(connection: Connection, guild: GuildId, pair: PairId) -> list[Win]:
    """Return the pair's wins, oldest first."""
    return _select(connection, wins.c.guild_id == guild, wins.c.pair_id == pair)


def _select(connection: Connection, *conditions: Any) -> list[Win]:
    statement = select(wins).where(*conditions).order_by(wins.c.told_at, wins.c.id)
    return [_from_row(row) for row in connection.execute(statement)]


def _from_row(row: Row[Any]) -> Win:
    return Win(
        guild=row.guild_id,
        id=row.id,
        pair=row.pair_id,
        author=row.author_id,
        words=row.words,
        shared=row.shared,
        told_at=row.told_at,
    )
