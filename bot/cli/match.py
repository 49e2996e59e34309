"""`preceptor match`: try a cohort's matching on a file, before it is opened."""

from pathlib import Path
from typing import Annotated

import typer


def match(
    people: Annotated[
        Path, typer.Argument(help="A CSV or .xlsx file of people, like one from /cohort export.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    scores: Annotated[
        bool, typer.Option("--scores", help="Add the score of every feasible pair.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Breaks ties. The same seed gives the same pairs.")] = 0,
    soft_windows: Annotated[
        bool,
        typer.Option("--soft-windows", help="Allow pairs with no overlapping availability."),
    ] = False,
) -> None:
    """Propose pairs for a file of people, like `/match preview`."""
    from bot.cli import match_file

    match_file.match(people, as_json=as_json, scores=scores, seed=seed, hard=not soft_windows)
