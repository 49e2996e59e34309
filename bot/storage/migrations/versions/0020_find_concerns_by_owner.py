"""Find the concerns that wait for a lead without reading all of the society's."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_concerns_owner", "concerns", ["guild_id", "owner_id", "state"])
