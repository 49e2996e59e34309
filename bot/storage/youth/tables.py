"""The part of the schema about youth mode. No document is kept, and no birthday."""

from sqlalchemy import Column

from bot.domain.privacy.register import About, Audience, Erasing, Term, Topic, Why, personal
from bot.domain.youth.youth import AgeBand
from bot.storage.schema import guild, key, of, table
from bot.storage.types import Flag, Instant, State, Whole


def _by_moderator(whose: str, columns: str) -> About:
    return About(
        Topic.MODERATING,
        whose,
        columns,
        Audience.MODERATORS,
        Term.FOREVER,
        Erasing.FORGET,
        Why.LOG,
        is_counted=False,
    )


youth_modes = table(
    "youth_modes",
    guild(),
    Column("is_on", Flag, nullable=False, server_default="0"),
    Column("advisor_role_id", Whole),
    Column("changed_by", Whole),  # the server's owner, who turned it on or off
    Column("changed_at", Instant),
    personal=personal(
        _by_moderator("changed_by", "changed_at"),
        plain="is_on advisor_role_id",
    ),
)

# Advisors who attested that permissions and checks are on file outside Discord.
attestations = table(
    "attestations",
    guild(),
    key("user_id"),
    Column("attested_at", Instant, nullable=False),
    personal=personal(
        About(Topic.YOUTH, "user_id", "attested_at", Audience.MODERATORS, Term.WHILE_MEMBER)
    ),
)

# What people said about their age, as a band.
ages = table(
    "ages",
    guild(),
    key("user_id"),
    Column("band", State(AgeBand), nullable=False),
    Column("said_at", Instant, nullable=False),
    Column("confirmed_by", Whole),  # the advisor who confirmed that someone turned 18
    personal=personal(
        About(
            Topic.YOUTH,
            "user_id",
            "band said_at",
            Audience.MODERATORS,
            Term.WHILE_MEMBER,
            # The introduction of a pair says that someone in it is under 18, and so does a concern.
            also_seen_by=(Audience.PARTNERS, Audience.LEADS),
        ),
        _by_moderator("confirmed_by", "said_at"),
    ),
)

# Adults whom a moderator cleared for people under 18.
clearances = table(
    "clearances",
    guild(),
    key("user_id"),
    Column("cleared_at", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("cleared_by", Whole, nullable=False),
    personal=personal(
        About(Topic.YOUTH, "user_id", "cleared_at until", Audience.MODERATORS, Term.WHILE_MEMBER),
        _by_moderator("cleared_by", "cleared_at"),
    ),
)

# Whether a parent or guardian gave permission, as an advisor recorded it.
consents = table(
    "consents",
    guild(),
    key("user_id"),
    Column("is_given", Flag, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_by", Whole, nullable=False),
    personal=personal(
        About(
            Topic.YOUTH, "user_id", "is_given recorded_at", Audience.MODERATORS, Term.WHILE_MEMBER
        ),
        _by_moderator("recorded_by", "recorded_at"),
    ),
)

# The advisors in the thread of a pair with someone under 18.
supervisions = table(
    "supervisions",
    guild(),
    key("pair_id"),
    Column("first_id", Whole),
    Column("second_id", Whole),
    Column("closed_at", Instant),  # since when its people aren't in the thread
    of("pairs", "pair_id"),
    personal=personal(
        _by_moderator("first_id", "closed_at"),
        _by_moderator("second_id", "closed_at"),
    ),
)
