"""`preceptor demo`: a society's first weeks, against a local stand-in for Discord."""

from typing import Annotated

import typer


def demo(
    whole: Annotated[
        bool, typer.Option("--all", help="Print everything that everyone saw.")
    ] = False,
) -> None:
    """Play a society’s first weeks on a simulated Discord."""
    from sandbox.demo import play

    raise typer.Exit(play(whole=whole))
