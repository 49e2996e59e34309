"""Let sign-up close by itself after a day, and let a cohort that no one joined be deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("cohorts", sa.Column("sign_up_until", sa.Text(), nullable=True))
    op.add_column("cohorts", sa.Column("deleted_at", WHOLE, nullable=True))
