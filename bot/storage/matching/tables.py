"""The part of the schema about matching: its runs, who saw them, and the waitlist."""

from sqlalchemy import Column

from bot.domain.matching import MatchInput, MatchResult
from bot.domain.matching.result import Note
from bot.domain.privacy.register import (
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
from bot.domain.states import MatchRunState
from bot.storage.schema import guild, key, of, table
from bot.storage.types import Flag, Instant, JsonOf, State, Whole

match_runs = table(
    "match_runs",
    guild(),
    key(),
    Column("cohort_id", Whole, nullable=False),
    Column("state", State(MatchRunState), nullable=False),
    # Everything the solver was given, so that a run can be replayed.
    Column("asked", JsonOf(MatchInput.to_json, MatchInput.from_json), nullable=False),
    Column("result", JsonOf(MatchResult.to_json, MatchResult.from_json), nullable=False),
    Column("created_by", Whole, nullable=False),
    Column("created_at", Instant, nullable=False),
    of("cohorts", "cohort_id"),
    personal=personal(
        About(
            Topic.MATCHING,
            Naming("asked"),
            "asked result",
            Audience.MODERATORS,
            Term.WHILE_MEMBER,
            # What `bot.storage.privacy.match_runs` leaves of them is a place in a pair.
            Erasing.FORGET,
            Why.LOG,
            unexported="asked result",
        ),
        About(
            Topic.MODERATING,
            "created_by",
            "created_at",
            Audience.MODERATORS,
            Term.FOREVER,
            Erasing.FORGET,
            Why.LOG,
        ),
        plain="state",
    ),
)

# Which run each moderator has seen last: an act applies to that one, and never to a newer one.
match_run_views = table(
    "match_run_views",
    guild(),
    key("cohort_id"),
    key("user_id"),
    Column("run_id", Whole, nullable=False),
    of("match_runs", "run_id"),
    of("cohorts", "cohort_id"),
    personal=personal(
        About(
            Topic.MODERATING,
            "user_id",
            "run_id",
            Audience.NO_ONE,
            Term.WHILE_MEMBER,
            is_counted=False,
        )
    ),
)

# What a waitlisted person was told, and whether they have priority in the next round.
waits = table(
    "waits",
    guild(),
    key("enrolment_id"),
    Column("priority", Flag, nullable=False, server_default="0"),
    Column("reason", JsonOf(Note.to_json, Note.from_json)),
    Column("next_round_at", Instant),
    of("enrolments", "enrolment_id"),
    personal=personal(
        About(
            Topic.MATCHING,
            Via("enrolment_id", "enrolments", "user_id"),
            "priority reason next_round_at",
            Audience.MODERATORS,
            Term.WHILE_MEMBER,
        )
    ),
)
