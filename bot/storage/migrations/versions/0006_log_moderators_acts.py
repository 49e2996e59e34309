"""Log what moderators do, and let who is locked or kept apart belong to the cohort.

Until now the newest match run of a cohort carried these decisions; they are taken over from it, as
made by whoever made that run.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "moderator_acts",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("cohort_id", WHOLE, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("moderator_id", WHOLE, nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("shown_at", WHOLE, nullable=False),
        sa.Column("done_at", WHOLE, nullable=True),
        sa.Column("ended_at", WHOLE, nullable=True),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_moderator_acts")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_moderator_acts_cohort",
        "moderator_acts",
        ["guild_id", "cohort_id", "done_at"],
        unique=False,
    )
    _take_over_decisions(op.get_bind())


def _take_over_decisions(connection: sa.Connection) -> None:
    newest = connection.execute(
        sa.text(
            "SELECT guild_id, id, cohort_id, state, asked, created_by, created_at FROM match_runs"
            " WHERE id = (SELECT max(other.id) FROM match_runs AS other"
            " WHERE other.guild_id = match_runs.guild_id"
            " AND other.cohort_id = match_runs.cohort_id) ORDER BY guild_id, id"
        )
    ).all()
    last: dict[int, int] = {}
    for run in newest:
        asked = json.loads(run.asked)
        # Only an open proposal still held its locks.
        locked = asked["locked"] if run.state == "proposed" else []
        decided = [("locked", key) for key in locked]
        decided += [("forbade", key) for key in asked["forbidden"]]
        for kind, (mentee, mentor) in decided:
            number = last[run.guild_id] = last.get(run.guild_id, 0) + 1
            connection.execute(
                sa.text(
                    "INSERT INTO moderator_acts (guild_id, id, cohort_id, kind, moderator_id,"
                    " facts, shown_at, done_at)"
                    " VALUES (:guild, :id, :cohort, :kind, :moderator, :facts, :at, :at)"
                ),
                {
                    "guild": run.guild_id,
                    "id": number,
                    "cohort": run.cohort_id,
                    "kind": kind,
                    "moderator": run.created_by,
                    "facts": json.dumps({"of": run.id, "pairs": [[int(mentor), int(mentee)]]}),
                    "at": run.created_at,
                },
            )
    for guild, number in last.items():
        connection.execute(
            sa.text("INSERT INTO counters (guild_id, noun, last) VALUES (:guild, 'act', :number)"),
            {"guild": guild, "number": number},
        )
