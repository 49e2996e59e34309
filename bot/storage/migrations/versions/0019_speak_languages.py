"""Keep which language a society and a person chose, and the one of each person's Discord."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("societies", sa.Column("language", sa.Text(), nullable=True))
    op.add_column("nudge_settings", sa.Column("language", sa.Text(), nullable=True))
    op.add_column("acts", sa.Column("locale", sa.Text(), nullable=True))
