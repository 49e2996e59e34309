"""Keep concerns, whom they go to, and on which days people were looked up."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "concerns",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("reporter_id", WHOLE, nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("may_name", WHOLE, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("owner_id", WHOLE, nullable=True),
        sa.Column("turn", WHOLE, nullable=False),
        sa.Column("due_at", WHOLE, nullable=False),
        sa.Column("server_owner_id", WHOLE, nullable=True),
        sa.Column("escalated", WHOLE, nullable=False),
        sa.Column("by_dm", WHOLE, nullable=False),
        sa.Column("reported_at", WHOLE, nullable=False),
        sa.Column("acknowledged_at", WHOLE, nullable=True),
        sa.Column("closed_at", WHOLE, nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("thread_id", WHOLE, nullable=True),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_concerns")),
        sqlite_strict=True,
    )
    op.create_index("ix_concerns_reporter", "concerns", ["guild_id", "reporter_id"])
    op.create_index("ix_concerns_state", "concerns", ["state", "closed_at"])
    op.create_table(
        "looks",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("user_id", WHOLE, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_looks")),
        sa.UniqueConstraint(
            "guild_id", "user_id", "what", "day", name=op.f("uq_looks_guild_id_user_id_what_day")
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_looks_day", "looks", ["day"])
    op.create_table(
        "safety_leads",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("user_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("place", WHOLE, nullable=False),
        sa.Column("named_at", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "user_id", name=op.f("pk_safety_leads")),
        sqlite_strict=True,
    )
    op.create_table(
        "concern_people",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("concern_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("user_id", WHOLE, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "concern_id"],
            ["concerns.guild_id", "concerns.id"],
            name=op.f("fk_concern_people_guild_id_concerns"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "guild_id", "concern_id", "user_id", name=op.f("pk_concern_people")
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_concern_people_user", "concern_people", ["guild_id", "user_id"])
    op.create_table(
        "concern_words",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("concern_id", WHOLE, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "concern_id"],
            ["concerns.guild_id", "concerns.id"],
            name=op.f("fk_concern_words_guild_id_concerns"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_concern_words")),
        sqlite_strict=True,
    )
    op.create_index("ix_concern_words_concern", "concern_words", ["guild_id", "concern_id"])
    op.add_column("societies", sa.Column("emergency_words", sa.Text(), nullable=True))
    op.add_column("societies", sa.Column("duty_words", sa.Text(), nullable=True))
    op.add_column("societies", sa.Column("shows_looks", WHOLE, server_default="1", nullable=False))
