"""Whom somebody would rather not be paired with: read by matching and by that person alone."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select

from bot.domain.ids import GuildId, UserId
from bot.storage.tables import avoided


def of_person(connection: Connection, guild: GuildId, user: UserId) -> frozenset[UserId]:
    """Return the people on somebody's own list."""
    return of_society(connection, guild).get(user, frozenset())


def of_society(connection: Connection, guild: GuildId) -> dict[UserId, frozenset[UserId]]:
    """Return every list of the society by its owner, for matching."""
    lists: dict[UserId, set[UserId]] = {}
    for row in connection.execute(select(avoided).where(avoided.c.guild_id == guild)):
        lists.setdefault(row.user_id, set()).add(row.other_id)
    return {user: frozenset(others) for user, others in lists.items()}


def save(connection: Connection, guild: GuildId, user: UserId, others: Iterable[UserId]) -> None:
    """Keep the list as it is now; nobody is on their own list."""
    connection.execute(
        delete(avoided).where(avoided.c.guild_id == guild, avoided.c.user_id == user)
    )
    rows = [
        {"guild_id": guild, "user_id": user, "other_id": other}
        for other in sorted(set(others) - {user})
    ]
    if rows:
        connection.execute(insert(avoided), rows)
