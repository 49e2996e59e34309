"""`preceptor suggest`: the programs that fit a profile, from the shell."""

from pathlib import Path
from typing import Annotated

import typer


def suggest(
    profile: Annotated[
        Path, typer.Option(help="A TOML file with one profile or several [[profiles]].")
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document per profile.")
    ] = False,
) -> None:
    """Rank the programs for a profile and say why each fits."""
    from bot.cli.search_output import print_answers
    from bot.configuration import config_dir
    from bot.search import shell

    index = shell.open_index(config_dir())
    print_answers(shell.suggest_command(profile, index), index, as_json)
