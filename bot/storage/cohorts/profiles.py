"""Profiles: what people entered about themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    delete,
    insert,
    literal,
    select,
    update,
)

from bot.domain.cohorts.enrolments import NO_PREFERENCES, Preferences
from bot.domain.ids import GuildId, UserId
from bot.domain.states import CohortState, EnrolmentState, PairState
from bot.storage.records import Records
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.tables import (
    acts,
    avoided,
    cohorts,
    enrolments,
    pair_members,
    pairs,
    profiles,
)
from bot.storage.types import Instant


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


# --- profiles that no one uses -------------------------------------------------------------------


def unused_since(connection: Connection, instant: datetime) -> list[tuple[GuildId, UserId]]:
    """Return everyone, of all societies, who did nothing since, is in no pair, and not signed up.

    Who was asked already is left out.
    """
    statement = (
        select(profiles.c.guild_id, profiles.c.user_id)
        .where(
            IN_EVERY_SOCIETY,
            profiles.c.asked_at.is_(None),
            profiles.c.updated_at <= instant,
            ~_acted_after(literal(instant, Instant)),
            ~_is_in_pair(),
            ~_is_signed_up(),
        )
        .order_by(profiles.c.guild_id, profiles.c.user_id)
    )
    return [(row.guild_id, row.user_id) for row in connection.execute(statement)]


def record_asked(connection: Connection, guild: GuildId, user: UserId, now: datetime) -> None:
    """Record that someone was asked whether their profile should stay."""
    _set_asked(connection, guild, user, now)


def keep(connection: Connection, guild: GuildId, user: UserId) -> bool:
    """Record that the profile should stay; return whether there is one."""
    return _set_asked(connection, guild, user, None)


def delete_unanswered(connection: Connection, before: datetime) -> int:
    """Delete the profiles of those who were asked before an instant and did nothing since.

    Who did something keeps theirs, and may be asked again in a year. Returns how many were deleted.
    """
    was_asked = profiles.c.asked_at.is_not(None)
    acted = (profiles.c.updated_at > profiles.c.asked_at) | _acted_after(profiles.c.asked_at)
    connection.execute(
        update(profiles)
        .where(IN_EVERY_SOCIETY, was_asked, acted | _is_in_pair() | _is_signed_up())
        .values(asked_at=None)
    )
    old = delete(profiles).where(IN_EVERY_SOCIETY, profiles.c.asked_at <= before)
    return connection.execute(old).rowcount


def _set_asked(
    connection: Connection, guild: GuildId, user: UserId, asked_at: datetime | None
) -> bool:
    theirs = (profiles.c.guild_id == guild) & (profiles.c.user_id == user)
    return connection.execute(update(profiles).where(theirs).values(asked_at=asked_at)).rowcount > 0


def _acted_after(instant: ColumnElement[Any]) -> ColumnElement[bool]:
    return (
        select(acts.c.at)
        .where(
            acts.c.guild_id == profiles.c.guild_id,
            acts.c.user_id == profiles.c.user_id,
            acts.c.at > instant,
        )
        .correlate(profiles)
        .exists()
    )


def _is_in_pair() -> ColumnElement[bool]:
    return (
        select(pairs.c.id)
        .join(
            pair_members,
            (pair_members.c.guild_id == pairs.c.guild_id) & (pair_members.c.pair_id == pairs.c.id),
        )
        .where(
            pairs.c.guild_id == profiles.c.guild_id,
            pair_members.c.user_id == profiles.c.user_id,
            pairs.c.state != PairState.ENDED,
        )
        .correlate(profiles)
        .exists()
    )


def _is_signed_up() -> ColumnElement[bool]:
    return (
        select(enrolments.c.id)
        .join(
            cohorts,
            (cohorts.c.guild_id == enrolments.c.guild_id)
            & (cohorts.c.id == enrolments.c.cohort_id),
        )
        .where(
            enrolments.c.guild_id == profiles.c.guild_id,
            enrolments.c.user_id == profiles.c.user_id,
            enrolments.c.state != EnrolmentState.LEFT,
            cohorts.c.state != CohortState.ENDED,
            cohorts.c.deleted_at.is_(None),
        )
        .correlate(profiles)
        .exists()
    )
