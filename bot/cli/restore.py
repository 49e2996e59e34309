"""`preceptor restore`: bring a backup back."""

import shlex
from pathlib import Path
from typing import Annotated

import typer


def restore(
    path: Annotated[Path, typer.Argument(help="The backup to bring back.")],
) -> None:
    """Bring the backup at PATH back; the present database is kept."""
    from bot.cli.backup import server_advice
    from bot.cli.frame import prepare
    from bot.clock import SystemClock
    from bot.storage import backups

    settings = prepare()
    database = settings.database.sqlite_path
    if database is None:
        options = "--clean --if-exists --single-transaction --no-owner"
        command = f"pg_restore {options} --dbname {{url}} {shlex.quote(str(path))}"
        typer.echo(server_advice(settings, command), err=True)
        raise typer.Exit(1)
    kept = backups.restore(path, database, SystemClock().now())
    if kept:
        typer.echo(f"The database before this is kept as {kept}.")
    typer.echo(
        f"Brought {path} back as {database}. Messages that were due may have been sent since the "
        "backup was made: at its next start the bot looks for each before it sends it."
    )
