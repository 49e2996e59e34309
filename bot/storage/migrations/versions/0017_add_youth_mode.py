"""Let a society take people under 18, with what has to be on record about them."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "youth_modes",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("is_on", WHOLE, server_default="0", nullable=False),
        sa.Column("advisor_role_id", WHOLE, nullable=True),
        sa.Column("changed_by", WHOLE, nullable=True),
        sa.Column("changed_at", WHOLE, nullable=True),
        sa.PrimaryKeyConstraint("guild_id", name=op.f("pk_youth_modes")),
        sqlite_strict=True,
    )
    _of_people("attestations", sa.Column("attested_at", WHOLE, nullable=False))
    _of_people(
        "ages",
        sa.Column("band", sa.Text(), nullable=False),
        sa.Column("said_at", WHOLE, nullable=False),
        sa.Column("confirmed_by", WHOLE, nullable=True),
    )
    _of_people(
        "clearances",
        sa.Column("cleared_at", WHOLE, nullable=False),
        sa.Column("until", WHOLE, nullable=False),
        sa.Column("cleared_by", WHOLE, nullable=False),
    )
    _of_people(
        "consents",
        sa.Column("is_given", WHOLE, nullable=False),
        sa.Column("recorded_at", WHOLE, nullable=False),
        sa.Column("recorded_by", WHOLE, nullable=False),
    )
    op.create_table(
        "supervisions",
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("pair_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("first_id", WHOLE, nullable=True),
        sa.Column("second_id", WHOLE, nullable=True),
        sa.Column("closed_at", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(
            ["guild_id", "pair_id"],
            ["pairs.guild_id", "pairs.id"],
            name=op.f("fk_supervisions_guild_id_pairs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "pair_id", name=op.f("pk_supervisions")),
        sqlite_strict=True,
    )


def _of_people(name: str, *columns: sa.Column[int] | sa.Column[str]) -> None:
    """Create a table with one row for each person of a society."""
    op.create_table(
        name,
        sa.Column("guild_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("user_id", WHOLE, autoincrement=False, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("guild_id", "user_id", name=op.f(f"pk_{name}")),
        sqlite_strict=True,
    )
