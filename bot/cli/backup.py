"""`preceptor backup`: a consistent copy of the database, while the bot is running."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.settings import Settings


def backup(
    path: Annotated[
        Path, typer.Argument(help="Where to write it. Existing files aren’t overwritten.")
    ],
) -> None:
    """Back up the database to PATH and verify it. Safe while the bot is running."""
    from bot.cli.runtime import prepare
    from bot.storage.backups import back_up

    settings = prepare()
    database = settings.database.sqlite_path
    if database is None:
        command = f"pg_dump --format=custom --file {shlex.quote(str(path))} {{url}}"
        typer.echo(server_advice(settings, command), err=True)
        raise typer.Exit(1)
    size = back_up(database, path)
    typer.echo(f"Backed up {database} to {path} ({size / 1_000_000:.1f} MB, checked).")


def server_advice(settings: "Settings", command: str) -> str:
    """Return `command` for PostgreSQL's own tools with {url} filled in, without the password."""
    from sqlalchemy import URL, make_url

    url = make_url(settings.database.url)
    shown = URL.create("postgresql", url.username, None, url.host, url.port, url.database)
    filled = command.format(url=shlex.quote(str(shown)))
    return (
        "The database is on a PostgreSQL server, whose own tools do this "
        f"(they ask for the password):\n  {filled}"
    )
