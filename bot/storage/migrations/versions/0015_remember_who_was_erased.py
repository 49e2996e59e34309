"""Remember that someone was erased, without saying who."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("erased_at", WHOLE, nullable=False),
        sa.Column("scrubbed_at", WHOLE, nullable=True),
        sa.PrimaryKeyConstraint("guild_id", "digest", "erased_at", name=op.f("pk_erasures")),
        sqlite_strict=True,
    )
    op.create_index("ix_erasures_scrubbed", "erasures", ["scrubbed_at"])
