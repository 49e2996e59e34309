"""`preceptor restore`: restore a backup, or record that another tool has done so."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.clock import Clock
    from bot.settings import Settings

LOOKED_FOR = (
    "Messages that were due may have been sent since the backup was made: at its next start the "
    "bot looks for each before it sends it."
)

ERASED_LATER = (
    "It’s from an earlier version. At the next start, before anything is sent, people who deleted "
    "their data since then will be erased again."
)


def restore(
    path: Annotated[Path | None, typer.Argument(help="The backup to restore.")] = None,
    already_restored: Annotated[
        bool,
        typer.Option(
            "--already-restored",
            help="After pg_restore or a manual copy: record that the database was restored.",
        ),
    ] = False,
) -> None:
    """Restore the backup at PATH. Your current database is kept."""
    from bot.cli.runtime import prepare

    settings = prepare()
    if already_restored and path is None:
        _note(settings)
    elif path is not None and not already_restored:
        _bring_back(settings, path)
    else:
        raise typer.BadParameter("Name the backup to bring back, or say --already-restored.")


def _bring_back(settings: "Settings", path: Path) -> None:
    from bot.cli.backup import server_advice
    from bot.cli.error_messages import explain
    from bot.clock import SystemClock
    from bot.domain.errors import DomainError
    from bot.services.privacy import erasing, lists
    from bot.storage import backups

    database = settings.database.sqlite_path
    if database is None:
        options = "--clean --if-exists --single-transaction --no-owner"
        command = f"pg_restore {options} --dbname {{url}} {shlex.quote(str(path))}"
        typer.echo(server_advice(settings, command), err=True)
        typer.echo(
            "Stop the bot first. Before restarting it, run this so no one gets a message twice:\n"
            "  preceptor restore --already-restored",
            err=True,
        )
        raise typer.Exit(1)
    now, listed = SystemClock().now(), lists.list_for(settings)
    erased: list[int] = []
    faults: list[DomainError] = []

    def erase_again(connection: "Connection") -> None:
        if fault := listed.fault(connection):
            faults.append(fault)
        erased.append(erasing.erase_again(connection, settings, listed, now))

    copy = backups.restore(path, database, now, erase_again)
    if copy:
        typer.echo(f"Your previous database is kept as {copy}.")
    typer.echo(f"Restored {path} as {database}. {LOOKED_FOR}")
    typer.echo(explain(faults[0]) if faults else _said_of_erased(erased))


def _said_of_erased(erased: list[int]) -> str:
    """Say what became of those who had deleted their data after the backup was made."""
    if not erased:
        return ERASED_LATER
    [count] = erased
    if count == 0:
        return "No one in it has deleted their data since then."
    return f"People erased again, because they deleted their data after the backup: {count}."


def _note(settings: "Settings") -> None:
    import asyncio

    from bot.clock import SystemClock
    from bot.domain.errors import DomainError

    database = settings.database.sqlite_path
    if database is not None and not database.exists():
        raise DomainError("backup.missing", path=str(database))
    asyncio.run(_note_at(settings.database.url, SystemClock()))
    typer.echo(
        f"Recorded that the database was restored. {LOOKED_FOR} Before that, anyone who deleted "
        "their data after the backup will be erased again."
    )


async def _note_at(url: str, clock: "Clock") -> None:
    from bot.domain.errors import DomainError
    from bot.storage.database import Database
    from bot.storage.instance import record_restore
    from bot.storage.migrate import known_revision

    database = await Database.connect(url)
    try:
        if await database.read(known_revision) is None:
            raise DomainError("database.without_society")
        await database.write(record_restore, clock.now())
    finally:
        await database.close()
