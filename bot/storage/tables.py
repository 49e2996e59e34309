"""The schema. Read this first: everything Preceptor stores is in these tables.

Every table of a society has `guild_id` in its key, its IDs count from 1 inside that society, and
composite foreign keys keep rows of different societies apart. People are identified by their
Discord ID alone; no name and no message content is stored.
"""

from sqlalchemy import (
    Column,
    Index,
    Text,
    text,
)

from bot.domain.nudges.kinds import NudgeKind
from bot.domain.privacy.register import (
    About,
    Audience,
    Erasing,
    Naming,
    Term,
    Topic,
    Why,
    personal,
)
from bot.domain.states import (
    NudgeState,
)
from bot.storage.cohorts.tables import avoided as avoided
from bot.storage.cohorts.tables import cohorts as cohorts
from bot.storage.cohorts.tables import enrolments as enrolments
from bot.storage.cohorts.tables import file_words as file_words
from bot.storage.cohorts.tables import profiles as profiles
from bot.storage.matching.tables import match_run_views as match_run_views
from bot.storage.matching.tables import match_runs as match_runs
from bot.storage.matching.tables import waits as waits
from bot.storage.meetings.tables import agenda_items as agenda_items
from bot.storage.meetings.tables import meeting_answers as meeting_answers
from bot.storage.meetings.tables import meeting_places as meeting_places
from bot.storage.meetings.tables import meeting_series as meeting_series
from bot.storage.meetings.tables import meeting_times as meeting_times
from bot.storage.meetings.tables import meeting_votes as meeting_votes
from bot.storage.meetings.tables import meetings as meetings
from bot.storage.moderation.tables import case_steps as case_steps
from bot.storage.moderation.tables import cases as cases
from bot.storage.moderation.tables import moderator_acts as moderator_acts
from bot.storage.moderation.tables import pair_notes as pair_notes
from bot.storage.moderation.tables import societies as societies
from bot.storage.nudges.tables import acts as acts
from bot.storage.nudges.tables import aways as aways
from bot.storage.nudges.tables import nudge_settings as nudge_settings
from bot.storage.nudges.tables import pings as pings
from bot.storage.outreach.tables import outreach as outreach
from bot.storage.pairs.tables import agreement_answers as agreement_answers
from bot.storage.pairs.tables import agreements as agreements
from bot.storage.pairs.tables import circle_answers as circle_answers
from bot.storage.pairs.tables import circle_questions as circle_questions
from bot.storage.pairs.tables import contacts as contacts
from bot.storage.pairs.tables import pair_feedback as pair_feedback
from bot.storage.pairs.tables import pair_members as pair_members
from bot.storage.pairs.tables import pairs as pairs
from bot.storage.pairs.tables import pauses as pauses
from bot.storage.pairs.tables import pulses as pulses
from bot.storage.privacy.tables import erasures as erasures
from bot.storage.privacy.tables import removals as removals
from bot.storage.programs.tables import advice_shown as advice_shown
from bot.storage.programs.tables import catalogue_drafts as catalogue_drafts
from bot.storage.programs.tables import catalogue_entries as catalogue_entries
from bot.storage.programs.tables import corrections as corrections
from bot.storage.programs.tables import saved_programs as saved_programs
from bot.storage.programs.tables import searches as searches
from bot.storage.progress.tables import check_ins as check_ins
from bot.storage.progress.tables import commitments as commitments
from bot.storage.progress.tables import goal_steps as goal_steps
from bot.storage.progress.tables import goals as goals
from bot.storage.progress.tables import updates as updates
from bot.storage.progress.tables import wins as wins
from bot.storage.requests.tables import openings as openings
from bot.storage.requests.tables import request_news as request_news
from bot.storage.requests.tables import request_offers as request_offers
from bot.storage.requests.tables import request_threads as request_threads
from bot.storage.requests.tables import requests as requests
from bot.storage.safety.tables import concern_people as concern_people
from bot.storage.safety.tables import concern_words as concern_words
from bot.storage.safety.tables import concerns as concerns
from bot.storage.safety.tables import looks as looks
from bot.storage.safety.tables import safety_leads as safety_leads
from bot.storage.schema import guild, key, table
from bot.storage.schema import metadata as metadata
from bot.storage.types import Instant, Json, State, Whole
from bot.storage.youth.tables import ages as ages
from bot.storage.youth.tables import attestations as attestations
from bot.storage.youth.tables import clearances as clearances
from bot.storage.youth.tables import consents as consents
from bot.storage.youth.tables import supervisions as supervisions
from bot.storage.youth.tables import youth_modes as youth_modes

