"""`preceptor demo`: a society's first weeks, against a local stand-in for Discord."""

import typer


def demo() -> None:
    """Play a society’s first weeks on a simulated Discord."""
    from sandbox.demo import play

    raise typer.Exit(play())
