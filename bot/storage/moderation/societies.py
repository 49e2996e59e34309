"""Societies: where the bot works in a server, and who is a moderator."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam

from bot.domain.errors import DomainError
from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.storage.records import Records
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.statements.prepared import Prepared
from bot.storage.tables import societies


@dataclass(frozen=True, slots=True)
class Society:
    """A server's answers to `/setup`."""

    guild: GuildId
    mentoring_channel: ChannelId | None
    moderator_role: RoleId | None
    moderator_channel: ChannelId | None
    wins_channel: ChannelId | None
    time_zone: str
    set_up_at: datetime | None
    weekly_least: int | None = None
    weekly_usual: int | None = None
    weekly_most: int | None = None
    names_threads: bool = True
    emergency_words: str | None = None
    duty_words: str | None = None
    shows_looks: bool = True
    language: str | None = None


_ROWS = Records(societies, Society)
_ONE = Prepared(_ROWS.select.where(societies.c.guild_id == bindparam("guild")))


def find(connection: Connection, guild: GuildId) -> Society | None:
    """Return the society, or None when `/setup` was never run there."""
    rows = _ONE.rows(connection, guild=guild)
    return _ROWS.read(rows[0]) if rows else None


def list_all(connection: Connection) -> list[Society]:
    """Return every society."""
    return _ROWS.all(connection, IN_EVERY_SOCIETY)


def get(connection: Connection, guild: GuildId) -> Society:
    """Return the society; raise `DomainError` ``society.not_set_up``."""
    society = find(connection, guild)
    if society is None or society.mentoring_channel is None:
        raise DomainError("society.not_set_up")
    return society


def save(connection: Connection, guild: GuildId, **values: Any) -> None:
    """Save the given columns of a society; the others stay as they were."""
    if find(connection, guild) is None:
        _ROWS.add(connection, guild=guild, **values)
    else:
        _ROWS.change(connection, (guild,), **values)
