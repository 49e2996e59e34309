"""The part of the schema about check-ins, updates, goals, commitments, and wins."""

from sqlalchemy import CheckConstraint, Column, Index, Text, UniqueConstraint

from bot.domain.privacy.register import (
    About,
    Audience,
    Term,
    Topic,
    Via,
    personal,
)
from bot.domain.states import (
    CheckInAnswer,
    CheckInState,
    CommitmentState,
    GoalState,
)
from bot.storage.schema import guild, key, of, table
from bot.storage.types import Flag, Instant, LocalDate, LocalTime, State, Whole

check_ins = table(
    "check_ins",
    guild(),
    key(),
    Column("pair_id", Whole, nullable=False),
    Column("owner_id", Whole, nullable=False),
    Column("local_date", LocalDate, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("state", State(CheckInState), nullable=False),
    Column("asked_at", Instant),
    Column("answer", State(CheckInAnswer)),
    Column("answered_at", Instant),
    of("pairs", "pair_id"),
    UniqueConstraint("guild_id", "pair_id", "local_date"),
    Index("ix_check_ins_owner", "guild_id", "owner_id", "state"),
    personal=personal(
        About(
            Topic.CHECK_INS,
            "owner_id",
            "local_date due_at state asked_at answer answered_at",
            Audience.MODERATORS,
            Term.PAIR_TEXTS,
        )
    ),
)

updates = table(
    "updates",
    guild(),
    key(),
    Column("pair_id", Whole, nullable=False),
    Column("author_id", Whole, nullable=False),
    Column("moved", Text, nullable=False),
    Column("in_the_way", Text, nullable=False),
    Column("next_step", Text, nullable=False),
    Column("logged_at", Instant, nullable=False),
    of("pairs", "pair_id"),
    Index("ix_updates_pair", "guild_id", "pair_id", "logged_at"),
    personal=personal(
        About(
            Topic.UPDATES,
            "author_id",
            "moved in_the_way next_step logged_at",
            Audience.PARTNERS,
            Term.PAIR_TEXTS,
        )
    ),
)

# What someone works toward, for weeks or months; both of the pair see it.
goals = table(
    "goals",
    guild(),
    key(),
    Column("pair_id", Whole, nullable=False),
    Column("owner_id", Whole, nullable=False),
    Column("words", Text, nullable=False),
    Column("due_on", LocalDate, nullable=False),
    Column("percent", Whole, nullable=False, server_default="0"),
    Column("state", State(GoalState), nullable=False),
    Column("set_at", Instant, nullable=False),
    Column("settled_at", Instant),
    of("pairs", "pair_id"),
    CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
    Index("ix_goals_pair", "guild_id", "pair_id", "state"),
    personal=personal(
        About(
            Topic.GOALS,
            "owner_id",
            "words due_on percent state set_at settled_at",
            Audience.PARTNERS,
            Term.PAIR_TEXTS,
        )
    ),
)

# Each step of a goal's progress, as reported.
goal_steps = table(
    "goal_steps",
    guild(),
    key(),
    Column("goal_id", Whole, nullable=False),
    Column("percent", Whole, nullable=False),
    Column("note", Text, nullable=False),
    Column("noted_at", Instant, nullable=False),
    of("goals", "goal_id"),
    CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
    Index("ix_goal_steps_goal", "guild_id", "goal_id"),
    personal=personal(
        About(
            Topic.GOALS,
            Via("goal_id", "goals", "owner_id"),
            "percent note noted_at",
            Audience.PARTNERS,
            Term.PAIR_TEXTS,
            is_counted=False,
        )
    ),
)

# A commitment with a due date. Moving one ends it and creates another, which refers to it.
commitments = table(
    "commitments",
    guild(),
    key(),
    Column("pair_id", Whole, nullable=False),
    Column("owner_id", Whole, nullable=False),
    Column("words", Text, nullable=False),
    Column("obstacle", Text, nullable=False),
    Column("plan_b", Text, nullable=False),
    Column("shown", Flag, nullable=False),  # to the partner
    Column("due_date", LocalDate, nullable=False),
    Column("due_time", LocalTime, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("due_at", Instant, nullable=False),  # of the civil time above
    Column("state", State(CommitmentState), nullable=False),
    Column("moved_from", Whole),
    Column("made_at", Instant, nullable=False),
    Column("asked_at", Instant),  # when its owner was asked how it went, at its time
    Column("heard_at", Instant),  # when its owner last answered about it
    Column("settled_at", Instant),
    of("pairs", "pair_id"),
    Index("ix_commitments_pair", "guild_id", "pair_id", "state"),
    Index("ix_commitments_owner", "guild_id", "owner_id", "state"),
    Index("ix_commitments_state", "state", "due_at"),
    personal=personal(
        About(
            Topic.COMMITMENTS,
            "owner_id",
            "words obstacle plan_b shown due_date due_time time_zone due_at state "
            "moved_from made_at asked_at heard_at settled_at",
            Audience.PARTNERS,
            Term.PAIR_TEXTS,
        )
    ),
)

# A success, shared with the partner; `shared` says that the whole server may read it.
wins = table(
    "wins",
    guild(),
    key(),
    Column("pair_id", Whole, nullable=False),
    Column("author_id", Whole, nullable=False),
    Column("words", Text, nullable=False),
    Column("shared", Flag, nullable=False),
    Column("told_at", Instant, nullable=False),
    of("pairs", "pair_id"),
    Index("ix_wins_pair", "guild_id", "pair_id", "told_at"),
    personal=personal(
        About(
            Topic.WINS,
            "author_id",
            "words shared told_at",
            Audience.PARTNERS,
            Term.PAIR_TEXTS,
            also_seen_by=(Audience.SERVER_IF_SHARED,),
        )
    ),
)
