"""Keep moderators' notes about pairs, find a cohort's people fast, and know their last answers.

When each person last did something is kept since the migration before. Of what they answered
earlier, check-ins, updates, and answers about meetings have an instant of their own.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_LAST_ANSWERS = """
INSERT INTO acts (guild_id, user_id, at)
SELECT guild_id, user_id, max(at) FROM (
  SELECT guild_id, owner_id AS user_id, answered_at AS at FROM check_ins
  WHERE answered_at IS NOT NULL
  UNION ALL SELECT guild_id, author_id, logged_at FROM updates
  UNION ALL SELECT guild_id, user_id, answered_at FROM meeting_answers
) AS answers
WHERE NOT EXISTS (
  SELECT 1 FROM acts
  WHERE acts.guild_id = answers.guild_id AND acts.user_id = answers.user_id
)
GROUP BY guild_id, user_id
"""


def upgrade() -> None:
    op.create_table(
        "pair_notes",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("pair_id", WHOLE, nullable=False),
        sa.Column("author_id", WHOLE, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "pair_id"],
            ["pairs.guild_id", "pairs.id"],
            name=op.f("fk_pair_notes_guild_id_pairs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_pair_notes")),
        sqlite_strict=True,
    )
    op.create_index("ix_pair_notes_pair", "pair_notes", ["guild_id", "pair_id"], unique=False)
    op.create_index(
        "ix_enrolments_cohort",
        "enrolments",
        ["guild_id", "cohort_id", "user_id", "state"],
        unique=False,
    )
    op.execute(_LAST_ANSWERS)
