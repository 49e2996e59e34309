"""Who was still in the server when Discord was last asked."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from bot.domain.ids import GuildId, UserId
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.tables import presence
from bot.storage.upserts import put


def record(
    connection: Connection,
    guild: GuildId,
    here: Iterable[UserId],
    absent: Iterable[UserId],
    now: datetime,
) -> None:
    """Record who is in the server and who is not.

    The time when someone left is saved the first time they are absent.
    """
    rows = {row.user_id: row for row in connection.execute(_all(guild))}
    has_left = {**dict.fromkeys(here, False), **dict.fromkeys(absent, True)}
    for user, is_absent in sorted(has_left.items()):
        before = rows.get(user)
        since = (before.left_at if before and before.left_at else now) if is_absent else None
        keys = {"guild_id": guild, "user_id": user}
        put(connection, presence, {**keys, "asked_at": now, "left_at": since}, *keys)


def departed(connection: Connection, guild: GuildId) -> frozenset[UserId]:
    """Return everyone who had left when Discord was last asked."""
    statement = _all(guild).where(presence.c.left_at.is_not(None))
    return frozenset(row.user_id for row in connection.execute(statement))


def departed_everywhere(connection: Connection) -> frozenset[tuple[GuildId, UserId]]:
    """Return everyone, of all societies, who had left when Discord was last asked."""
    statement = select(presence.c.guild_id, presence.c.user_id).where(
        IN_EVERY_SOCIETY, presence.c.left_at.is_not(None)
    )
    return frozenset((row.guild_id, row.user_id) for row in connection.execute(statement))


def departed_before(connection: Connection, instant: datetime) -> list[tuple[GuildId, UserId]]:
    """Return everyone, of all societies, who had left by an instant."""
    statement = (
        select(presence.c.guild_id, presence.c.user_id)
        .where(IN_EVERY_SOCIETY, presence.c.left_at <= instant)
        .order_by(presence.c.guild_id, presence.c.user_id)
    )
    return [(row.guild_id, row.user_id) for row in connection.execute(statement)]


def asked_after(connection: Connection, guild: GuildId, instant: datetime) -> frozenset[UserId]:
    """Return everyone who was looked up after `instant`."""
    statement = _all(guild).where(presence.c.asked_at > instant)
    return frozenset(row.user_id for row in connection.execute(statement))


def _all(guild: GuildId) -> Select[Any]:
    return select(presence).where(presence.c.guild_id == guild)
