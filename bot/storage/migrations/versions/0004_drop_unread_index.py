"""Drop the index of references: messages are found by them in Discord's channels, never here."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_outbox_ref", table_name="outbox")
