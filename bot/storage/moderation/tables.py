"""The part of the schema about server setup and cases."""

from sqlalchemy import Column, Index, Text, text

from bot.domain.moderation.acts import ActFacts, ActKind
from bot.domain.privacy.register import (
    OF_PAIR,
    About,
    Audience,
    Erasing,
    Naming,
    Term,
    Topic,
    Via,
    Why,
    personal,
)
from bot.domain.states import (
    CaseAction,
    CaseState,
)
from bot.storage.schema import guild, key, of, table
from bot.storage.types import Flag, Instant, Json, JsonOf, State, Whole

societies = table(
    "societies",
    guild(),
    Column("mentoring_channel_id", Whole),
    Column("moderator_role_id", Whole),
    Column("moderator_channel_id", Whole),
    Column("wins_channel_id", Whole),
    Column("time_zone", Text, nullable=False),
    Column("set_up_at", Instant),
    # How many messages a week its members may choose; None: as the host's settings say.
    Column("weekly_least", Whole),
    Column("weekly_usual", Whole),
    Column("weekly_most", Whole),
    # Whether a pair's thread is named by its people, or by its cohort.
    Column("names_threads", Flag, nullable=False, server_default="1"),
    # Whom to call in danger, and what leads may have to pass on; None: the usual words.
    Column("emergency_words", Text),
    Column("duty_words", Text),
    # Whether people are shown on which days moderators and leads looked something up about them.
    Column("shows_looks", Flag, nullable=False, server_default="1"),
    # The language of threads and channels; None: English, until one is chosen.
    Column("language", Text),
    personal=personal(
        plain="mentoring_channel_id moderator_role_id moderator_channel_id "
        "wins_channel_id time_zone set_up_at weekly_least weekly_usual "
        "weekly_most names_threads emergency_words duty_words shows_looks language"
    ),
)

# Something a moderator must decide: states and dates, never anyone's own text.
cases = table(
    "cases",
    guild(),
    key(),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),  # like "pair:12"; one open case for each kind
    Column("facts", Json, nullable=False),
    Column("state", State(CaseState), nullable=False),
    # What it was opened for; the same evidence opens no second case once someone has decided.
    Column("evidence", Text, nullable=False, server_default=""),
    Column("owner_id", Whole),  # the moderator who is handling it
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
    personal=personal(
        About(
            Topic.CASES,
            Naming("facts"),
            "kind state facts opened_at resolved_at",
            Audience.MODERATORS,
            Term.FOREVER,
            Erasing.FORGET,
            Why.LOG,
            unexported="kind state facts opened_at resolved_at",
            is_counted=False,
        ),
        About(
            Topic.MODERATING,
            "owner_id",
            "opened_at",
            Audience.MODERATORS,
            Term.FOREVER,
            Erasing.FORGET,
            Why.LOG,
            is_counted=False,
        ),
        mentions="facts evidence",
        plain="subject extended_until",
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
    personal=personal(
        About(
            Topic.CASES,
            Via("case_id", "cases", Naming("facts")),
            "action taken_at note",
            Audience.MODERATORS,
            Term.FOREVER,
            Erasing.FORGET,
            Why.LOG,
            emptied="note",
            unexported="action taken_at note",
            is_counted=False,
        ),
        About(
            Topic.MODERATING,
            "actor_id",
            "action taken_at note",
            Audience.MODERATORS,
            Term.FOREVER,
            Erasing.FORGET,
            Why.LOG,
            emptied="note",
        ),
    ),
)

# What moderators did with a cohort. An act that touches many is saved when it is shown, and done
# when it is confirmed. A lock and a forbidden pair are acts that hold until they are ended.
moderator_acts = table(
    "moderator_acts",
    guild(),
    key(),
    # Not tied to its row, since the log outlives a cohort that was deleted.
    Column("cohort_id", Whole, nullable=False),
    Column("kind", State(ActKind), nullable=False),
    Column("moderator_id", Whole, nullable=False),
    Column("facts", JsonOf(ActFacts.to_json, ActFacts.from_json), nullable=False),
    Column("shown_at", Instant, nullable=False),
    Column("done_at", Instant),  # None: only shown
    Column("ended_at", Instant),  # when it was undone, taken back, or lifted
    Index("ix_moderator_acts_cohort", "guild_id", "cohort_id", "done_at"),
    personal=personal(
        About(
            Topic.CASES,
            Naming("facts"),
            "kind facts done_at",
            Audience.MODERATORS,
            Term.FOREVER,
            Erasing.FORGET,
            Why.LOG,
            dropped=(("facts", "note"), ("facts", "why"), ("facts", "edits")),
            unexported="kind facts done_at",
            is_counted=False,
        ),
        About(
            Topic.MODERATING,
            "moderator_id",
            "kind facts shown_at done_at ended_at",
            Audience.MODERATORS,
            Term.FOREVER,
            Erasing.FORGET,
            Why.LOG,
            dropped=(("facts", "note"), ("facts", "why")),
            unexported="facts",
        ),
        mentions="facts",
        plain="cohort_id",
    ),
)

# What moderators noted about a pair, for each other alone.
pair_notes = table(
    "pair_notes",
    guild(),
    key(),
    Column("pair_id", Whole, nullable=False),
    Column("author_id", Whole, nullable=False),
    Column("words", Text, nullable=False),
    Column("written_at", Instant, nullable=False),
    of("pairs", "pair_id"),
    Index("ix_pair_notes_pair", "guild_id", "pair_id"),
    personal=personal(
        About(
            Topic.MODERATING,
            "author_id",
            "words written_at",
            Audience.MODERATORS,
            Term.FOREVER,
            Erasing.FORGET,
            Why.LOG,
            emptied="words",
        ),
        About(
            Topic.CASES,
            OF_PAIR,
            "words written_at",
            Audience.MODERATORS,
            Term.WHILE_MEMBER,
            unexported="words written_at",
            is_counted=False,
        ),
    ),
)
