"""Profiles: what somebody told the society about themselves, to be used wherever it helps them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.domain.cohorts.enrolments import NO_WISHES, Wishes
from bot.domain.ids import GuildId, UserId
from bot.storage.tables import profiles
from bot.storage.upserts import put


@dataclass(frozen=True, slots=True)
class Profile:
    """One person in one society; `topics` are wanted, `offers` offered.

    `communities` are private: they serve what the person ticked, and nobody else ever sees them.
    """

    guild: GuildId
    user: UserId
    time_zone: str | None = None
    stage: str | None = None
    fields: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    goals: str = ""
    wishes: Wishes = NO_WISHES
    communities: tuple[str, ...] = ()
    share_communities: bool = False


def find(connection: Connection, guild: GuildId, user: UserId) -> Profile | None:
    """Return the profile, or None when there is none yet."""
    row = connection.execute(
        select(profiles).where(profiles.c.guild_id == guild, profiles.c.user_id == user)
    ).one_or_none()
    return None if row is None else _from_row(row)


def of_society(connection: Connection, guild: GuildId) -> dict[UserId, Profile]:
    """Return everybody's profile, for matching."""
    found = connection.execute(select(profiles).where(profiles.c.guild_id == guild))
    return {row.user_id: _from_row(row) for row in found}


def save(connection: Connection, profile: Profile, now: datetime) -> None:
    """Keep the profile as it is now."""
    values = {
        "time_zone": profile.time_zone,
        "stage": profile.stage,
        "fields": list(profile.fields),
        "topics": list(profile.topics),
        "offers": list(profile.offers),
        "goals": profile.goals,
        "wishes": profile.wishes.to_json(),
        "communities": list(profile.communities),
        "share_communities": profile.share_communities,
        "updated_at": now,
    }
    keys = {"guild_id": profile.guild, "user_id": profile.user}
    put(connection, profiles, {**keys, **values}, *keys)


def _from_row(row: Row[Any]) -> Profile:
    return Profile(
        guild=row.guild_id,
        user=row.user_id,
        time_zone=row.time_zone,
        stage=row.stage,
        fields=tuple(row.fields),
        topics=tuple(row.topics),
        offers=tuple(row.offers),
        goals=row.goals,
        wishes=Wishes.from_json(row.wishes),
        communities=tuple(row.communities),
        share_communities=row.share_communities,
    )
