"""Keep whom each message notified, and when each person last did something.

The weekly limit counts every message from now on, not only those that no one asked for: whoever had
chosen one gets two more.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "acts",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("user_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "user_id", name=op.f("pk_acts")),
        sqlite_strict=True,
    )
    op.create_table(
        "pings",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("nudge_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("user_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("answers", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "nudge_id", "user_id", name=op.f("pk_pings")),
        sqlite_strict=True,
    )
    op.create_index("ix_pings_user", "pings", ["guild_id", "user_id", "at"], unique=False)
    op.execute("UPDATE nudge_settings SET weekly_limit = weekly_limit + 2")
