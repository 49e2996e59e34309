"""Bring a database to the schema of this version, with a backup taken before it is touched."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

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


def newest_revision() -> str | None:
    """Return the revision that this code brings every database to."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def revision(connection: Connection) -> str | None:
    """Return the schema's revision, or None before the first migration."""
    return MigrationContext.configure(connection).get_current_revision()


def known_revision(connection: Connection) -> str | None:
    """Return the schema's revision; raise `DomainError` ``database.newer`` for an unknown one."""
    current = revision(connection)
    scripts = ScriptDirectory(str(MIGRATIONS)).walk_revisions()
    if current is not None and current not in {script.revision for script in scripts}:
        raise DomainError("database.newer", revision=current)
    return current


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
