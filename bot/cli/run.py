"""`preceptor run`: the bot itself."""

import asyncio
from typing import Annotated

import typer


def run(
    anew: Annotated[
        bool,
        typer.Option("--new", help="Begin again with an empty database if the one before is gone."),
    ] = False,
) -> None:
    """Start the bot on Discord and run it until it is told to stop."""
    from bot import memory
    from bot.cli.runtime import prepare
    from bot.configuration import require_token

    with memory.start_up():
        settings = prepare(quiet=False)
        require_token(settings)

        # Loading everything takes a while; a missing token is reported before that.
        from bot.running import run_bot

        asyncio.run(run_bot(settings, anew=anew))
