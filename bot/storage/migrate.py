"""Upgrade a database to this version's schema, with a backup made first."""

from dataclasses import dataclass
from pathlib import Path

import structlog
from sqlalchemy import Connection, Text, column, inspect, select, table, text

from bot.domain.errors import DomainError
from bot.storage.database import Database
from bot.storage.tables import metadata

log = structlog.get_logger(__name__)

MIGRATIONS = Path(__file__).parent / "migrations"


async def migrate(database: Database) -> None:
    """Upgrade `database` in one transaction; an unchanged one is left alone.

    SQLite files with data are copied to ``<file>.before-<revision>`` first.
    Raises `DomainError` ``database.newer`` when a later version of Preceptor wrote the database,
    and ``database.columns_missing`` when someone changed its tables. Both leave it as it is: what
    is missing is looked for before the upgrade is committed.
    """
    head = newest_revision()
    current = await database.read(known_revision)
    if current == head:
        columns = await database.read(_require_columns)
    else:
        if database.file and current is not None:
            copy = database.file.path.with_name(f"{database.file.path.name}.before-{head}")
            copy.unlink(missing_ok=True)
            await database.copy_to(copy)
        columns = await database.write(_upgrade_if_whole)
    if columns.unknown:
        log.warning("database.columns_unknown", columns=columns.unknown)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a database and this code differ, as ``table.column``, by name.

    With a `missing` one nothing can work. An `unknown` one is left alone with its data.
    """

    missing: tuple[str, ...]
    unknown: tuple[str, ...]


_COLUMNS = {
    "sqlite": "SELECT s.name, c.name FROM sqlite_schema AS s, pragma_table_info(s.name) AS c"
    " WHERE s.type = 'table'",
    "postgresql": "SELECT table_name, column_name FROM information_schema.columns"
    " WHERE table_schema = current_schema()",
}


def compare_columns(connection: Connection) -> Columns:
    """Compare the columns that the database has with those of the tables.

    Foreign tables are ignored, and so are types: this runs at every start, in one query.
    """
    present = present_columns(connection)
    declared = {
        (table_.name, column.name) for table_ in metadata.tables.values() for column in table_.c
    }
    ours = {column for column in present if column[0] in metadata.tables}
    return Columns(_named(declared - present), _named(ours - declared))


def present_columns(connection: Connection) -> set[tuple[str, str]]:
    """Return the name of each table that the database has, with that of each of its columns."""
    statement = text(_COLUMNS[connection.dialect.name])
    return {(name, column) for name, column in connection.execute(statement)}


def _require_columns(connection: Connection) -> Columns:
    """Compare the columns; raise `DomainError` ``database.columns_missing``."""
    columns = compare_columns(connection)
    if columns.missing:
        raise DomainError("database.columns_missing", columns=columns.missing)
    return columns


def _upgrade_if_whole(connection: Connection) -> Columns:
    """Upgrade to the newest schema, and roll back if a column is missing then."""
    upgrade(connection)
    return _require_columns(connection)


def _named(columns: set[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(f"{name}.{column}" for name, column in sorted(columns))


def newest_revision() -> str:
    """Return the revision that this code brings every database to."""
    return max(_revisions())


def revision(connection: Connection) -> str | None:
    """Return the schema's revision, or None before the first migration."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    stored = select(column("version_num", Text)).select_from(table("alembic_version"))
    return connection.execute(stored).scalar_one_or_none()


def known_revision(connection: Connection) -> str | None:
    """Return the schema's revision; raise `DomainError` ``database.newer`` for an unknown one."""
    current = revision(connection)
    if current is not None and current not in _revisions():
        raise DomainError("database.newer", revision=current)
    return current


def _revisions() -> set[str]:
    """Return every revision that this code knows: a migration's file begins with its own."""
    return {path.name.partition("_")[0] for path in MIGRATIONS.glob("versions/[0-9]*.py")}


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run the migrations up to a revision, however long that takes."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL statement_timeout = 0"))
    # Alembic is loaded only to change a schema: usually there is nothing to change.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
