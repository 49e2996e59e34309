"""Note which servers removed the bot, and ask about profiles that no one uses."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "removals",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("owner_id", WHOLE, nullable=True),
        sa.Column("removed_at", WHOLE, nullable=False),
        sa.Column("told_at", WHOLE, nullable=True),
        sa.Column("is_refused", WHOLE, server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name=op.f("pk_removals")),
        sqlite_strict=True,
    )
    op.add_column("profiles", sa.Column("asked_at", WHOLE, nullable=True))
