"""What subcommands do before and after their own work: read the settings, explain a failure."""

import os
import secrets
import sys

import typer

from bot.cli.error_messages import explain
from bot.configuration import ConfigurationError, load_settings
from bot.observability.logs import configure_logging
from bot.settings import LogLevel, Settings

WRONG_INPUT = 2
FAILED = 1


def prepare(quiet: bool = True) -> Settings:
    """Read the settings and set up logging, so that from here on no secret can be printed.

    With `quiet`, as for commands that print an answer, only errors are logged. Raises
    `ConfigurationError`.
    """
    settings = load_settings(os.environ)
    shown = settings
    if quiet:
        chosen = settings.logging.model_copy(update={"level": LogLevel.ERROR})
        shown = settings.model_copy(update={"logging": chosen})
    configure_logging(shown, sys.stderr, secrets.token_bytes(16))
    return settings


def report(error: Exception) -> int | None:
    """Print what `error` means for the person at the terminal and return the exit code.

    Return None for unexpected errors so the traceback is shown.
    """
    if isinstance(error, ConfigurationError):
        for problem in error.problems:
            typer.echo(str(problem), err=True)
        return WRONG_INPUT
    words = explain(error)
    if words is None:
        return None
    typer.echo(words, err=True)
    return FAILED
