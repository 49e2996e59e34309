"""Bring a database to the schema of this version, with a backup taken before it is touched."""

from pathlib import Path

from sqlalchemy import Connection, Text, column, inspect, select, table

from bot.domain.errors import DomainError
from bot.storage.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"


async def migrate(database: Database) -> None:
    """Upgrade `database` in one transaction; an unchanged one is left alone.

    SQLite files with data are copied to ``<file>.before-<revision>`` first.
    Raises `DomainError` ``database.newer`` when a later version of Preceptor wrote the database.
    """
    head = newest_revision()
    current = await database.read(known_revision)
    if current == head:
        return
    if database.file and current is not None:
        kept = database.file.path.with_name(f"{database.file.path.name}.before-{head}")
        kept.unlink(missing_ok=True)
        await database.copy_to(kept)
    await database.write(_upgrade)


def newest_revision() -> str:
    """Return the revision that this code brings every database to."""
    return max(_revisions())


def revision(connection: Connection) -> str | None:
    """Return the schema's revision, or None before the first migration."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    kept = select(column("version_num", Text)).select_from(table("alembic_version"))
    return connection.execute(kept).scalar_one_or_none()


def known_revision(connection: Connection) -> str | None:
    """Return the schema's revision; raise `DomainError` ``database.newer`` for an unknown one."""
    current = revision(connection)
    if current is not None and current not in _revisions():
        raise DomainError("database.newer", revision=current)
    return current


def _revisions() -> set[str]:
    """Return every revision that this code knows: a migration's file begins with its own."""
    return {path.name.partition("_")[0] for path in MIGRATIONS.glob("versions/[0-9]*.py")}


def _upgrade(connection: Connection) -> None:
    # Alembic is loaded only to change a schema: at most starts there is nothing to change.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
