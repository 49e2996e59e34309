"""The schema. Read this first: everything Preceptor knows is in these tables.

Every table of a society carries `guild_id`, its ids count from 1 inside that society, and composite
foreign keys keep rows of different societies apart. People are known by their Discord id alone; no
name and no message content is stored.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Text,
    UniqueConstraint,
    text,
)

from bot.domain.cohorts.enrolments import Wishes
from bot.domain.matching.result import Note
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import (
    CheckInAnswer,
    CheckInState,
    CohortState,
    EndReason,
    EnrolmentState,
    NudgeState,
    PairState,
    Role,
)
from bot.storage.cohorts.tables import avoided as avoided
from bot.storage.cohorts.tables import drafts as drafts
from bot.storage.cohorts.tables import presence as presence
from bot.storage.matching.tables import match_run_views as match_run_views
from bot.storage.matching.tables import match_runs as match_runs
from bot.storage.matching.tables import waits as waits
from bot.storage.meetings.tables import agenda_items as agenda_items
from bot.storage.meetings.tables import meeting_answers as meeting_answers
from bot.storage.meetings.tables import meeting_places as meeting_places
from bot.storage.meetings.tables import meeting_series as meeting_series
from bot.storage.meetings.tables import meeting_times as meeting_times
from bot.storage.meetings.tables import meetings as meetings
from bot.storage.outreach.tables import outreach as outreach
from bot.storage.pairs.contact_tables import advice_shown as advice_shown
from bot.storage.pairs.contact_tables import contacts as contacts
from bot.storage.pairs.tables import agreement_answers as agreement_answers
from bot.storage.pairs.tables import agreements as agreements
from bot.storage.pairs.tables import pair_feedback as pair_feedback
from bot.storage.pairs.tables import pauses as pauses
from bot.storage.pairs.tables import pulses as pulses
from bot.storage.programs.tables import catalogue_drafts as catalogue_drafts
from bot.storage.programs.tables import catalogue_entries as catalogue_entries
from bot.storage.programs.tables import corrections as corrections
from bot.storage.programs.tables import saved_programs as saved_programs
from bot.storage.programs.tables import searches as searches
from bot.storage.progress.tables import case_steps as case_steps
from bot.storage.progress.tables import cases as cases
from bot.storage.progress.tables import commitments as commitments
from bot.storage.progress.tables import goal_steps as goal_steps
from bot.storage.progress.tables import goals as goals
from bot.storage.progress.tables import wins as wins
from bot.storage.requests.tables import openings as openings
from bot.storage.requests.tables import request_news as request_news
from bot.storage.requests.tables import request_offers as request_offers
from bot.storage.requests.tables import request_threads as request_threads
from bot.storage.requests.tables import requests as requests
from bot.storage.schema import guild as _guild
from bot.storage.schema import key as _id
from bot.storage.schema import metadata as metadata
from bot.storage.schema import of as _of
from bot.storage.schema import table as _table
from bot.storage.types import Flag, Instant, JsonOf, LocalDate, LocalTime, State, Whole, Words


def _kinds(plain: list[Any]) -> frozenset[NudgeKind]:
    return frozenset(NudgeKind.read(kind) for kind in plain)


def _notes(plain: list[dict[str, Any]]) -> tuple[Note, ...]:
    return tuple(Note.from_json(note) for note in plain)


def _plain_notes(notes: Iterable[Note]) -> list[dict[str, Any]]:
    return [note.to_json() for note in notes]


# --- the database itself ---------------------------------------------------------------------

meta = _table(
    "meta",
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

# The last id handed out, per society and noun.
counters = _table(
    "counters",
    _guild(),
    Column("noun", Text, primary_key=True),
    Column("last", Whole, nullable=False),
)

# Discord may deliver an interaction more than once; its effect happens once.
interactions = _table(
    "interactions",
    Column("id", Whole, primary_key=True, autoincrement=False),
    Column("guild_id", Whole, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_interactions_at", "at"),
)

# --- a society and its people ----------------------------------------------------------------

societies = _table(
    "societies",
    _guild(),
    Column("mentoring_channel_id", Whole),
    Column("moderator_role_id", Whole),
    Column("moderator_channel_id", Whole),
    Column("wins_channel_id", Whole),
    Column("time_zone", Text, nullable=False),
    Column("set_up_at", Instant),
)

profiles = _table(
    "profiles",
    _guild(),
    _id("user_id"),
    Column("time_zone", Text),
    Column("stage", Text),
    Column("fields", Words, nullable=False),
    Column("topics", Words, nullable=False),  # wanted; what they offer stands beside
    Column("offers", Words, nullable=False),
    Column("goals", Text, nullable=False),
    Column("wishes", JsonOf(Wishes.to_json, Wishes.from_json), nullable=False),
    # Private: used for what the person ticked, shown to nobody else.
    Column("communities", Words, nullable=False),
    Column("share_communities", Flag, nullable=False),
    Column("updated_at", Instant, nullable=False),
)

# How somebody wants to be nudged; no row means the society's defaults.
nudge_settings = _table(
    "nudge_settings",
    _guild(),
    _id("user_id"),
    Column("quiet_from", LocalTime),
    Column("quiet_until", LocalTime),
    Column("weekly_limit", Whole),
    Column("dms", Flag, nullable=False, server_default="0"),
    Column("snoozed_until", Instant),
    # Kinds that don't come at all.
    Column("muted", JsonOf(sorted, _kinds), nullable=False, server_default="[]"),
    Column("advice", Flag, nullable=False, server_default="1"),  # a word of it beside answers
)

# Stretches in which somebody is away, in their own civil days.
aways = _table(
    "aways",
    _guild(),
    _id(),
    Column("user_id", Whole, nullable=False),
    Column("first_day", LocalDate, nullable=False),
    Column("last_day", LocalDate, nullable=False),  # they are back on the day after
    Column("time_zone", Text, nullable=False),
    Column("begins_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),  # midnight after the last day, or when cancelled
    Column("note", Text, nullable=False),  # for the partner
    Column("cancelled_at", Instant),
    Column("set_at", Instant, nullable=False),
    Index("ix_aways_user", "guild_id", "user_id", "ends_at"),
)

# --- cohorts ---------------------------------------------------------------------------------

cohorts = _table(
    "cohorts",
    _guild(),
    _id(),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),  # folded; see domain/cohorts/cohorts.py
    Column("state", State(CohortState), nullable=False),
    Column("check_in_days", Whole, nullable=False),
    Column("check_in_weekday", Whole, nullable=False),  # Monday is 0
    Column("check_in_time", LocalTime, nullable=False),
    Column("starts_on", LocalDate),
    Column("ends_on", LocalDate),
    Column("most_mentees", Whole),  # None: as many as come
    Column("most_mentors", Whole),
    Column("circles", Flag, nullable=False, server_default="0"),  # one thread for all of a mentor's
    Column("match_words", Words, nullable=False, server_default="[]"),  # of config/matching.toml
    Column("created_by", Whole, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("panel_channel_id", Whole),
    Column("panel_message_id", Whole),
    UniqueConstraint("guild_id", "name_key"),
)

enrolments = _table(
    "enrolments",
    _guild(),
    _id(),
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
    Column("wishes", JsonOf(Wishes.to_json, Wishes.from_json), nullable=False),
    Column("adult_at", Instant, nullable=False),  # when the person said "18 or older"
    Column("applied_at", Instant, nullable=False),
    _of("cohorts", "cohort_id"),
    UniqueConstraint("guild_id", "cohort_id", "user_id", "role"),
    CheckConstraint("capacity >= 0", name="capacity"),
    Index("ix_enrolments_user", "guild_id", "user_id"),
)

# --- pairs and what they do ------------------------------------------------------------------

pairs = _table(
    "pairs",
    _guild(),
    _id(),
    Column("cohort_id", Whole),
    Column("match_run_id", Whole),
    # Random, never handed out again: the thread is found by it, even after a restored backup.
    Column("code", Text, nullable=False),
    Column("state", State(PairState), nullable=False),
    Column("reasons", JsonOf(_plain_notes, _notes), nullable=False),
    Column("thread_id", Whole),
    Column("check_in_days", Whole, nullable=False),
    Column("check_in_weekday", Whole, nullable=False),
    Column("check_in_time", LocalTime, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("introduced_at", Instant),
    Column("paused_until", Instant),
    Column("rested_until", Instant),
    Column("ended_at", Instant),
    Column("end_reason", State(EndReason)),
    _of("cohorts", "cohort_id"),
    UniqueConstraint("guild_id", "code"),
    Index("ix_pairs_state", "state", "guild_id"),
)

pair_members = _table(
    "pair_members",
    _guild(),
    _id("pair_id"),
    _id("user_id"),
    Column("role", State(Role), nullable=False),
    _of("pairs", "pair_id"),
    Index("ix_pair_members_user", "guild_id", "user_id"),
)

check_ins = _table(
    "check_ins",
    _guild(),
    _id(),
    Column("pair_id", Whole, nullable=False),
    Column("owner_id", Whole, nullable=False),
    Column("local_date", LocalDate, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("state", State(CheckInState), nullable=False),
    Column("asked_at", Instant),
    Column("answer", State(CheckInAnswer)),
    Column("answered_at", Instant),
    _of("pairs", "pair_id"),
    UniqueConstraint("guild_id", "pair_id", "local_date"),
    Index("ix_check_ins_owner", "guild_id", "owner_id", "state"),
)

updates = _table(
    "updates",
    _guild(),
    _id(),
    Column("pair_id", Whole, nullable=False),
    Column("author_id", Whole, nullable=False),
    Column("moved", Text, nullable=False),
    Column("in_the_way", Text, nullable=False),
    Column("next_step", Text, nullable=False),
    Column("logged_at", Instant, nullable=False),
    _of("pairs", "pair_id"),
    Index("ix_updates_pair", "guild_id", "pair_id", "logged_at"),
)

# --- everything that leaves unasked ----------------------------------------------------------

outbox = _table(
    "outbox",
    Column("id", Whole, primary_key=True),
    Column("guild_id", Whole, nullable=False),
    Column("kind", State(NudgeKind, NudgeKind.read), nullable=False),
    Column("subject_type", Text, nullable=False),
    Column("subject_id", Whole, nullable=False),
    Column("subject_version", Whole, nullable=False, server_default="0"),
    Column("recipient_id", Whole),  # None: a panel, or something for a whole channel
    # kind + subject + recipient + local date and hour: the same nudge is planned once.
    Column("occurrence_key", Text, nullable=False, unique=True),
    Column("ref", Text, nullable=False),  # what its buttons carry; found again in the channel
    Column("priority", Whole, nullable=False),  # lower leaves first
    Column("due_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("state", State(NudgeState), nullable=False),
    Column("lease_owner", Text),
    Column("lease_until", Instant),
    Column("fence", Whole, nullable=False, server_default="0"),
    Column("attempts", Whole, nullable=False, server_default="0"),
    Column("first_attempt_at", Instant),
    Column("next_attempt_at", Instant, nullable=False),
    Column("generation", Whole, nullable=False, server_default="0"),
    Column("nonce", Text),
    Column("channel_id", Whole),
    Column("message_id", Whole),
    Column("last_error", Text),
    Column("reason", Text),  # why it was moved, cancelled or given up
    Column("merged_into", Whole),  # the row whose message carries this one too
    Column("created_at", Instant, nullable=False),
    Column("settled_at", Instant),
    Index(
        "ix_outbox_due",
        "next_attempt_at",
        "priority",
        sqlite_where=text("state = 'due'"),
        postgresql_where=text("state = 'due'"),
    ),
    Index(
        "ix_outbox_leased",
        "lease_until",
        sqlite_where=text("state = 'leased'"),
        postgresql_where=text("state = 'leased'"),
    ),
    Index(
        "ix_outbox_merged",
        "merged_into",
        sqlite_where=text("state = 'merged'"),
        postgresql_where=text("state = 'merged'"),
    ),
    Index("ix_outbox_recipient", "guild_id", "recipient_id", "state", "settled_at"),
    Index("ix_outbox_subject", "guild_id", "subject_type", "subject_id"),
    Index("ix_outbox_ref", "ref"),
    # What stands in a channel for nobody in particular.
    Index(
        "ix_outbox_channel",
        "guild_id",
        "channel_id",
        "settled_at",
        sqlite_where=text("state = 'sent' AND recipient_id IS NULL"),
        postgresql_where=text("state = 'sent' AND recipient_id IS NULL"),
    ),
)

# How many rows of the outbox were deleted, long after they had ended, so that all add up still.
purged_nudges = _table(
    "purged_nudges",
    _guild(),
    Column("state", State(NudgeState), primary_key=True),
    Column("rows", Whole, nullable=False),
)
