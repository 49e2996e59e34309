"""Profiles: what somebody told the society about themselves, to be used wherever it helps them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from bot.domain.ids import GuildId, UserId
from bot.storage.tables import profiles


@dataclass(frozen=True, slots=True)
class Profile:
    """One person in one society."""

    guild: GuildId
    user: UserId
    time_zone: str | None
    stage: str | None
    fields: tuple[str, ...]
    topics: tuple[str, ...]


def find(connection: Connection, guild: GuildId, user: UserId) -> Profile | None:
    """Return the profile, or None when there is none yet."""
    row = connection.execute(
        select(profiles).where(profiles.c.guild_id == guild, profiles.c.user_id == user)
    ).one_or_none()
    if row is None:
        return None
    return Profile(
        guild=row.guild_id,
        user=row.user_id,
        time_zone=row.time_zone,
        stage=row.stage,
        fields=tuple(row.fields),
        topics=tuple(row.topics),
    )


def save(
    connection: Connection,
    guild: GuildId,
    user: UserId,
    *,
    time_zone: str | None,
    stage: str | None,
    fields: Sequence[str],
    topics: Sequence[str],
    now: datetime,
) -> None:
    """Keep the profile as it is now."""
    values = {
        "time_zone": time_zone,
        "stage": stage,
        "fields": list(fields),
        "topics": list(topics),
        "updated_at": now,
    }
    if find(connection, guild, user) is None:
        connection.execute(insert(profiles).values(guild_id=guild, user_id=user, **values))
    else:
        connection.execute(
            update(profiles)
            .where(profiles.c.guild_id == guild, profiles.c.user_id == user)
            .values(**values)
        )
