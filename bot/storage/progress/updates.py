"""Updates: progress, roadblocks, next steps."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.ids import GuildId, PairId, UpdateId, UserId
from bot.storage.counters import next_id
from bot.storage.records import Records
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


_ROWS = Records(updates, Update, updates.c.logged_at.desc(), updates.c.id.desc())


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
    """Save an update."""
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
    _ROWS.insert(connection, update)
    return update


def find(connection: Connection, guild: GuildId, update: UpdateId) -> Update | None:
    """Return the update, or None when it was deleted."""
    return _ROWS.find(connection, guild, update)


def list_for_pair(
    connection: Connection,
    guild: GuildId,
    pair: PairId,
    most: int,
    until: datetime | None = None,
) -> list[Update]:
    """Return the pair's latest updates, or its latest `until` an instant, newest first."""
    theirs = [updates.c.guild_id == guild, updates.c.pair_id == pair]
    if until is not None:
        theirs.append(updates.c.logged_at <= until)
    return _ROWS.run(connection, _ROWS.select.where(*theirs).limit(most))
