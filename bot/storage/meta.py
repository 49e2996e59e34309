"""Small facts about the database itself: one value for each key."""

from sqlalchemy import Connection, bindparam, delete, insert, select

from bot.storage.tables import meta

_ONE = select(meta.c.value).where(meta.c.key == bindparam("key"))


def find(connection: Connection, key: str) -> str | None:
    """Return the value stored under `key`, or None."""
    return connection.execute(_ONE, {"key": key}).scalar_one_or_none()


def save(connection: Connection, key: str, value: str) -> None:
    """Save `value` under `key`, replacing what was there."""
    connection.execute(delete(meta).where(meta.c.key == key))
    connection.execute(insert(meta).values(key=key, value=value))
