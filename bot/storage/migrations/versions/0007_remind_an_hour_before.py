"""Let people choose to be reminded of a meeting an hour before it, too."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column(
        "nudge_settings",
        sa.Column("hour_reminder", WHOLE, nullable=False, server_default="0"),
    )
