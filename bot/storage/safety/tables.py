"""The part of the schema about concerns, and about who looked."""

from sqlalchemy import Column, Index, Text, UniqueConstraint

from bot.domain.privacy.register import (
    About,
    Audience,
    Erasing,
    Term,
    Topic,
    Via,
    Why,
    personal,
)
from bot.domain.states import ConcernAbout, ConcernDoor, ConcernState, Look
from bot.storage.schema import guild, key, of, table
from bot.storage.types import Flag, Instant, LocalDate, State, Whole

_OF_REPORTER = Via("concern_id", "concerns", "reporter_id")

# Who reads concerns, in the order in which they are asked.
safety_leads = table(
    "safety_leads",
    guild(),
    key("user_id"),
    Column("place", Whole, nullable=False),
    Column("named_at", Instant, nullable=False),
    personal=personal(
        About(
            Topic.MODERATING,
            "user_id",
            "place named_at",
            Audience.SERVER,
            Term.WHILE_MEMBER,
        )
    ),
)

# A confidential report. Only its reporter, and the leads whom it isn't about, ever read it.
concerns = table(
    "concerns",
    guild(),
    key(),
    Column("reporter_id", Whole, nullable=False),
    Column("about", State(ConcernAbout), nullable=False),
    Column("door", State(ConcernDoor), nullable=False),
    Column("may_name", Flag, nullable=False),  # leads may say who reported it
    Column("state", State(ConcernState), nullable=False),
    Column("owner_id", Whole),  # whose turn it is
    Column("turn", Whole, nullable=False),  # counts whom it was handed to
    Column("due_at", Instant, nullable=False),
    Column("server_owner_id", Whole),  # None: it is about them
    Column("escalated", Flag, nullable=False),  # the server's owner was asked
    # Leads are told directly: someone it is about could see their thread.
    Column("by_dm", Flag, nullable=False),
    Column("reported_at", Instant, nullable=False),
    Column("acknowledged_at", Instant),
    Column("closed_at", Instant),
    Column("code", Text, nullable=False),  # the leads' thread is found by it
    Column("thread_id", Whole),
    Index("ix_concerns_reporter", "guild_id", "reporter_id"),
    Index("ix_concerns_owner", "guild_id", "owner_id", "state"),
    Index("ix_concerns_state", "state", "closed_at"),
    personal=personal(
        About(
            Topic.CONCERNS,
            "reporter_id",
            "about door may_name state due_at reported_at acknowledged_at closed_at",
            Audience.LEADS,
            Term.CONCERN,
        ),
        About(
            Topic.CONCERNS,
            "owner_id",
            "turn",
            Audience.LEADS,
            Term.CONCERN,
            Erasing.FORGET,
            Why.SAFETY,
            unexported="turn",
            is_counted=False,
        ),
        About(
            Topic.CONCERNS,
            "server_owner_id",
            "escalated",
            Audience.LEADS,
            Term.CONCERN,
            Erasing.FORGET,
            Why.SAFETY,
            unexported="escalated",
            is_counted=False,
        ),
        plain="by_dm code thread_id",
    ),
)

# Whom a concern is about.
concern_people = table(
    "concern_people",
    guild(),
    key("concern_id"),
    key("user_id"),
    of("concerns", "concern_id"),
    Index("ix_concern_people_user", "guild_id", "user_id"),
    personal=personal(
        About(
            Topic.CONCERNS,
            _OF_REPORTER,
            "user_id",
            Audience.LEADS,
            Term.CONCERN,
            is_counted=False,
        ),
        About(
            Topic.CONCERNS,
            "user_id",
            "concern_id",
            Audience.LEADS,
            Term.CONCERN,
            Erasing.FORGET,
            Why.SAFETY,
            unexported="concern_id",
            is_counted=False,
        ),
    ),
)

# What its reporter wrote, at first and later.
concern_words = table(
    "concern_words",
    guild(),
    key(),
    Column("concern_id", Whole, nullable=False),
    Column("words", Text, nullable=False),
    Column("written_at", Instant, nullable=False),
    of("concerns", "concern_id"),
    Index("ix_concern_words_concern", "guild_id", "concern_id"),
    personal=personal(
        About(
            Topic.CONCERNS,
            _OF_REPORTER,
            "words written_at",
            Audience.LEADS,
            Term.CONCERN,
            is_counted=False,
        ),
        mentions="words",
    ),
)

# On which days moderators and leads looked something up about someone; not which of them.
looks = table(
    "looks",
    guild(),
    key(),
    Column("user_id", Whole, nullable=False),
    Column("what", State(Look), nullable=False),
    Column("day", LocalDate, nullable=False),
    UniqueConstraint("guild_id", "user_id", "what", "day"),
    Index("ix_looks_day", "day"),
    personal=personal(
        About(Topic.LOOKS, "user_id", "what day", Audience.NO_ONE, Term.LOOKS),
    ),
)
