"""Keep whether a society's new threads are named by the people in them."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column(
        "societies", sa.Column("names_threads", WHOLE, server_default="1", nullable=False)
    )
