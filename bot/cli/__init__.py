"""The `preceptor` command. One short module for each subcommand, with heavy imports inside it."""

from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import Annotated, Any

import typer

from bot.cli import backup, demo, doctor, invite, match, play, restore, run, search, suggest, sync

COMMANDS: tuple[Callable[..., Any], ...] = (
    run.run,
    sync.sync,
    demo.demo,
    play.play,
    doctor.doctor,
    backup.backup,
    restore.restore,
    invite.invite,
    search.search,
    suggest.suggest,
    match.match,
)

app = typer.Typer(
    help="Preceptor runs mentoring programs in a student society’s Discord server.",
    no_args_is_help=True,
    add_completion=False,
    # Rich takes longer to load than --help takes to print, and its tracebacks show variables.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for command in COMMANDS:
    app.command()(command)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(version("preceptor"))
        raise typer.Exit


@app.callback()
def options(
    show_version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", is_eager=True, callback=_print_version
        ),
    ] = False,
) -> None:
    """Preceptor runs mentoring for a student society, inside its Discord server."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line with `arguments`, or with those of the process.

    What a person can fix is reported in a sentence, with exit code 2 for settings and arguments and
    1 for the rest. Only an unexpected error shows a traceback.
    """
    try:
        app(arguments, prog_name="preceptor")
    except Exception as error:
        from bot.cli.runtime import report

        code = report(error)
        if code is None:
            raise
        raise SystemExit(code) from None
