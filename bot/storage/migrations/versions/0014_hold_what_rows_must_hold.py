"""Let the database itself hold what every row must hold, and mend the rows that don't.

Only in tables that no other refers to: SQLite makes such a table anew, and would delete what refers
to the old one with it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

CHECKS = {
    "agenda_items": [],
    "aways": [("days", "first_day <= last_day")],
    "catalogue_entries": [("shown", "entry IS NOT NULL OR hidden = 1")],
    "contacts": [("value", "value IS NULL OR state = 'shared'")],
    "goal_steps": [("percent", "percent BETWEEN 0 AND 100")],
    "match_run_views": [],
    "openings": [("room", "room >= 0"), ("answer", "answer_within_hours > 0")],
    "outreach": [("due", "state <> 'sent' OR due_at IS NOT NULL")],
}
TIES = {
    "agenda_items": ("meeting_id", "meetings"),
    "match_run_views": ("cohort_id", "cohorts"),
}
MENDED = (
    (
        "UPDATE agenda_items SET meeting_id = NULL WHERE meeting_id IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM meetings WHERE meetings.guild_id = agenda_items.guild_id"
        " AND meetings.id = agenda_items.meeting_id)"
    ),
    "UPDATE aways SET last_day = first_day WHERE last_day < first_day",
    "DELETE FROM catalogue_entries WHERE entry IS NULL AND hidden <> 1",
    "UPDATE contacts SET value = NULL WHERE state <> 'shared'",
    "UPDATE goal_steps SET percent = 0 WHERE percent < 0",
    "UPDATE goal_steps SET percent = 100 WHERE percent > 100",
    (
        "DELETE FROM match_run_views WHERE NOT EXISTS (SELECT 1 FROM cohorts"
        " WHERE cohorts.guild_id = match_run_views.guild_id"
        " AND cohorts.id = match_run_views.cohort_id)"
    ),
    "UPDATE openings SET room = 0 WHERE room < 0",
    "UPDATE openings SET answer_within_hours = 1 WHERE answer_within_hours < 1",
    "UPDATE outreach SET due_at = changed_at WHERE state = 'sent' AND due_at IS NULL",
)


def upgrade() -> None:
    connection = op.get_bind()
    for statement in MENDED:
        op.execute(statement)
    for table, checks in CHECKS.items():
        if connection.dialect.name == "sqlite":
            _make_anew(connection, table)
            continue
        for name, condition in checks:
            op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, condition)
        if table in TIES:
            column, other = TIES[table]
            op.create_foreign_key(
                op.f(f"fk_{table}_guild_id_{other}"),
                table,
                other,
                ["guild_id", column],
                ["guild_id", "id"],
                ondelete="CASCADE",
            )


def _make_anew(connection: sa.Connection, table: str) -> None:
    """Copy the rows into a table with the further constraints; SQLite can't add one."""
    written = sa.text(
        "SELECT sql FROM sqlite_schema WHERE tbl_name = :table AND type = :type AND sql IS NOT NULL"
    )
    [made] = connection.execute(written, {"table": table, "type": "table"}).scalars()
    indexes = connection.execute(written, {"table": table, "type": "index"}).scalars().all()
    further = [f"CONSTRAINT ck_{table}_{name} CHECK ({rule})" for name, rule in CHECKS[table]]
    if table in TIES:
        column, other = TIES[table]
        further.append(
            f"CONSTRAINT fk_{table}_guild_id_{other} FOREIGN KEY(guild_id, {column})"
            f" REFERENCES {other} (guild_id, id) ON DELETE CASCADE"
        )
    end = made.rindex(")")
    connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {table}_before")
    connection.exec_driver_sql(f"{made[:end]}, {', '.join(further)}{made[end:]}")
    # S608 warns of SQL put together from what someone typed; the tables are those named above.
    connection.exec_driver_sql(f"INSERT INTO {table} SELECT * FROM {table}_before")  # noqa: S608
    connection.exec_driver_sql(f"DROP TABLE {table}_before")
    for index in indexes:
        connection.exec_driver_sql(index)
