"""`preceptor match`: try a cohort's matching on a file, before it is opened."""

from pathlib import Path
from typing import Annotated

import typer


def match(
    people: Annotated[
        Path, typer.Argument(help="A CSV or .xlsx file of people, as /cohort export writes it.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    scores: Annotated[
        bool, typer.Option("--scores", help="Add the score of every feasible pair.")
    ] = False,
    seed: Annotated[
        int, typer.Option(help="Settles ties; the same seed gives the same pairs.")
    ] = 0,
    soft_windows: Annotated[
        bool,
        typer.Option("--soft-windows", help="Let people without a common hour be paired."),
    ] = False,
) -> None:
    """Propose pairs for a file of people, as a match run would."""
    from bot.cli import match_file

    match_file.match(people, as_json=as_json, scores=scores, seed=seed, hard=not soft_windows)
