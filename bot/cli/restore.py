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
    "It is of an earlier version: whoever deleted their data since will be erased again at the "
    "next start, before anything is sent."
)


def restore(
    path: Annotated[Path | None, typer.Argument(help="The backup to bring back.")] = None,
    already_restored: Annotated[
        bool,
        typer.Option(
            "--already-restored",
            help="Bring nothing back: pg_restore, or a copy by hand, has done it.",
        ),
    ] = False,
) -> None:
    """Bring the backup at PATH back; the present database is kept."""
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
            "Stop the bot first. Before it starts again, so that nobody hears anything twice:\n"
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
        typer.echo(f"The database before this is kept as {copy}.")
    typer.echo(f"Brought {path} back as {database}. {LOOKED_FOR}")
    typer.echo(explain(faults[0]) if faults else _said_of_erased(erased))


def _said_of_erased(erased: list[int]) -> str:
    """Say what became of those who had deleted their data after the backup was made."""
    if not erased:
        return ERASED_LATER
    [count] = erased
    if count == 0:
        return "No one in it has deleted their data since."
    people = "1 person" if count == 1 else f"{count} people"
    return f"Erased again, because they had deleted their data since: {people}."


def _note(settings: "Settings") -> None:
    import asyncio

    from bot.clock import SystemClock
    from bot.domain.errors import DomainError

    database = settings.database.sqlite_path
    if database is not None and not database.exists():
        raise DomainError("backup.missing", path=str(database))
    asyncio.run(_note_at(settings.database.url, SystemClock()))
    typer.echo(
        f"Noted that the database was brought back. {LOOKED_FOR} Whoever deleted their data since "
        "the backup was made will be erased again before that."
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
