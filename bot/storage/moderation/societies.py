"""Societies: where the bot works in a server, and who moderates."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.domain.errors import DomainError
from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.storage.prepared import Prepared
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


_ONE = Prepared(select(societies).where(societies.c.guild_id == bindparam("guild")))


def find(connection: Connection, guild: GuildId) -> Society | None:
    """Return the society, or None when `/setup` was never run there."""
    found = _ONE.rows(connection, guild=guild)
    if not found:
        return None
    row = found[0]
    return Society(
        guild=row.guild_id,
        mentoring_channel=row.mentoring_channel_id,
        moderator_role=row.moderator_role_id,
        moderator_channel=row.moderator_channel_id,
        wins_channel=row.wins_channel_id,
        time_zone=row.time_zone,
        set_up_at=row.set_up_at,
    )


def get(connection: Connection, guild: GuildId) -> Society:
    """Return the society; raise `DomainError` ``society.not_set_up``."""
    society = find(connection, guild)
    if society is None or society.mentoring_channel is None:
        raise DomainError("society.not_set_up")
    return society


def save(connection: Connection, guild: GuildId, **values: Any) -> None:
    """Keep the given columns of a society, and what is not given as it was."""
    if find(connection, guild) is None:
        connection.execute(insert(societies).values(guild_id=guild, **values))
    else:
        connection.execute(update(societies).where(societies.c.guild_id == guild).values(**values))
