"""Keep who can make a proposed time, what a circle is asked, and rhythms by the month.

Proposals that are open when this runs go on: nobody has answered, and everyone's yes is needed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:

    op.create_table(
        "circle_questions",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("pair_id", WHOLE, nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("days", WHOLE, nullable=True),
        sa.Column("asked_by", WHOLE, nullable=False),
        sa.Column("asked_at", WHOLE, nullable=False),
        sa.Column("decide_at", WHOLE, nullable=False),
        sa.Column("closed_at", WHOLE, nullable=True),
        sa.Column("agreed", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(
            ["guild_id", "pair_id"],
            ["pairs.guild_id", "pairs.id"],
            name=op.f("fk_circle_questions_guild_id_pairs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_circle_questions")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_circle_questions_pair", "circle_questions", ["guild_id", "pair_id"], unique=False
    )
    op.create_table(
        "circle_answers",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("question_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("user_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("agrees", WHOLE, nullable=False),
        sa.Column("answered_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "question_id"],
            ["circle_questions.guild_id", "circle_questions.id"],
            name=op.f("fk_circle_answers_guild_id_circle_questions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "guild_id", "question_id", "user_id", name=op.f("pk_circle_answers")
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "meeting_votes",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("time_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("user_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("can", WHOLE, nullable=False),
        sa.Column("answered_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "time_id"],
            ["meeting_times.guild_id", "meeting_times.id"],
            name=op.f("fk_meeting_votes_guild_id_meeting_times"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "time_id", "user_id", name=op.f("pk_meeting_votes")),
        sqlite_strict=True,
    )
    op.add_column("meeting_series", sa.Column("monthly", sa.Text(), nullable=True))
    op.add_column("meeting_times", sa.Column("monthly", sa.Text(), nullable=True))
    op.add_column("meetings", sa.Column("decide_at", WHOLE, nullable=True))
    op.add_column("pauses", sa.Column("cut_short_by", WHOLE, nullable=True))