# --- the database itself ---------------------------------------------------------------------

meta = table(
    "meta",
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    personal=personal(plain="value"),
)

# The last ID given out, for each society and noun.
counters = table(
    "counters",
    guild(),
    Column("noun", Text, primary_key=True),
    Column("last", Whole, nullable=False),
    personal=personal(plain="last"),
)

# Discord may deliver an interaction more than once; its effect happens once.
interactions = table(
    "interactions",
    Column("id", Whole, primary_key=True, autoincrement=False),
    Column("guild_id", Whole, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_interactions_at", "at"),
    personal=personal(plain="at"),
)

# --- presence and drafts -----------------------------------------------------------------------

# Whether someone was still in the server when Discord was last asked.
presence = table(
    "presence",
    guild(),
    key("user_id"),
    Column("asked_at", Instant, nullable=False),
    Column("left_at", Instant),  # when we first noticed that they had left
    personal=personal(
        About(Topic.ACTIVITY, "user_id", "asked_at left_at", Audience.MODERATORS, Term.WHILE_MEMBER)
    ),
)

# An unfinished form or file; purged after thirty days.
drafts = table(
    "drafts",
    guild(),
    key("user_id"),
    Column("what", Text, primary_key=True),  # like "sign-up:12:mentor"
    Column("content", Json, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Index("ix_drafts_updated", "updated_at"),
    personal=personal(
        About(
            Topic.DRAFTS,
            "user_id",
            "what content updated_at",
            Audience.NO_ONE,
            Term.MONTH,
            unexported="content",
        ),
        # A file of people that a moderator has not imported yet.
        About(
            Topic.DRAFTS,
            Naming("content"),
            "content",
            Audience.MODERATORS,
            Term.MONTH,
            unexported="content",
            is_counted=False,
        ),
    ),
)

# --- scheduled messages ----------------------------------------------------------------------

outbox = table(
    "outbox",
    Column("id", Whole, primary_key=True),
    Column("guild_id", Whole, nullable=False),
    Column("kind", State(NudgeKind, NudgeKind.read), nullable=False),
    Column("subject_type", Text, nullable=False),
    Column("subject_id", Whole, nullable=False),
    Column("subject_version", Whole, nullable=False, server_default="0"),
    Column("recipient_id", Whole),  # None: a panel, or a message for a whole channel
    # kind + subject + recipient + local date and hour: the same nudge is planned once.
    Column("occurrence_key", Text, nullable=False, unique=True),
    Column("ref", Text, nullable=False),  # on its buttons; found again in the channel
    Column("priority", Whole, nullable=False),  # lower is sent first
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
    Column("reason", Text),  # why it was moved, cancelled, or given up
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
    # Messages posted in a channel for no one in particular.
    Index(
        "ix_outbox_channel",
        "guild_id",
        "channel_id",
        "settled_at",
        sqlite_where=text("state = 'sent' AND recipient_id IS NULL"),
        postgresql_where=text("state = 'sent' AND recipient_id IS NULL"),
    ),
    personal=personal(
        About(
            Topic.REMINDERS,
            "recipient_id",
            "kind due_at state settled_at",
            Audience.NO_ONE,
            Term.SENT,
            Erasing.FORGET,
            Why.COUNTS,
        ),
        mentions="occurrence_key",
        plain="subject_type subject_id subject_version ref priority expires_at "
        "lease_owner lease_until fence attempts first_attempt_at "
        "next_attempt_at generation nonce channel_id message_id last_error "
        "reason merged_into created_at",
    ),
)

# How many outbox rows were deleted long after they had ended, so that the totals stay exact.
purged_nudges = table(
    "purged_nudges",
    guild(),
    Column("state", State(NudgeState), primary_key=True),
    Column("rows", Whole, nullable=False),
    personal=personal(plain="state rows"),
)
