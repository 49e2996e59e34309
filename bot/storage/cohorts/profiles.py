"""Profiles: what people entered about themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from bot.domain.cohorts.enrolments import NO_PREFERENCES, Preferences
from bot.domain.ids import GuildId, UserId
from bot.storage.records import Records
from bot.storage.tables import avoided, profiles


@dataclass(frozen=True, slots=True)
class Profile:
    """One person in one society; `topics` are wanted, `offers` offered.

    `communities` are private: they are used for what the person chose, and no one else ever sees
    them.
    """

    guild: GuildId
    user: UserId
    time_zone: str | None = None
    stage: str | None = None
    fields: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    goals: str = ""
    wishes: Preferences = NO_PREFERENCES
    communities: tuple[str, ...] = ()
    share_communities: bool = False


_ROWS = Records(profiles, Profile)


def find(connection: Connection, guild: GuildId, user: UserId) -> Profile | None:
    """Return the profile, or None when there is none yet."""
    return _ROWS.find(connection, guild, user)


def list_for_society(connection: Connection, guild: GuildId) -> dict[UserId, Profile]:
    """Return everyone's profile, for matching."""
    return {
        profile.user: profile for profile in _ROWS.all(connection, profiles.c.guild_id == guild)
    }


def save(connection: Connection, profile: Profile, now: datetime) -> None:
    """Save the profile as it is now."""
    _ROWS.put(connection, profile, updated_at=now)


# --- the private "rather not" list: read by matching and by its owner alone ---------------------


def avoided_by(connection: Connection, guild: GuildId, user: UserId) -> frozenset[UserId]:
    """Return the people on someone's own list."""
    return avoid_lists(connection, guild).get(user, frozenset())


def avoid_lists(connection: Connection, guild: GuildId) -> dict[UserId, frozenset[UserId]]:
    """Return every list of the society by its owner, for matching.

    Whoever was erased is on it again only if they come back: see `avoid_again`.
    """
    lists: dict[UserId, set[UserId]] = {}
    known = (avoided.c.guild_id == guild) & (avoided.c.other_id > 0)
    for row in connection.execute(select(avoided).where(known)):
        lists.setdefault(row.user_id, set()).add(row.other_id)
    return {user: frozenset(others) for user, others in lists.items()}


def are_apart(connection: Connection, guild: GuildId, user: UserId, *others: UserId) -> bool:
    """Return whether someone avoids one of `others`, or is avoided by them; it's never revealed."""
    lists = avoid_lists(connection, guild)
    own = lists.get(user, frozenset())
    return any(other in own or user in lists.get(other, ()) for other in others)


def save_avoided(
    connection: Connection, guild: GuildId, user: UserId, others: Iterable[UserId]
) -> None:
    """Save the list; no one is on their own list."""
    connection.execute(
        delete(avoided).where(
            avoided.c.guild_id == guild, avoided.c.user_id == user, avoided.c.other_id > 0
        )
    )
    rows = [
        {"guild_id": guild, "user_id": user, "other_id": other}
        for other in sorted(set(others) - {user})
    ]
    if rows:
        connection.execute(insert(avoided), rows)


def avoid_again(connection: Connection, guild: GuildId, stands: UserId, user: UserId) -> None:
    """Let the lists that have the number `stands` have `user` instead."""
    known = select(avoided.c.user_id).where(avoided.c.guild_id == guild, avoided.c.other_id == user)
    listed = (avoided.c.guild_id == guild) & (avoided.c.other_id == stands)
    # Someone may have listed them anew.
    connection.execute(delete(avoided).where(listed, avoided.c.user_id.in_(known)))
    connection.execute(update(avoided).where(listed).values(other_id=user))
