"""Count the rows of the outbox that are deleted once nothing needs them anymore."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "purged_nudges",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("rows", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "state", name=op.f("pk_purged_nudges")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_outbox_channel",
        "outbox",
        ["guild_id", "channel_id", "settled_at"],
        unique=False,
        sqlite_where=sa.text("state = 'sent' AND recipient_id IS NULL"),
        postgresql_where=sa.text("state = 'sent' AND recipient_id IS NULL"),
    )
