"""The part of the schema about promises and wins, and about what needs a moderator."""

from sqlalchemy import CheckConstraint, Column, Index, Text, text

from bot.domain.states import CaseAction, CaseState, CommitmentState, GoalState
from bot.storage.schema import guild, key, of, table
from bot.storage.types import Flag, Instant, Json, LocalDate, LocalTime, State, Whole

# What somebody works towards, for weeks or months; both of the pair see it.
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
)

# Each step of a goal's progress, as it was said.
goal_steps = table(
    "goal_steps",
    guild(),
    key(),
    Column("goal_id", Whole, nullable=False),
    Column("percent", Whole, nullable=False),
    Column("note", Text, nullable=False),
    Column("noted_at", Instant, nullable=False),
    of("goals", "goal_id"),
    Index("ix_goal_steps_goal", "guild_id", "goal_id"),
)

# A promise with a due date. Moving one settles it and makes another, which knows where it is from.
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
    Column("asked_at", Instant),  # when its owner was asked, at its time, what became of it
    Column("heard_at", Instant),  # when its owner last said something about it
    Column("settled_at", Instant),
    of("pairs", "pair_id"),
    Index("ix_commitments_pair", "guild_id", "pair_id", "state"),
    Index("ix_commitments_owner", "guild_id", "owner_id", "state"),
    Index("ix_commitments_state", "state", "due_at"),
)

# A victory, told to the partner; `shared` says that the whole server may read it.
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
)

# Something a moderator must decide: states and dates, never anybody's own words.
cases = table(
    "cases",
    guild(),
    key(),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),  # such as "pair:12"; one open case a kind and subject
    Column("facts", Json, nullable=False),
    Column("state", State(CaseState), nullable=False),
    # What it was opened for; the same evidence opens no second case once somebody has decided.
    Column("evidence", Text, nullable=False, server_default=""),
    Column("owner_id", Whole),  # the moderator who took it
    Column("extended_until", Instant),
    Column("opened_at", Instant, nullable=False),
    Column("resolved_at", Instant),
    Index(
        "ix_cases_open",
        "guild_id",
        "kind",
        "subject",
        unique=True,
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
)

# Who did what about a case, and when; `note` is a moderator's own message to the pair.
case_steps = table(
    "case_steps",
    guild(),
    key(),
    Column("case_id", Whole, nullable=False),
    Column("action", State(CaseAction), nullable=False),
    Column("actor_id", Whole),  # None: the bot itself
    Column("note", Text, nullable=False, server_default=""),
    Column("taken_at", Instant, nullable=False),
    of("cases", "case_id"),
    Index("ix_case_steps_case", "guild_id", "case_id"),
)
