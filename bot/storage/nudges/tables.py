"""The part of the schema about notification settings and absences."""

from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, Text

from bot.domain.nudges.kinds import NudgeKind
from bot.domain.privacy.register import (
    About,
    Audience,
    Term,
    Topic,
    personal,
)
from bot.storage.schema import guild, key, table
from bot.storage.types import Flag, Instant, JsonOf, LocalDate, LocalTime, Whole


def _kinds(plain: list[Any]) -> frozenset[NudgeKind]:
    return frozenset(NudgeKind.read(kind) for kind in plain)


# Notification settings; no row means the society's defaults.
nudge_settings = table(
    "nudge_settings",
    guild(),
    key("user_id"),
    Column("quiet_from", LocalTime),
    Column("quiet_until", LocalTime),
    Column("weekly_limit", Whole),
    Column("dms", Flag, nullable=False, server_default="0"),
    Column("snoozed_until", Instant),
    # Muted kinds.
    Column("muted", JsonOf(sorted, _kinds), nullable=False, server_default="[]"),
    Column("advice", Flag, nullable=False, server_default="1"),  # whether answers include advice
    # Whether they are reminded of a meeting an hour before it, too.
    Column("hour_reminder", Flag, nullable=False, server_default="0"),
    # Whether this moderator asked to be notified of cases by name.
    Column("case_pings", Flag, nullable=False, server_default="0"),
    # The language of what is sent to them; None: that of their Discord.
    Column("language", Text),
    personal=personal(
        About(
            Topic.SETTINGS,
            "user_id",
            "quiet_from quiet_until weekly_limit dms snoozed_until muted advice "
            "hour_reminder case_pings language",
            Audience.NO_ONE,
            Term.WHILE_MEMBER,
        )
    ),
)

# Absences, in the person's own local days.
aways = table(
    "aways",
    guild(),
    key(),
    Column("user_id", Whole, nullable=False),
    Column("first_day", LocalDate, nullable=False),
    Column("last_day", LocalDate, nullable=False),  # they are back on the day after
    Column("time_zone", Text, nullable=False),
    Column("begins_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),  # midnight after the last day, or when cancelled
    Column("note", Text, nullable=False),  # for the partner
    Column("cancelled_at", Instant),
    Column("set_at", Instant, nullable=False),
    CheckConstraint("first_day <= last_day", name="days"),
    Index("ix_aways_user", "guild_id", "user_id", "ends_at"),
    personal=personal(
        About(
            Topic.AWAY,
            "user_id",
            "first_day last_day time_zone begins_at ends_at note cancelled_at set_at",
            Audience.PARTNERS,
            Term.WHILE_MEMBER,
            also_seen_by=(Audience.MODERATORS_PARTLY,),
        )
    ),
)

# Whom each message of the outbox notified.
pings = table(
    "pings",
    guild(),
    key("nudge_id"),
    key("user_id"),
    Column("at", Instant, nullable=False),
    Column("answers", Flag, nullable=False),  # an act of theirs from shortly before
    Index("ix_pings_user", "guild_id", "user_id", "at"),
    personal=personal(
        About(
            Topic.REMINDERS,
            "user_id",
            "nudge_id at answers",
            Audience.NO_ONE,
            Term.SENT,
            is_counted=False,
        )
    ),
)

# When each person last did something, to know who has gone silent, and which language they read.
acts = table(
    "acts",
    guild(),
    key("user_id"),
    Column("at", Instant, nullable=False),
    Column("locale", Text),  # of their Discord, then
    personal=personal(
        About(Topic.ACTIVITY, "user_id", "at", Audience.MODERATORS, Term.WHILE_MEMBER),
        About(
            Topic.ACTIVITY,
            "user_id",
            "locale",
            Audience.NO_ONE,
            Term.WHILE_MEMBER,
            is_counted=False,
        ),
    ),
)
