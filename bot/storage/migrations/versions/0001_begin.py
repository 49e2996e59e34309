"""Begin."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "advice_shown",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("user_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "user_id", "item", name=op.f("pk_advice_shown")),
        sqlite_strict=True,
    )
    op.create_table(
        "avoided",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("user_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("other_id", WHOLE, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "user_id", "other_id", name=op.f("pk_avoided")),
        sqlite_strict=True,
    )
    op.create_table(
        "aways",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("user_id", WHOLE, nullable=False),
        sa.Column("first_day", sa.Text(), nullable=False),
        sa.Column("last_day", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("begins_at", WHOLE, nullable=False),
        sa.Column("ends_at", WHOLE, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("cancelled_at", WHOLE, nullable=True),
        sa.Column("set_at", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_aways")),
        sqlite_strict=True,
    )
    op.create_index("ix_aways_user", "aways", ["guild_id", "user_id", "ends_at"], unique=False)
    op.create_table(
        "cases",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), server_default="", nullable=False),
        sa.Column("owner_id", WHOLE, nullable=True),
        sa.Column("extended_until", WHOLE, nullable=True),
        sa.Column("opened_at", WHOLE, nullable=False),
        sa.Column("resolved_at", WHOLE, nullable=True),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_cases")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_cases_open",
        "cases",
        ["guild_id", "kind", "subject"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "catalogue_drafts",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("made_by", WHOLE, nullable=False),
        sa.Column("entries", sa.Text(), nullable=False),
        sa.Column("made_at", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_catalogue_drafts")),
        sqlite_strict=True,
    )
    op.create_table(
        "catalogue_entries",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("program_id", sa.Text(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=True),
        sa.Column("hidden", WHOLE, nullable=False),
        sa.Column("changed_by", WHOLE, nullable=False),
        sa.Column("changed_at", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "program_id", name=op.f("pk_catalogue_entries")),
        sqlite_strict=True,
    )
    op.create_table(
        "cohorts",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("check_in_days", WHOLE, nullable=False),
        sa.Column("check_in_weekday", WHOLE, nullable=False),
        sa.Column("check_in_time", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Text(), nullable=True),
        sa.Column("ends_on", sa.Text(), nullable=True),
        sa.Column("most_mentees", WHOLE, nullable=True),
        sa.Column("most_mentors", WHOLE, nullable=True),
        sa.Column("circles", WHOLE, server_default="0", nullable=False),
        sa.Column("match_words", sa.Text(), server_default="[]", nullable=False),
        sa.Column("created_by", WHOLE, nullable=False),
        sa.Column("created_at", WHOLE, nullable=False),
        sa.Column("panel_channel_id", WHOLE, nullable=True),
        sa.Column("panel_message_id", WHOLE, nullable=True),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_cohorts")),
        sa.UniqueConstraint("guild_id", "name_key", name=op.f("uq_cohorts_guild_id_name_key")),
        sqlite_strict=True,
    )
    op.create_table(
        "corrections",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("program_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("user_id", WHOLE, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sent_at", WHOLE, nullable=False),
        sa.Column("decided_by", WHOLE, nullable=True),
        sa.Column("decided_at", WHOLE, nullable=True),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_corrections")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_corrections_state", "corrections", ["guild_id", "state", "id"], unique=False
    )
    op.create_index("ix_corrections_user", "corrections", ["guild_id", "user_id"], unique=False)
    op.create_table(
        "counters",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("noun", sa.Text(), nullable=False),
        sa.Column("last", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "noun", name=op.f("pk_counters")),
        sqlite_strict=True,
    )
    op.create_table(
        "drafts",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("user_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("updated_at", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "user_id", "what", name=op.f("pk_drafts")),
        sqlite_strict=True,
    )
    op.create_index("ix_drafts_updated", "drafts", ["updated_at"], unique=False)
    op.create_table(
        "interactions",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("guild_id", WHOLE, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interactions")),
        sqlite_strict=True,
    )
    op.create_index("ix_interactions_at", "interactions", ["at"], unique=False)
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
        sqlite_strict=True,
    )
    op.create_table(
        "nudge_settings",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("user_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("quiet_from", sa.Text(), nullable=True),
        sa.Column("quiet_until", sa.Text(), nullable=True),
        sa.Column("weekly_limit", WHOLE, nullable=True),
        sa.Column("dms", WHOLE, server_default="0", nullable=False),
        sa.Column("snoozed_until", WHOLE, nullable=True),
        sa.Column("muted", sa.Text(), server_default="[]", nullable=False),
        sa.Column("advice", WHOLE, server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "user_id", name=op.f("pk_nudge_settings")),
        sqlite_strict=True,
    )
    op.create_table(
        "openings",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("user_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("answer_within_hours", WHOLE, nullable=False),
        sa.Column("room", WHOLE, nullable=False),
        sa.Column("changed_at", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "user_id", name=op.f("pk_openings")),
        sqlite_strict=True,
    )
    op.create_table(
        "outbox",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("guild_id", WHOLE, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", WHOLE, nullable=False),
        sa.Column("subject_version", WHOLE, server_default="0", nullable=False),
        sa.Column("recipient_id", WHOLE, nullable=True),
        sa.Column("occurrence_key", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("priority", WHOLE, nullable=False),
        sa.Column("due_at", WHOLE, nullable=False),
        sa.Column("expires_at", WHOLE, nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("lease_owner", sa.Text(), nullable=True),
        sa.Column("lease_until", WHOLE, nullable=True),
        sa.Column("fence", WHOLE, server_default="0", nullable=False),
        sa.Column("attempts", WHOLE, server_default="0", nullable=False),
        sa.Column("first_attempt_at", WHOLE, nullable=True),
        sa.Column("next_attempt_at", WHOLE, nullable=False),
        sa.Column("generation", WHOLE, server_default="0", nullable=False),
        sa.Column("nonce", sa.Text(), nullable=True),
        sa.Column("channel_id", WHOLE, nullable=True),
        sa.Column("message_id", WHOLE, nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("merged_into", WHOLE, nullable=True),
        sa.Column("created_at", WHOLE, nullable=False),
        sa.Column("settled_at", WHOLE, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("occurrence_key", name=op.f("uq_outbox_occurrence_key")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["next_attempt_at", "priority"],
        unique=False,
        sqlite_where=sa.text("state = 'due'"),
        postgresql_where=sa.text("state = 'due'"),
    )
    op.create_index(
        "ix_outbox_leased",
        "outbox",
        ["lease_until"],
        unique=False,
        sqlite_where=sa.text("state = 'leased'"),
        postgresql_where=sa.text("state = 'leased'"),
    )
    op.create_index(
        "ix_outbox_merged",
        "outbox",
        ["merged_into"],
        unique=False,
        sqlite_where=sa.text("state = 'merged'"),
        postgresql_where=sa.text("state = 'merged'"),
    )
    op.create_index(
        "ix_outbox_recipient",
        "outbox",
        ["guild_id", "recipient_id", "state", "settled_at"],
        unique=False,
    )
    op.create_index("ix_outbox_ref", "outbox", ["ref"], unique=False)
    op.create_index(
        "ix_outbox_subject", "outbox", ["guild_id", "subject_type", "subject_id"], unique=False
    )
    op.create_table(
        "outreach",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("user_id", WHOLE, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("known_from", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("allowed", sa.Text(), nullable=False),
        sa.Column("allowed_on", sa.Text(), nullable=True),
        sa.Column("program_id", sa.Text(), nullable=True),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("follow_ups", WHOLE, nullable=False),
        sa.Column("due_at", WHOLE, nullable=True),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("added_at", WHOLE, nullable=False),
        sa.Column("changed_at", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_outreach")),
        sqlite_strict=True,
    )
    op.create_index("ix_outreach_user", "outreach", ["guild_id", "user_id", "state"], unique=False)
    op.create_table(
        "presence",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("user_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("asked_at", WHOLE, nullable=False),
        sa.Column("left_at", WHOLE, nullable=True),
        sa.PrimaryKeyConstraint("guild_id", "user_id", name=op.f("pk_presence")),
        sqlite_strict=True,
    )
    op.create_table(
        "profiles",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("user_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=True),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("offers", sa.Text(), nullable=False),
        sa.Column("goals", sa.Text(), nullable=False),
        sa.Column("wishes", sa.Text(), nullable=False),
        sa.Column("communities", sa.Text(), nullable=False),
        sa.Column("share_communities", WHOLE, nullable=False),
        sa.Column("updated_at", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "user_id", name=op.f("pk_profiles")),
        sqlite_strict=True,
    )
    op.create_table(
        "request_threads",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("user_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("thread_id", WHOLE, nullable=True),
        sa.PrimaryKeyConstraint("guild_id", "user_id", name=op.f("pk_request_threads")),
        sqlite_strict=True,
    )
    op.create_table(
        "requests",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("asker_id", WHOLE, nullable=False),
        sa.Column("asked_id", WHOLE, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("owner_id", WHOLE, nullable=True),
        sa.Column("mentor_id", WHOLE, nullable=True),
        sa.Column("due_at", WHOLE, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("rounds", WHOLE, nullable=False),
        sa.Column("talk", sa.Text(), nullable=True),
        sa.Column("asked_at", WHOLE, nullable=False),
        sa.Column("window_hours", WHOLE, nullable=False),
        sa.Column("pair_id", WHOLE, nullable=True),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_requests")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_requests_asker", "requests", ["guild_id", "asker_id", "state"], unique=False
    )
    op.create_index("ix_requests_due", "requests", ["state", "due_at"], unique=False)
    op.create_table(
        "saved_programs",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("user_id", WHOLE, nullable=False),
        sa.Column("program_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("remind_on", sa.Text(), nullable=True),
        sa.Column("remind_at", WHOLE, nullable=True),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("reminded_at", WHOLE, nullable=True),
        sa.Column("saved_at", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_saved_programs")),
        sa.UniqueConstraint(
            "guild_id",
            "user_id",
            "program_id",
            name=op.f("uq_saved_programs_guild_id_user_id_program_id"),
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "searches",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("user_id", WHOLE, nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("wished", sa.Text(), nullable=False),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.Column("dropped", sa.Text(), nullable=False),
        sa.Column("like_program", sa.Text(), nullable=True),
        sa.Column("asked_at", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_searches")),
        sqlite_strict=True,
    )
    op.create_index("ix_searches_asked", "searches", ["asked_at"], unique=False)
    op.create_index("ix_searches_user", "searches", ["guild_id", "user_id"], unique=False)
    op.create_table(
        "societies",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("mentoring_channel_id", WHOLE, nullable=True),
        sa.Column("moderator_role_id", WHOLE, nullable=True),
        sa.Column("moderator_channel_id", WHOLE, nullable=True),
        sa.Column("wins_channel_id", WHOLE, nullable=True),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("set_up_at", WHOLE, nullable=True),
        sa.PrimaryKeyConstraint("guild_id", name=op.f("pk_societies")),
        sqlite_strict=True,
    )
    op.create_table(
        "case_steps",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("case_id", WHOLE, nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("actor_id", WHOLE, nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("taken_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "case_id"],
            ["cases.guild_id", "cases.id"],
            name=op.f("fk_case_steps_guild_id_cases"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_case_steps")),
        sqlite_strict=True,
    )
    op.create_index("ix_case_steps_case", "case_steps", ["guild_id", "case_id"], unique=False)
    op.create_table(
        "enrolments",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("cohort_id", WHOLE, nullable=False),
        sa.Column("user_id", WHOLE, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("capacity", WHOLE, nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("goals", sa.Text(), nullable=False),
        sa.Column("wishes", sa.Text(), nullable=False),
        sa.Column("adult_at", WHOLE, nullable=False),
        sa.Column("applied_at", WHOLE, nullable=False),
        sa.CheckConstraint("capacity >= 0", name=op.f("ck_enrolments_capacity")),
        sa.ForeignKeyConstraint(
            ["guild_id", "cohort_id"],
            ["cohorts.guild_id", "cohorts.id"],
            name=op.f("fk_enrolments_guild_id_cohorts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_enrolments")),
        sa.UniqueConstraint(
            "guild_id",
            "cohort_id",
            "user_id",
            "role",
            name=op.f("uq_enrolments_guild_id_cohort_id_user_id_role"),
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_enrolments_user", "enrolments", ["guild_id", "user_id"], unique=False)
    op.create_table(
        "match_runs",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("cohort_id", WHOLE, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("created_by", WHOLE, nullable=False),
        sa.Column("created_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "cohort_id"],
            ["cohorts.guild_id", "cohorts.id"],
            name=op.f("fk_match_runs_guild_id_cohorts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_match_runs")),
        sqlite_strict=True,
    )
    op.create_table(
        "pairs",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("cohort_id", WHOLE, nullable=True),
        sa.Column("match_run_id", WHOLE, nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("thread_id", WHOLE, nullable=True),
        sa.Column("check_in_days", WHOLE, nullable=False),
        sa.Column("check_in_weekday", WHOLE, nullable=False),
        sa.Column("check_in_time", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("created_at", WHOLE, nullable=False),
        sa.Column("introduced_at", WHOLE, nullable=True),
        sa.Column("paused_until", WHOLE, nullable=True),
        sa.Column("rested_until", WHOLE, nullable=True),
        sa.Column("ended_at", WHOLE, nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["guild_id", "cohort_id"],
            ["cohorts.guild_id", "cohorts.id"],
            name=op.f("fk_pairs_guild_id_cohorts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_pairs")),
        sa.UniqueConstraint("guild_id", "code", name=op.f("uq_pairs_guild_id_code")),
        sqlite_strict=True,
    )
    op.create_index("ix_pairs_state", "pairs", ["state", "guild_id"], unique=False)
    op.create_table(
        "request_news",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("request_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("number", WHOLE, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("to_id", WHOLE, nullable=False),
        sa.Column("about_id", WHOLE, nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("told_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "request_id"],
            ["requests.guild_id", "requests.id"],
            name=op.f("fk_request_news_guild_id_requests"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "request_id", "number", name=op.f("pk_request_news")),
        sqlite_strict=True,
    )
    op.create_table(
        "request_offers",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("request_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("mentor_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("named", WHOLE, nullable=False),
        sa.Column("offered_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "request_id"],
            ["requests.guild_id", "requests.id"],
            name=op.f("fk_request_offers_guild_id_requests"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "guild_id", "request_id", "mentor_id", name=op.f("pk_request_offers")
        ),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_request_offers_mentor",
        "request_offers",
        ["guild_id", "mentor_id", "state"],
        unique=False,
    )
    op.create_table(
        "agenda_items",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("pair_id", WHOLE, nullable=False),
        sa.Column("meeting_id", WHOLE, nullable=True),
        sa.Column("author_id", WHOLE, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("added_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "pair_id"],
            ["pairs.guild_id", "pairs.id"],
            name=op.f("fk_agenda_items_guild_id_pairs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_agenda_items")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_agenda_items_pair", "agenda_items", ["guild_id", "pair_id", "meeting_id"], unique=False
    )
    op.create_table(
        "agreement_answers",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("pair_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("version", WHOLE, autoincrement=False, nullable=False),
        sa.Column("user_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("completed_at", WHOLE, nullable=True),
        sa.Column("agreed_at", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(
            ["guild_id", "pair_id"],
            ["pairs.guild_id", "pairs.id"],
            name=op.f("fk_agreement_answers_guild_id_pairs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "guild_id", "pair_id", "version", "user_id", name=op.f("pk_agreement_answers")
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "agreements",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("pair_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("version", WHOLE, autoincrement=False, nullable=False),
        sa.Column("opened_at", WHOLE, nullable=False),
        sa.Column("revealed_at", WHOLE, nullable=True),
        sa.Column("agreed_at", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(
            ["guild_id", "pair_id"],
            ["pairs.guild_id", "pairs.id"],
            name=op.f("fk_agreements_guild_id_pairs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "pair_id", "version", name=op.f("pk_agreements")),
        sqlite_strict=True,
    )
    op.create_table(
        "check_ins",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("pair_id", WHOLE, nullable=False),
        sa.Column("owner_id", WHOLE, nullable=False),
        sa.Column("local_date", sa.Text(), nullable=False),
        sa.Column("due_at", WHOLE, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_at", WHOLE, nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(
            ["guild_id", "pair_id"],
            ["pairs.guild_id", "pairs.id"],
            name=op.f("fk_check_ins_guild_id_pairs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_check_ins")),
        sa.UniqueConstraint(
            "guild_id",
            "pair_id",
            "local_date",
            name=op.f("uq_check_ins_guild_id_pair_id_local_date"),
        ),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_check_ins_owner", "check_ins", ["guild_id", "owner_id", "state"], unique=False
    )
    op.create_table(
        "commitments",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("pair_id", WHOLE, nullable=False),
        sa.Column("owner_id", WHOLE, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("obstacle", sa.Text(), nullable=False),
        sa.Column("plan_b", sa.Text(), nullable=False),
        sa.Column("shown", WHOLE, nullable=False),
        sa.Column("due_date", sa.Text(), nullable=False),
        sa.Column("due_time", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("due_at", WHOLE, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("moved_from", WHOLE, nullable=True),
        sa.Column("made_at", WHOLE, nullable=False),
        sa.Column("asked_at", WHOLE, nullable=True),
        sa.Column("heard_at", WHOLE, nullable=True),
        sa.Column("settled_at", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(
            ["guild_id", "pair_id"],
            ["pairs.guild_id", "pairs.id"],
            name=op.f("fk_commitments_guild_id_pairs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_commitments")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_commitments_owner", "commitments", ["guild_id", "owner_id", "state"], unique=False
    )
    op.create_index(
        "ix_commitments_pair", "commitments", ["guild_id", "pair_id", "state"], unique=False
    )
    op.create_index("ix_commitments_state", "commitments", ["state", "due_at"], unique=False)
    op.create_table(
        "contacts",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("pair_id", WHOLE, nullable=False),
        sa.Column("asker_id", WHOLE, nullable=False),
        sa.Column("owner_id", WHOLE, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("asked_at", WHOLE, nullable=False),
        sa.Column("shared_at", WHOLE, nullable=True),
        sa.Column("settled_at", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(
            ["guild_id", "pair_id"],
            ["pairs.guild_id", "pairs.id"],
            name=op.f("fk_contacts_guild_id_pairs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_contacts")),
        sqlite_strict=True,
    )
    op.create_index("ix_contacts_asker", "contacts", ["guild_id", "asker_id"], unique=False)
    op.create_index("ix_contacts_owner", "contacts", ["guild_id", "owner_id"], unique=False)
    op.create_index("ix_contacts_pair", "contacts", ["guild_id", "pair_id", "state"], unique=False)
    op.create_table(
        "goals",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("pair_id", WHOLE, nullable=False),
        sa.Column("owner_id", WHOLE, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Text(), nullable=False),
        sa.Column("percent", WHOLE, server_default="0", nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("set_at", WHOLE, nullable=False),
        sa.Column("settled_at", WHOLE, nullable=True),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_goals_percent")),
        sa.ForeignKeyConstraint(
            ["guild_id", "pair_id"],
            ["pairs.guild_id", "pairs.id"],
            name=op.f("fk_goals_guild_id_pairs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_goals")),
        sqlite_strict=True,
    )
    op.create_index("ix_goals_pair", "goals", ["guild_id", "pair_id", "state"], unique=False)
    op.create_table(
        "match_run_views",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("cohort_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("user_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("run_id", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "run_id"],
            ["match_runs.guild_id", "match_runs.id"],
            name=op.f("fk_match_run_views_guild_id_match_runs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "guild_id", "cohort_id", "user_id", name=op.f("pk_match_run_views")
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "meeting_places",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("pair_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("changed_by", WHOLE, nullable=False),
        sa.Column("changed_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "pair_id"],
            ["pairs.guild_id", "pairs.id"],
            name=op.f("fk_meeting_places_guild_id_pairs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "pair_id", name=op.f("pk_meeting_places")),
        sqlite_strict=True,
    )
    op.create_table(
        "meeting_series",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("pair_id", WHOLE, nullable=False),
        sa.Column("first_date", sa.Text(), nullable=False),
        sa.Column("every_days", WHOLE, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("began_at", WHOLE, nullable=False),
        sa.Column("ended_at", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(
            ["guild_id", "pair_id"],
            ["pairs.guild_id", "pairs.id"],
            name=op.f("fk_meeting_series_guild_id_pairs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_meeting_series")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_meeting_series_pair", "meeting_series", ["guild_id", "pair_id"], unique=False
    )
    op.create_table(
        "pair_feedback",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("pair_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("user_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("worth", sa.Text(), nullable=False),
        sa.Column("given_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "pair_id"],
            ["pairs.guild_id", "pairs.id"],
            name=op.f("fk_pair_feedback_guild_id_pairs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "pair_id", "user_id", name=op.f("pk_pair_feedback")),
        sqlite_strict=True,
    )
    op.create_table(
        "pair_members",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("pair_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("user_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "pair_id"],
            ["pairs.guild_id", "pairs.id"],
            name=op.f("fk_pair_members_guild_id_pairs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "pair_id", "user_id", name=op.f("pk_pair_members")),
        sqlite_strict=True,
    )
    op.create_index("ix_pair_members_user", "pair_members", ["guild_id", "user_id"], unique=False)
    op.create_table(
        "pulses",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("pair_id", WHOLE, nullable=False),
        sa.Column("user_id", WHOLE, nullable=False),
        sa.Column("week", WHOLE, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", WHOLE, nullable=False),
        sa.Column("asked_at", WHOLE, nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(
            ["guild_id", "pair_id"],
            ["pairs.guild_id", "pairs.id"],
            name=op.f("fk_pulses_guild_id_pairs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_pulses")),
        sa.UniqueConstraint(
            "guild_id",
            "pair_id",
            "user_id",
            "week",
            name=op.f("uq_pulses_guild_id_pair_id_user_id_week"),
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_pulses_user", "pulses", ["guild_id", "user_id", "state"], unique=False)
    op.create_table(
        "updates",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("pair_id", WHOLE, nullable=False),
        sa.Column("author_id", WHOLE, nullable=False),
        sa.Column("moved", sa.Text(), nullable=False),
        sa.Column("in_the_way", sa.Text(), nullable=False),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.Column("logged_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "pair_id"],
            ["pairs.guild_id", "pairs.id"],
            name=op.f("fk_updates_guild_id_pairs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_updates")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_updates_pair", "updates", ["guild_id", "pair_id", "logged_at"], unique=False
    )
    op.create_table(
        "waits",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("enrolment_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("priority", WHOLE, server_default="0", nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("next_round_at", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(
            ["guild_id", "enrolment_id"],
            ["enrolments.guild_id", "enrolments.id"],
            name=op.f("fk_waits_guild_id_enrolments"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "enrolment_id", name=op.f("pk_waits")),
        sqlite_strict=True,
    )
    op.create_table(
        "wins",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("pair_id", WHOLE, nullable=False),
        sa.Column("author_id", WHOLE, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("shared", WHOLE, nullable=False),
        sa.Column("told_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "pair_id"],
            ["pairs.guild_id", "pairs.id"],
            name=op.f("fk_wins_guild_id_pairs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_wins")),
        sqlite_strict=True,
    )
    op.create_index("ix_wins_pair", "wins", ["guild_id", "pair_id", "told_at"], unique=False)
    op.create_table(
        "goal_steps",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("goal_id", WHOLE, nullable=False),
        sa.Column("percent", WHOLE, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("noted_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "goal_id"],
            ["goals.guild_id", "goals.id"],
            name=op.f("fk_goal_steps_guild_id_goals"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_goal_steps")),
        sqlite_strict=True,
    )
    op.create_index("ix_goal_steps_goal", "goal_steps", ["guild_id", "goal_id"], unique=False)
    op.create_table(
        "meetings",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("pair_id", WHOLE, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_by", WHOLE, nullable=True),
        sa.Column("asked_at", WHOLE, nullable=True),
        sa.Column("round", WHOLE, nullable=False),
        sa.Column("local_date", sa.Text(), nullable=True),
        sa.Column("at", sa.Text(), nullable=True),
        sa.Column("time_zone", sa.Text(), nullable=True),
        sa.Column("starts_at", WHOLE, nullable=True),
        sa.Column("sequence", WHOLE, nullable=False),
        sa.Column("series_id", WHOLE, nullable=True),
        sa.Column("series_date", sa.Text(), nullable=True),
        sa.Column("confirmed_at", WHOLE, nullable=True),
        sa.Column("changed_by", WHOLE, nullable=True),
        sa.Column("settled_at", WHOLE, nullable=True),
        sa.Column("created_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "pair_id"],
            ["pairs.guild_id", "pairs.id"],
            name=op.f("fk_meetings_guild_id_pairs"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "series_id"],
            ["meeting_series.guild_id", "meeting_series.id"],
            name=op.f("fk_meetings_guild_id_meeting_series"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_meetings")),
        sa.UniqueConstraint(
            "guild_id",
            "series_id",
            "series_date",
            name=op.f("uq_meetings_guild_id_series_id_series_date"),
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_meetings_pair", "meetings", ["guild_id", "pair_id", "state"], unique=False)
    op.create_index("ix_meetings_starts", "meetings", ["state", "starts_at"], unique=False)
    op.create_table(
        "meeting_answers",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("meeting_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("user_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "meeting_id"],
            ["meetings.guild_id", "meetings.id"],
            name=op.f("fk_meeting_answers_guild_id_meetings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "guild_id", "meeting_id", "user_id", name=op.f("pk_meeting_answers")
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "meeting_times",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("meeting_id", WHOLE, nullable=False),
        sa.Column("round", WHOLE, nullable=False),
        sa.Column("local_date", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("starts_at", WHOLE, nullable=False),
        sa.Column("every_days", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(
            ["guild_id", "meeting_id"],
            ["meetings.guild_id", "meetings.id"],
            name=op.f("fk_meeting_times_guild_id_meetings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_meeting_times")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_meeting_times_meeting",
        "meeting_times",
        ["guild_id", "meeting_id", "round"],
        unique=False,
    )
