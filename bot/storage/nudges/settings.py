"""Each person's notification settings; what they did not choose is the society's default."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import Connection, bindparam, select

from bot.domain.ids import GuildId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.policy import NotificationPolicy, quiet_end
from bot.storage.nudges import away
from bot.storage.records import Records
from bot.storage.tables import enrolments, nudge_settings, profiles, societies


@dataclass(frozen=True, slots=True)
class NudgeSettings:
    """One person's own choices; None means the society's default."""

    quiet_from: time | None = None
    quiet_until: time | None = None
    weekly_limit: int | None = None
    dms: bool = False
    snoozed_until: datetime | None = None
    muted: frozenset[NudgeKind] = frozenset()
    advice: bool = True
    hour_reminder: bool = False
    case_pings: bool = False
    language: str | None = None


_ROWS = Records(nudge_settings, NudgeSettings)


# Built once: every claimed row needs them.
_OF_PROFILE = select(profiles.c.time_zone).where(
    profiles.c.guild_id == bindparam("guild"), profiles.c.user_id == bindparam("user")
)
_OF_SIGN_UP = (
    select(enrolments.c.time_zone)
    .where(enrolments.c.guild_id == bindparam("guild"), enrolments.c.user_id == bindparam("user"))
    .order_by(enrolments.c.applied_at.desc(), enrolments.c.id.desc())
    .limit(1)
)
_OF_SOCIETY = select(societies.c.time_zone).where(societies.c.guild_id == bindparam("guild"))
_CHOSEN_WITH_ZONE = (
    select(
        *_ROWS.columns,
        nudge_settings.c.user_id,
        profiles.c.time_zone,
        societies.c.weekly_least,
        societies.c.weekly_usual,
        societies.c.weekly_most,
    )
    .select_from(societies)
    .outerjoin(
        nudge_settings,
        (nudge_settings.c.guild_id == societies.c.guild_id)
        & (nudge_settings.c.user_id == bindparam("user")),
    )
    .outerjoin(
        profiles,
        (profiles.c.guild_id == societies.c.guild_id) & (profiles.c.user_id == bindparam("user")),
    )
    .where(societies.c.guild_id == bindparam("guild"))
)


def get(connection: Connection, guild: GuildId, user: UserId) -> NudgeSettings:
    """Return what the person chose; empty settings if nothing."""
    return _ROWS.find(connection, guild, user) or NudgeSettings()


def save(connection: Connection, guild: GuildId, user: UserId, **values: Any) -> None:
    """Save the given choices; the others stay as they were."""
    if not _ROWS.change(connection, (guild, user), **values):
        _ROWS.add(connection, guild_id=guild, user_id=user, **values)


def policy_of(
    connection: Connection, guild: GuildId, user: UserId, default: NotificationPolicy
) -> NotificationPolicy:
    """Return this person's policy: their choices, in their own zone and the society's bounds."""
    row = connection.execute(_CHOSEN_WITH_ZONE, {"guild": guild, "user": user}).one_or_none()
    # No join: most people have no settings. The zone is usually in the profile; otherwise ask
    # further.
    chosen = NudgeSettings() if row is None or row.user_id is None else _ROWS.read(row)
    own = row.time_zone if row is not None else None
    weekly = default.weekly
    if row is not None:
        weekly = weekly.narrowed(row.weekly_least, row.weekly_usual, row.weekly_most)
    return NotificationPolicy(
        zone=own or zone_of(connection, guild, user) or default.zone,
        quiet_from=chosen.quiet_from or default.quiet_from,
        quiet_until=chosen.quiet_until or default.quiet_until,
        weekly_limit=weekly.fit(chosen.weekly_limit),
        snoozed_until=chosen.snoozed_until,
        away=away.stretches_of(connection, guild, user),
        muted=chosen.muted,
        bounds=weekly,
    )


def night_for_all(
    connection: Connection,
    guild: GuildId,
    people: Iterable[UserId],
    default: NotificationPolicy,
    now: datetime,
) -> datetime | None:
    """Return when the first of these people's quiet hours end if all are in theirs, else None."""
    ends = [quiet_end(policy_of(connection, guild, user, default), now) for user in people]
    mornings = [end for end in ends if end is not None]
    return min(mornings) if mornings and len(mornings) == len(ends) else None


def case_pings(connection: Connection, guild: GuildId) -> tuple[UserId, ...]:
    """Return the moderators who asked to be notified of cases by name."""
    statement = (
        select(nudge_settings.c.user_id)
        .where(nudge_settings.c.guild_id == guild, nudge_settings.c.case_pings == 1)
        .order_by(nudge_settings.c.user_id)
    )
    return tuple(UserId(user) for user in connection.execute(statement).scalars())


def zone_of(connection: Connection, guild: GuildId, user: UserId) -> str | None:
    """Return the zone of the profile, else of the latest sign-up, else of the society."""
    whose = {"guild": guild, "user": user}
    return (
        connection.execute(_OF_PROFILE, whose).scalar_one_or_none()
        or connection.execute(_OF_SIGN_UP, whose).scalar_one_or_none()
        or connection.execute(_OF_SOCIETY, {"guild": guild}).scalar_one_or_none()
    )
