"""The part of the schema about people and cohorts: profiles, private lists, sign-ups."""

from sqlalchemy import CheckConstraint, Column, Index, Text, UniqueConstraint

from bot.domain.cohorts.enrolments import Preferences
from bot.domain.cohorts.people_words import WordKind
from bot.domain.privacy.register import (
    About,
    Audience,
    Erasing,
    Term,
    Topic,
    Why,
    personal,
)
from bot.domain.states import CohortState, EnrolmentState, Role
from bot.storage.schema import guild, key, of, table
from bot.storage.types import Flag, Instant, JsonOf, LocalDate, LocalTime, State, Whole, Words

profiles = table(
    "profiles",
    guild(),
    key("user_id"),
    Column("time_zone", Text),
    Column("stage", Text),
    Column("fields", Words, nullable=False),
    Column("topics", Words, nullable=False),  # wanted; what they offer is in the next column
    Column("offers", Words, nullable=False),
    Column("goals", Text, nullable=False),
    Column("wishes", JsonOf(Preferences.to_json, Preferences.from_json), nullable=False),
    # Private: used only for what the person chose, shown to no one else.
    Column("communities", Words, nullable=False),
    Column("share_communities", Flag, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("asked_at", Instant),  # when the person was asked whether an unused one may stay
    personal=personal(
        About(
            Topic.PROFILE,
            "user_id",
            "time_zone stage fields topics offers goals wishes communities "
            "share_communities updated_at asked_at",
            Audience.NO_ONE,
            Term.UNUSED,
        )
    ),
)

# The "rather not" list. Confidential: only matching reads it.
avoided = table(
    "avoided",
    guild(),
    key("user_id"),
    key("other_id"),
    personal=personal(
        About(Topic.AVOIDED, "user_id", "other_id", Audience.NO_ONE, Term.WHILE_MEMBER),
        About(
            Topic.AVOIDED,
            "other_id",
            "user_id",
            Audience.NO_ONE,
            Term.WHILE_MEMBER,
            Erasing.FORGET,
            Why.SAFETY,
            unexported="user_id",
            is_counted=False,
        ),
    ),
)

cohorts = table(
    "cohorts",
    guild(),
    key(),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),  # folded; see domain/cohorts/cohorts.py
    Column("state", State(CohortState), nullable=False),
    Column("check_in_days", Whole, nullable=False),
    Column("check_in_weekday", Whole, nullable=False),  # Monday is 0
    Column("check_in_time", LocalTime, nullable=False),
    Column("starts_on", LocalDate),
    Column("ends_on", LocalDate),
    Column("sign_up_until", LocalDate),  # the last day of sign-up; None: until it is closed
    Column("most_mentees", Whole),  # None: no limit
    Column("most_mentors", Whole),
    Column("circles", Flag, nullable=False, server_default="0"),  # one thread for all of a mentor's
    Column("match_words", Words, nullable=False, server_default="[]"),  # of config/matching.toml
    Column("created_by", Whole, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("panel_channel_id", Whole),
    Column("panel_message_id", Whole),
    Column("deleted_at", Instant),
    UniqueConstraint("guild_id", "name_key"),
    personal=personal(
        About(
            Topic.MODERATING,
            "created_by",
            "created_at",
            Audience.MODERATORS,
            Term.FOREVER,
            Erasing.FORGET,
            Why.LOG,
        ),
        plain="name name_key state check_in_days check_in_weekday check_in_time "
        "starts_on ends_on sign_up_until most_mentees most_mentors circles "
        "match_words panel_channel_id panel_message_id deleted_at",
    ),
)

enrolments = table(
    "enrolments",
    guild(),
    key(),
    Column("cohort_id", Whole, nullable=False),
    Column("user_id", Whole, nullable=False),
    Column("role", State(Role), nullable=False),
    Column("state", State(EnrolmentState), nullable=False),
    Column("stage", Text, nullable=False),
    Column("fields", Words, nullable=False),
    Column("topics", Words, nullable=False),
    Column("capacity", Whole, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("goals", Text, nullable=False),
    Column("wishes", JsonOf(Preferences.to_json, Preferences.from_json), nullable=False),
    Column("adult_at", Instant, nullable=False),  # when the person said "18 or older"
    Column("applied_at", Instant, nullable=False),
    of("cohorts", "cohort_id"),
    UniqueConstraint("guild_id", "cohort_id", "user_id", "role"),
    CheckConstraint("capacity >= 0", name="capacity"),
    Index("ix_enrolments_user", "guild_id", "user_id"),
    # The list of a cohort's people reads nothing else of them to choose a page.
    Index("ix_enrolments_cohort", "guild_id", "cohort_id", "user_id", "state"),
    personal=personal(
        About(
            Topic.SIGN_UPS,
            "user_id",
            "cohort_id role state stage fields topics capacity time_zone goals "
            "wishes adult_at applied_at",
            Audience.MODERATORS,
            Term.WHILE_MEMBER,
        )
    ),
)

# What a society's moderators said that the headings and words of their files mean; "" leaves out.
file_words = table(
    "file_words",
    guild(),
    Column("kind", State(WordKind), primary_key=True),
    Column("typed", Text, primary_key=True),  # folded; see domain/cohorts/people_words.py
    Column("meaning", Text, nullable=False),
    personal=personal(plain="kind typed meaning"),
)
