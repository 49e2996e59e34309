"""Wins: successes that someone shared with their partner."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.ids import GuildId, PairId, UserId, WinId
from bot.storage.counters import next_id
from bot.storage.records import Records
from bot.storage.tables import wins


@dataclass(frozen=True, slots=True)
class Win:
    """A success; `shared` says that its author wants the whole server to read it."""

    guild: GuildId
    id: WinId
    pair: PairId
    author: UserId
    words: str
    shared: bool
    told_at: datetime


_ROWS = Records(wins, Win, wins.c.told_at, wins.c.id)


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
    """Save a win."""
    win = Win(guild, WinId(next_id(connection, guild, "win")), pair, author, words, shared, now)
    _ROWS.insert(connection, win)
    return win


def find(connection: Connection, guild: GuildId, win: WinId) -> Win | None:
    """Return the win, or None when it was deleted."""
    return _ROWS.find(connection, guild, win)


def list_for_pair(connection: Connection, guild: GuildId, pair: PairId) -> list[Win]:
    """Return the pair's wins, oldest first."""
    return _ROWS.all(connection, wins.c.guild_id == guild, wins.c.pair_id == pair)
