"""Unfinished input: a form's text, or a file waiting to be confirmed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select

from bot.domain.ids import GuildId, UserId
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.statements.prepared import Prepared
from bot.storage.tables import drafts
from bot.storage.upserts import put

_ALIKE = Prepared(
    select(drafts.c.what, drafts.c.content, drafts.c.updated_at)
    .where(
        drafts.c.guild_id == bindparam("guild"),
        drafts.c.user_id == bindparam("user"),
        func.substr(drafts.c.what, 1, bindparam("length")) == bindparam("prefix"),
    )
    .order_by(drafts.c.updated_at, drafts.c.what)
)


def find(connection: Connection, guild: GuildId, user: UserId, what: str) -> Any | None:
    """Return the saved plain values, or None."""
    statement = select(drafts.c.content).where(*_key(guild, user, what))
    return connection.execute(statement).scalar_one_or_none()


def list_beginning(
    connection: Connection, guild: GuildId, user: UserId, prefix: str
) -> Sequence[tuple[str, Any, datetime]]:
    """Return the names that begin with `prefix`, what is saved under each, and since when."""
    rows = _ALIKE.rows(connection, guild=guild, user=user, prefix=prefix, length=len(prefix))
    return [(row.what, row.content, row.updated_at) for row in rows]


def first_beginning(
    connection: Connection, guild: GuildId, user: UserId, prefix: str
) -> tuple[str, Any] | None:
    """Return the first by name of the drafts whose names begin with `prefix`, or None."""
    statement = (
        select(drafts.c.what, drafts.c.content)
        .where(drafts.c.guild_id == guild, drafts.c.user_id == user)
        .where(drafts.c.what.startswith(prefix, autoescape=True))
        .order_by(drafts.c.what)
        .limit(1)
    )
    row = connection.execute(statement).first()
    return None if row is None else (row.what, row.content)


def drop_beginning(connection: Connection, guild: GuildId, user: UserId, prefix: str) -> None:
    """Delete the drafts whose names begin with `prefix`."""
    connection.execute(
        delete(drafts).where(
            drafts.c.guild_id == guild,
            drafts.c.user_id == user,
            drafts.c.what.startswith(prefix, autoescape=True),
        )
    )


def latest_beginning(
    connection: Connection, guild: GuildId, prefix: str
) -> list[tuple[UserId, str, datetime]]:
    """Return each person's latest draft whose name begins with `prefix`, and its time, by ID."""
    statement = (
        select(drafts.c.user_id, drafts.c.what, drafts.c.updated_at)
        .where(drafts.c.guild_id == guild, drafts.c.what.startswith(prefix, autoescape=True))
        .order_by(drafts.c.user_id, drafts.c.updated_at, drafts.c.what)
    )
    latest = {row.user_id: row for row in connection.execute(statement)}
    return [(UserId(row.user_id), row.what, row.updated_at) for row in latest.values()]


def save(
    connection: Connection, guild: GuildId, user: UserId, what: str, content: Any, now: datetime
) -> None:
    """Save `content`, replacing what was saved before."""
    keys = {"guild_id": guild, "user_id": user, "what": what}
    put(connection, drafts, {**keys, "content": content, "updated_at": now}, *keys)


def drop(connection: Connection, guild: GuildId, user: UserId, what: str) -> bool:
    """Delete a draft, and return whether there was one."""
    return connection.execute(delete(drafts).where(*_key(guild, user, what))).rowcount > 0


def purge(connection: Connection, before: datetime) -> int:
    """Delete drafts that no one has touched since `before`, and return how many."""
    return connection.execute(
        delete(drafts).where(IN_EVERY_SOCIETY, drafts.c.updated_at < before)
    ).rowcount


def _key(guild: GuildId, user: UserId, what: str) -> tuple[Any, ...]:
    return (drafts.c.guild_id == guild, drafts.c.user_id == user, drafts.c.what == what)
