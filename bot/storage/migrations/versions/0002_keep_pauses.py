"""Keep the pauses of a pair in a table of their own, instead of reading them out of the outbox.

Until now a pause stood there as the row that ends it: made when the pause began, due when it was
over, and cancelled when it was changed. The row of a word that follows at once (the pair was
resumed, someone is back) lasted no time and was no pause.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

COPY = """
INSERT INTO pauses (guild_id, id, pair_id, begins_at, ends_at, cut_short_at)
SELECT guild_id, row_number() OVER (PARTITION BY guild_id ORDER BY row_id),
       pair_id, begins_at, ends_at, cut_short_at
FROM (
    SELECT outbox.id AS row_id, outbox.guild_id AS guild_id, outbox.subject_id AS pair_id,
           outbox.created_at AS begins_at, outbox.due_at AS ends_at,
           CASE WHEN outbox.state = 'cancelled' AND outbox.settled_at < outbox.due_at
                THEN outbox.settled_at END AS cut_short_at
    FROM outbox
    JOIN pairs ON pairs.guild_id = outbox.guild_id AND pairs.id = outbox.subject_id
    WHERE outbox.kind = 'pair-resumed' AND outbox.subject_type = 'pair'
) AS waking
WHERE begins_at < coalesce(cut_short_at, ends_at)
"""
COUNT = """
INSERT INTO counters (guild_id, noun, last)
SELECT guild_id, 'pause', max(id) FROM pauses GROUP BY guild_id
"""


def upgrade() -> None:
    op.create_table(
        "pauses",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("pair_id", WHOLE, nullable=False),
        sa.Column("begins_at", WHOLE, nullable=False),
        sa.Column("ends_at", WHOLE, nullable=False),
        sa.Column("cut_short_at", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(
            ["guild_id", "pair_id"],
            ["pairs.guild_id", "pairs.id"],
            name=op.f("fk_pauses_guild_id_pairs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_pauses")),
        sqlite_strict=True,
    )
    op.create_index("ix_pauses_pair", "pauses", ["guild_id", "pair_id"], unique=False)
    op.execute(COPY)
    op.execute(COUNT)
