"""Keep a society's bounds for messages a week, and who asked to be notified of cases by name."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for name in ("weekly_least", "weekly_usual", "weekly_most"):
        op.add_column("societies", sa.Column(name, WHOLE, nullable=True))
    op.add_column(
        "nudge_settings", sa.Column("case_pings", WHOLE, server_default="0", nullable=False)
    )
