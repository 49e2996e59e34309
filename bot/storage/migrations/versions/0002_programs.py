"""Keep searches, saved programs and a society's catalogue."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
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
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.Column("dropped", sa.Text(), nullable=False),
        sa.Column("like_program", sa.Text(), nullable=True),
        sa.Column("asked_at", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_searches")),
        sqlite_strict=True,
    )
    op.create_index("ix_searches_asked", "searches", ["asked_at"], unique=False)
    op.create_index("ix_searches_user", "searches", ["guild_id", "user_id"], unique=False)
